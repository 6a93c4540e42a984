"""Cross sections: totals, recoil spectra and other differential ones, at energies or averaged over a flux."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import (Array, FluxLike, ModelLike, Settings, checked, exposure_card, flux_card, mapping_of, model_card, positive,
                         process_card, text_of, user_error)
from ._drawing import asks_for_one, look, told_apart, unit_text
from ._files import with_fluxes
from ._progress import Line, Progress, progress_of
from ._style import set_log_ticks
from .figures import add_legend, axes_or_new, set_title
from .results import ArrayResult, shape_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEMTOBARN_cm2 = 1e-39
_Row: TypeAlias = Union[_core.XsecRow, _core.ElasticXsecRow, _core.ProcessXsecRow]
_Answer: TypeAlias = Union[_core.XsecResult, _core.ElasticXsecResult, _core.ProcessXsecResult]


class CrossSection(ArrayResult):
    """Cross sections in numpy arrays.

    Attributes:
        process, target: as asked. neutrinos: names of the species ("chi" for dark matter); with several, they are the first axis
            of every array.
        energy_GeV: energies of what comes in, in the shape of the answer; None for an average over a flux.
        recoil_keV: recoil energies of d sigma/dT, in the shape of the answer; None for totals.
        point: variable -> values of other differential cross sections.
        value, error: cross section and its numerical error, in `unit` per `per`.
        components: name -> part of `value`: coherent, proton, ...
        events: for the exposure, None without one.
        flux: name of what was averaged over, "" at fixed energies.
        below_threshold: True where the process is closed.
    """

    _as_array = "value"

    def __init__(self, provenance: _core.Provenance, *, process: str, target: str, neutrinos: Sequence[str], energy_GeV: Array | None,
                 value: Array, error: Array, components: dict[str, Array], unit: str, per: str, flux: str,
                 below_threshold: npt.NDArray[np.bool_], events: Array | None = None, recoil_keV: Array | None = None,
                 point: dict[str, npt.NDArray[Any]] | None = None) -> None:
        super().__init__(provenance)
        self.process = process
        self.target = target
        self.neutrinos = list(neutrinos)
        self.energy_GeV = energy_GeV
        self.recoil_keV = recoil_keV
        self.point = point or {}
        self.value = value
        self.error = error
        self.components = components
        self.events = events
        self.unit = unit
        self.per = per
        self.flux = with_fluxes(flux)
        self.below_threshold = below_threshold

    def __repr__(self) -> str:
        count = shape_text(self.value)
        where = f"{count} value{'s' if count != 'one' else ''}"
        if self.energy_GeV is None and self.recoil_keV is None:
            where = "an average over the flux"
        return f"<CrossSection of {self.process} on {self.target}, {', '.join(self.neutrinos)}: {where} in {self.unit} per {self.per}>"

    def _abscissa(self) -> tuple[Array, str]:
        """What the values are drawn against: the recoil energy, a variable that differs, or the neutrino energy."""
        if self.recoil_keV is not None:
            return np.atleast_1d(self.recoil_keV), "recoil energy [keV]"
        if self.energy_GeV is None:
            raise user_error("no figure of an average over the flux", "it is one number", "use value")
        energies = np.atleast_1d(self.energy_GeV)
        if self.point and np.unique(energies).size == 1:
            for name, values in self.point.items():
                if np.issubdtype(np.asarray(values).dtype, np.number) and np.unique(values).size > 1:
                    return np.atleast_1d(values).astype(float), name
        return energies, "neutrino energy [GeV]" if self.neutrinos[0].startswith("nu") else f"energy of {self.neutrinos[0]} [GeV]"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Against the recoil energy when there is one, else against the variable that differs or the neutrino energy, with
        its components; with a label or a color the total alone, to stand beside others.

        Raises:
            ValueError: an average over a flux is one number; a table of both energies; matplotlib is missing.
        """
        x, label = self._abscissa()
        several = len(self.neutrinos) > 1
        if np.ndim(self.value) > (2 if several else 1):
            return self._plot_table(axes, style)
        axes = axes_or_new(axes)
        points = np.size(self.value) // len(self.neutrinos)
        point: dict[str, Any] = {"marker": "o"} if points == 1 else {}  # no line goes through one point
        for i, neutrino in enumerate(self.neutrinos):
            value = np.atleast_1d(self.value[i] if several else self.value)
            apart = told_apart(style, i) if several else {}
            axes.plot(np.atleast_1d(x[i]) if several else x, value, **look(style, f"{neutrino} {self.target}", several, **point, **apart))
        if not several and len(self.components) > 1 and not asks_for_one(style):
            for name, part in self.components.items():
                axes.plot(x, np.atleast_1d(part), ls="--", lw=1.0, label=name, **point)
        axes.set(xscale="log", yscale="log", xlabel=label, ylabel=self._label())
        set_title(axes, self.process)
        set_log_ticks(axes)
        add_legend(axes)
        return axes

    def _label(self) -> str:
        return f"cross section [{unit_text(self.unit)} per {self.per}]"

    def _plot_table(self, axes: Axes | None, style: dict[str, Any]) -> Axes:
        """d sigma/dT at several energies: a line for each."""
        if self.recoil_keV is None or self.energy_GeV is None or self.value.ndim != 2:
            raise user_error(f"no figure of an array of shape {self.value.shape}", "curves have one axis, or one line for each energy",
                             "draw a part of value")
        axes = axes_or_new(axes)
        for row in range(self.value.shape[0]):
            several = self.value.shape[0] > 1
            apart = told_apart(style, row) if several else {}
            axes.plot(self.recoil_keV[row], self.value[row], **look(style, f"{self.energy_GeV[row, 0]:g} GeV", several, **apart))
        axes.set(xscale="log", yscale="log", xlabel="recoil energy [keV]", ylabel=self._label())
        set_title(axes, f"{self.process}, {self.neutrinos[0]} {self.target}")
        set_log_ticks(axes)
        add_legend(axes)
        return axes


