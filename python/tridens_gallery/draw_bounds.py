"""Draws a plane of bounds: the JSON of `tridens bounds` in, one figure (PDF, SVG or PNG by its ending) out.

Computes nothing: every number comes from the file. Usage: draw_bounds.py BOUNDS.json FIGURE
"""

import argparse
import json
import sys

import draw  # the style of the gallery
import matplotlib.pyplot as plt


def lowest_coupling(bound):
    return min(min(curve["coupling"]) for curve in bound["curves"])


def place_number(axes, bound, number, colour, limits):
    """The number of the legend at a point of the curve that lies inside, at another place for each."""
    points = [(x, y) for c in bound["curves"] for x, y in zip(c["mass_GeV"], c["coupling"])]
    inside = [(x, y) for x, y in points if limits[0] <= x <= limits[1] and limits[2] <= y <= limits[3]]
    if not inside:
        return
    x, y = inside[(len(inside) * (2 * number % 7 + 1)) // 9]
    style = dict(boxstyle="circle,pad=0.15", facecolor="white", edgecolor=colour, linewidth=0.8)
    axes.annotate(str(number), (x, y), fontsize=6.5, color=colour, ha="center", va="center", bbox=style, zorder=5)


def draw_bound(axes, bound, number, colour, top):
    label = f"{number}  {draw.pretty(bound['title'])} ({bound['year']})"
    line = dict(color=colour, linewidth=1.4, linestyle="--" if bound["projection"] else "-")
    for curve in bound["curves"]:
        x, y, upper = curve["mass_GeV"], curve["coupling"], curve["upper"]
        if bound["kind"] == "points":
            axes.plot(x, y, "v", color=colour, markersize=5, label=label)
        elif bound["kind"] == "band":
            axes.fill_between(x, y, upper, color=colour, alpha=0.35, linewidth=0, label=label)
        elif bound["kind"] == "between":
            axes.fill_between(x, y, upper, color=colour, alpha=0.15, linewidth=0)
            axes.plot(x + x[::-1] + x[:1], y + upper[::-1] + y[:1], label=label, **line)
        elif bound["kind"] == "region":
            axes.fill(x, y, color=colour, alpha=0.15, linewidth=0)
            axes.plot(x + x[:1], y + y[:1], label=label, **line)
        else:
            if not bound["projection"]:
                axes.fill_between(x, y, top, color=colour, alpha=0.07, linewidth=0)
            axes.plot(x, y, label=label, **line)
        label = None


def draw_plane(plane):
    drawn = [bound for bound in plane["bounds"] if bound["curves"]]
    fig, axes = plt.subplots(figsize=(9.0, 5.2), layout="constrained")
    couplings = [v for b in drawn if b["kind"] in ("limit", "points", "band") for c in b["curves"] for v in c["coupling"]]
    couplings = couplings or [lowest_coupling(bound) for bound in drawn] or [1e-4]
    bottom, top = 10 ** (-0.3) * min(couplings), 1.0
    masses = [m for b in drawn for c in b["curves"] for m in c["mass_GeV"]]
    limits = (min(masses), max(masses), bottom, top) if masses else None
    for number, bound in enumerate(drawn, 1):
        colour = draw.COLOURS[(number - 1) % len(draw.COLOURS)]
        draw_bound(axes, bound, number, colour, top * 10)
        place_number(axes, bound, number, colour, limits)
    axes.set_xscale("log")
    axes.set_yscale("log")
    if masses:
        axes.set_xlim(min(masses), max(masses))
    axes.set_ylim(bottom, top)
    axes.set_xlabel("mass of the boson [GeV]")
    axes.set_ylabel({"g'": "$g'$", "eps": r"$\epsilon$"}.get(plane["coupling"], plane["coupling"]))
    axes.set_title(draw.pretty(plane["title"]).replace("$ - $", " - "))
    if drawn:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7.5)
    return fig


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bounds")
    parser.add_argument("figure")
    options = parser.parse_args()
    with open(options.bounds, encoding="utf-8") as file:
        plane = json.load(file)
    fig = draw_plane(plane)
    metadata = {"CreationDate": None} if options.figure.endswith(".pdf") else {}
    if options.figure.endswith(".svg"):
        metadata = {"Date": None}
    fig.savefig(options.figure, dpi=160, metadata=metadata)
    plt.close(fig)


if __name__ == "__main__":
    sys.exit(main())
