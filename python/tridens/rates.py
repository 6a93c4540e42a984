"""What an experiment counts: signal and backgrounds per bin."""

import numpy as np

from . import _core
from ._arguments import model_card, text_of
from .figures import axes_or_new
from .histograms import Axis, Histogram
from .results import Result


class Rate(Result):
    """Expected counts of an experiment; shapes are (energy bins,) or (energy bins, time bins).

    Attributes:
        experiment, title, exposure: texts.
        axes: list of `Axis`: the observable, and the time where there is one.
        parts: name -> counts, signals by process and species, and backgrounds.
        signal, background: sums of them.
        observed: measured counts, None where none are released.
        problems: list of (what, text): what the data file says is missing or uncertain.
        relative_error: numerical, of the signal.
    """

    def __init__(self, result):
        super().__init__(result.provenance)
        self.experiment, self.title, self.exposure = result.experiment, result.title, result.exposure
        self.axes = [Axis(result.edges, result.observable, result.unit)]
        if result.time_edges_us:
            self.axes.append(Axis(result.time_edges_us, "time", "us"))
        shape = tuple(len(axis) for axis in self.axes)
        self.parts = {part.name: np.array(part.counts).reshape(shape) for part in result.parts}
        self.kinds = {part.name: part.kind for part in result.parts}
        self.observed = np.array(result.observed).reshape(shape) if result.observed else None
        self.problems = list(result.problems)
        self.relative_error = result.relative_error

    def _sum(self, kind):
        counts = [part for name, part in self.parts.items() if self.kinds[name] == kind]
        return np.sum(counts, axis=0) if counts else np.zeros(tuple(len(axis) for axis in self.axes))

    @property
    def signal(self):
        return self._sum("signal")

    @property
    def background(self):
        return self._sum("background")

    @property
    def expected(self):
        return self.signal + self.background

    def histogram(self, part="expected"):
        """A part, "signal", "background", "expected" or "observed" as a `Histogram` (UHI)."""
        values = self.parts[part] if part in self.parts else getattr(self, part)
        variances = values if part == "observed" else None
        return Histogram(self.axes, values, variances, name=f"{self.experiment} {part}")

    def __array__(self, dtype=None, copy=None):
        return np.array(self.expected, dtype=dtype)

    def __repr__(self):
        observed = "" if self.observed is None else f", {self.observed.sum():g} observed"
        return (f"<Rate of {self.experiment}: {self.signal.sum():.4g} signal, {self.background.sum():.4g} background"
                f"{observed}>")

    def plot(self, axes=None, **style):
        """Signal on top of the backgrounds against the observable, with the data."""
        axes = axes_or_new(axes)
        edges, total = self.axes[0].edges, 0.0
        flat = lambda counts: counts if counts.ndim == 1 else counts.sum(axis=1)
        ordered = sorted(self.parts, key=lambda name: self.kinds[name] == "signal")
        for name in ordered:
            lower, total = total, total + flat(self.parts[name])
            axes.stairs(total, edges, baseline=lower, fill=True, alpha=0.7, label=name, **style)
        if self.observed is not None:
            counts = flat(self.observed)
            axes.errorbar(self.axes[0].centers, counts, yerr=np.sqrt(np.maximum(counts, 0.0)), fmt="o", ms=4,
                          color="black", label="observed")
        axes.set(xlabel=self.axes[0].label, ylabel="counts per bin", title=self.title)
        axes.legend()
        return axes


def rate(experiment, *, model="sm", processes=(), **changes):
    """Expected counts of an experiment.

    Args:
        experiment: name (`tridens.list_names("experiments")`), path of a TOML file, or an `Experiment`.
        model: name, "name,key=value,...", or a `Model`.
        processes: which of the experiment's; empty for all.
        changes: of the experiment: mass="100 kg", flux="...", form_factor="..." (docs/rate.md).

    Returns:
        Rate

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    texts = {key: text_of(value, key) for key, value in changes.items()}
    return Rate(_core.rate(str(experiment), model_card(model), [str(name) for name in processes], texts))