def _options(precision: float, method: str) -> _core.PrecisionCard:
    card = _core.PrecisionCard()
    card.relative, card.method = float(positive(precision, "precision")), str(method)
    if card.relative >= 1.0:
        raise user_error(f"precision = {precision}", "it is relative: above 0 and below 1", "give for example precision=1e-3")
    return card


def _by_neutrino(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Rows in the order of the answer, one list per neutrino."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.neutrino, []).append(row)
    return groups


def _stack(parts: Sequence[Sequence[Any]], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    arrays = [np.array(part).reshape(shape) for part in parts]
    return arrays[0] if len(arrays) == 1 else np.stack(arrays)


def _repeated(array: Array, times: int) -> Array:
    return np.stack([array] * times) if times > 1 else array


def _events(groups: Sequence[Sequence[_Row]], shape: tuple[int, ...]) -> Array | None:
    lists = [[row.events for row in rows] for rows in groups]
    return None if any(events is None for events in lists[0]) else _stack(lists, shape)


def _from_rows(result: _Answer, groups: dict[str, list[_Row]], shape: tuple[int, ...], energies: Array | None, card: _core.ProcessCard,
               unit: str, factor: float, value: Callable[[Any], float], error: Callable[[Any], float],
               components: Callable[[Any], Sequence[tuple[str, float]]], **more: Any) -> CrossSection:
    rows = list(groups.values())
    names = dict.fromkeys(name for row in rows[0] for name, _ in components(row))
    parts = {name: factor * _stack([[dict(components(row)).get(name, 0.0) for row in one] for one in rows], shape) for name in names}
    return CrossSection(
        result.provenance, process=card.name, target=card.target, neutrinos=list(groups),
        energy_GeV=None if energies is None else _repeated(energies, len(rows)),
        value=factor * _stack([[value(row) for row in one] for one in rows], shape),
        error=factor * _stack([[error(row) for row in one] for one in rows], shape), components=parts, events=_events(rows, shape), unit=unit,
        per=result.per, flux=result.flux, below_threshold=_stack([[row.below_threshold for row in one] for one in rows], shape), **more)


def _listed(energies: Array | None) -> list[float]:
    return [] if energies is None else [float(energy) for energy in energies.ravel()]


def _trident(card: _core.ProcessCard, model: _core.ModelCard, energies: Array | None, flux: _core.FluxCard | None,
             exposure: _core.ExposureCard | None, precision: _core.PrecisionCard, seed: int, threads: int, line: Line) -> CrossSection:
    result = _core.xsec(card, model, _listed(energies), flux, exposure, precision, False, seed, threads, line)
    pairs = {row.pair for row in result.rows}
    if len(pairs) > 1:
        raise user_error(f"{len(pairs)} lepton pairs", "one at a time fits in an array", 'give pair="mu-mu+"')
    groups: dict[str, list[_Row]] = {}
    parts: dict[tuple[str, float | None], list[tuple[str, float]]] = {}
    for row in result.rows:
        if row.component == "total":
            groups.setdefault(row.neutrino, []).append(row)
        else:
            parts.setdefault((row.neutrino, row.energy_GeV), []).append((row.component, row.sigma_fb))
    if not groups:  # a single component is its own total
        groups = _by_neutrino(result.rows)
    shape = () if energies is None else energies.shape
    return _from_rows(result, groups, shape, energies, card, "cm2", FEMTOBARN_cm2, lambda row: row.sigma_fb, lambda row: row.error_fb,
                      lambda row: parts.get((row.neutrino, row.energy_GeV), []))


def _elastic(card: _core.ProcessCard, model: _core.ModelCard, energies: Array | None, flux: _core.FluxCard | None,
             exposure: _core.ExposureCard | None, line: Line) -> CrossSection:
    result = _core.elastic_xsec(card, model, _listed(energies), flux, exposure, [], [], line)
    shape = () if energies is None else energies.shape
    return _from_rows(result, _by_neutrino(result.rows), shape, energies, card, "cm2", 1.0, lambda row: row.value, lambda row: row.error,
                      lambda row: row.components)


def _recoil_spectrum(card: _core.ProcessCard, model: _core.ModelCard, energies: Array | None, recoil_keV: npt.ArrayLike,
                     flux: _core.FluxCard | None, exposure: _core.ExposureCard | None, line: Line) -> CrossSection:
    recoils = positive(recoil_keV, "recoil_keV")
    if energies is None:
        result = _core.elastic_xsec(card, model, [], flux, exposure, (recoils.ravel() * 1e-6).tolist(), [], line)
        groups = _by_neutrino(result.rows)
        return _from_rows(result, groups, recoils.shape, None, card, "cm2/keV", 1.0, lambda row: row.value, lambda row: row.error,
                          lambda row: row.components, recoil_keV=_repeated(recoils, len(groups)))
    try:
        energies, recoils = np.broadcast_arrays(energies, recoils)
    except ValueError:
        raise user_error(f"energy_GeV of shape {energies.shape} and recoil_keV of shape {recoils.shape}", "they do not broadcast",
                         "use energy_GeV[:, None] for a table of both") from None
    process = _core.Process(card, model, float(energies.max()))
    value = np.array(process.recoil_spectrum(_listed(energies), (recoils.ravel() * 1e-6).tolist()))
    # One number at one energy: what was chosen, for the provenance.
    described = _core.elastic_xsec(card, model, [float(energies.flat[0])], None, None, [float(recoils.flat[0]) * 1e-6], [], None)
    return CrossSection(described.provenance, process=card.name, target=card.target, neutrinos=[card.neutrino], energy_GeV=np.array(energies),
                        recoil_keV=np.array(recoils), unit="cm2/keV", per=described.per, value=value.reshape(energies.shape),
                        error=np.zeros(energies.shape), components={}, flux="", below_threshold=(value == 0.0).reshape(energies.shape))


def _registered(card: _core.ProcessCard, model: _core.ModelCard, energies: Array | None, flux: _core.FluxCard | None,
                exposure: _core.ExposureCard | None, at: Settings | None, threads: int, line: Line) -> CrossSection:
    if at is None or at == {}:
        result = _core.process_xsec(card, model, _listed(energies), flux, exposure, [], ".", threads, line)
        shape = () if energies is None else energies.shape
        return _from_rows(result, _by_neutrino(result.rows), shape, energies, card, result.unit, 1.0, lambda row: row.value,
                          lambda row: row.error, lambda row: row.components)
    if energies is None or card.neutrino == "all":
        raise user_error("a differential cross section averaged over a flux, or of all neutrinos",
                         "`at` is for fixed energies and one neutrino", "give energy_GeV and one neutrino")
    at = mapping_of(at, "at", 'at={"x": 0.1, "Q2": "10 GeV2"}')
    names = list(at)
    columns: list[npt.NDArray[Any]] = [np.asarray(at[name], dtype=object) for name in names]
    try:
        shared, *columns = np.broadcast_arrays(energies, *columns)
    except ValueError:
        raise user_error("energy_GeV and `at` have different shapes", "they do not broadcast", "use [:, None] for a table of both") from None
    if shared.size == 0:
        raise user_error("no point in `at`", "one of its lists is empty", "give at least one value of each variable")
    points = [{name: text_of(column.flat[i], name) for name, column in zip(names, columns)} for i in range(shared.size)]
    found: dict[int, _Row] = {}
    for energy in np.unique(shared):
        which = np.flatnonzero(shared.ravel() == energy)
        result = _core.process_xsec(card, model, [float(energy)], None, exposure, [points[i] for i in which], ".", threads, line)
        found.update(zip((int(i) for i in which), result.rows))
    groups = {found[0].neutrino: [found[i] for i in range(shared.size)]}
    return _from_rows(result, groups, shared.shape, np.array(shared, dtype=float), card, result.unit, 1.0, lambda row: row.value,
                      lambda row: row.error, lambda row: row.components, point={name: np.array(column.tolist()) for name, column in zip(names, columns)})


@checked
def xsec(process: str, *, neutrino: str = "", target: str, energy_GeV: npt.ArrayLike | None = None, flux: FluxLike | None = None,
         exposure: Settings | None = None, model: ModelLike = "sm", recoil_keV: npt.ArrayLike | None = None, at: Settings | None = None,
         method: str = "tables", precision: float = 1e-3, seed: int = 1, threads: int = 1, progress: Progress = None,
         **settings: Any) -> CrossSection:
    """Cross sections of a process.

    Args:
        process: name, such as "trident", "cevns", "nu-e", "dis" (`tridens.list_names("processes")`).
        neutrino: "numu", "nuebar", ..., or "all"; left out for processes of other particles ("dark-matter").
        target: nuclide, element, compound or named mixture: "Ar40", "CsI", "CH2".
        energy_GeV: energies of what comes in: a number or an array of any shape.
        flux: in place of energies, the average over a flux: its name, the path of a table, a dictionary or a `Flux`.
        exposure: with an absolute flux, {"mass": "75 t", "pot": 1.1e21}: also the expected events.
        model: name, "name,key=value,...", a dictionary with a name, or a `Model`.
        recoil_keV: d sigma/dT at these recoil energies (elastic scattering); broadcasts with `energy_GeV`.
        at: variable -> values with units, differential cross section there (such as dis: {"x": 0.1, "Q2": "10 GeV2"});
            broadcasts with `energy_GeV`.
        method, precision, seed: of tridents: "tables" or "montecarlo", relative precision.
        threads: to compute with.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).
        settings: of the process: pair="mu-mu+", form_factor="helm", current="nc", ...

    Returns:
        CrossSection, in cm2 (cm2/keV for d sigma/dT), in the shape of what was given.

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    if (energy_GeV is None) == (flux is None):
        raise user_error("no energy" if flux is None else "energies and a flux", "one of energy_GeV and flux is needed",
                         'give energy_GeV=5.0 or flux="dune-nd-fhc"')
    card = process_card(process, neutrino, target, settings)
    chosen = model_card(model)
    energies = None if energy_GeV is None else positive(energy_GeV, "energy_GeV")
    of_flux, of_exposure = flux_card(flux), exposure_card(exposure)
    kind = _core.process_kind(card.name)
    line = progress_of(progress, "steps" if kind == "registered" else "cross sections")
    if recoil_keV is not None and kind != "elastic":
        raise user_error(f"recoil_keV of process '{card.name}'", "only elastic scattering has a recoil spectrum", "leave it out")
    if recoil_keV is not None and (card.recoil_min or card.recoil_max):
        raise user_error("recoil_keV and recoil_min or recoil_max", "these are the limits of a total",
                         "leave them out: recoil_keV says where")
    if method != "tables" and kind != "trident":
        raise user_error(f"method = {method!r} of process '{card.name}'", "it is of tridents", "leave it out")
    if at is not None and kind != "registered":
        raise user_error(f"`at` of process '{card.name}'", "it has no such variables",
                         "use recoil_keV" if kind == "elastic" else "use histogram for distributions of its events")
    if kind == "trident":
        return _trident(card, chosen, energies, of_flux, of_exposure, _options(precision, method), seed, threads, line)
    if kind == "registered":
        return _registered(card, chosen, energies, of_flux, of_exposure, at, threads, line)
    if recoil_keV is not None:
        return _recoil_spectrum(card, chosen, energies, recoil_keV, of_flux, of_exposure, line)
    return _elastic(card, chosen, energies, of_flux, of_exposure, line)
