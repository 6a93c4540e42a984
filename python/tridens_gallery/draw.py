"""Figures of the gallery and of bounds, from what the program computed. Computes nothing itself."""

import importlib
import os
import pathlib
import sys
import types

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the same bytes for the same numbers

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def shared(name):
    """A plain module of the Python package, which lies beside this folder in the sources and where it is installed; the
    package itself (with the compiled module) need not be there."""
    package = types.ModuleType("tridens_plain")
    package.__path__ = [str(pathlib.Path(__file__).resolve().parent.parent / "tridens")]
    sys.modules.setdefault("tridens_plain", package)
    return importlib.import_module(f"tridens_plain.{name}")


STYLE = shared("_style").STYLE
COLOURS = shared("_style").COLOURS
set_log_ticks = shared("_style").set_log_ticks
pretty = shared("_names").pretty
LINES = {"line": "-", "dashed": "--", "dotted": ":"}

plt.rcParams.update({**STYLE, "svg.fonttype": "path", "svg.hashsalt": "tridens"})

def draw_curve(axes, curve, colour):
    x, y, low, high = curve["x"], curve["y"], curve["low"], curve["high"]
    label = pretty(curve["label"]) or None
    if curve["style"] == "points":
        errors = None
        if low:
            errors = [[a - b for a, b in zip(y, low)], [b - a for a, b in zip(y, high)]]
        axes.errorbar(x, y, yerr=errors, fmt="o", ms=5, capsize=3, color=colour, label=label)
        return
    if low:
        axes.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0)
    if curve["style"] == "steps":  # x holds the edges
        axes.stairs(y, x, color=colour, label=label, linewidth=1.4, baseline=None)
    else:
        axes.plot(x, y, LINES[curve["style"]], color=colour, label=label)


def draw_axes(axes, figure):
    """Curves and scales of a figure; how many curves have names. A curve without a label continues the one before: the
    borders of one region are several."""
    labels = 0
    for curve in figure["curves"]:
        labels += bool(curve["label"]) or labels == 0
        draw_curve(axes, curve, COLOURS[(labels - 1) % len(COLOURS)])
    axes.set_xlabel(pretty(figure["x_label"]))
    axes.set_ylabel(pretty(figure["y_label"]))
    if figure["categories"]:
        axes.set_xticks(range(1, len(figure["categories"]) + 1), figure["categories"])
        axes.grid(False, axis="x")
    if figure["log_x"]:
        axes.set_xscale("log")
    if figure["log_y"]:
        axes.set_yscale("log")
    if figure["y_low"] is not None:
        axes.set_ylim(bottom=figure["y_low"])
    if figure["y_high"] is not None:
        axes.set_ylim(top=figure["y_high"])
    set_log_ticks(axes)
    return labels


def draw_figure(figure):
    """A matplotlib figure; with many names they stand beside it."""
    fig, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    labels = draw_axes(axes, figure)
    axes.set_title(pretty(figure["title"]))
    if any(curve["label"] for curve in figure["curves"]):
        if labels > 4:
            axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
            fig.set_size_inches(*((8.2, 4.2) if labels <= 10 else (11.5, 6.0)))
        else:
            axes.legend(loc="best")
    return fig


SMALL = (3.9, 2.6)  # inches of a thumbnail


def draw_small_figure(figure):
    """A thumbnail: curves and axes."""
    fig, axes = plt.subplots(figsize=SMALL, layout="constrained")
    draw_axes(axes, figure)
    return fig


def draw_ratios(axes, rows):
    for place, row in enumerate(rows):
        tolerance = row["tolerance"] or 0.0
        axes.barh(place, 2 * tolerance, left=1 - tolerance, color="#dddddd", height=0.7)
        colour = {"agrees": COLOURS[0], "differs": COLOURS[1]}.get(row["verdict"], "#7F7F7F")
        axes.plot(row["computed"] / row["published"], place, "v" if row["at_most"] else "o", color=colour, ms=5)
    axes.axvline(1.0, color="#7F7F7F", linewidth=0.8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(False, axis="y")


def with_published(rows):
    return [row for row in rows if row["published"]]


def draw_agreement(title, rows):
    """Computed over published with the tolerance as a bar, for an entry that has numbers and no figure."""
    rows = with_published(rows)
    fig, axes = plt.subplots(figsize=(6.4, 1.4 + 0.22 * len(rows)), layout="constrained")
    draw_ratios(axes, rows)
    names = [row["quantity"] if len(row["quantity"]) <= 60 else row["quantity"][:58] + " ..." for row in rows]
    axes.set_yticks(range(len(rows)), [pretty(name) for name in names], fontsize=7)
    axes.set_xlabel("computed over published, grey: tolerance")
    fig.suptitle(pretty(title), fontsize=9, x=0.01, ha="left")
    return fig


def draw_small_agreement(rows):
    """A thumbnail of the same."""
    fig, axes = plt.subplots(figsize=SMALL, layout="constrained")
    draw_ratios(axes, with_published(rows))
    axes.set_yticks([])
    axes.set_xlabel("computed over published")
    return fig
