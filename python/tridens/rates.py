"""What an experiment counts: signal and backgrounds per bin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import Array, ExperimentLike, ModelLike, change_text, checked, experiment_name, model_card, texts_of, unknown, user_error
from ._drawing import area, asks_for_one, look
from ._files import title_of_dictionary, with_fluxes
from ._progress import Progress, progress_of
from .figures import add_legend, axes_or_new, set_title
from .histograms import Axis, Histogram
from .results import ArrayResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Rate(ArrayResult):
    """Expected counts of an experiment.

    Arrays have the shape (energy bins,), (energy bins, time bins), or () where an experiment counts one number.

    Attributes:
        experiment: its name; the title of one that was given as a dictionary. title, exposure: texts.
        axes: list of `Axis`: the observable, and the time where there is one; empty for one number.
        parts: name -> counts: signals by process, species and topology, and backgrounds that are known per bin.
        kinds: name -> "signal" or "background".
        totals: name -> its events, those outside of the bins included.
        total_signal, total_background: of everything.
        total_observed: counts measured; None where none are released.
        observed: measured counts per bin; None where none are released.
        unit: of the counts: "events", or what a ratio is relative to.
        problems: list of (what, text): what the data file says is missing or uncertain.
        relative_error: numerical, of the signal.
    """

    _as_array = "expected"

    def __init__(self, result: _core.RateResult) -> None:
        super().__init__(result.provenance)
        self.experiment: str = result.experiment
        self.title: str = result.title
        self.exposure: str = with_fluxes(result.exposure)
        self.axes: list[Axis] = []
        if result.edges:
            self.axes.append(Axis(result.edges, result.observable, result.unit))
        if result.time_edges_us:
            self.axes.append(Axis(result.time_edges_us, "time", "us"))
        self.unit: str = "events" if result.edges or not result.unit else result.unit
        shape = tuple(len(axis) for axis in self.axes)
        self.parts: dict[str, Array] = {part.name: np.array(part.counts).reshape(shape) for part in result.parts}
        self.kinds: dict[str, str] = {part.name: part.kind for part in result.parts}
        self.totals: dict[str, float] = {part.name: part.total for part in result.parts}
        self.total_signal: float = result.signal
        self.total_background: float = result.background
        self.total_observed: float | None = result.observed_total
        self.observed: Array | None = np.array(result.observed).reshape(shape) if result.observed else None
        self.problems: list[tuple[str, str]] = list(result.problems)
        self.relative_error: float = result.relative_error

    def _sum(self, kind: str) -> Array:
        counts = np.zeros(tuple(len(axis) for axis in self.axes))
        for name, part in self.parts.items():
            if self.kinds[name] == kind:
                counts = counts + part
        return np.asarray(counts)

    @property
    def signal(self) -> Array:
        """Sum of the signals, per bin."""
        return self._sum("signal")

    @property
    def background(self) -> Array:
        """Sum of the backgrounds, per bin. ValueError: only their total is known."""
        if self.total_background > 0.0 and "background" not in self.kinds.values():
            raise user_error(f"no background of {self.experiment} per bin", "its source gives the total alone", "use total_background")
        return self._sum("background")

    @property
    def expected(self) -> Array:
        """Signal and background, per bin. ValueError: of the background only the total is known."""
        return self.signal + self.background

    @checked
    def histogram(self, part: str = "expected") -> Histogram:
        """A part, "signal", "background", "expected" or "observed" as a `Histogram` (UHI).

        Raises:
            ValueError: no such part, nothing observed, or an experiment without bins.
        """
        sums = ("expected", "signal", "background", "observed")
        if part not in self.parts and part not in sums:
            raise unknown(f"part of {self.experiment}", part, (*self.parts, *sums))
        if not self.axes:
            raise user_error(f"no histogram of {self.experiment}", "it counts one number", f"use {part}")
        values = self.parts[part] if part in self.parts else getattr(self, part)
        if values is None:
            raise user_error(f"nothing observed per bin in {self.experiment}", "no such counts were released", "use expected")
        return Histogram(self.axes, values, values if part == "observed" else None, name=f"{self.experiment} {part}", result=self)

    def __repr__(self) -> str:
        observed = "" if self.total_observed is None else f", {self.total_observed:g} observed"
        return (f"<Rate of {self.experiment}: {self.total_signal:.4g} signal, {self.total_background:.4g} background"
                f"{observed}" + ("" if self.unit == "events" else f", in units of the {self.unit}") + ">")

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Signal on top of the backgrounds against the observable (or side by side, without bins), with the data. With a label
        or a color the sum alone as one line, to stand beside others.

        Raises:
            ValueError: matplotlib is missing.
        """
        axes = axes_or_new(axes)
        ordered = sorted(self.parts, key=lambda name: self.kinds[name] == "signal")
        if not self.axes:
            return self._plot_numbers(axes, ordered, style)
        edges, total = self.axes[0].finite_edges, np.zeros(len(self.axes[0]))
        alone = asks_for_one(style)
        for i, name in enumerate(ordered):
            lower, total = total, total + _over_time(self.parts[name])
            if not alone:
                axes.stairs(total, edges, **look(style, name, baseline=lower, fill=True, alpha=0.7, **area(i)))
        if alone:
            axes.stairs(total, edges, **look(style, self.experiment, lw=1.5))
        if self.observed is not None and "observed" not in axes.get_legend_handles_labels()[1]:
            counts = _over_time(self.observed)
            axes.errorbar(0.5 * (edges[1:] + edges[:-1]), counts, yerr=np.sqrt(np.maximum(counts, 0.0)), fmt="o", ms=4,
                          color="black", label="observed")
        wide = edges[0] > 0.0 and edges[-1] / edges[0] > 100.0
        axes.set(xlabel=self.axes[0].label, ylabel="counts per bin", xscale="log" if wide else "linear")
        set_title(axes, self.title)
        add_legend(axes)
        return axes

    def _plot_numbers(self, axes: Axes, ordered: list[str], style: dict[str, Any]) -> Axes:
        total = 0.0
        for i, name in enumerate(ordered):
            axes.barh(self.experiment, self.totals[name], left=total, **look(style, name, True, alpha=0.7, height=0.5, **area(i)))
            total += self.totals[name]
        if self.total_observed is not None:
            error = float(np.sqrt(self.total_observed)) if self.unit == "events" else None
            axes.errorbar([self.total_observed], [self.experiment], xerr=error, fmt="o", color="black", label="observed")
        axes.set(xlabel=self.unit if self.unit == "events" else f"share of the {self.unit}", ylim=(-0.8, 0.8))
        set_title(axes, self.title)
        add_legend(axes, loc="upper right")
        return axes


