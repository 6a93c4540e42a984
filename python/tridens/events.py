"""Events in memory or in files, and their distributions."""

from __future__ import annotations

import numbers
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, CardLike, Path, checked, numbers_of, run_card, unknown, user_error
from ._drawing import look
from ._optional import optional
from ._progress import Progress, progress_of
from ._names import NEUTRINOS, REMNANT, particle_name, pretty
from .figures import axes_or_new
from .histograms import Axis, Histogram
from .results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Status codes of NuHepMC.
STATUS = {1: "final state", 2: "decayed", 4: "beam", 20: "target", 21: "struck nucleon", 22: "struck electron"}

#: Of a particle, computed from the columns: the energy without the rest mass.
KINETIC = "kinetic_energy_GeV"


def _structured(columns: Mapping[str, npt.NDArray[Any]], length: int) -> npt.NDArray[Any]:
    table = np.empty(length, dtype=[(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        table[name] = column
    return table


class Events(Result):
    """A sample of events.

    Attributes:
        events: structured array, one row an event: number, process_id, weight, and "weight:NAME" of variations.
        particles: structured array, one row a particle: event (row of `events`), pdg, status, px_GeV, py_GeV, pz_GeV,
            energy_GeV, mass_GeV.
        first_particle: row of `particles` where each event begins, and their number at the end.
        process_names: process_id -> name.
        cross_section_cm2, cross_section_error_cm2: averaged over the flux, per `per`.
        expected_events: for the exposure of the card, or None.
    """

    def __init__(self, sample: _core.Sample) -> None:
        super().__init__(sample.provenance)
        columns: dict[str, npt.NDArray[Any]] = dict(sample.event_columns())
        self.first_particle: npt.NDArray[np.int64] = columns.pop("first_particle")
        self.events = _structured(columns, len(columns["number"]))
        counts = np.diff(self.first_particle)
        particles: dict[str, npt.NDArray[Any]] = {"event": np.repeat(np.arange(len(counts)), counts), **dict(sample.particle_columns())}
        self.particles = _structured(particles, len(particles["pdg"]))
        self.process_names: dict[int, str] = dict(sample.process_names)
        self.cross_section_cm2: float = sample.cross_section_cm2
        self.cross_section_error_cm2: float = sample.cross_section_error_cm2
        self.per: str = sample.per
        self.expected_events: float | None = sample.expected_events

    def __len__(self) -> int:
        return len(self.events)

    def __repr__(self) -> str:
        return f"<Events: {len(self)} with {len(self.particles)} particles, {self.cross_section_cm2:.4g} cm2 per {self.per}>"

    @checked
    def select(self, pdg: int | Sequence[int], status: int = 1) -> npt.NDArray[Any]:
        """Particles of a PDG number (or several) and a status, final state by default: rows of `particles`.

        Raises:
            ValueError: there is none, with the numbers that there are.
        """
        alike = self.particles["status"] == status
        chosen = np.isin(self.particles["pdg"], np.atleast_1d(pdg)) & alike
        if not np.any(chosen):
            kind = "final-state particle" if status == 1 else f"particle of status {status}"
            raise user_error(f"no {kind} {pdg}", f"there are {sorted(set(self.particles['pdg'][alike].tolist()))}", "choose one of them")
        return np.asarray(self.particles[chosen])

    def _column(self, column: str, particles: npt.NDArray[Any]) -> Array:
        """Of some rows of `particles`, the kinetic energy included: p^2/(E + m), without the difference of two large numbers
        for slow nuclei."""
        names = particles.dtype.names or ()
        if column == KINETIC:
            square = sum(particles[name] ** 2 for name in ("px_GeV", "py_GeV", "pz_GeV"))
            return np.asarray(square / (particles["energy_GeV"] + particles["mass_GeV"]), dtype=float)
        if column not in names:
            raise unknown("column", column, (KINETIC, *names))
        return np.asarray(particles[column])

    @checked
    def histogram(self, column: str, pdg: int | Sequence[int], bins: int | npt.ArrayLike = 50,
                  range: tuple[float, float] | None = None) -> Histogram:
        """Weighted distribution of a column of `particles` for final-state particles, as a `Histogram` (UHI).

        Args:
            column: "kinetic_energy_GeV", or a column: "energy_GeV" (with the rest mass), "pz_GeV", ...
            pdg: PDG number, or several.
            bins: their number, or edges. range: of the bins; that of the particles by default.

        Raises:
            ValueError: no such particle or column; bins or a range that are none.
        """
        _check_bins(bins, range)
        chosen = self.select(pdg)
        entries = self._column(column, chosen)
        weights = self.events["weight"][chosen["event"]]
        values, edges = np.histogram(entries, bins=bins, range=range, weights=weights)
        variances, _ = np.histogram(entries, bins=edges, weights=weights**2)
        name, _, unit = column.rpartition("_") if column.endswith("_GeV") else (column, "", "")
        particles = ", ".join(particle_name(int(one)) for one in np.atleast_1d(pdg))
        made = Histogram([Axis(edges, name, unit)], values, variances, name=particles, result=self)
        made.underflow, made.overflow = float(weights[entries < edges[0]].sum()), float(weights[entries > edges[-1]].sum())
        return made

    def plot(self, axes: Axes | None = None, column: str = KINETIC, pdg: int | Sequence[int] | None = None, **style: Any) -> Axes:
        """Distributions of a column for every kind of final-state particle that can be seen (no neutrinos, no remnants of nuclei),
        or for those asked for. Kinetic energies stand in bins of equal ratio.

        Raises:
            ValueError: no such particle or column; matplotlib is missing.
        """
        final = self.particles[self.particles["status"] == 1]
        kinds = np.unique(final["pdg"]) if pdg is None else np.atleast_1d(pdg)
        if pdg is None:
            kinds = kinds[~np.isin(kinds, (*NEUTRINOS, REMNANT))]
        values = self._column(column, final[np.isin(final["pdg"], kinds)])
        bins: int | Array = 50
        if column == KINETIC and np.any(values > 0.0) and np.ptp(values) > 0.0:
            lowest = values[values > 0.0].min()
            bins = np.geomspace(0.999 * lowest, 1.001 * values.max(), 51)
        axes = axes_or_new(axes)
        for number in kinds:
            one = self.histogram(column, int(number), bins)
            one.name = pretty(one.name)
            one.plot(axes, **look(style, one.name, len(kinds) > 1))
        if not isinstance(bins, int):
            axes.set_xscale("log")
        return axes

    def to_awkward(self) -> Any:
        """A record array of events with their particles. ValueError: awkward is missing."""
        awkward = optional("awkward", "an awkward array")
        counts = np.diff(self.first_particle)
        particles = awkward.zip({name: awkward.unflatten(np.ascontiguousarray(self.particles[name]), counts)
                                 for name in self.particles.dtype.names or () if name != "event"})
        fields = {name: np.ascontiguousarray(self.events[name]) for name in self.events.dtype.names or ()}
        return awkward.zip({**fields, "particles": particles}, depth_limit=1)

    @checked
    def to_parquet(self, path: Path, *, force: bool = False) -> None:
        """Writes one row an event, particles as lists. The provenance is in the metadata of the file.

        Args:
            path: of the file. force: replace an existing one.

        Raises:
            ValueError: pyarrow is missing, or the file exists.
        """
        pyarrow = optional("pyarrow", "a Parquet file")
        parquet = optional("pyarrow.parquet", "a Parquet file")
        if not force and pathlib.Path(path).exists():
            raise user_error(f"output {path} exists", "it would be replaced", "choose another name or add force=True")
        columns = {name: pyarrow.array(np.ascontiguousarray(self.events[name])) for name in self.events.dtype.names or ()}
        offsets = pyarrow.array(self.first_particle.astype(np.int32))
        for name in self.particles.dtype.names or ():
            if name != "event":
                values = pyarrow.array(np.ascontiguousarray(self.particles[name]))
                columns[f"particle_{name}"] = pyarrow.ListArray.from_arrays(offsets, values)
        metadata = {"tridens": self.version, "cite": ",".join(self.citations), "cross_section_cm2": repr(self.cross_section_cm2)}
        metadata.update({f"choice:{key}": text for key, text in self.choices})
        table = pyarrow.table(columns).replace_schema_metadata(metadata)
        parquet.write_table(table, str(path), compression="zstd")


def _check_bins(bins: int | npt.ArrayLike, limits: tuple[float, float] | None) -> None:
    if np.ndim(bins) == 0 and (isinstance(bins, (bool, np.bool_)) or not isinstance(bins, numbers.Integral) or int(bins) < 1):
        raise user_error(f"bins = {bins!r}", "their number, or at least two edges, is needed", "give for example bins=50")
    if np.ndim(bins) > 0:
        Axis(bins, "bins")
    if limits is not None:
        ends = numbers_of(limits, "range")
        if ends.shape != (2,) or not np.all(np.isfinite(ends)) or ends[0] >= ends[1]:
            raise user_error(f"range = {limits!r}", "it has a lowest and a highest value", "give for example range=(0, 10)")


class EventFile(Result):
    """What `generate` wrote to a file.

    Attributes:
        output, format: of the file. events: written; attempted: points that were tried.
        unweighting_efficiency: accepted over attempted.
        cross_section_fb, cross_section_error_fb: averaged over the flux, per `per`.
        expected_events: for the exposure of the card, or None.
        variations_fb: name of a weight -> cross section.
    """

    def __init__(self, result: _core.GenerateResult) -> None:
        super().__init__(result.provenance)
        self.output: str = result.output
        self.format: str = result.format
        self.events: int = result.events
        self.attempted: int = result.attempted
        self.unweighting_efficiency: float = result.unweighting_efficiency
        self.cross_section_fb: float = result.cross_section_fb
        self.cross_section_error_fb: float = result.cross_section_error_fb
        self.per: str = result.per
        self.expected_events: float | None = result.expected_events
        self.variations_fb: dict[str, float] = dict(result.variations_fb)

    def __repr__(self) -> str:
        return f"<EventFile {self.output}: {self.events} events, {self.format}>"


@overload
def generate(card: CardLike, *, events: int | None = None, seed: int | None = None, output: None = None, force: bool = False,
             progress: Progress = None) -> Events: ...


@overload
def generate(card: CardLike, *, events: int | None = None, seed: int | None = None, output: Path, force: bool = False,
             progress: Progress = None) -> EventFile: ...


@checked
def generate(card: CardLike, *, events: int | None = None, seed: int | None = None, output: Path | None = None, force: bool = False,
             progress: Progress = None) -> Events | EventFile:
    """Events of a run card.

    Args:
        card: path of a run card, its text (of more than one line), or the same as nested dictionaries (docs/cards.md), in
            which a `Model` and a `Flux` may stand for [model] and [flux].
        events, seed: in place of those of the card.
        output: a file to write (NuHepMC, HEPEVT, LHE, by its ending); without it the events stay in memory.
        force: replace an existing file.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Events, or EventFile with `output`.

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    chosen = _core.with_events(run_card(card), events, seed)
    if output is None:
        return Events(_core.sample(chosen, progress_of(progress, "events")))
    return EventFile(_core.generate_file(chosen, str(output), force, progress_of(progress, "events")))


class Histograms(Result, Sequence[Histogram]):
    """The histograms of a run card: a sequence of `Histogram`.

    Attributes:
        cuts: list of (name, passed, efficiency, its error), one cut after the other.
        simulated: number of events that were simulated.
        per: what a cross section is per.
    """

    def __init__(self, result: _core.HistogramResult) -> None:
        Result.__init__(self, result.provenance)
        self._histograms = [self._of(one, result.content_unit) for one in result.histograms]
        self.cuts: list[tuple[str, float, float, float]] = [(step.name, step.passed, step.efficiency, step.efficiency_error)
                                                            for step in result.cuts]
        self.simulated: int = result.events
        self.per: str = result.per

    def _of(self, one: _core.HistogramResult.Histogram, unit: str) -> Histogram:
        axes = [Axis(one.edges, one.variable, one.unit)]

        def filled(series: _core.HistogramResult.Histogram | _core.HistogramResult.Series, name: str) -> Histogram:
            made = Histogram(axes, series.content, np.square(series.error), name=name, unit=unit, result=self)
            made.underflow, made.overflow = series.underflow, series.overflow
            return made

        made = filled(one, one.variable)
        made.components = {series.name: filled(series, series.name) for series in one.components}
        return made

    @overload
    def __getitem__(self, index: int) -> Histogram: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Histogram]: ...

    def __getitem__(self, index: int | slice) -> Histogram | Sequence[Histogram]:
        return self._histograms[index]

    def __iter__(self) -> Iterator[Histogram]:
        return iter(self._histograms)

    def __len__(self) -> int:
        return len(self._histograms)

    def __repr__(self) -> str:
        return f"<Histograms of {', '.join(one.name for one in self)}: {self.simulated} events simulated>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """The first histogram; the others by their own `plot`. ValueError: there is none; matplotlib is missing."""
        if not self._histograms:
            raise user_error("no histogram", "the card asks for cuts alone", "add [[histogram]] to it")
        return self._histograms[0].plot(axes, **style)


@checked
def histogram(card: CardLike) -> Histograms:
    """The histograms and cuts of a run card after its detector, with statistical variances.

    Args:
        card: as of `generate`.

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    return Histograms(_core.histogram(run_card(card)))


@checked
def cut_flow(card: CardLike) -> list[tuple[str, float, float, float]]:
    """`cuts` of the `histogram` of a run card: (name, passed, efficiency, its error), one after the other.

    Raises:
        ValueError: as `histogram`.
    """
    return histogram(card).cuts
