"""Figures of results: one style, axes with units, where the numbers come from in the metadata.

Every result has `.plot()`. This module has what they share, and figures of several results: `ratio`, `flavour_triangle`,
`oscillogram`, `save`.
"""

from __future__ import annotations

import contextlib
import pathlib
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _style
from ._arguments import Array, Path, checked, numbers_of, user_error
from ._optional import optional
from ._style import COLOURS, STYLE, set_log_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .cross_sections import CrossSection
    from .histograms import Histogram
    from .results import Result

__all__ = ["COLOURS", "STYLE", "Triangle", "axes_or_new", "flavour_triangle", "oscillogram", "ratio", "save", "style"]


@contextlib.contextmanager
def style() -> Iterator[Any]:
    """The style of Tridens for figures made inside of a `with` statement; gives matplotlib.pyplot.

    Raises:
        ValueError: matplotlib is missing.
    """
    optional("matplotlib.pyplot", "a figure")
    with _style.style() as pyplot:
        yield pyplot


def _drawable(axes: Axes) -> Axes:
    if not hasattr(axes, "get_figure"):
        raise user_error(f"axes = {repr(axes)[:60]}", "matplotlib's axes are needed",
                         "leave them out, or give what pyplot.subplots() makes: one of them")
    return axes


def axes_or_new(axes: Axes | None, size: tuple[float, float] = (6.0, 4.2)) -> Axes:
    """The axes given, or those of a new figure of `size` inches in the style of Tridens.

    Raises:
        ValueError: new ones are needed and matplotlib is missing.
    """
    if axes is not None:
        return _drawable(axes)
    with style() as pyplot:
        _, new = pyplot.subplots(figsize=size, layout="constrained")
    made: Axes = new
    return made