def _over_time(counts: Array) -> Array:
    return counts if counts.ndim == 1 else np.asarray(counts.sum(axis=1))


@checked
def rate(experiment: ExperimentLike, *, model: ModelLike = "sm", processes: str | Iterable[str] = (),
         progress: Progress = None, **changes: Any) -> Rate:
    """Expected counts of scattering, tridents or decays in an experiment or a neutrino telescope.

    Args:
        experiment: name (`tridens.list_names("experiments")`), path of a TOML file, its text, an `Experiment` or its dictionary.
        model: name, "name,key=value,...", a dictionary with a name, or a `Model`.
        processes: which of the experiment's; empty for all. Experiments of decays need one:
            "upscatter,regime=elastic,benchmark=bertuzzo".
        changes: of the experiment: mass="100 kg", flux="..." or a `Flux`, form_factor="..." (docs/rate.md); of a telescope
            livetime, mass, absorption, flux, flux_NAME.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Rate

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    named = {"flux-" + key[5:] if key.startswith("flux_") else key: value for key, value in changes.items()}
    texts = {key: change_text(key, value) for key, value in named.items()}
    name = experiment_name(experiment)
    answer = Rate(_core.rate(name, model_card(model), texts_of(processes, "processes"), texts, progress_of(progress, "steps")))
    answer.experiment = title_of_dictionary(name) or answer.experiment
    return answer
