"""A result as one HTML page, and what to cite for it."""

import json
import os
import pathlib

import numpy as np

from . import _core
from ._arguments import user_error
from .bounds import Bounds
from .cross_sections import CrossSection
from .events import EventFile, Events
from .fits import Fit, Scan
from .histograms import Histogram
from .rates import Rate
from .results import Result


class Citations(list):
    """What to cite: a list of dictionaries with key, type, fields (of BibTeX), bibtex, and `for`: what needs it. As text
    (`str`), BibTeX of all of them.

    Attributes:
        unknown: references that the result states and that the bibliography of Tridens does not have.
        own: inputs that no publication stands behind.
    """

    def __init__(self, result):
        super().__init__({"key": one.key, "type": one.type, "fields": dict(one.fields), "for": list(one.reasons),
                          "bibtex": one.bibtex} for one in result.citations)
        self.unknown, self.own = list(result.unknown), list(result.own)

    def __str__(self):
        return "\n".join(one["bibtex"] for one in self)

    def __repr__(self):
        return f"<Citations: {len(self)} entries, {', '.join(one['key'] for one in self[:4])}{', ...' if len(self) > 4 else ''}>"


def _plain(value):
    """Arrays and numbers of numpy as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _provenance(result):
    return {"version": result.version, "choices": dict(result.choices), "data_checksums": result.data_checksums,
            "warnings": result.warnings, "cite": result.citations}


def _cross_section(result):
    rows = []
    several = len(result.neutrinos) > 1
    differential = result.recoil_keV is not None or bool(result.point)
    for i, neutrino in enumerate(result.neutrinos):
        of = lambda array: np.atleast_1d(array[i] if several else array).ravel()
        values, errors = of(result.value), of(result.error)
        energies = None if result.energy_GeV is None else of(result.energy_GeV)
        recoils = None if result.recoil_keV is None else of(result.recoil_keV)
        parts = {name: of(part) for name, part in result.components.items()}
        points = {name: np.broadcast_to(np.asarray(part, dtype=object).ravel(), values.shape)
                  for name, part in (result.point or {}).items()}
        for j in range(len(values)):
            row = {"neutrino": neutrino}
            if energies is not None:
                row["energy_GeV"] = energies[j]
            if recoils is not None:
                row["recoil_keV"] = recoils[j]
            row["point"] = {name: part[j] for name, part in points.items()}
            row.update({"dsigma" if differential else "sigma": values[j], "error": errors[j], "unit": result.unit,
                        "per": result.per, "components": {name: part[j] for name, part in parts.items()}})
            rows.append(row)
    return {"rows": rows, "process": result.process, "target": result.target, "flux": result.flux}


def _rate(result):
    parts = [{"name": name, "kind": result.kinds[name], "counts": counts.ravel(), "total": counts.sum()}
             for name, counts in result.parts.items()]
    observed = [] if result.observed is None else result.observed.ravel()
    return {"experiment": result.experiment, "title": result.title, "exposure": result.exposure, "parts": parts,
            "signal": result.signal.sum(), "background": result.background.sum(), "observable": result.axes[0].name,
            "unit": result.axes[0].unit, "edges": result.axes[0].edges,
            "time_edges_us": result.axes[1].edges if len(result.axes) > 1 else [], "observed": observed,
            "observed_total": None if result.observed is None else result.observed.sum(),
            "known problems": "; ".join(": ".join(one) if isinstance(one, tuple) else str(one) for one in result.problems)}


def _fit(result):
    minima = [{"parameters": values, "chi2": chi2, "penalty": None, "experiments": {}} for values, chi2 in result.minima]
    intervals = [{"parameter": name, "method": method, "confidence": confidence, "low": low, "high": high,
                  "low_open": low == -np.inf, "high_open": high == np.inf}
                 for name, method, confidence, low, high in result.intervals]
    standard = result.standard_model_chi2
    return {"title": result.title, "minima": minima, "degrees_of_freedom": result.degrees_of_freedom, "p_value": result.p_value,
            "standard_model": None if standard is None else {"chi2": standard, "penalty": None, "experiments": {}},
            "intervals": intervals, "no_intervals": dict(result.no_intervals),
            "nuisances": [{"name": name, "value": value, "width": width} for name, (value, width) in result.nuisances.items()]}


def _scan(result):
    grids = np.meshgrid(*result.axes.values(), indexing="ij")
    axes = [{"name": name, "title": result.labels[name], "unit": "", "logarithmic": result.logarithmic[name],
             "values": grid.ravel()} for name, grid in zip(result.axes, grids)]
    chi2 = result.chi2.ravel()
    return {"title": result.title, "axes": axes, "chi2": chi2, "converged": np.isfinite(chi2), "best": {}, "confidence": []}


def _bounds(result):
    bounds = []
    for one in result:
        kind = {"upper limit": "limit", "preferred": "band"}.get(one.shape, one.shape)
        bounds.append({"name": one.name, "title": one.title, "year": one.year, "confidence": one.confidence,
                       "exposure": one.exposure, "papers": list(one.papers), "projection": one.projection, "kind": kind,
                       "origin": "computed" if one.computed else "tabulated",
                       "curves": [{"mass_GeV": mass, "coupling": coupling, "upper": upper} for mass, coupling, upper in one.curves]})
    return {"plane": result.title, "title": f"Bounds on the {result.title}", "coupling": result.coupling, "bounds": bounds}


def _histograms(histograms):
    shown = []
    for one in histograms:
        if len(one.axes) != 1:
            raise user_error(f"the histogram {one.name} has {len(one.axes)} axes", "a report shows those of one", "use project()")
        variances = one.variances()
        shown.append({"variable": one.axes[0].name, "unit": one.axes[0].unit, "edges": one.axes[0].edges, "content": one.values(),
                      "error": np.zeros(len(one.axes[0])) if variances is None else np.sqrt(variances)})
    return {"histograms": shown, "content_unit": histograms[0].unit, "version": _core.version()}


_DOCUMENTS = [(CrossSection, "cross section", _cross_section), (Rate, "rate", _rate), (Fit, "fit", _fit), (Scan, "scan", _scan),
              (Bounds, "bounds", _bounds)]


def _events(result):
    final = result.particles[np.isin(result.particles["status"], (1, 4))]
    beam = final[final["status"] == 4]
    _, first = np.unique(beam["event"], return_index=True)
    place = np.searchsorted(beam["event"][first], final["event"])
    axis = beam[first][place]
    dot = sum(final[name] * axis[name] for name in ("px_GeV", "py_GeV", "pz_GeV"))
    length = lambda particles: np.sqrt(sum(particles[name] ** 2 for name in ("px_GeV", "py_GeV", "pz_GeV")))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = dot / (length(final) * length(axis))
    table = np.stack([final["energy_GeV"], cosine, result.events["weight"][final["event"]]], axis=1)
    kinds = {(int(status), int(pdg)) for status, pdg in zip(final["status"], final["pdg"])}
    numbers, counts = np.unique(result.events["process_id"], return_counts=True)
    return {"title": "Events", "attributes": {}, "event_count": len(result), "process_names": result.process_names,
            "cross_section_cm2": result.cross_section_cm2, "process_counts": dict(zip(numbers.tolist(), counts.tolist())),
            "particles": {kind: table[(final["status"] == kind[0]) & (final["pdg"] == kind[1])] for kind in kinds}}


def _document(result):
    """(kind, dictionary in the shape of the program's JSON) of a result of this package."""
    for kind, name, convert in _DOCUMENTS:
        if isinstance(result, kind):
            return name, {**_plain(convert(result)), "provenance": _plain(_provenance(result))}
    if isinstance(result, Events):
        return "events", {**_events(result), "provenance": _plain(_provenance(result))}
    histograms = [result] if isinstance(result, Histogram) else result
    if isinstance(histograms, (list, tuple)) and histograms and all(isinstance(one, Histogram) for one in histograms):
        return "histogram", _plain(_histograms(list(histograms)))
    raise user_error(f"no report of a {type(result).__name__}", "it is no result of tridens", "give what tridens.rate, fit, ... return, or a file")


def _path(result):
    """The file that a result is, or stands for; None for one in memory."""
    if isinstance(result, EventFile):
        return str(result.output)
    return os.fspath(result) if isinstance(result, (str, os.PathLike)) else None


def _cite(result, document):
    path = _path(result)
    if path is not None:
        return Citations(_core.cite(path, ""))
    stated = {key: value for key, value in document.items() if key not in ("particles", "process_counts", "process_names")}
    return Citations(_core.cite("", json.dumps(stated)))


def cite(result):
    """What to cite for a result: Tridens, and the papers of every physics input that entered it.

    Args:
        result: what `tridens.xsec`, `rate`, `fit`, `scan`, `bounds`, `generate` or `histogram` returned, the path of a file
            that Tridens wrote, or a name of `tridens.list_names`.

    Returns:
        Citations

    Raises:
        ValueError: for what is no result of Tridens.
    """
    return _cite(result, None if _path(result) is not None else _document(result)[1])


def report(result, path, *, force=False):
    """Writes a result as one HTML page that needs nothing from outside: tables, figures, provenance, citations.

    Args:
        result: as for `cite`, without names.
        path: HTML file.
        force: replace an existing file.

    Returns:
        pathlib.Path: of the page.

    Raises:
        ValueError: for what is no result of Tridens, a file that exists, and without plotly.
    """
    from tridens_report import documents, page, sections

    try:
        if not str(path).endswith(".html"):
            raise page.ReportError(f"the output '{path}' does not end in .html (the ending says what is written) name it 'page.html'")
        if pathlib.Path(path).exists() and not force:
            raise page.ReportError(f"'{path}' exists (files are not replaced unasked) give another name or force=True")
        file = _path(result)
        if file is not None:
            citations = _cite(result, None)
            kind, document = documents.read(file)
        else:
            kind, document = _document(result)
            citations = _cite(result, document)
        stated = {"citations": list(citations), "unknown": citations.unknown}
        page.write_whole(path, sections.page_of(kind, document, stated), force)
    except page.ReportError as error:
        raise _core.UserError(str(error)) from None
    return pathlib.Path(path)
