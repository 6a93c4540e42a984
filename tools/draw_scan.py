#!/usr/bin/env python3
"""Draws scans: the rise of chi2 over one parameter, the allowed regions of two.

    python3 tools/draw_scan.py scan.csv --output figure.pdf
    python3 tools/draw_scan.py csi.csv lar.csv both.csv --label CsI --label LAr --label both --output figure.svg

An input is a finished scan (`tridens scan`, `tridens merge`: CSV) or its contours (JSON). Confidences are those of the fit card
unless --confidence names others. Computes nothing but the rise above the best fit, its level at a confidence (Wilks) and the lines
between the points of the grid. Points that did not converge are left white and marked.
"""

import argparse
import io
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
try:
    import contourpy
    import matplotlib.path
    import numpy
    from matplotlib.patches import PathPatch
    from tridens_gallery import draw  # the style of all figures
    from tridens_gallery import scans
    from tridens_gallery.scans import Problem
except ImportError as error:
    print(f"draw_scan: nothing to draw with ({error}) pip install matplotlib", file=sys.stderr)
    sys.exit(2)

FORMATS = {".pdf": {"CreationDate": None}, ".png": {}, ".svg": {"Date": None}}
STYLES = ["-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3))]


def percent(confidence):
    return f"{100.0 * confidence:.6g} %"


def prepare(results, title):
    fig, axes = draw.plt.subplots(figsize=(6.4, 4.8), layout="constrained")
    axes.set_title(draw.pretty(title if title is not None else results[0].title))
    both = [(axes.set_xlabel, axes.set_xscale, axes.set_xlim), (axes.set_ylabel, axes.set_yscale, axes.set_ylim)]
    for number, axis in enumerate(results[0].axes):
        set_label, set_scale, set_range = both[number]
        set_label(draw.pretty(axis.label()))
        if axis.logarithmic:
            set_scale("log")
        set_range(min(r.axes[number].low for r in results), max(r.axes[number].high for r in results))
    return fig, axes


def figure_of_one(results, labels, title):
    """The rise of chi2, and the levels of the confidences. Contours alone are drawn as bars at their level."""
    fig, axes = prepare(results, title)
    levels = {region.confidence: region.rise for result in results for region in result.regions}
    for number, result in enumerate(results):
        colour = draw.COLOURS[number % len(draw.COLOURS)]
        label = draw.pretty(labels[number]) if labels else None
        if result.rise is None:
            draw_ranges(axes, result, colour, label)
            continue
        axes.plot(result.points[0], numpy.where(result.rise == scans.EXCLUDED, numpy.nan, result.rise), color=colour, label=label)
        failed = result.points[0][numpy.isnan(result.rise)]
        if len(failed):
            axes.plot(failed, numpy.zeros(len(failed)), "x", color="#7F7F7F", ms=4, clip_on=False, label="not converged")
    for confidence, rise in levels.items():
        axes.axhline(rise, color="#7F7F7F", linewidth=0.8, linestyle="--")
        axes.annotate(percent(confidence), (1.0, rise), xycoords=axes.get_yaxis_transform(), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8, color="#555555")
    axes.set_ylim(0.0, 1.5 * max(levels.values()))
    axes.set_ylabel(r"$\Delta\chi^2$")
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="best")
    return fig


def draw_ranges(axes, result, colour, label):
    for region in result.regions:
        for low, high, low_open, high_open in region.ranges:
            axes.plot([low, high], [region.rise, region.rise], "-", color=colour, label=label, linewidth=3, solid_capstyle="butt")
            label = None
            for end, opened, marker in ((low, low_open, "<"), (high, high_open, ">")):
                axes.plot([end], [region.rise], marker if opened else "|", color=colour, ms=8, clip_on=False)
    axes.plot(result.best, [0.0], "*", color=colour, ms=10, clip_on=False)


def figure_of_two(results, labels, title):
    fig, axes = prepare(results, title)
    handles = []
    confidences = sorted({region.confidence for result in results for region in result.regions})
    style = {confidence: STYLES[i % len(STYLES)] for i, confidence in enumerate(confidences)}
    line = lambda **options: draw.plt.Line2D([], [], **options)
    failed = others = False
    for number, result in enumerate(results):
        colour = draw.COLOURS[number % len(draw.COLOURS)]
        for region in reversed(result.regions):
            draw_region(axes, result, region, colour, style[region.confidence])
        failed |= draw_failed(axes, result)
        for place in scans.lowest_places(result)[1:]:
            others = True
            axes.plot(*place, "o", mfc="none", color=colour, ms=5, zorder=4, clip_on=False)
        axes.plot(*result.best, "*", color=colour, mec="white", mew=0.6, ms=11, zorder=5, clip_on=False)
        if labels:
            handles.append(line(color=colour, label=draw.pretty(labels[number])))
    colour = "#555555" if labels else draw.COLOURS[0]
    handles += [line(color=colour, linestyle=style[c], label=percent(c)) for c in confidences]
    handles.append(line(color=colour, linestyle="", marker="*", ms=9, label="best fit"))
    if others:
        handles.append(line(color=colour, linestyle="", marker="o", mfc="none", ms=5, label="other minimum"))
    if failed:
        handles.append(line(color="#7F7F7F", linestyle="", marker="x", ms=4, label="not converged"))
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    fig.set_size_inches(7.8, 4.8)
    return fig


