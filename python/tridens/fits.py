"""Best fits, intervals, scans, and likelihoods for other minimisers and samplers."""

import csv
import pathlib
import tempfile

import numpy as np

from . import _core
from ._arguments import fit_card, user_error
from ._progress import progress_of
from .figures import axes_or_new
from .results import Result


class Fit(Result):
    """A fit.

    Attributes:
        best: parameter -> value at the best minimum; minima: list of (values, chi2), best first.
        chi2, degrees_of_freedom, p_value: of the best minimum.
        standard_model_chi2: None where the model has no such point.
        intervals: list of (parameter, method, confidence, low, high); an open end is infinite.
        nuisances: name -> (value, width) at the best fit.
    """

    def __init__(self, result):
        super().__init__(result.provenance)
        self.title = result.title
        names = [parameter.name for parameter in result.parameters]
        self.parameters = names
        self.minima = [(dict(zip(names, point.parameters)), point.chi2) for point in result.minima]
        self.best, self.chi2 = self.minima[0]
        self.degrees_of_freedom, self.p_value = result.degrees_of_freedom, result.p_value
        self.standard_model_chi2 = None if result.standard_model is None else result.standard_model.chi2
        self.intervals = [(one.parameter, one.method, one.confidence, -np.inf if one.low_open else one.low,
                           np.inf if one.high_open else one.high) for one in result.intervals]
        self.no_intervals = list(result.no_intervals)
        self.nuisances = {pull.name: (pull.value, pull.width) for pull in result.nuisances}

    def __repr__(self):
        best = ", ".join(f"{name} = {value:.5g}" for name, value in self.best.items())
        return f"<Fit {self.title}: chi2 = {self.chi2:.4g} for {self.degrees_of_freedom:g} degrees of freedom, {best}>"

    def plot(self, axes=None, **style):
        """Pulls of the constrained nuisances, in their widths."""
        pulls = {name: value / width for name, (value, width) in self.nuisances.items() if np.isfinite(width)}
        if not pulls:
            raise user_error("no figure of pulls", "the fit has no constrained nuisance")
        axes = axes_or_new(axes)
        axes.barh(list(pulls), list(pulls.values()), **style)
        axes.axvline(0.0, color="black", lw=0.8)
        axes.set(xlabel="pull [standard deviations]", title=self.title)
        return axes


class Scan(Result):
    """chi2 on a grid.

    Attributes:
        axes: parameter -> its values; chi2: array with one axis per parameter, in that order.
        delta_chi2: above the lowest point of the grid.
    """

    def __init__(self, result, card, path):
        super().__init__(result.provenance)
        with open(path, encoding="utf-8", newline="") as lines:
            header = {}
            rows = []
            for line in lines:
                if line.startswith("#"):
                    key, _, value = line[1:].strip().partition(": ")
                    header.setdefault(key, []).append(value)
                else:
                    rows.append(line)
        table = list(csv.DictReader(rows))
        self.title = header.get("title", [""])[0]
        names = header["axis"]
        self.axes = {name: np.unique([float(row[name]) for row in table]) for name in names}
        shape = tuple(len(values) for values in self.axes.values())
        self.chi2 = np.full(shape, np.nan)
        for row in table:
            place = tuple(np.searchsorted(self.axes[name], float(row[name])) for name in names)
            self.chi2[place] = float(row["chi2"]) if row["chi2"] else np.nan
        self.logarithmic = {name: scale == "log" for name, scale in zip(names, header.get("axis-scale", []))}
        self.labels = {name: f"{title} [{unit}]" if unit else title for name, title, unit in
                       zip(names, header.get("axis-title", names), header.get("axis-unit", [""] * len(names)))}
        self.not_converged = result.not_converged
        self.output = result.output

    @property
    def delta_chi2(self):
        return self.chi2 - np.nanmin(self.chi2)

    def __repr__(self):
        bins = " x ".join(f"{name}: {len(values)}" for name, values in self.axes.items())
        return f"<Scan {self.title}: {bins}, lowest chi2 {np.nanmin(self.chi2):.4g}>"

    def plot(self, axes=None, confidence=(0.6827, 0.90, 0.9545), **style):
        """The rise of chi2 of one parameter, or contours of two (Wilks)."""
        axes = axes_or_new(axes)
        names = list(self.axes)
        scale = lambda name: "log" if self.logarithmic.get(name) else "linear"
        if len(names) == 1:
            axes.plot(self.axes[names[0]], self.delta_chi2, **style)
            axes.set(xlabel=self.labels[names[0]], ylabel=r"$\Delta\chi^2$", xscale=scale(names[0]), title=self.title)
            return axes
        if len(names) != 2:
            raise user_error(f"no figure of {len(names)} parameters", "one or two can be drawn")
        levels = [-2.0 * np.log(1.0 - share) for share in confidence]  # chi2 of two degrees of freedom
        contours = axes.contour(self.axes[names[0]], self.axes[names[1]], self.delta_chi2.T, levels=levels, **style)
        axes.clabel(contours, fmt={level: f"{100 * share:g} %" for level, share in zip(levels, confidence)})
        axes.set(xlabel=self.labels[names[0]], ylabel=self.labels[names[1]], xscale=scale(names[0]),
                 yscale=scale(names[1]), title=self.title)
        return axes