def set_title(axes: Axes, text: str) -> None:
    """A title in lines that are no wider than the axes."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width = figure.get_size_inches()[0] * axes.get_position().width
    axes.set_title("\n".join(textwrap.wrap(text, max(20, int(12.5 * width)))), fontsize=STYLE["axes.titlesize"])


def add_legend(axes: Axes, **options: Any) -> None:
    """A legend in the style of Tridens, where something has a name; beside the axes where it has many lines."""
    named = len(axes.get_legend_handles_labels()[1])
    if not named:
        return
    many = named > 5
    place: dict[str, Any] = {"loc": "center left", "bbox_to_anchor": (1.01, 0.5)} if many else {}
    axes.legend(**{"frameon": STYLE["legend.frameon"], "fontsize": STYLE["legend.fontsize"], **place, **options})


def provenance_text(result: Result) -> str:
    """Version, choices and papers of a result in one line."""
    text = f"Tridens {result.version}. " + "; ".join(f"{key}: {value}" for key, value in result.choices)
    tables = ", ".join(f"{name} {checksum[:12]}" for name, checksum in result.data_checksums.items())
    papers = ", ".join(f"arXiv:{number}" for number in result.citations)
    return text + (f". Data: {tables}" if tables else "") + (f". Cite: {papers}" if papers else "")


@checked
def save(axes: Axes, path: Path, result: Result | None = None) -> None:
    """Writes the figure of some axes, with the provenance of `result` in the metadata of the file.

    Args:
        axes: of the figure.
        path: PDF, PNG or SVG, by its ending.
        result: what is drawn: version, choices, data and papers become the caption metadata.

    Raises:
        ValueError: another ending, a folder that does not exist, something that is no axes or no result.
    """
    from .results import Result

    _drawable(axes)
    if result is not None and not isinstance(result, Result):
        raise user_error(f"result = {repr(result)[:60]}", "it is what is drawn: a result of Tridens", "leave it out")
    if not isinstance(path, (str, pathlib.PurePath)):
        raise user_error(f"path = {path!r}", "it names a file", 'give for example "figure.pdf"')
    ending = pathlib.PurePath(path).suffix.lower().lstrip(".")
    if ending not in ("pdf", "png", "svg"):
        raise user_error(f"'{path}'", "figures are written as .pdf, .png or .svg", "choose one of these endings")
    if not pathlib.Path(path).parent.is_dir():
        raise user_error(f"'{path}'", f"there is no folder {pathlib.Path(path).parent}", "make it, or choose another")
    key = {"pdf": "Subject", "png": "Description", "svg": "Description"}[ending]
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes that are drawn belong to one
    with style():  # resolution and fonts of files
        figure.savefig(str(path), metadata=None if result is None else {key: provenance_text(result)})


def _steps(values: Array) -> Array:
    return np.append(values, values[-1])


def _curve(result: CrossSection | Histogram) -> tuple[Array, Array, Array, str]:
    """x, value, error and label of x: edges for a histogram."""
    from .cross_sections import CrossSection
    from .histograms import Histogram

    if not isinstance(result, (CrossSection, Histogram)):
        raise user_error(f"a ratio with {repr(result)[:60]}", "cross sections and histograms are compared",
                         "give what xsec or histogram made")

    if isinstance(result, CrossSection):
        x, label = result._abscissa()
        if np.ndim(result.value) > 1:
            raise user_error("a ratio of tables", "curves of one variable are compared", "give one neutrino and one variable")
        return x, np.atleast_1d(result.value), np.atleast_1d(result.error), label
    if len(result.axes) != 1:
        raise user_error(f"a ratio of histograms with {len(result.axes)} axes", "one axis can be drawn", "use project")
    variances = result.variances()
    error = np.zeros(len(result.axes[0])) if variances is None else np.sqrt(variances)
    return result.axes[0].edges, result.values(), error, result.axes[0].label


@checked
def ratio(results: Sequence[CrossSection | Histogram], reference: CrossSection | Histogram, *,
          labels: Sequence[str] = (), axes: Axes | None = None, **style: Any) -> Axes:
    """Ratios of results to a reference, with bands of one standard deviation.

    The band of a ratio is the error of its numerator over the reference; that of the reference stands around 1.

    Args:
        results: cross sections at the same energies, or histograms with the same edges.
        reference: what they are divided by.
        labels: one for each result.
        axes: to draw into; new ones by default. style: of the lines, to matplotlib.

    Raises:
        ValueError: results that are not on the same points, or a reference without any value above zero.
    """
    if not isinstance(results, Sequence):
        raise user_error(f"results = {repr(results)[:60]}", "a list of them is compared with the reference",
                         "give for example ratio([result], reference)")
    x, base, base_error, label = _curve(reference)
    where = base > 0.0
    if not np.any(where):
        raise user_error("a ratio to zero", "the reference vanishes everywhere", "choose another reference")
    axes = axes_or_new(axes)
    is_histogram = len(x) == len(base) + 1
    nothing = np.full_like(base, np.nan)

    def draw(value: Array, error: Array, colour: str, name: str) -> None:
        middle = np.divide(value, base, out=nothing.copy(), where=where)
        half = np.divide(error, base, out=nothing.copy(), where=where)
        low, high = middle - half, middle + half
        if is_histogram:
            axes.stairs(middle, x, color=colour, label=name, baseline=None, **style)
            axes.fill_between(x, _steps(low), _steps(high), step="post", color=colour, alpha=0.25, lw=0)
        else:
            axes.plot(x, middle, color=colour, label=name, **style)
            axes.fill_between(x, low, high, color=colour, alpha=0.25, lw=0)

    draw(base, base_error, "#000000", "reference")
    for i, result in enumerate(results):
        its_x, value, error, _ = _curve(result)
        if its_x.shape != x.shape or not np.allclose(its_x, x, rtol=1e-9):
            raise user_error(f"result {i} is on other points than the reference", "ratios are taken point by point",
                             "compute them at the same energies or in the same bins")
        draw(value, error, COLOURS[i % len(COLOURS)], labels[i] if i < len(labels) else f"result {i}")
    axes.set(xscale="linear" if is_histogram else "log", xlabel=label, ylabel="ratio to the reference")
    set_log_ticks(axes)
    add_legend(axes)
    return axes


class Triangle:
    """Matplotlib axes on which three fractions that add up to 1 are a point of an equilateral triangle.

    Each corner is one flavour alone; lines of equal fraction run parallel to the opposite side. Made by `flavour_triangle`.

    Attributes:
        axes: what is drawn into.
    """

    _HEIGHT = np.sqrt(3.0) / 2.0

    def __init__(self, axes: Axes, names: tuple[str, str, str], step: float) -> None:
        self.axes = axes
        self._draw_frame(names, step)

    def __repr__(self) -> str:
        return "<Triangle of flavour fractions>"

    def project(self, fractions: npt.ArrayLike) -> tuple[Array, Array]:
        """x and y of fractions: arrays of shape (..., 3), e, mu, tau. The first corner is at the lower left, the second
        at the lower right, the third on top.

        Raises:
            ValueError: other shapes, negative fractions, or fractions that do not add up to 1 (within 1e-3).
        """
        array = numbers_of(fractions, "fractions")
        if array.ndim == 0 or array.shape[-1] != 3:
            raise user_error(f"fractions of shape {array.shape}", "there are three flavours", "the last axis has length 3: e, mu, tau")
        if not np.all(np.isfinite(array)) or np.any(array < -1e-9) or np.any(np.abs(array.sum(axis=-1) - 1.0) > 1e-3):
            raise user_error("fractions that are no composition", "they are not negative and add up to 1", "divide them by their sum")
        scaled = array / array.sum(axis=-1, keepdims=True)
        return scaled[..., 1] + 0.5 * scaled[..., 2], self._HEIGHT * scaled[..., 2]

    def _draw_frame(self, names: tuple[str, str, str], step: float) -> None:
        corners = np.eye(3)
        self.axes.set_axis_off()
        self.axes.set_aspect("equal")
        self.axes.set(xlim=(-0.14, 1.14), ylim=(-0.16, self._HEIGHT + 0.17))
        self.axes.plot(*self.project(corners[[0, 1, 2, 0]]), color="black", lw=1.0, zorder=3)
        for i in range(3):  # lines of equal fraction of flavour i, from the side towards the next corner to the other
            following, other = corners[(i + 1) % 3], corners[(i + 2) % 3]
            for level in np.arange(0.0, 1.0 + 0.5 * step, step):
                ends = np.array([level * corners[i] + (1.0 - level) * following, level * corners[i] + (1.0 - level) * other])
                x, y = self.project(np.clip(ends, 0.0, 1.0))
                if 0.0 < level < 1.0 - 0.5 * step:
                    self.axes.plot(x, y, color=STYLE["grid.color"], lw=STYLE["grid.linewidth"], zorder=0)
                self._draw_tick(x, y, level)
        self._draw_names(names)

    def _draw_tick(self, x: Array, y: Array, level: float) -> None:
        """Outside of the first end of a line of equal fraction, in its direction: it says which line it belongs to."""
        along = np.array([x[0] - x[1], y[0] - y[1]])
        length = float(np.hypot(*along))
        if length < 1e-9:
            return
        along /= length
        self.axes.plot([x[0], x[0] + 0.018 * along[0]], [y[0], y[0] + 0.018 * along[1]], color="black", lw=0.8)
        self.axes.text(x[0] + 0.045 * along[0], y[0] + 0.045 * along[1], f"{level:.1f}", ha="center", va="center", fontsize=8)

    def _draw_names(self, names: tuple[str, str, str]) -> None:
        places = [(-0.07, -0.10, "center"), (1.07, -0.10, "center"), (0.5, self._HEIGHT + 0.12, "center")]
        for (x, y, side), name in zip(places, names):
            self.axes.text(x, y, name, ha=side, va="center", fontsize=12)
        middles = [(0.5, -0.115, 0.0), (0.5 + 0.25 + 0.105, 0.5 * self._HEIGHT + 0.06, -60.0), (0.25 - 0.105, 0.5 * self._HEIGHT + 0.06, 60.0)]
        # The ticks of flavour i stand on the side from its corner to the next one.
        for (x, y, angle), name in zip(middles, names):
            self.axes.text(x, y, f"fraction of {name}", ha="center", va="center", rotation=angle, fontsize=9)

    def plot(self, fractions: npt.ArrayLike, **style: Any) -> None:
        """A line through fractions of shape (points, 3). ValueError as `project`."""
        self.axes.plot(*self.project(fractions), **style)

    def scatter(self, fractions: npt.ArrayLike, **style: Any) -> None:
        """Points at fractions of shape (3,) or (points, 3). ValueError as `project`."""
        self.axes.scatter(*self.project(fractions), **style)

    def contour(self, samples: npt.ArrayLike, share: float = 0.68, bins: int = 60, **style: Any) -> None:
        """The smallest region, on a grid of `bins`, that holds a share of samples of shape (samples, 3).

        Raises:
            ValueError: as `project`; a share outside of 0 to 1.
        """
        if not 0.0 < share < 1.0:
            raise user_error(f"share = {share}", "it is a probability", "give a number between 0 and 1")
        x, y = self.project(samples)
        pad = 0.02
        counts, edges_x, edges_y = np.histogram2d(x, y, bins=bins, range=[[x.min() - pad, x.max() + pad], [y.min() - pad, y.max() + pad]])
        counts = _smoothed(counts)
        ordered = np.sort(counts.ravel())[::-1]
        level = ordered[np.searchsorted(np.cumsum(ordered), share * ordered.sum())]
        self.axes.contour(0.5 * (edges_x[1:] + edges_x[:-1]), 0.5 * (edges_y[1:] + edges_y[:-1]), counts.T, levels=[level], **style)


def _smoothed(counts: Array) -> Array:
    """Two passes of (1, 2, 1)/4 in both directions: contours of samples without their noise."""
    for axis in (0, 1, 0, 1):
        padded = np.pad(counts, [(1, 1) if i == axis else (0, 0) for i in range(2)])
        before, middle, after = (np.take(padded, range(start, start + counts.shape[axis]), axis=axis) for start in range(3))
        counts = 0.25 * before + 0.5 * middle + 0.25 * after
    return counts


@checked
def flavour_triangle(axes: Axes | None = None, *, names: tuple[str, str, str] = (r"$\nu_e$", r"$\nu_\mu$", r"$\nu_\tau$"),
                     step: float = 0.2) -> Triangle:
    """A triangle of flavour fractions with grid, ticks and names.

    Args:
        axes: to draw into; those of a new figure by default.
        names: of the corners: lower left, lower right, top.
        step: between lines of the grid.

    Raises:
        ValueError: a step that is not between 0 and 1; matplotlib is missing.
    """
    if not 0.0 < step < 1.0:
        raise user_error(f"step = {step}", "lines of the grid lie between 0 and 1", "give for example step=0.2")
    return Triangle(axes_or_new(axes, size=(5.6, 5.0)), names, step)


@checked
def oscillogram(energy_GeV: npt.ArrayLike, cos_zenith: npt.ArrayLike, values: npt.ArrayLike, *, label: str, title: str = "",
                axes: Axes | None = None, **style: Any) -> Axes:
    """A map against the neutrino energy and the cosine of the zenith angle.

    Args:
        energy_GeV: (energies,), increasing.
        cos_zenith: (cosines,), increasing: -1 through the centre of the Earth, 0 along the horizon, 1 from above.
        values: (cosines, energies): a probability, a transmission or a ratio of fluxes.
        label: what the colours mean. title: of the figure.
        axes: to draw into; new ones by default. style: to matplotlib's pcolormesh.

    Raises:
        ValueError: shapes that do not fit, or values that are not increasing; matplotlib is missing.
    """
    energies, cosines, table = (numbers_of(values_, name) for values_, name in
                                ((energy_GeV, "energy_GeV"), (cos_zenith, "cos_zenith"), (values, "values")))
    if energies.ndim != 1 or cosines.ndim != 1 or table.shape != (cosines.size, energies.size):
        raise user_error(f"values of shape {table.shape} for {energies.size} energies and {cosines.size} cosines",
                         "a map has one value for each pair", "its shape is (cosines, energies)")
    if np.any(np.diff(energies) <= 0.0) or np.any(np.diff(cosines) <= 0.0):
        raise user_error("energies or cosines in disorder", "the axes of a map increase", "sort them")
    axes = axes_or_new(axes)
    set_title(axes, title)  # before the bar of colours narrows the axes
    drawn = axes.pcolormesh(energies, cosines, table, **{"shading": "gouraud", "cmap": _style.MAP, "rasterized": True, **style})
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.colorbar(drawn, ax=axes, label=label)
    axes.grid(False)
    axes.set(xscale="log", xlabel="neutrino energy [GeV]", ylabel="cosine of the zenith angle")
    set_log_ticks(axes)
    return axes
