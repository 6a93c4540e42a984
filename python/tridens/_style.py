"""One look for all figures: distinguishable colours, axes with units, texts that can be read in a column of a journal.

Plain Python: nothing of the package is imported, so that scripts that only draw can use it too.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

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
