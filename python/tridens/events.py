"""Events in memory or in files, and their distributions."""

import numpy as np

from . import _core
from ._arguments import run_card, user_error
from ._progress import progress_of
from .figures import axes_or_new
from .histograms import Axis, Histogram
from .results import Result

#: Status codes of NuHepMC.
STATUS = {1: "final state", 2: "decayed", 4: "beam", 20: "target", 21: "struck nucleon", 22: "struck electron"}


def _structured(columns, length):
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

    def __init__(self, sample):
        super().__init__(sample.provenance)
        columns = dict(sample.event_columns())
        self.first_particle = columns.pop("first_particle")
        self.events = _structured(columns, len(columns["number"]))
        particles = dict(sample.particle_columns())
        counts = np.diff(self.first_particle)
        particles = {"event": np.repeat(np.arange(len(counts)), counts), **particles}
        self.particles = _structured(particles, len(particles["pdg"]))
        self.process_names = dict(sample.process_names)
        self.cross_section_cm2 = sample.cross_section_cm2
        self.cross_section_error_cm2 = sample.cross_section_error_cm2
        self.per = sample.per
        self.expected_events = sample.expected_events

    def __len__(self):
        return len(self.events)

    def __repr__(self):
        return (f"<Events: {len(self)} with {len(self.particles)} particles, {self.cross_section_cm2:.4g} cm2 per "
                f"{self.per}>")

    def select(self, pdg, status=1):
        """Particles of a PDG number (or several) and a status, final state by default."""
        numbers = np.atleast_1d(pdg)
        return self.particles[np.isin(self.particles["pdg"], numbers) & (self.particles["status"] == status)]

    def histogram(self, column, pdg, bins=50, range=None):
        """Weighted distribution of a column of `particles` for one PDG number, as a `Histogram` (UHI)."""
        chosen = self.select(pdg)
        if len(chosen) == 0:
            raise user_error(f"no final-state particle {pdg}", f"there are {sorted(set(self.particles['pdg'].tolist()))}")
        if column not in chosen.dtype.names:
            raise user_error(f"unknown column '{column}'", "known: " + ", ".join(chosen.dtype.names))
        weights = self.events["weight"][chosen["event"]]
        values, edges = np.histogram(chosen[column], bins=bins, range=range, weights=weights)
        variances, _ = np.histogram(chosen[column], bins=edges, weights=weights**2)
        name, _, unit = column.rpartition("_") if column.endswith("_GeV") else (column, "", "")
        return Histogram([Axis(edges, name, unit)], values, variances, name=f"particle {pdg}")

    def plot(self, axes=None, column="energy_GeV", pdg=None, **style):
        """Distributions of a column for every (or one) kind of final-state particle."""
        axes = axes_or_new(axes)
        final = self.particles[self.particles["status"] == 1]
        for number in np.unique(final["pdg"]) if pdg is None else np.atleast_1d(pdg):
            self.histogram(column, number).plot(axes, **style)
        return axes

    def to_awkward(self):
        """A record array of events with their particles (needs awkward)."""
        try:
            import awkward
        except ImportError:
            raise user_error("no awkward array", "awkward is not installed", "pip install awkward") from None
        counts = np.diff(self.first_particle)
        particles = awkward.zip({name: awkward.unflatten(np.ascontiguousarray(self.particles[name]), counts)
                                 for name in self.particles.dtype.names if name != "event"})
        fields = {name: np.ascontiguousarray(self.events[name]) for name in self.events.dtype.names}
        return awkward.zip({**fields, "particles": particles}, depth_limit=1)

    def to_parquet(self, path):
        """Writes one row an event, particles as lists (needs pyarrow). The provenance is in the metadata of the file."""
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise user_error("no Parquet file", "pyarrow is not installed", "pip install pyarrow") from None
        columns = {name: pyarrow.array(np.ascontiguousarray(self.events[name])) for name in self.events.dtype.names}
        offsets = pyarrow.array(self.first_particle.astype(np.int32))
        for name in self.particles.dtype.names:
            if name != "event":
                values = pyarrow.array(np.ascontiguousarray(self.particles[name]))
                columns[f"particle_{name}"] = pyarrow.ListArray.from_arrays(offsets, values)
        metadata = {"tridens": self.version, "cite": ",".join(self.citations),
                    "cross_section_cm2": repr(self.cross_section_cm2)}
        metadata.update({f"choice:{key}": text for key, text in self.choices})
        table = pyarrow.table(columns).replace_schema_metadata(metadata)
        pyarrow.parquet.write_table(table, str(path), compression="zstd")


class EventFile(Result):
    """What `generate` wrote to a file: output, format, events, cross_section_fb, expected_events, ..."""

    def __init__(self, result):
        super().__init__(result.provenance)
        for name in ("output", "format", "events", "attempted", "unweighting_efficiency", "cross_section_fb",
                     "cross_section_error_fb", "per", "expected_events"):
            setattr(self, name, getattr(result, name))
        self.variations_fb = dict(result.variations_fb)

    def __repr__(self):
        return f"<EventFile {self.output}: {self.events} events, {self.format}>"


def generate(card, *, events=None, seed=None, output=None, force=False, progress=None):
    """Events of a run card.

    Args:
        card: path of a run card, or the same as nested dictionaries (docs/cards.md).
        events, seed: in place of those of the card.
        output: a file to write (NuHepMC, HEPEVT, LHE, by its ending); without it the events stay in memory.
        force: replace an existing file.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Events, or EventFile with `output`.

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    card = _core.with_events(run_card(card), events, seed)
    if output is None:
        return Events(_core.sample(card, progress_of(progress, "events")))
    return EventFile(_core.generate_file(card, str(output), force, progress_of(progress, "events")))


def histogram(card):
    """The histograms of a run card after its detector and cuts: a list of `Histogram` (UHI), statistical variances."""
    result = _core.histogram(run_card(card))
    return [Histogram([Axis(one.edges, one.variable, one.unit)], one.content, np.square(one.error), name=one.variable,
                      unit=result.content_unit) for one in result.histograms]


def cut_flow(card):
    """The cuts of a run card one after the other: a list of (name, passed, efficiency, its error)."""
    result = _core.histogram(run_card(card))
    return [(step.name, step.passed, step.efficiency, step.efficiency_error) for step in result.cuts]
