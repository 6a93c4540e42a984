"""Best fits: what the data say, what is expected in every bin, and what the nuisances did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import _core
from ._arguments import Array, CardLike, Path, checked, fit_card, unknown, user_error
from ._drawing import area, drawing, look
from ._progress import Progress, progress_of
from .figures import COLOURS, add_legend, axes_or_new, set_title
from .histograms import Axis
from .results import Result, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _changed(one: object, names: tuple[str, ...], changes: dict[str, Any]) -> dict[str, Any]:
    """name -> attribute, with changes."""
    for name in changes:
        if name not in names:
            raise unknown("attribute", name, names)
    return {**{name: getattr(one, name) for name in names}, **changes}


class _IntervalFields(NamedTuple):
    parameter: str
    method: str
    level: float
    low: float
    high: float


class Interval(_IntervalFields):
    """A range of a parameter that is allowed at a level: a tuple (parameter, method, level, low, high).

    Attributes:
        parameter: name. method: "wilks" (by the rise of chi2) or "feldman-cousins" (by toys).
        level: confidence, between 0 and 1.
        low, high: its ends; an open end, where the range of the card ends first, is infinite.
        value: of the parameter at the best minimum inside of it; NaN where none lies inside.
    """

    value: float
    _ends: tuple[float, float]  # for pages: where it is open, the end of the range of the card

    def __new__(cls, parameter: str, method: str, level: float, low: float, high: float, value: float) -> Interval:
        made = super().__new__(cls, parameter, method, level, low, high)
        made.value = value
        made._ends = low, high
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (*self, self.value)

    def _replace(self, **changes: Any) -> Interval:
        """A copy in which some of the attributes are others."""
        return Interval(**_changed(self, ("parameter", "method", "level", "low", "high", "value"), changes))

    def __repr__(self) -> str:
        return f"<Interval of {self.parameter}: {self.low:.5g} to {self.high:.5g}, {100 * self.level:g} % by {self.method}, best {self.value:.5g}>"


class _PullFields(NamedTuple):
    value: float
    width: float


class Pull(_PullFields):
    """A nuisance at the best fit: a tuple (value, width).

    Attributes:
        name, meaning, unit: of the nuisance.
        value: at the best fit. width: known before, as a standard deviation; infinite where it is free.
        error: standard deviation after the fit; NaN where chi2 has no parabola, or a bound holds the nuisance.
    """

    name: str
    meaning: str
    unit: str
    error: float

    def __new__(cls, name: str, meaning: str, unit: str, value: float, width: float, error: float) -> Pull:
        made = super().__new__(cls, value, width)
        made.name, made.meaning, made.unit, made.error = name, meaning, unit, error
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.name, self.meaning, self.unit, self.value, self.width, self.error

    def _replace(self, **changes: Any) -> Pull:
        """A copy in which some of the attributes are others."""
        return Pull(**_changed(self, ("name", "meaning", "unit", "value", "width", "error"), changes))

    @property
    def pull(self) -> float:
        """Value over width, in standard deviations; 0 for a free nuisance."""
        return self.value / self.width

    def __repr__(self) -> str:
        return f"<Pull of {self.name}: {self.value:.4g} of {self.width:.4g}>"


class FittedExperiment:
    """Data and expectation of one experiment of a fit, per bin.

    Attributes:
        name, title: of the experiment. data: "observed" or "asimov". statistic: "poisson" or "gaussian".
        axes: list of `Axis`, which the arrays have in this order; empty for one count.
        labels: names of the first axis of all arrays where it has names in place of edges (topologies of a telescope); else
            empty.
        observed: data.
        error: standard deviations of the Gaussian statistic; None for Poisson counts.
        expected: at the best fit, with the nuisances there; standard_model: of the Standard Model with its own best nuisances,
            None where it is what was fitted.
        parts: name -> counts of a share of `expected`, to which they add; empty where they are not known apart.
        kinds: name of a part -> "signal" or "background".
    """

    def __init__(self, result: _core.FitResult.Experiment) -> None:
        self.name: str = result.name
        self.title: str = result.title
        self.data: str = result.data
        self.statistic: str = result.statistic
        self.labels: list[str] = [label for axis in result.axes for label in axis.labels]
        self.axes: list[Axis] = [Axis(axis.edges, axis.name, axis.unit) for axis in result.axes if axis.edges]
        shape = (*([len(self.labels)] if self.labels else []), *(len(axis) for axis in self.axes))
        self.observed: Array = np.array(result.bin_observed).reshape(shape)
        self.error: Array | None = np.array(result.bin_error).reshape(shape) if result.bin_error else None
        self.expected: Array = np.array(result.bin_expected).reshape(shape)
        self.standard_model: Array | None = np.array(result.bin_standard_model).reshape(shape) if result.bin_standard_model else None
        self.parts: dict[str, Array] = {part.name: np.array(part.counts).reshape(shape) for part in result.parts}
        self.kinds: dict[str, str] = {part.name: part.kind for part in result.parts}

    def __repr__(self) -> str:
        return f"<FittedExperiment {self.name}: {self.observed.size} bins, {self.observed.sum():.6g} {self.data}, {self.expected.sum():.6g} expected>"

    def _along(self, counts: Array, axis: int) -> Array:
        """Summed over every axis but one of `axes`."""
        kept = axis + (1 if self.labels else 0)
        summed: Array = counts.sum(axis=tuple(i for i in range(counts.ndim) if i != kept))
        return np.atleast_1d(summed)

    @checked
    def project(self, axis: int | str = 0) -> dict[str, Array]:
        """"observed", "error", "expected", "standard_model" and the parts (as far as known) along one axis, summed over the others.

        Args:
            axis: number or name of one of `axes`.

        Raises:
            ValueError: no such axis.
        """
        number = self._axis(axis)
        arrays = {"observed": self.observed, "expected": self.expected, "standard_model": self.standard_model, **self.parts}
        result = {name: self._along(array, number) for name, array in arrays.items() if array is not None}
        variance = self.observed if self.error is None else self.error**2
        return {**result, "error": np.sqrt(np.maximum(self._along(variance, number), 0.0))}

    def _axis(self, axis: int | str) -> int:
        names = [one.name for one in self.axes]
        if not names:
            return 0
        if isinstance(axis, str):
            if axis not in names:
                raise unknown(f"axis of {self.name}", axis, names)
            return names.index(axis)
        if not 0 <= axis < len(names):
            raise user_error(f"axis {axis} of {self.name}", f"there are {len(names)}: {', '.join(names)}", "they count from 0")
        return axis

    @drawing
    def plot(self, axes: Axes | None = None, axis: int | str = 0, **style: Any) -> Axes:
        """Data with error bars, and what is expected at the best fit: its parts on top of each other, the sum as a line, and the
        Standard Model's sum.

        Args:
            axes: to draw into; new ones by default. axis: number or name; the counts are summed over the others.
            style: of the line of the sum, to matplotlib.

        Raises:
            ValueError: no such axis; matplotlib is missing.
        """
        counts, number = self.project(axis), self._axis(axis)
        axes = axes_or_new(axes)
        edges = self.axes[number].finite_edges if self.axes else np.array([0.0, 1.0])
        total = np.zeros(len(edges) - 1)
        for i, name in enumerate(sorted(self.parts, key=lambda part: self.kinds[part] == "signal")):
            lower, total = total, total + counts[name]
            axes.stairs(total, edges, baseline=lower, fill=True, alpha=0.55, label=name, **area(i))
        axes.stairs(counts["expected"], edges, **look(style, "best fit", color="black", lw=1.4))
        if "standard_model" in counts:
            axes.stairs(counts["standard_model"], edges, color="black", lw=1.0, ls="--", label="Standard Model")
        axes.errorbar(0.5 * (edges[1:] + edges[:-1]), counts["observed"], yerr=counts["error"], fmt="o", ms=4, color="black", label=self.data)
        wide = edges[0] > 0.0 and edges[-1] / edges[0] > 100.0
        # Without bins and counted in no Poisson statistic: a ratio that was measured.
        counted = self.axes or self.labels or self.statistic == "poisson"
        axes.set(xlabel=self.axes[number].label if self.axes else self.name,
                 ylabel="counts per bin" if counted else "measured and expected value", xscale="log" if wide else "linear")
        set_title(axes, self.title)
        if not self.axes:
            axes.set_xticks([])
        add_legend(axes)
        return axes


class Fit(Result):
    """A fit.

    Attributes:
        title: of the card. parameters: names. card: the card with every default, as TOML.
        best: parameter -> value at the best minimum; minima: list of (values, chi2), best first.
        chi2, degrees_of_freedom, p_value: of the best minimum.
        standard_model_chi2: None where the model has no such point.
        intervals: list of `Interval`.
        no_intervals: list of (parameter, why its profile gave none).
        nuisances: name -> `Pull`.
        experiments: name -> `FittedExperiment`: data and expectation per bin.
        errors: parameter or nuisance -> standard deviation from the curvature of chi2 at the best fit; empty where chi2 has no
            parabola there, and `no_covariance` says why.
        correlation: of these, in the order of `errors`: an array with ones on its diagonal.
    """

    def __init__(self, result: _core.FitResult) -> None:
        super().__init__(result.provenance)
        self.title: str = result.title
        self.card: str = result.card
        self.parameters: list[str] = [parameter.name for parameter in result.parameters]
        self.minima: list[tuple[dict[str, float], float]] = [(dict(zip(self.parameters, point.parameters)), point.chi2)
                                                              for point in result.minima]
        self.best, self.chi2 = self.minima[0]
        self.degrees_of_freedom: float = result.degrees_of_freedom
        self.p_value: float = result.p_value
        self.standard_model_chi2: float | None = None if result.standard_model is None else result.standard_model.chi2
        self.intervals: list[Interval] = [self._interval(one) for one in result.intervals]
        self.no_intervals: list[tuple[str, str]] = list(result.no_intervals)
        found = result.covariance
        self.errors: dict[str, float] = {} if found is None else dict(zip(found.names, found.errors))
        self.correlation: Array = np.array([] if found is None else found.correlation).reshape(len(self.errors), len(self.errors))
        self.no_covariance: str = result.no_covariance
        pulls = [Pull(one.name, one.meaning, one.unit, one.value, one.width, self.errors.get(one.name, np.nan)) for one in result.nuisances]
        self.nuisances: dict[str, Pull] = {pull.name: pull for pull in pulls}
        self.experiments: dict[str, FittedExperiment] = {one.name: FittedExperiment(one) for one in result.experiments}
        # For pages: the shares of every chi2.
        self._shares: list[dict[str, Any]] = [self._share(point) for point in result.minima]
        self._standard_model_share = None if result.standard_model is None else self._share(result.standard_model)

    def _share(self, point: _core.FitResult.Point) -> dict[str, Any]:
        return {"penalty": point.penalty, "experiments": dict(zip(self.experiments, point.experiments))}

    def _interval(self, one: _core.FitResult.Range) -> Interval:
        low, high = -np.inf if one.low_open else one.low, np.inf if one.high_open else one.high
        inside = [values[one.parameter] for values, _ in self.minima if low <= values[one.parameter] <= high]
        made = Interval(one.parameter, one.method, one.confidence, low, high, inside[0] if inside else np.nan)
        made._ends = one.low, one.high
        return made

    def __repr__(self) -> str:
        best = ", ".join(f"{name} = {value:.5g}" for name, value in self.best.items())
        return (f"<{titled('Fit', self.title)}: chi2 = {self.chi2:.4g} for {self.degrees_of_freedom:g} degrees of freedom"
                + (f", {best}>" if best else ">"))

    def plot(self, axes: Axes | None = None, experiment: str = "", axis: int | str = 0, **style: Any) -> Axes:
        """Data and expectation of one experiment, as `FittedExperiment.plot`.

        Args:
            axes: to draw into; new ones by default. experiment: its name; the first by default.
            axis: number or name. style: of the line of the sum, to matplotlib.

        Raises:
            ValueError: no such experiment or axis; matplotlib is missing.
        """
        name = experiment or next(iter(self.experiments))
        if name not in self.experiments:
            raise unknown("experiment of the fit", name, self.experiments)
        return self.experiments[name].plot(axes, axis, **style)

    @drawing
    def plot_pulls(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Pulls of the constrained nuisances in their widths, with their errors after the fit over those before.

        Args:
            axes: to draw into; new ones by default. style: of the points, to matplotlib.

        Raises:
            ValueError: there is none; matplotlib is missing.
        """
        pulls = {name: pull for name, pull in self.nuisances.items() if np.isfinite(pull.width)}
        if not pulls:
            raise user_error("no figure of pulls", "the fit has no constrained nuisance", "draw the spectrum: plot()")
        axes = axes_or_new(axes, size=(6.0, 1.2 + 0.3 * len(pulls)))
        places = np.arange(len(pulls))
        axes.axvspan(-1.0, 1.0, color="black", alpha=0.06, lw=0)
        axes.axvline(0.0, color="black", lw=0.8)
        errors = [pull.error / pull.width for pull in pulls.values()]
        axes.errorbar([pull.pull for pull in pulls.values()], places, xerr=np.nan_to_num(errors), **{"fmt": "o", "ms": 5, "color": COLOURS[0], **style})
        axes.set_yticks(places, list(pulls))
        axes.set(xlabel="pull [standard deviations]", ylim=(len(pulls) - 0.5, -0.5))
        set_title(axes, self.title)
        if "label" in style:
            add_legend(axes)
        return axes

    @drawing
    def plot_correlation(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Correlations of parameters and nuisances at the best fit, from -1 to 1, in colours.

        Args:
            axes: to draw into; new ones by default. style: to matplotlib's pcolormesh.

        Raises:
            ValueError: there are none, and why; matplotlib is missing.
        """
        if not self.errors:
            raise user_error("no figure of correlations", self.no_covariance, "draw a scan")
        names = list(self.errors)
        side = 2.5 + 0.3 * len(names)
        axes = axes_or_new(axes, size=(side + 0.8, side))
        mesh = axes.pcolormesh(self.correlation, **{"cmap": "RdBu_r", "vmin": -1.0, "vmax": 1.0, **style})
        figure = axes.get_figure(root=True)
        assert figure is not None
        figure.colorbar(mesh, ax=axes, label="correlation")
        places = np.arange(len(names)) + 0.5
        axes.set_xticks(places, names, rotation=90)
        axes.set_yticks(places, names)
        axes.grid(False)
        axes.set(ylim=(len(names), 0), aspect="equal")
        set_title(axes, self.title)
        return axes


@checked
def fit(card: CardLike, *, threads: int = 1, intervals: bool = True, feldman_cousins: bool = False, output: Path | None = None,
        force: bool = False, progress: Progress = None) -> Fit:
    """The best fit of a fit card, with intervals.

    Args:
        card: path of a fit card, its text (of more than one line), or the same as nested dictionaries (docs/fits.md), in
            which `Experiment`s may stand where the card has their names. A `Model` has numbers for all of its parameters: it may stand for [truth], or for a [model]
            of which nothing is fitted; what is fitted is written as {"name": "nsi", "eps_ee_dV": "{down}"}.
        threads: to compute with.
        intervals: of every parameter, by the rise of chi2.
        feldman_cousins: by toys too, as the card says.
        output: JSON file with everything. force: replace an existing one.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Fit

    Raises:
        ValueError: for what the card asks wrongly. RuntimeError: no minimum converged.
    """
    return Fit(_core.fit(fit_card(card), threads, intervals, feldman_cousins, "" if output is None else str(output), force,
                         progress_of(progress, "toys")))
