#!/usr/bin/env python3
"""Copies the pictures of the README from a gallery that was just drawn.

    build/tridens reproduce 000.trident-xsec 004.prediction 000.bounds-lmultau 002.glashow --output gallery
    python3 tools/readme_images.py gallery
"""

import pathlib
import shutil
import sys

IMAGES = pathlib.Path(__file__).resolve().parent.parent / "docs" / "images"

#: File of the gallery: file in docs/images.
PICTURES = {
    "000.trident-xsec-1.svg": "gallery-trident-cross-sections.svg",
    "004.prediction-2.svg": "gallery-coherent-prediction.svg",
    "000.bounds-lmultau-1.svg": "gallery-bounds-lmu-ltau.svg",
    "002.glashow-1.svg": "gallery-glashow.svg",
}
LARGEST = 120_000  # bytes


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    for source in PICTURES:
        if not (folder / source).is_file():
            print(f"readme_images: {folder / source} is missing (its entry was not drawn) see tridens reproduce --help", file=sys.stderr)
            return 2
        if (size := (folder / source).stat().st_size) > LARGEST:
            print(f"readme_images: {folder / source} has {size} bytes (more than {LARGEST}) choose another figure", file=sys.stderr)
            return 1
    for source, target in PICTURES.items():
        shutil.copyfile(folder / source, IMAGES / target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
