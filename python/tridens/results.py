"""What the results of all calculations have in common: where they come from, and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._drawing import drawing
from ._files import made_in_python, with_fluxes

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
        self.choices: list[tuple[str, str]] = [(name, with_fluxes(text)) for name, text in provenance.choices]
        self.warnings: list[str] = [with_fluxes(text) for text in provenance.warnings]
        self.citations: list[str] = list(provenance.citations_arxiv)
        self.data_checksums: dict[str, str] = {}
        for path, checksum in provenance.data_checksums.items():
            name, number = with_fluxes(path), 2
            while name in self.data_checksums:  # two fluxes of one title
                name, number = f"{with_fluxes(path)} ({number})", number + 1
            self.data_checksums[name] = checksum
        self._own = made_in_python(self.data_checksums.values())

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
