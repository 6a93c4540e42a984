"""A result as one HTML page, and what to cite for it."""

from __future__ import annotations

import functools
import importlib
import json
import os
import pathlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, Path, checked, user_error
from ._optional import optional
from .bounds import Bounds
from .cross_sections import CrossSection
from .events import KINETIC, EventFile, Events, Histograms
from .fits import Fit, FittedExperiment
from .histograms import Histogram
from .propagation import Flavours, Oscillogram
from .rates import Rate
from .results import Result
from .scans import Scan


class Citations(list[dict[str, Any]]):
    """What to cite: a list of dictionaries with key, type, fields (of BibTeX), authors (names as they are read), bibtex, and
    `for`: what needs it. As text (`str`), BibTeX of all of them.

    Attributes:
        unknown: references that the result states and that the bibliography of Tridens does not have.
        own: inputs that no publication stands behind, such as fluxes and experiments that were made in Python.
        unconfirmed: keys of papers whose authors and title were entered from memory and not compared with a source.
    """

    def __init__(self, result: _core.CiteResult, own: Iterable[str] = ()) -> None:
        super().__init__({"key": one.key, "type": one.type, "fields": dict(one.fields), "authors": list(one.authors),
                          "for": list(one.reasons), "bibtex": one.bibtex} for one in result.citations)
        self.unknown: list[str] = list(result.unknown)
        self.own: list[str] = list(dict.fromkeys([*result.own, *own]))
        self.unconfirmed: list[str] = list(result.unconfirmed)

    def __str__(self) -> str:
        return "\n".join(one["bibtex"] for one in self)

    def __repr__(self) -> str:
        return f"<Citations: {len(self)} entries, {', '.join(one['key'] for one in self[:4])}{', ...' if len(self) > 4 else ''}>"


def _plain(value: Any) -> Any:
    """Arrays and numbers of numpy as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _provenance(result: Result) -> dict[str, Any]:
    return {"version": result.version, "choices": dict(result.choices), "data_checksums": result.data_checksums,
            "warnings": result.warnings, "cite": result.citations}


def _of_neutrino(number: int | None, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The part of an answer that is of one neutrino; of the only one without a number."""
    return np.atleast_1d(array if number is None else array[number]).ravel()


def _cross_section(result: CrossSection) -> dict[str, Any]:
    rows = []
    several = len(result.neutrinos) > 1
    differential = result.recoil_keV is not None or bool(result.point)
    for i, neutrino in enumerate(result.neutrinos):
        of = functools.partial(_of_neutrino, i if several else None)
        values, errors = of(result.value), of(result.error)
        energies = None if result.energy_GeV is None else of(result.energy_GeV)
        recoils = None if result.recoil_keV is None else of(result.recoil_keV)
        parts = {name: of(part) for name, part in result.components.items()}
        points = {name: np.broadcast_to(np.asarray(part, dtype=object).ravel(), values.shape)
                  for name, part in (result.point or {}).items()}
        for j in range(len(values)):
            row: dict[str, Any] = {"neutrino": neutrino}
            if energies is not None:
                row["energy_GeV"] = energies[j]
            if recoils is not None:
                row["recoil_keV"] = recoils[j]
            row["point"] = {name: part[j] for name, part in points.items()}
            row.update({"dsigma" if differential else "sigma": values[j], "error": errors[j], "unit": result.unit,
                        "per": result.per, "components": {name: part[j] for name, part in parts.items()}})
            rows.append(row)
    return {"rows": rows, "process": result.process, "target": result.target, "flux": result.flux}


def _rate(result: Rate) -> dict[str, Any]:
    parts = [{"name": name, "kind": result.kinds[name], "counts": counts.ravel(), "total": result.totals[name]}
             for name, counts in result.parts.items()]
    observed: Any = [] if result.observed is None else result.observed.ravel()
    axis = result.axes[0] if result.axes else None  # a counting experiment has one number
    return {"experiment": result.experiment, "title": result.title, "exposure": result.exposure, "parts": parts,
            "signal": result.total_signal, "background": result.total_background, "observable": axis.name if axis else result.unit,
            "unit": axis.unit if axis else "", "edges": axis.edges if axis else [],
            "time_edges_us": result.axes[1].edges if len(result.axes) > 1 else [], "observed": observed,
            "observed_total": result.total_observed,
            "known problems": "; ".join(": ".join(one) for one in result.problems)}


def _fit(result: Fit) -> dict[str, Any]:
    minima = [{"parameters": values, "chi2": chi2, **share} for (values, chi2), share in zip(result.minima, result._shares)]
    intervals = [{"parameter": one.parameter, "method": one.method, "confidence": one.level, "low": low, "high": high,
                  "low_open": one.low == -np.inf, "high_open": one.high == np.inf}
                 for one in result.intervals for low, high in [one._ends]]
    standard = result.standard_model_chi2
    covariance = {"names": list(result.errors), "errors": list(result.errors.values()), "correlation": result.correlation}
    return {"title": result.title, "minima": minima, "degrees_of_freedom": result.degrees_of_freedom, "p_value": result.p_value,
            "standard_model": None if standard is None else {"chi2": standard, **(result._standard_model_share or {})},
            "intervals": intervals, "no_intervals": dict(result.no_intervals), "card": result.card,
            "experiments": [_fitted(one) for one in result.experiments.values()],
            **({"covariance": covariance} if result.errors else {"no_covariance": result.no_covariance}),
            "nuisances": [{"name": name, "meaning": pull.meaning, "unit": pull.unit, "value": pull.value, "width": pull.width}
                          for name, pull in result.nuisances.items()]}


