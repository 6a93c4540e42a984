"""What the results of all calculations have in common: where they come from, and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._drawing import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Result:
    """A result with its provenance.

    Attributes:
        version: of Tridens.
        choices: list of (property, text): everything that was chosen or left at its default.
        warnings: list of texts about what was asked.
        citations: arXiv numbers of the papers to cite.
        data_checksums: table -> SHA-256 of the data that were read.
    """

    def __init__(self, provenance: _core.Provenance) -> None:
        self.version: str = provenance.version
        self.choices: list[tuple[str, str]] = list(provenance.choices)
        self.warnings: list[str] = list(provenance.warnings)
        self.citations: list[str] = list(provenance.citations_arxiv)
        self.data_checksums: dict[str, str] = dict(provenance.data_checksums)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "plot" in cls.__dict__:
            setattr(cls, "plot", drawing(cls.__dict__["plot"]))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of Tridens {self.version}>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Draws the result into `axes` (or `ax`), or into those of a new figure; `style` goes to matplotlib: label, color, lw, ...

        Raises:
            ValueError: matplotlib is missing or does not know a property, or there is nothing to draw.
        """
        raise NotImplementedError(f"{type(self).__name__} has no figure")


class ArrayResult(Result):
    """A result that numpy takes as the array of one of its attributes."""

    _as_array: str

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[np.float64]:
        return np.array(getattr(self, self._as_array), dtype=dtype)


def titled(kind: str, title: str) -> str:
    """"Fit of a beam" of a kind and a title, and the kind alone without one."""
    return f"{kind} {title}" if title else kind


def shape_text(array: npt.ArrayLike) -> str:
    """The shape of an array in words."""
    return "x".join(str(length) for length in np.shape(array)) or "one"
