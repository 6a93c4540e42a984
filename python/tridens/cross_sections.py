"""Cross sections: totals, recoil spectra and other differential ones, at energies or averaged over a flux."""

import numpy as np

from . import _core
from ._arguments import exposure_card, flux_card, model_card, positive, process_card, text_of, user_error
from .figures import axes_or_new
from .results import Result, shape_text

FEMTOBARN_cm2 = 1e-39
_NO_ENERGY = "an average over the flux"


class CrossSection(Result):
    """Cross sections in numpy arrays.

    Attributes:
        process, target: as asked.
        neutrinos: names of the species; with several, they are the first axis of every array.
        energy_GeV: neutrino energies, in the shape of the answer; None for an average over a flux.
        recoil_keV: recoil energies of d sigma/dT, in the shape of the answer; None for totals.
        point: variable -> values of other differential cross sections.
        value, error: cross section and its numerical error, in `unit` per `per`.
        components: name -> part of `value`: coherent, proton, ...
        events: for the exposure, None without one.
        below_threshold: True where the process is closed.
    """

    def __init__(self, provenance, **fields):
        super().__init__(provenance)
        self.point = {}
        self.recoil_keV = None
        self.events = None
        self.__dict__.update(fields)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.value, dtype=dtype)

    def __repr__(self):
        where = _NO_ENERGY if self.energy_GeV is None else f"{shape_text(self.value)} values"
        return (f"<CrossSection of {self.process} on {self.target}, {', '.join(self.neutrinos)}: {where} in "
                f"{self.unit} per {self.per}>")

    def plot(self, axes=None, **style):
        """Against the recoil energy when there is one, else against the neutrino energy, with its components."""
        if self.energy_GeV is None and self.recoil_keV is None:
            raise user_error("no figure of an average over the flux", "it is one number")
        axes = axes_or_new(axes)
        x, label = self.energy_GeV, "neutrino energy [GeV]"
        if self.recoil_keV is not None:
            x, label = self.recoil_keV, "recoil energy [keV]"
        x = np.atleast_1d(x)
        several = len(self.neutrinos) > 1
        for i, neutrino in enumerate(self.neutrinos):
            value = np.atleast_1d(self.value[i] if several else self.value)
            axes.plot(x[i] if several else x, value, label=f"{neutrino} {self.target}", **style)
        if not several:
            for name, part in self.components.items():
                if len(self.components) > 1:
                    axes.plot(x, np.atleast_1d(part), ls="--", lw=1.0, label=name)
        axes.set(xscale="log", yscale="log", xlabel=label, ylabel=f"cross section [{self.unit} per {self.per}]",
                 title=self.process)
        axes.legend()
        return axes


def _options(precision, method):
    card = _core.PrecisionCard()
    card.relative, card.method = float(precision), str(method)
    return card


def _by_neutrino(rows):
    """Rows in the order of the answer, one list per neutrino."""
    groups = {}
    for row in rows:
        groups.setdefault(row.neutrino, []).append(row)
    return groups


def _stack(parts, shape):
    arrays = [np.array(part).reshape(shape) for part in parts]
    return arrays[0] if len(arrays) == 1 else np.stack(arrays)


def _events(groups, shape):
    lists = [[row.events for row in rows] for rows in groups]
    if any(events is None for events in lists[0]):
        return None
    return _stack(lists, shape)


def _from_rows(result, groups, shape, energies, process, target, unit, factor, value, error, components):
    groups_in_order = list(groups.values())
    repeat = (lambda x: np.stack([x] * len(groups)) if len(groups) > 1 else x)
    parts = {name: factor * _stack([[dict(components(row)).get(name, 0.0) for row in rows] for rows in groups_in_order], shape)
             for name in dict.fromkeys(name for row in groups_in_order[0] for name, _ in components(row))}
    return CrossSection(
        result.provenance, process=process, target=target, neutrinos=list(groups),
        energy_GeV=None if energies is None else repeat(energies),
        value=factor * _stack([[value(row) for row in rows] for rows in groups_in_order], shape),
        error=factor * _stack([[error(row) for row in rows] for rows in groups_in_order], shape),
        components=parts, events=_events(groups_in_order, shape), unit=unit, per=result.per, flux=result.flux,
        below_threshold=_stack([[row.below_threshold for row in rows] for rows in groups_in_order], shape))


def _trident(card, model, energies, flux, exposure, precision, seed, threads):
    result = _core.xsec(card, model, [] if energies is None else energies.ravel().tolist(), flux, exposure, precision,
                        False, seed, threads)
    pairs = {row.pair for row in result.rows}
    if len(pairs) > 1:
        raise user_error(f"{len(pairs)} lepton pairs", "one at a time fits in an array", 'give pair="mu-mu+"')
    groups, parts = {}, {}
    for row in result.rows:
        key = (row.neutrino, row.energy_GeV)
        if row.component == "total":
            groups.setdefault(row.neutrino, []).append(row)
        else:
            parts.setdefault(key, []).append((row.component, row.sigma_fb))
    shape = () if energies is None else energies.shape
    if not groups:  # a single component is its own total
        groups = _by_neutrino(result.rows)
    return _from_rows(result, groups, shape, energies, card.name, card.target, "cm2", FEMTOBARN_cm2,
                      lambda row: row.sigma_fb, lambda row: row.error_fb,
                      lambda row: parts.get((row.neutrino, row.energy_GeV), []))


def _elastic(card, model, energies, flux, exposure):
    result = _core.elastic_xsec(card, model, [] if energies is None else energies.ravel().tolist(), flux, exposure, [],
                                [])
    shape = () if energies is None else energies.shape
    return _from_rows(result, _by_neutrino(result.rows), shape, energies, card.name, card.target, "cm2", 1.0,
                      lambda row: row.value, lambda row: row.error, lambda row: row.components)