def draw_region(axes, result, region, colour, style):
    if result.rise is None:
        polygons, lines = scans.closed_polygons(result, region), [(x + x[:1], y + y[:1]) if closed else (x, y) for x, y, closed in region.lines]
    else:
        polygons, lines = traced(result, region.rise)
    if polygons:
        path = matplotlib.path.Path.make_compound_path(*(matplotlib.path.Path(list(zip(x, y)), closed=True) for x, y in (closed_ring(*p) for p in polygons)))
        axes.add_patch(PathPatch(path, facecolor=colour, alpha=0.22, linewidth=0, zorder=2))
    for x, y in lines:
        axes.plot(x, y, color=colour, linestyle=style, linewidth=1.3, zorder=3)


def closed_ring(x, y):
    return (x, y) if (x[0], y[0]) == (x[-1], y[-1]) else (list(x) + [x[0]], list(y) + [y[0]])


def traced(result, level):
    """Filled polygons and lines of a level, linear between the points on the scales of the axes."""
    scales = [(numpy.log, numpy.exp) if axis.logarithmic else (numpy.asarray, numpy.asarray) for axis in result.axes]
    u, v = (scale[0](points) for scale, points in zip(scales, result.points))
    heights = numpy.ma.masked_invalid(result.rise).T
    generator = contourpy.contour_generator(u, v, heights, fill_type="OuterOffset", line_type="Separate")
    back = lambda points: (scales[0][1](points[:, 0]), scales[1][1](points[:, 1]))
    rings = []
    for points, offsets in zip(*generator.filled(-1.0, level)):
        rings += [back(points[start:end]) for start, end in zip(offsets, offsets[1:])]
    return rings, [back(points) for points in generator.lines(level)]


def draw_failed(axes, result):
    if result.rise is None or not numpy.isnan(result.rise).any():
        return False
    i, j = numpy.isnan(result.rise).nonzero()
    axes.plot(result.points[0][i], result.points[1][j], "x", color="#7F7F7F", ms=3, mew=0.8, zorder=2)
    print(f"draw_scan: {len(i)} of {result.rise.size} points of {result.origin} did not converge: they are left white", file=sys.stderr)
    return True


# ---- the program


def arguments_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", metavar="FILE", help="finished scan (CSV) or contours (JSON)")
    parser.add_argument("--output", required=True, help="figure to write: FILE.pdf, FILE.png or FILE.svg")
    parser.add_argument("--label", action="append", default=[], help="name of an input in the legend, once for each")
    parser.add_argument("--title", help="over the figure [the title of the first input]")
    parser.add_argument("--confidence", action="append", type=float, default=[], help="level to draw, such as 0.90; may come several times")
    return parser.parse_args(arguments)


def check(options):
    output = pathlib.Path(options.output)
    if output.suffix not in FORMATS:
        raise Problem(f"no figure '{output}'", "its ending says the format", f"known: {', '.join(FORMATS)}")
    if options.label and len(options.label) != len(options.inputs):
        raise Problem(f"{len(options.label)} labels for {len(options.inputs)} inputs", "each input has one", "give --label once per input")
    for confidence in options.confidence:
        if not 0.0 < confidence < 1.0:
            raise Problem(f"a confidence of {confidence:g}", "it is a probability", "give a number between 0 and 1, such as 0.90")
    return output


def draw_all(options):
    output = check(options)
    results = [scans.read(path, options.confidence) for path in options.inputs]
    scans.check_alike(results)
    labels = options.label or ([pathlib.Path(path).stem for path in options.inputs] if len(results) > 1 else [])
    figure = figure_of_one if len(results[0].axes) == 1 else figure_of_two
    picture = io.BytesIO()
    try:
        figure(results, labels, options.title).savefig(picture, format=output.suffix[1:], dpi=200, metadata=FORMATS[output.suffix])
    except ValueError as error:  # of formulas in titles, found while drawing
        raise Problem("a title cannot be set", " ".join(str(error).split()), "look at the formulas between $ signs") from None
    try:
        output.write_bytes(picture.getvalue())
    except OSError as error:
        raise Problem(f"cannot write {output}", error.strerror or "no right to") from None


def main(arguments):
    try:
        draw_all(arguments_of(arguments))
    except Problem as problem:
        print(f"draw_scan: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
