#!/usr/bin/env python3
"""Copies the pictures of the README from a gallery that was just drawn, those named .png with fewer colours.

    build/tridens reproduce 000.bounds-lmultau 000.trident-xsec 002.glashow 004.prediction --output gallery
    python3 python/tridens_gallery/pages.py gallery --png
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
    "000.bounds-lmultau-1.png": "gallery-bounds-lmu-ltau.png",
    "002.glashow-1.svg": "gallery-glashow.svg",
}
LARGEST = 120_000  # bytes


def copy(source, target):
    if source.suffix == ".png":
        from PIL import Image  # comes with matplotlib

        Image.open(source).convert("RGB").quantize(48).save(target, optimize=True)
    else:
        shutil.copyfile(source, target)


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    for source in PICTURES:
        if not (folder / source).is_file():
            print(f"readme_images: {folder / source} is missing (it was not drawn) see the head of this script", file=sys.stderr)
            return 2
    for source, target in PICTURES.items():
        copy(folder / source, IMAGES / target)
        if (size := (IMAGES / target).stat().st_size) > LARGEST:
            print(f"readme_images: {target} has {size} bytes (more than {LARGEST}) choose another figure", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