def _recoil_spectrum(card, model, energies, recoil_keV, flux, exposure):
    recoil_keV = positive(recoil_keV, "recoil_keV")
    if energies is None:
        result = _core.elastic_xsec(card, model, [], flux, exposure, (recoil_keV.ravel() * 1e-6).tolist(), [])
        answer = _from_rows(result, _by_neutrino(result.rows), recoil_keV.shape, None, card.name, card.target,
                            "cm2/keV", 1.0, lambda row: row.value, lambda row: row.error, lambda row: row.components)
        answer.recoil_keV = (recoil_keV if len(answer.neutrinos) == 1 else
                             np.stack([recoil_keV] * len(answer.neutrinos)))
        return answer
    try:
        energies, recoil_keV = np.broadcast_arrays(energies, recoil_keV)
    except ValueError:
        raise user_error(f"energy_GeV of shape {energies.shape} and recoil_keV of shape {recoil_keV.shape}",
                         "they do not broadcast", "use energy_GeV[:, None] for a table of both") from None
    process = _core.Process(card, model, float(energies.max()))
    value = np.array(process.recoil_spectrum(energies.ravel().tolist(), (recoil_keV.ravel() * 1e-6).tolist()))
    # One total at one energy: what was chosen, for the provenance.
    described = _core.elastic_xsec(card, model, [float(energies.flat[0])], None, None, [float(recoil_keV.flat[0]) * 1e-6], [])
    return CrossSection(described.provenance, process=card.name, target=card.target, neutrinos=[card.neutrino],
                        energy_GeV=np.array(energies), recoil_keV=np.array(recoil_keV), unit="cm2/keV",
                        per=described.per, value=value.reshape(energies.shape), error=np.zeros(energies.shape),
                        components={}, flux="", below_threshold=(value == 0.0).reshape(energies.shape))


def _registered(card, model, energies, flux, exposure, at):
    if not at:
        result = _core.process_xsec(card, model, [] if energies is None else energies.ravel().tolist(), flux, exposure,
                                    [], ".")
        shape = () if energies is None else energies.shape
        return _from_rows(result, _by_neutrino(result.rows), shape, energies, card.name, card.target, result.unit, 1.0,
                          lambda row: row.value, lambda row: row.error, lambda row: row.components)
    if energies is None or card.neutrino == "all":
        raise user_error("a differential cross section averaged over a flux, or of all neutrinos",
                         "`at` is for fixed energies and one neutrino", "give energy_GeV and one neutrino")
    names = list(at)
    columns = [np.asarray(at[name], dtype=object) for name in names]
    try:
        energies, *columns = np.broadcast_arrays(energies, *columns)
    except ValueError:
        raise user_error("energy_GeV and `at` have different shapes", "they do not broadcast") from None
    points = [{name: text_of(column.flat[i], name) for name, column in zip(names, columns)} for i in range(energies.size)]
    rows, result = [None] * energies.size, None
    for energy in np.unique(energies):
        which = np.flatnonzero(energies.ravel() == energy)
        result = _core.process_xsec(card, model, [float(energy)], None, exposure, [points[i] for i in which], ".")
        for i, row in zip(which, result.rows):
            rows[i] = row
    answer = _from_rows(result, {card.neutrino: rows}, energies.shape, np.array(energies), card.name, card.target,
                        result.unit, 1.0, lambda row: row.value, lambda row: row.error, lambda row: row.components)
    answer.point = {name: np.array(column.tolist()) for name, column in zip(names, columns)}
    return answer


def xsec(process, *, neutrino, target, energy_GeV=None, flux=None, exposure=None, model="sm", recoil_keV=None, at=None,
         method="tables", precision=1e-3, seed=1, threads=1, **settings):
    """Cross sections of a process.

    Args:
        process: name, such as "trident", "cevns", "nu-e", "dis" (`tridens.list_names("processes")`).
        neutrino: "numu", "nuebar", ..., or "all".
        target: nuclide, element, compound or named mixture: "Ar40", "CsI", "CH2".
        energy_GeV: neutrino energies: a number or an array of any shape.
        flux: in place of energies, the average over a flux: its name, the path of a table, or a `Flux`.
        exposure: with an absolute flux, {"mass": "75 t", "pot": 1.1e21}: also the expected events.
        model: name, "name,key=value,...", or a `Model`.
        recoil_keV: d sigma/dT at these recoil energies (elastic scattering); broadcasts with `energy_GeV`.
        at: variable -> values with units, differential cross section there (such as dis: {"x": 0.1, "Q2": "10 GeV2"});
            broadcasts with `energy_GeV`.
        method, precision, seed, threads: of tridents: "tables" or "montecarlo", relative precision.
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
    model = model_card(model)
    energies = None if energy_GeV is None else positive(energy_GeV, "energy_GeV")
    flux, exposure = flux_card(flux), exposure_card(exposure)
    kind = _core.process_kind(card.name)
    if recoil_keV is not None and kind != "elastic":
        raise user_error(f"recoil_keV of process '{card.name}'", "only elastic scattering has a recoil spectrum")
    if at is not None and kind != "registered":
        raise user_error(f"`at` of process '{card.name}'", "it has no such variables", "use recoil_keV")
    if kind == "trident":
        return _trident(card, model, energies, flux, exposure, _options(precision, method), seed, threads)
    if kind == "registered":
        return _registered(card, model, energies, flux, exposure, at)
    if recoil_keV is not None:
        return _recoil_spectrum(card, model, energies, recoil_keV, flux, exposure)
    return _elastic(card, model, energies, flux, exposure)
