"""One look for all figures: distinguishable colours, axes with units, texts that can be read in a column of a journal.

Plain Python: nothing of the package is imported, so that scripts that only draw can use it too.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito (2008), distinguishable with every common colour-vision deficiency.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00", "#7F7F7F"]

#: Of maps: even steps of lightness, readable in grey.
MAP = "cividis"

STYLE: dict[str, Any] = {
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "font.size": 10,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "image.cmap": MAP,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.6,
    "mathtext.fontset": "dejavusans",
    "pdf.fonttype": 42,
    "savefig.dpi": 200,
}


@contextlib.contextmanager
def style() -> Iterator[Any]:
    """The look of Tridens for figures made inside of a `with` statement; gives matplotlib.pyplot."""
    import matplotlib.pyplot as pyplot
    from cycler import cycler

    # Loads the backend: that of a notebook begins to show figures when it is loaded, which the context would undo at its end.
    load: Any = pyplot.draw_if_interactive
    load()
    look: Any = {**STYLE, "axes.prop_cycle": cycler(color=COLOURS)}
    with pyplot.rc_context(look):
        yield pyplot


def set_log_ticks(axes: Axes) -> None:
    """Plain numbers at 1, 2 and 5 on logarithmic axes that are shorter than two decades: powers of ten run together there, or one
    stands alone."""
    from matplotlib.ticker import LogFormatterSciNotation, NullFormatter

    class Short(LogFormatterSciNotation):
        """Of an axis that may still grow: chosen when it is drawn."""

        def __init__(self, minor: bool) -> None:
            super().__init__()
            self._minor = minor

        def __call__(self, x: float, pos: int | None = None) -> str:
            assert self.axis is not None
            low, high = sorted(self.axis.get_view_interval())
            decades = math.log10(high / low) if low > 0.0 else math.inf
            if decades > 2.0:
                return "" if self._minor else super().__call__(x, pos)
            power = math.floor(math.log10(x) + 1e-9)
            digit = round(x / 10.0**power)
            if self._minor and decades > 0.4 and digit not in (2, 5):
                return ""
            return f"{x:g}" if -4 < power < 4 else rf"${digit} \times 10^{{{power}}}$"

    for axis, scale in ((axes.xaxis, axes.get_xscale()), (axes.yaxis, axes.get_yscale())):
        if scale == "log" and not isinstance(axis.get_minor_formatter(), NullFormatter):
            axis.set_major_formatter(Short(minor=False))
            axis.set_minor_formatter(Short(minor=True))
