"""Histograms that follow the UHI protocol (PlottableHistogram): hist, boost-histogram and mplhep take them as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._arguments import Array, numbers_of, user_error
from ._drawing import drawing, look, unit_text
from .results import titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .results import Result


class Traits:
    """What UHI asks of an axis: bins that neither wrap around nor stand for single values."""

    circular: bool = False
    discrete: bool = False

    def __repr__(self) -> str:
        return "<Traits: neither circular nor discrete>"


class Axis:
    """An axis of bins between edges; a sequence of (low, high).

    Attributes:
        edges: increasing, one more than bins.
        name: what is binned.
        unit: of the edges, "" for a pure number.
        traits: of UHI.
    """

    traits = Traits()

    def __init__(self, edges: npt.ArrayLike, name: str, unit: str = "") -> None:
        self.edges: Array = numbers_of(edges, "edges")
        if self.edges.ndim != 1 or self.edges.size < 2 or not np.all(np.diff(self.edges) > 0.0):
            raise user_error(f"edges of {name}: {edges!r}", "bins lie between edges that increase", "give at least two numbers")
        for what, text in (("name", name), ("unit", unit)):
            if not isinstance(text, str):
                raise user_error(f"{what} of an axis = {text!r}", "it is a text", 'give for example Axis([0, 1], "energy", "GeV")')
        self.name = name
        self.unit = unit

    @property
    def label(self) -> str:
        """Name and unit, as under a figure."""
        text = self.name.replace("_", " ")
        return f"{text} [{self.unit}]" if self.unit else text

    @property
    def centers(self) -> Array:
        """Middles of the bins."""
        middles: Array = 0.5 * (self.edges[1:] + self.edges[:-1])
        return middles

    @property
    def finite_edges(self) -> Array:
        """The edges for a figure: a last bin without end is drawn as wide as the one before."""
        edges = self.edges.copy()
        if len(edges) > 2 and np.isinf(edges[-1]):
            edges[-1] = 2.0 * edges[-2] - edges[-3]
        return edges

    def __len__(self) -> int:
        return len(self.edges) - 1

    def __getitem__(self, index: int) -> tuple[float, float]:
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        return float(self.edges[index]), float(self.edges[index + 1])

    def __iter__(self) -> Iterator[tuple[float, float]]:
        return (self[i] for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Axis) and self.name == other.name and np.array_equal(self.edges, other.edges)

    def __repr__(self) -> str:
        return f"<Axis {self.label}: {len(self)} bins from {self.edges[0]:g} to {self.edges[-1]:g}>"


class Histogram:
    """Contents of bins with their variances.

    Attributes:
        kind: of UHI: "COUNT".
        axes: list of Axis.
        name: what is counted.
        unit: of the contents: "events", "fb".
        result: what it was made from, with its provenance; None for numbers of your own.
        underflow, overflow: contents below the first bin and above the last; None where they are not known.
        components: name -> `Histogram` of a share of the contents; empty where they are not known apart.
    """

    kind = "COUNT"

    def __init__(self, axes: Iterable[Axis], values: npt.ArrayLike, variances: npt.ArrayLike | None = None, name: str = "",
                 unit: str = "events", result: Result | None = None) -> None:
        self.axes: list[Axis] = list(axes)
        self._values = numbers_of(values, "values")
        self._variances = None if variances is None else numbers_of(variances, "variances")
        self.name = name
        self.unit = unit
        self.result = result
        self.underflow: float | None = None
        self.overflow: float | None = None
        self.components: dict[str, Histogram] = {}
        shape = tuple(len(axis) for axis in self.axes)
        for what, array in (("values", self._values), ("variances", self._variances)):
            if array is not None and array.shape != shape:
                raise user_error(f"{what} of shape {array.shape}", f"the axes have {shape} bins", "give one number for each bin")

    def values(self) -> Array:
        """Contents, one axis per Axis: a copy."""
        return self._values.copy()

    def variances(self) -> Array | None:
        """Squared statistical errors, a copy; None where they have no meaning."""
        return None if self._variances is None else self._variances.copy()

    def counts(self) -> Array:
        """Effective number of entries per bin: the contents themselves without variances."""
        if self._variances is None:
            return self._values.copy()
        entries: Array = np.divide(self._values**2, self._variances, out=np.zeros_like(self._values), where=self._variances != 0.0)
        return entries

    def project(self, axis: int) -> Histogram:
        """The sum over every axis but one, by number. ValueError: no such axis."""
        if not 0 <= axis < len(self.axes):
            raise user_error(f"axis {axis}", f"there are {len(self.axes)}", "they count from 0")
        others = tuple(i for i in range(len(self.axes)) if i != axis)
        variances = None if self._variances is None else self._variances.sum(axis=others)
        return Histogram([self.axes[axis]], self._values.sum(axis=others), variances, self.name, self.unit, self.result)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Histogram) and self.axes == other.axes and np.array_equal(self._values, other._values)

    def __repr__(self) -> str:
        bins = " x ".join(str(len(axis)) for axis in self.axes)
        return f"<{titled('Histogram', self.name)}: {bins} bins, {self._values.sum():.6g} {self.unit}>"

    @drawing
    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Steps with error bars; of two axes, a map of colours; `style` goes to matplotlib.

        Raises:
            ValueError: more than two axes; matplotlib is missing.
        """
        from .figures import add_legend, axes_or_new

        if len(self.axes) > 2:
            raise user_error(f"no figure of {len(self.axes)} axes", "one or two can be drawn", "use project")
        axes = axes_or_new(axes)
        if len(self.axes) == 2:
            style.pop("label", None)  # a map has none in a legend
            mesh = axes.pcolormesh(self.axes[0].finite_edges, self.axes[1].finite_edges, self._values.T, **style)
            figure = axes.get_figure(root=True)
            assert figure is not None
            figure.colorbar(mesh, ax=axes, label=f"{unit_text(self.unit)} per bin")
            axes.set(xlabel=self.axes[0].label, ylabel=self.axes[1].label)
            return axes
        axis = self.axes[0]
        edges = axis.finite_edges
        steps = axes.stairs(self._values, edges, **look(style, self.name))
        if self._variances is not None:
            axes.errorbar(0.5 * (edges[1:] + edges[:-1]), self._values, yerr=np.sqrt(self._variances), fmt="none",
                          ecolor=steps.get_edgecolor(), lw=1.0)
        axes.set(xlabel=axis.label, ylabel=f"{unit_text(self.unit)} per bin")
        add_legend(axes)
        return axes