def _fitted(one: FittedExperiment) -> dict[str, Any]:
    """An experiment as the program's JSON has it; the names of the first axis stand in its place."""
    axes: list[dict[str, Any]] = [{"name": "topology", "unit": "", "labels": one.labels}] if one.labels else []
    axes += [{"name": axis.name, "unit": axis.unit, "edges": axis.edges} for axis in one.axes]
    flat = {"bin_observed": one.observed, "bin_error": one.error, "bin_expected": one.expected, "bin_standard_model": one.standard_model}
    return {"name": one.name, "title": one.title, "data": one.data, "statistic": one.statistic, "bins": one.observed.size,
            "observed": one.observed.sum(), "expected": one.expected.sum(), "axes": axes,
            **{key: array.ravel() for key, array in flat.items() if array is not None},
            "parts": [{"name": name, "kind": one.kinds[name], "counts": counts.ravel()} for name, counts in one.parts.items()]}


def _scan(result: Scan) -> dict[str, Any]:
    grids = np.meshgrid(*result.axes.values(), indexing="ij")
    axes = [{"name": name, "title": result.labels[name], "unit": "", "logarithmic": result.logarithmic[name],
             "values": grid.ravel()} for name, grid in zip(result.axes, grids)]
    chi2 = result.chi2.ravel()
    return {"title": result.title, "axes": axes, "chi2": chi2, "converged": np.isfinite(chi2), "best": {}, "confidence": []}


def _bounds(result: Bounds) -> dict[str, Any]:
    return {**result._plane(), "plane": result.title, "title": f"Bounds on the {result.title}"}


def _sources(histograms: Sequence[Histogram]) -> dict[str, Any]:
    """Provenance of the one result that histograms were made from; nothing for several, or for numbers of a user."""
    found = {id(one.result): one.result for one in histograms if one.result is not None}
    return {"provenance": _plain(_provenance(one)) for one in found.values()} if len(found) == 1 else {}


def _errors(one: Histogram) -> Array:
    variances = one.variances()
    return np.zeros(len(one.axes[0])) if variances is None else np.asarray(np.sqrt(variances))


def _histograms(histograms: Sequence[Histogram]) -> dict[str, Any]:
    shown = []
    for one in histograms:
        if len(one.axes) != 1:
            raise user_error(f"the histogram {one.name} has {len(one.axes)} axes", "a report shows those of one", "use project()")
        shown.append({**{key: flow for key, flow in (("underflow", one.underflow), ("overflow", one.overflow)) if flow is not None},
                      "components": {name: {"content": part.values(), "error": _errors(part)} for name, part in one.components.items()},
                      "variable": one.axes[0].name, "unit": one.axes[0].unit, "edges": one.axes[0].edges, "content": one.values(),
                      "error": _errors(one)})
    return {"histograms": shown, "content_unit": histograms[0].unit, "version": _core.version(), **_sources(histograms)}


_DOCUMENTS: list[tuple[type[Result], str, Callable[[Any], dict[str, Any]]]] = [
    (CrossSection, "cross section", _cross_section), (Rate, "rate", _rate), (Fit, "fit", _fit), (Scan, "scan", _scan),
              (Bounds, "bounds", _bounds)]
_WITH_PAGE = (*(kind for kind, _, _ in _DOCUMENTS), Events, Histograms)


def _length(particles: npt.NDArray[Any]) -> Array:
    length: Array = np.sqrt(np.sum([particles[name] ** 2 for name in ("px_GeV", "py_GeV", "pz_GeV")], axis=0, dtype=float))
    return length


def _events(result: Events) -> dict[str, Any]:
    final = result.particles[np.isin(result.particles["status"], (1, 4))]
    beam = final[final["status"] == 4]
    _, first = np.unique(beam["event"], return_index=True)
    place = np.searchsorted(beam["event"][first], final["event"])
    axis = beam[first][place]
    dot = sum(final[name] * axis[name] for name in ("px_GeV", "py_GeV", "pz_GeV"))
    kinetic = result._column(KINETIC, final)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = dot / (_length(final) * _length(axis))
    table = np.stack([kinetic, cosine, result.events["weight"][final["event"]]], axis=1)
    kinds = {(int(status), int(pdg)) for status, pdg in zip(final["status"], final["pdg"])}
    numbers, counts = np.unique(result.events["process_id"], return_counts=True)
    return {"title": "Events", "attributes": {}, "event_count": len(result), "process_names": result.process_names,
            "cross_section_cm2": result.cross_section_cm2, "process_counts": dict(zip(numbers.tolist(), counts.tolist())),
            "particles": {kind: table[(final["status"] == kind[0]) & (final["pdg"] == kind[1])] for kind in kinds}}


