"""Best fits, intervals, scans, and likelihoods for other minimisers and samplers."""

from __future__ import annotations

import csv
import math
import pathlib
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, CardLike, Path, card_text, checked, fit_card, numbers_of, unknown, user_error
from ._optional import optional
from ._program import run_program
from ._progress import Progress, progress_of
from .figures import axes_or_new
from .results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Fit(Result):
    """A fit.

    Attributes:
        title: of the card. parameters: names.
        best: parameter -> value at the best minimum; minima: list of (values, chi2), best first.
        chi2, degrees_of_freedom, p_value: of the best minimum.
        standard_model_chi2: None where the model has no such point.
        intervals: list of (parameter, method, confidence, low, high); an open end is infinite.
        no_intervals: list of (parameter, why its profile gave none).
        nuisances: name -> (value, width) at the best fit; an infinite width is free.
    """

    def __init__(self, result: _core.FitResult) -> None:
        super().__init__(result.provenance)
        self.title: str = result.title
        self.parameters: list[str] = [parameter.name for parameter in result.parameters]
        self.minima: list[tuple[dict[str, float], float]] = [(dict(zip(self.parameters, point.parameters)), point.chi2)
                                                              for point in result.minima]
        self.best, self.chi2 = self.minima[0]
        self.degrees_of_freedom: float = result.degrees_of_freedom
        self.p_value: float = result.p_value
        self.standard_model_chi2: float | None = None if result.standard_model is None else result.standard_model.chi2
        self.intervals: list[tuple[str, str, float, float, float]] = [
            (one.parameter, one.method, one.confidence, -np.inf if one.low_open else one.low, np.inf if one.high_open else one.high)
            for one in result.intervals]
        self.no_intervals: list[tuple[str, str]] = list(result.no_intervals)
        self.nuisances: dict[str, tuple[float, float]] = {pull.name: (pull.value, pull.width) for pull in result.nuisances}

    def __repr__(self) -> str:
        best = ", ".join(f"{name} = {value:.5g}" for name, value in self.best.items())
        return f"<Fit {self.title}: chi2 = {self.chi2:.4g} for {self.degrees_of_freedom:g} degrees of freedom, {best}>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Pulls of the constrained nuisances, in their widths. ValueError: there is none; matplotlib is missing."""
        pulls = {name: value / width for name, (value, width) in self.nuisances.items() if np.isfinite(width)}
        if not pulls:
            raise user_error("no figure of pulls", "the fit has no constrained nuisance", "draw the scan")
        axes = axes_or_new(axes)
        axes.barh(list(pulls), list(pulls.values()), **style)
        axes.axvline(0.0, color="black", lw=0.8)
        axes.set(xlabel="pull [standard deviations]", title=self.title)
        return axes


