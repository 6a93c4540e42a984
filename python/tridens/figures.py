"""One style for all figures: distinguishable colours, axes with units, where the numbers come from in the metadata."""

import contextlib

from ._arguments import user_error
from ._style import COLOURS, STYLE


def _pyplot():
    try:
        import matplotlib.pyplot as pyplot
    except ImportError:
        raise user_error("no figures", "matplotlib is not installed", "pip install matplotlib") from None
    return pyplot


@contextlib.contextmanager
def style():
    """The style of Tridens for figures made inside of a with statement."""
    pyplot = _pyplot()
    from cycler import cycler

    with pyplot.rc_context({**STYLE, "axes.prop_cycle": cycler(color=COLOURS)}):
        yield pyplot


def axes_or_new(axes, size=(6.0, 4.2)):
    """The axes given, or those of a new figure of `size` inches in the style of Tridens."""
    if axes is not None:
        return axes
    with style() as pyplot:
        _, axes = pyplot.subplots(figsize=size, layout="constrained")
    return axes


def save(axes, path, result=None):
    """Writes the figure of some axes as PDF, PNG or SVG (by the ending of `path`), with the provenance of `result` in
    the metadata of the file."""
    path = str(path)
    ending = path.rsplit(".", 1)[-1].lower()
    if ending not in ("pdf", "png", "svg"):
        raise user_error(f"'{path}'", "figures are written as .pdf, .png or .svg", "choose one of these endings")
    text = ""
    if result is not None:
        papers = ", ".join(f"arXiv:{number}" for number in result.citations)
        text = f"Tridens {result.version}. " + "; ".join(f"{key}: {value}" for key, value in result.choices)
        text += f". Cite: {papers}" if papers else ""
    key = {"pdf": "Subject", "png": "Description", "svg": "Description"}[ending]
    axes.figure.savefig(path, metadata={key: text} if text else None)