def _document(result: Any) -> tuple[str, dict[str, Any]]:
    """(kind, dictionary in the shape of the program's JSON) of a result of this package."""
    for kind, name, convert in _DOCUMENTS:
        if isinstance(result, kind):
            return name, {**_plain(convert(result)), "provenance": _plain(_provenance(result))}
    if isinstance(result, Events):
        return "events", {**_events(result), "provenance": _plain(_provenance(result))}
    if isinstance(result, Histograms):
        if len(result) == 0:
            raise user_error("a report without a histogram", "the card asks for cuts alone", "add [[histogram]] to it")
        return "histogram", {**_plain(_histograms(result)), "provenance": _plain(_provenance(result))}
    histograms = _listed(result)
    if histograms:
        return "histogram", _plain(_histograms(histograms))
    if isinstance(result, Result):
        raise user_error(f"no page for {type(result).__name__}", "pages are made of cross sections, rates, events, histograms, fits, scans and bounds",
                         "draw it with its plot() and tridens.figures.save, and use tridens.cite")
    raise _no_result(result, "page")


def _no_result(result: Any, what: str) -> Exception:
    return user_error(f"no {what} for {result!r:.60}", f"the type {type(result).__name__} is no result of tridens",
                      "give what tridens.rate, fit, ... return, or a file that Tridens wrote")


def _listed(result: Any) -> list[Histogram]:
    """One histogram or several as a list; empty for anything else."""
    histograms = [result] if isinstance(result, Histogram) else result
    if isinstance(histograms, Sequence) and all(isinstance(one, Histogram) for one in histograms):
        return list(histograms)
    return []


def _stated(result: Any) -> dict[str, Any]:
    """What a result in memory says of its inputs. Histograms say what the results say that they were made from."""
    if isinstance(result, Histograms) or (isinstance(result, Result) and not isinstance(result, _WITH_PAGE)):
        return {"provenance": _plain(_provenance(result))}
    histograms = _listed(result)
    if histograms:
        sources = {id(one.result): one.result for one in histograms if one.result is not None}
        return {"version": _core.version(), "results": [_stated(one) for one in sources.values()]}
    if not isinstance(result, Result):
        raise _no_result(result, "citations")
    return {key: value for key, value in _document(result)[1].items() if key not in ("particles", "process_counts", "process_names")}


def _path(result: Any) -> str | None:
    """The file that a result is, or stands for; None for one in memory."""
    if isinstance(result, EventFile):
        return str(result.output)
    return os.fspath(result) if isinstance(result, (str, os.PathLike)) else None


@checked
def cite(result: Result | Histogram | Sequence[Histogram] | Path) -> Citations:
    """What to cite for a result: Tridens, and the papers of every physics input that entered it.

    Args:
        result: what `tridens.xsec`, `rate`, `fit`, `scan`, `bounds`, `generate`, `histogram`, `oscillogram`, `transmission` or
            `flavours` returned, histograms of them, the path of a file that Tridens wrote, or a name of `tridens.list_names`.

    Returns:
        Citations

    Raises:
        ValueError: for what is no result of Tridens.
    """
    path = _path(result)
    if path is not None:
        return Citations(_core.cite(path, ""), result._own if isinstance(result, Result) else ())
    sources = [result] if isinstance(result, Result) else [one.result for one in _listed(result) if one.result is not None]
    return Citations(_core.cite("", json.dumps(_stated(result))), [name for one in sources for name in one._own])


@checked
def report(result: Result | Histogram | Sequence[Histogram] | Path, path: Path, *, force: bool = False) -> pathlib.Path:
    """Writes a result as one HTML page that needs nothing from outside: tables, figures, provenance, citations.

    Args:
        result: as for `cite`, without names, oscillograms and flavours.
        path: HTML file.
        force: replace an existing file.

    Returns:
        pathlib.Path: of the page.

    Raises:
        ValueError: for what is no result of Tridens, a file that exists, and without plotly.
    """
    optional("plotly", "a page")
    documents, page, sections = (importlib.import_module(f"tridens_report.{name}") for name in ("documents", "page", "sections"))
    try:
        if not str(path).endswith(".html"):
            raise page.ReportError(f"the output '{path}' does not end in .html (the ending says what is written) name it 'page.html'")
        if pathlib.Path(path).exists() and not force:
            raise page.ReportError(f"'{path}' exists (files are not replaced unasked) give another name or force=True")
        file = _path(result)
        if file is not None:
            kind, document = documents.read(file)
        else:
            kind, document = _document(result)
        citations = cite(result)
        stated = {"citations": list(citations), "unknown": citations.unknown}
        page.write_whole(path, sections.page_of(kind, document, stated), force)
    except page.ReportError as error:
        raise _core.UserError(str(error)) from None
    return pathlib.Path(path)