class Scan(Result):
    """chi2 on a grid.

    Attributes:
        title: of the card.
        axes: parameter -> its values, in the order of the axes of `chi2`.
        chi2: array with one axis per parameter; NaN where it did not converge.
        logarithmic: parameter -> whether its axis is. labels: parameter -> name and unit.
        not_converged: number of such points. output: the file.
    """

    def __init__(self, result: _core.ScanResult, path: Path) -> None:
        super().__init__(result.provenance)
        header: dict[str, list[str]] = {}
        rows: list[str] = []
        with open(path, encoding="utf-8", newline="") as lines:
            for line in lines:
                if line.startswith("#"):
                    key, _, value = line[1:].strip().partition(": ")
                    header.setdefault(key, []).append(value)
                else:
                    rows.append(line)
        table = list(csv.DictReader(rows))
        names = header["axis"]
        self.title: str = header.get("title", [""])[0]
        self.axes: dict[str, Array] = {name: np.unique([float(row[name]) for row in table]) for name in names}
        self.chi2: Array = np.full(tuple(len(values) for values in self.axes.values()), np.nan)
        for row in table:
            place = tuple(int(np.searchsorted(self.axes[name], float(row[name]))) for name in names)
            self.chi2[place] = float(row["chi2"]) if row["chi2"] else np.nan
        self.logarithmic: dict[str, bool] = {name: scale == "log" for name, scale in zip(names, header.get("axis-scale", []))}
        titles, units = header.get("axis-title", names), header.get("axis-unit", [""] * len(names))
        self.labels: dict[str, str] = {name: f"{title} [{unit}]" if unit else title for name, title, unit in zip(names, titles, units)}
        self.not_converged: int = result.not_converged
        self.output: str = result.output

    @classmethod
    @checked
    def from_file(cls, path: Path) -> Scan:
        """What `tridens scan` or `scan(..., output=path)` wrote. ValueError: no such file, or not a whole scan."""
        return Scan(_core.read_scan(str(path)), path)

    @property
    def delta_chi2(self) -> Array:
        """Above the lowest point of the grid."""
        rise: Array = self.chi2 - np.nanmin(self.chi2)
        return rise

    def __repr__(self) -> str:
        bins = " x ".join(f"{name}: {len(values)}" for name, values in self.axes.items())
        return f"<Scan {self.title}: {bins}, lowest chi2 {np.nanmin(self.chi2):.4g}>"

    def plot(self, axes: Axes | None = None, confidence: Sequence[float] = (0.6827, 0.90, 0.9545), **style: Any) -> Axes:
        """The rise of chi2 of one parameter, or contours of two (Wilks).

        Args:
            axes: to draw into; new ones by default. style: of the line or the contours, to matplotlib.
            confidence: of the contours.

        Raises:
            ValueError: more than two parameters; a confidence that is not between 0 and 1; matplotlib is missing.
        """
        names = list(self.axes)
        if len(names) > 2:
            raise user_error(f"no figure of {len(names)} parameters", "one or two can be drawn", "scan fewer")
        axes = axes_or_new(axes)
        scales = ["log" if self.logarithmic.get(name) else "linear" for name in names]
        if len(names) == 1:
            axes.plot(self.axes[names[0]], self.delta_chi2, **style)
            axes.set(xlabel=self.labels[names[0]], ylabel=r"$\Delta\chi^2$", xscale=scales[0], title=self.title)
            return axes
        levels = sorted({_rise(share): share for share in confidence}.items())
        axes.set(xscale=scales[0], yscale=scales[1])
        from .figures import COLOURS

        look = {"colors": COLOURS[: len(levels)], **style}
        lines = axes.contour(self.axes[names[0]], self.axes[names[1]], self.delta_chi2.T, levels=[rise for rise, _ in levels], **look)
        axes.clabel(lines, fmt={rise: f"{100 * share:g} %" for rise, share in levels})
        best = np.unravel_index(int(np.nanargmin(self.chi2)), self.chi2.shape)
        axes.plot(self.axes[names[0]][best[0]], self.axes[names[1]][best[1]], "+", color="black", ms=9, label="lowest point")
        axes.set(xlabel=self.labels[names[0]], ylabel=self.labels[names[1]], title=self.title)
        axes.legend()
        return axes


def _rise(confidence: float) -> float:
    """Of chi2 with two degrees of freedom."""
    if not 0.0 < confidence < 1.0:
        raise user_error(f"confidence = {confidence}", "it is a probability", "give for example 0.90")
    return -2.0 * math.log(1.0 - confidence)


