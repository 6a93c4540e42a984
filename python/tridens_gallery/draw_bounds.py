"""Draws a plane of bounds: the JSON of `tridens bounds` in, one figure (PDF, SVG or PNG by its ending) out.

Computes nothing: every number comes from the file. Usage: draw_bounds.py BOUNDS.json FIGURE
"""

import argparse
import json
import logging
import sys

import draw  # the style of the gallery
import matplotlib.pyplot as plt

planes = draw.shared("_planes")


def draw_plane(plane):
    fig, axes = plt.subplots(figsize=planes.SIZE, layout="constrained")
    planes.draw_plane(axes, plane)
    return fig


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bounds")
    parser.add_argument("figure")
    options = parser.parse_args()
    with open(options.bounds, encoding="utf-8") as file:
        plane = json.load(file)
    fig = draw_plane(plane)
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it doubts the dates that make the same bytes
    metadata = {"CreationDate": None} if options.figure.endswith(".pdf") else {}
    if options.figure.endswith(".svg"):
        metadata = {"Date": None}
    fig.savefig(options.figure, dpi=160, metadata=metadata)
    plt.close(fig)


if __name__ == "__main__":
    sys.exit(main())
