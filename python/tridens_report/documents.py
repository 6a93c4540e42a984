"""What Tridens writes, as dictionaries of one shape for each kind of result, whatever the format of the file."""

import csv
import gzip
import json
import pathlib

from .page import ReportError

#: Events of a file that are read for its distributions.
FIRST_EVENTS = 20000


def _open_text(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8", errors="replace")


def provenance_of(document):
    """version, choices, data and warnings, from wherever the result keeps them."""
    stated = document.get("provenance")
    if isinstance(stated, list):  # of contours: pairs, as in the table that they were drawn from
        pairs = [(key, value) for key, value in stated if key != "cite" and not key.startswith("best ")]
        return {"version": str(document.get("version", "")), "warnings": [],
                "choices": {key: value for key, value in pairs if not key.startswith("sha256 ")},
                "data": {key[7:]: value for key, value in pairs if key.startswith("sha256 ")}}
    stated = stated if isinstance(stated, dict) else document
    data = stated.get("data_sha256") or stated.get("data_checksums") or {}
    return {"version": str(stated.get("version", "")), "choices": dict(stated.get("choices") or {}), "data": dict(data),
            "warnings": list(stated.get("warnings") or [])}


def kind_of_json(document):
    """The kind of a JSON result by its fields; "" when no verb writes such a thing."""
    has = lambda *names: all(name in document for name in names)
    if has("entries"):
        return "gallery"
    if has("bounds", "plane"):
        return "bounds"
    if has("minima"):
        return "fit"
    if has("axes", "regions"):
        return "contours"
    if has("axes", "chi2"):
        return "scan"
    if has("histograms"):
        return "histogram"
    if has("parts", "experiment"):
        return "rate"
    if has("particles", "event_count"):
        return "events"
    rows = document.get("rows")
    if isinstance(rows, list) and rows:
        return "reproduction" if "verdict" in rows[0] else "cross section"
    if has("output"):
        return "summary"
    return ""


def read(path):
    """(kind, document) of a file. ReportError for what no verb of Tridens writes."""
    with _open_text(path) as stream:
        begin = stream.read(4096)
    if begin.lstrip().startswith("HepMC::"):
        return "events", events_document(path)
    if begin.startswith("#"):
        return _table_document(path)
    with _open_text(path) as stream:
        document = json.load(stream)
    kind = kind_of_json(document) if isinstance(document, dict) else ""
    if not kind:
        raise ReportError(f"'{path}' cannot be shown (no verb of Tridens writes such JSON) give what a verb printed with --json")
    return kind, document


def _table(path):
    """Header lines as (key, value), names of the columns, rows."""
    header, lines = [], []
    with _open_text(path) as stream:
        for line in stream:
            if line.startswith("#"):
                key, _, value = line[1:].strip().partition(": ")
                header.append((key, value))
            elif line.strip():
                lines.append(line)
    rows = list(csv.reader(lines))
    return header, rows[0] if rows else [], rows[1:]


def _value(text):
    return float(text) if text not in ("", None) else None


def _header_provenance(header):
    provenance = {"choices": {}, "data_sha256": {}, "warnings": []}
    for key, value in header:
        name, equals, text = value.partition(" = ")
        if key in ("version", "tridens"):
            provenance["version"] = value
        elif key == "source" and value.startswith("Tridens "):
            provenance["version"] = value[8:]
        elif key == "sha256":
            checksum, _, table = value.partition(" ")
            provenance["data_sha256"][table] = checksum
        elif key == "provenance" and name.startswith("sha256 "):
            provenance["data_sha256"][name[7:]] = text
        elif key in ("choice", "provenance") and equals and name != "cite":
            provenance["choices"][name] = text
        elif key == "warning":
            provenance["warnings"].append(value)
    return provenance


def _table_document(path):
    header, columns, rows = _table(path)
    keys = dict(reversed(header))
    document = {"provenance": _header_provenance(header), "title": keys.get("title", pathlib.Path(path).name)}
    card = [value for key, value in header if key == "card" or key == "card:"]
    if card:
        document["card"] = "\n".join("" if line == "card:" else line for line in card)
    if not rows:
        raise ReportError(f"'{path}' has no rows (a table of Tridens has some) compute it again")
    if "tridens-scan" in keys:
        return "scan", {**document, **_scan(header, columns, rows)}
    if "plane" in keys:
        return "bounds", {**document, **_bounds(header, keys, columns, rows)}
    if columns[:3] == ["histogram", "variable", "unit"]:
        return "histogram", {**document, **_histograms(header, keys, columns, rows)}
    if keys.get("content") == "counts per bin":
        return "rate", {**document, **_rate(keys, columns, rows)}
    # Contours and other tables: as they are.
    return "table", {**document, "columns": columns, "rows": rows}


def _scan(header, columns, rows):
    axes = []
    for key, value in header:
        if key == "axis":
            axes.append({"name": value, "title": value, "unit": "", "logarithmic": False})
        elif key == "axis-title":
            axes[-1]["title"] = value
        elif key == "axis-unit":
            axes[-1]["unit"] = value
        elif key == "axis-scale":
            axes[-1]["logarithmic"] = value == "log"
    column = {name: i for i, name in enumerate(columns)}
    for axis in axes:
        axis["values"] = [_value(row[column[axis["name"]]]) for row in rows]
    best = {key[5:]: float(value) for key, value in
            ((text.partition(" = ")[0], text.partition(" = ")[2]) for key, text in header if key == "provenance")
            if key.startswith("best ")}
    confidence = []
    for key, value in header:
        if key == "card" and value.startswith("confidence = "):
            confidence = json.loads(value[13:])
    return {"axes": axes, "chi2": [_value(row[column["chi2"]]) for row in rows], "best": best,
            "converged": [row[column["converged"]] == "1" for row in rows], "confidence": confidence}


def _bounds(header, keys, columns, rows):
    described = {key: value for key, value in header}
    bounds, curves = {}, {}
    for name, curve, mass, coupling, upper in (row[:5] for row in rows):
        if name not in bounds:
            text, _, rest = described.get(name, name).rpartition(" (")
            origin, _, rest = rest.partition(", ")
            confidence, _, rest = rest.partition("); ")
            kind, _, papers = rest.partition("; ")
            bounds[name] = {"name": name, "title": text or name, "origin": origin, "confidence": confidence, "kind": kind,
                            "papers": [one for one in papers.split(", ") if one], "projection": "projection" in name,
                            "curves": []}
        one = curves.get((name, curve))
        if one is None:
            one = curves[name, curve] = {"mass_GeV": [], "coupling": [], "upper": []}
            bounds[name]["curves"].append(one)
        one["mass_GeV"].append(float(mass))
        one["coupling"].append(float(coupling))
        if upper:
            one["upper"].append(float(upper))
    return {"plane": keys["plane"], "coupling": "coupling", "bounds": list(bounds.values())}


def _histograms(header, keys, columns, rows):
    histograms, cuts = {}, []
    parts = [name for name in columns[7:] if not name.endswith("_error")]
    for key, value in header:
        if key == "cut":
            name, passed, efficiency = (value.rsplit("; ", 2) + ["", ""])[:3]
            number = lambda text: [float(one) for one in text.split(" ", 1)[1].split(" +- ")]
            (passed, error), (efficiency, efficiency_error) = number(passed), number(efficiency)
            cuts.append({"name": name, "passed": passed, "error": error,
                         "efficiency": {"value": efficiency, "error": efficiency_error}})
    for row in rows:
        line = dict(zip(columns, row))
        one = histograms.setdefault(line["histogram"], {
            "variable": line["variable"], "unit": line["unit"], "edges": [], "content": [], "error": [],
            "components": {name: {"content": [], "error": []} for name in parts}})
        if not line["from"]:
            one["edges"].append(float(line["to"]))
            one["underflow"] = float(line["content"])
            continue
        if not line["to"]:
            one["overflow"] = float(line["content"])
            continue
        one["edges"].append(float(line["to"]))
        one["content"].append(float(line["content"]))
        one["error"].append(_value(line["error"]))
        for name in parts:
            one["components"][name]["content"].append(float(line[name]))
            one["components"][name]["error"].append(_value(line[f"{name}_error"]))
    return {"histograms": list(histograms.values()), "cuts": cuts,
            "content_unit": keys.get("content_unit", "").split(" per ")[0]}


def _rate(keys, columns, rows):
    low = [i for i, name in enumerate(columns) if "_low" in name]
    observable, _, unit = columns[low[0]].partition("_low_")
    edges = sorted({float(row[i]) for row in rows for i in (low[0], low[0] + 1)})
    times = sorted({float(row[i]) for row in rows for i in (low[1], low[1] + 1)}) if len(low) > 1 else []
    first = 2 * len(low)
    names = columns[first:]
    column = lambda i: [float(row[i]) for row in rows]
    counts = {name: column(first + i) for i, name in enumerate(names)}
    observed = counts.pop("observed", [])
    experiment, _, title = keys.get("title", "").removeprefix("expected counts of ").partition(": ")
    # The table does not say which parts are signal; processes stand before their neutrino.
    parts = [{"name": name.replace("_", " "), "kind": "", "counts": values, "total": sum(values)}
             for name, values in counts.items()]
    return {"experiment": experiment, "title": title or experiment, "exposure": keys.get("exposure", ""), "parts": parts,
            "edges": edges, "time_edges_us": times, "observable": observable.replace("_", " "), "unit": unit,
            "observed": observed, "observed_total": sum(observed) if observed else None}


def _first_events(path, pyhepmc, np):
    """(status, PDG number) -> array of energy, cosine of the angle to the beam and weight; process -> number of events."""
    pieces, process_counts = [], {}
    with pyhepmc.open(str(path)) as file:
        for number, event in enumerate(file):
            if number >= FIRST_EVENTS:
                break
            process = event.attributes["signal_process_id"].astype(int) if "signal_process_id" in event.attributes else 0
            process_counts[process] = process_counts.get(process, 0) + 1
            all_of_it = event.numpy.particles
            status, pdg = np.array(all_of_it.status), np.array(all_of_it.pid)
            momentum = np.array([all_of_it.px, all_of_it.py, all_of_it.pz])
            beam = momentum[:, status == 4][:, 0]
            length = np.sqrt((momentum**2).sum(axis=0)) * np.sqrt((beam**2).sum())
            with np.errstate(invalid="ignore", divide="ignore"):
                cosine = beam @ momentum / length
            weight = event.weights[0] if len(event.weights) else 1.0
            shown = (status == 1) | (status == 4)
            pieces.append(np.array([status, pdg, all_of_it.e, cosine, np.full(len(pdg), weight)])[:, shown])
    table = np.concatenate(pieces, axis=1) if pieces else np.empty((5, 0))
    kinds = {(int(s), int(p)) for s, p in zip(table[0], table[1])}
    return {(s, p): table[2:, (table[0] == s) & (table[1] == p)].T for s, p in kinds}, process_counts


def events_document(path):
    """Header and distributions of the first events of a NuHepMC file."""
    import numpy as np

    try:
        import pyhepmc
    except ImportError:
        raise ReportError("the events cannot be read (pyhepmc is not installed) pip install pyhepmc") from None
    attributes = {}
    tool = ""
    with _open_text(path) as stream:
        for line in stream:
            if line.startswith("E "):
                break
            if line.startswith("A "):
                name, _, value = line[2:].rstrip("\n").partition(" ")
                attributes[name.removeprefix("NuHepMC.")] = value.replace("\\|", "\n").strip()
            elif line.startswith("T Tridens"):
                tool = line[2:].split("\\|")[1]
    columns, process_counts = _first_events(path, pyhepmc, np)
    count = sum(process_counts.values())
    if count == 0:
        raise ReportError(f"'{path}' holds no event (its header stands alone) generate it again")
    names = {int(key[12:-6]): value for key, value in attributes.items()
             if key.startswith("ProcessInfo[") and key.endswith("].Name")}
    return {"title": f"Events of {pathlib.Path(path).name}", "attributes": attributes, "event_count": count,
            "particles": columns, "process_counts": process_counts, "process_names": names,
            "card": attributes.get("Provenance.Card", ""),
            "provenance": {"version": tool, "choices": {}, "warnings": [], "data_sha256": {
                line.split()[1]: line.split()[0] for line in
                attributes.get("Provenance.DataChecksumsSHA256", "").splitlines() if len(line.split()) == 2}}}