@checked
def fit(card: CardLike, *, threads: int = 1, intervals: bool = True, feldman_cousins: bool = False, output: Path | None = None,
        force: bool = False, progress: Progress = None) -> Fit:
    """The best fit of a fit card, with intervals.

    Args:
        card: path of a fit card, or the same as nested dictionaries (docs/fits.md), in which a `Model` and `Experiment`s may
            stand where the card has their names.
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


@checked
def scan(card: CardLike, *, output: Path | None = None, contours: Path | None = None, engine: str = "local", threads: int = 1,
         workers: int = 0, shards: int = 0, scheduler: str = "", restart: bool = False, force: bool = False,
         progress: Progress = None) -> Scan:
    """chi2 on the grid of a fit card. With `output` the CSV file stays, and an interrupted scan resumes.

    Args:
        card: as of `fit`.
        output: CSV file. contours: file with the lines at the confidences of the card, JSON or CSV.
        engine: "local", or "dask": shards on a cluster.
        threads: of the local engine.
        workers, shards, scheduler: of Dask: processes on this machine (one for each processor), parts (four for each worker),
            address of a cluster that runs already.
        restart: throw away what an interrupted scan left. force: replace existing files.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Scan

    Raises:
        ValueError: for what the card asks wrongly; Dask is missing. RuntimeError: the machine could not do it.
    """
    if engine not in ("local", "dask"):
        raise unknown("engine", engine, ("local", "dask"))
    if engine == "local" and (workers or shards or scheduler):
        raise user_error("workers, shards and scheduler are arguments of a cluster", "the engine is local", 'give engine="dask"')
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scan.csv" if output is None else pathlib.Path(output)
        lines = "" if contours is None else str(contours)
        if engine == "dask":
            if restart:
                raise user_error("restart with Dask", "it keeps finished shards and goes on with the others", f"remove {path}.shards")
            _scan_on_dask(card, path, lines, pathlib.Path(folder), workers, shards, scheduler, force)
            return Scan(_core.read_scan(str(path)), path)
        result = _core.scan(fit_card(card), str(path), lines, threads, force, restart, progress_of(progress, "points"))
        return Scan(result, path)


def _scan_on_dask(card: CardLike, output: pathlib.Path, contours: str, folder: pathlib.Path, workers: int, shards: int, scheduler: str,
                  force: bool) -> None:
    optional("distributed", "a scan on Dask")
    path = str(card)
    if isinstance(card, Mapping):
        path = str(folder / "card.toml")
        pathlib.Path(path).write_text(card_text(card), encoding="utf-8")
    arguments = ["scan", path, "--engine", "dask", "--output", str(output)]
    for option, value in (("--contours", contours), ("--workers", workers), ("--shards", shards), ("--scheduler", scheduler)):
        if value:
            arguments += [option, str(value)]
    run_program(arguments + (["--force"] if force else []))


class Likelihood:
    """chi2 of a fit card as a function: plugs into iminuit and emcee.

    Called with the parameters (as separate numbers or one sequence) it is minimised over the nuisances:

        minuit = iminuit.Minuit(likelihood, *start); minuit.migrad()

    `log_probability` takes parameters and nuisances in one vector, penalties included, as samplers want it. A class of your own
    adds what it knows by `penalty`:

        class WithPrior(tridens.Likelihood):
            def penalty(self, parameters):
                return ((parameters["angle"] - 0.2386) / 0.0005) ** 2

    Args:
        card: as of `fit`. threads: to compute with.

    Attributes:
        parameters, nuisances: names.
        errordef: 1, as for chi2.

    Raises:
        ValueError: for what the card asks wrongly.
    """

    errordef = 1.0

    @checked
    def __init__(self, card: CardLike, *, threads: int = 1) -> None:
        self._function = _core.FitFunction(fit_card(card), threads)
        self.parameters: list[str] = list(self._function.parameters())
        self._constraints = list(self._function.nuisances())
        self.nuisances: list[str] = [one.name for one in self._constraints]
        self._parameters = {name: None for name in self.parameters}  # where iminuit looks for names

    def penalty(self, parameters: Mapping[str, float]) -> float:
        """What a class of your own adds to chi2 at parameters (name -> value): measurements that the card does not have."""
        return 0.0

    def __call__(self, *values: Any) -> float:
        """chi2 minimised over the nuisances. ValueError: not one number for each parameter."""
        if len(values) == 1 and np.ndim(values[0]) == 1:
            values = tuple(values[0])
        point = self._point(values)
        return self._function.profiled(point) + self.penalty(dict(zip(self.parameters, point)))

    def _point(self, values: Sequence[Any] | npt.NDArray[Any]) -> list[float]:
        if len(values) != len(self.parameters):
            raise user_error(f"{len(values)} numbers", f"the parameters are {', '.join(self.parameters)}", "give one number for each")
        return [float(numbers_of(value, name)) for name, value in zip(self.parameters, values)]

    def chi2(self, parameters: Sequence[float] | Array, nuisances: Sequence[float] | Array) -> float:
        """At given nuisances (in their units), penalties included; infinite where it is not defined.

        Raises:
            ValueError: not one number for each; parameters that the model refuses.
        """
        point = self._point(parameters)
        if len(nuisances) != len(self.nuisances):
            raise user_error(f"{len(nuisances)} nuisances", f"there are {len(self.nuisances)}: {', '.join(self.nuisances)}",
                             "give one number for each")
        return self._function.at(point, [float(x) for x in nuisances]) + self.penalty(dict(zip(self.parameters, point)))

    def log_probability(self, vector: Sequence[float] | Array) -> float:
        """-chi2/2 of parameters followed by nuisances; -infinity outside of the ranges.

        Raises:
            ValueError: not one number for each.
        """
        count = len(self.parameters)
        if len(vector) != count + len(self.nuisances):
            raise user_error(f"{len(vector)} numbers", f"{count} parameters and {len(self.nuisances)} nuisances are needed",
                             "give them in this order")
        for value, one in zip(vector[count:], self._constraints):
            if not one.lower <= value <= one.upper:
                return -math.inf
        try:
            return -0.5 * self.chi2(vector[:count], vector[count:])
        except _core.UserError:
            return -math.inf

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self.parameters)} with {len(self.nuisances)} nuisances>"