def fit(card, *, threads=1, intervals=True, feldman_cousins=False, output=None, force=False, progress=None):
    """The best fit of a fit card, with intervals.

    Args:
        card: path of a fit card, or the same as nested dictionaries (docs/fits.md).
        intervals: of every parameter, by the rise of chi2.
        feldman_cousins: by toys too, as the card says.
        output: JSON file with everything.

    Returns:
        Fit

    Raises:
        ValueError: for what the card asks wrongly. RuntimeError: no minimum converged.
    """
    return Fit(_core.fit(fit_card(card), threads, intervals, feldman_cousins, "" if output is None else str(output),
                         force, progress_of(progress, "toys")))


def scan(card, *, output=None, threads=1, force=False, progress=None):
    """chi2 on the grid of a fit card. With `output` the CSV file stays, and an interrupted scan resumes.

    Returns:
        Scan
    """
    card = fit_card(card)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scan.csv" if output is None else pathlib.Path(output)
        result = _core.scan(card, str(path), "", threads, force, progress_of(progress, "points"))
        return Scan(result, card, path)


class Likelihood:
    """chi2 of a fit card as a function: plugs into iminuit and emcee.

    Called with the parameters (as separate numbers or one sequence) it is minimised over the nuisances:

        minuit = iminuit.Minuit(likelihood, *start); minuit.migrad()

    `log_probability` takes parameters and nuisances in one vector, penalties included, as samplers want it.

    Attributes:
        parameters, nuisances: names. errordef: 1, as for chi2.
    """

    errordef = 1.0

    def __init__(self, card, *, threads=1):
        self._function = _core.FitFunction(fit_card(card), threads)
        self.parameters = list(self._function.parameters())
        self._constraints = list(self._function.nuisances())
        self.nuisances = [one.name for one in self._constraints]
        self._parameters = {name: None for name in self.parameters}  # where iminuit looks for names

    def __call__(self, *values):
        if len(values) == 1 and np.ndim(values[0]) == 1:
            values = values[0]
        return self._function.profiled([float(value) for value in values])

    def chi2(self, parameters, nuisances):
        """At given nuisances (in their units), penalties included; infinite where it is not defined."""
        return self._function.at([float(x) for x in parameters], [float(x) for x in nuisances])

    def log_probability(self, vector):
        """-chi2/2 of parameters followed by nuisances; -infinity outside of the ranges."""
        count = len(self.parameters)
        if len(vector) != count + len(self.nuisances):
            raise user_error(f"{len(vector)} numbers", f"{count} parameters and {len(self.nuisances)} nuisances are needed")
        for value, one in zip(vector[count:], self._constraints):
            if not one.lower <= value <= one.upper:
                return -np.inf
        try:
            return -0.5 * self.chi2(vector[:count], vector[count:])
        except _core.UserError:
            return -np.inf

    def __repr__(self):
        return f"<Likelihood of {', '.join(self.parameters)} with {len(self.nuisances)} nuisances>"
