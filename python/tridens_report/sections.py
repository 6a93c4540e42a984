"""What each kind of result shows: its tables and figures."""

import html

from . import documents
from .page import Report, ReportError, folded, page_text, table
from .sections_fits import add_contours, add_fit, add_scan
from .sections_spectra import drawn_edges, stack, sums_along
from .style import PARTICLES, axis, colour, layout, readable, spans_decades, translucent

_COLUMNS = {"energy_GeV": "neutrino energy [GeV]", "recoil_keV": "recoil energy [keV]",
            "energy_theta2_MeV": "E θ² [MeV]"}


def _unique(values):
    return list(dict.fromkeys(values))


def add_cross_section(report, document):
    rows = document["rows"]
    value = next((name for name in ("sigma", "dsigma_dT", "dsigma_dEtheta2", "dsigma") if name in rows[0]), None)
    value = value or next((name for name in rows[0] if name.startswith("dsigma") or name == "value"), None)
    if value is None:
        raise ReportError("the rows hold no cross section (fields " + ", ".join(rows[0]) + ")")
    rows = [{**{key: one for key, one in row.items() if key not in ("components", "point")},
             **{f"{key}": one for key, one in (row.get("point") or {}).items()}} for row in rows]
    unit = f"{rows[0].get('unit', '')} per {rows[0].get('per', '')}".removesuffix(" per ")
    columns = [name for name in _unique(key for row in rows for key in row) if name not in ("unit", "per")]
    headings = [_COLUMNS.get(name, f"{name} [{unit}]" if name in (value, "error", "spread") else name) for name in columns]
    x = next((name for name in ("recoil_keV", "energy_theta2_MeV", "energy_GeV")
              if len({row.get(name) for row in rows if isinstance(row.get(name), (int, float))}) > 1), None)
    if x:
        _cross_section_figure(report, document["rows"], rows, x, value, unit)
    report.add_table(headings, [[row.get(name) for name in columns] for row in rows])
    if document.get("flux"):
        report.add_text(f"Averaged over the flux {document['flux']}.")


def _cross_section_figure(report, original, rows, x, value, unit):
    labels = [name for name in ("neutrino", "pair", "component", "energy_GeV") if name != x and
              len({row.get(name) for row in rows}) > 1]
    curves = {}
    for row, whole in zip(rows, original):
        if not isinstance(row.get(x), (int, float)) or row.get(value) is None:
            continue
        name = ", ".join(str(row.get(label, "")) + (" GeV" if label == "energy_GeV" else "") for label in labels) or value
        curves.setdefault(name, []).append((row[x], row[value], row.get("error")))
        parts = whole.get("components") or {}
        for part, number in parts.items() if len(parts) > 1 else ():
            curves.setdefault(f"{name}: {part}" if labels else part, []).append((row[x], number, None))
    traces = []
    for i, (name, points) in enumerate(curves.items()):
        points.sort(key=lambda point: point[0])
        traces.append({"type": "scatter", "mode": "lines+markers", "name": readable(name), "x": [p[0] for p in points],
                       "y": [p[1] for p in points], "marker": {"size": 6},
                       "error_y": {"type": "data", "array": [p[2] or 0.0 for p in points], "thickness": 1},
                       "line": {"color": colour(i), "dash": "solid" if "total" in name or len(curves) == 1 else "dash" if "component" in labels else "solid"},
                       "hovertemplate": "%{x:.5g}: %{y:.5g} " + unit})
    all_y = [y for trace in traces for y in trace["y"]]
    all_x = [one for trace in traces for one in trace["x"]]
    title = "differential cross section" if value != "sigma" else "cross section"
    report.add_figure(traces, layout(axis(_COLUMNS.get(x, x), spans_decades(all_x)),
                                     axis(f"{title} [{unit}]", spans_decades([y for y in all_y if y])), showlegend=len(traces) > 1))


def add_rate(report, document):
    rows = [[part["name"], part["kind"], part["total"]] for part in document["parts"]]
    signal, background = document.get("signal"), document.get("background")
    if signal is not None:
        rows += [["sum", "signal", signal], ["sum", "background", background]]
    else:
        rows.append(["sum", "", sum(part["total"] for part in document["parts"])])
    if document.get("observed_total") is not None:
        rows.append(["observed", "data", document["observed_total"]])
    report.add_text(document.get("exposure", ""))
    edges, times = document.get("edges") or [], document.get("time_edges_us") or []
    parts = sorted(document["parts"], key=lambda part: part["kind"] == "signal")
    parts = [part for part in parts if len(part.get("counts") or []) > 0]
    if len(edges) > 1 and parts:
        bins, slots = len(edges) - 1, max(1, len(times) - 1)
        both = lambda counts: (sums_along(counts, (bins, slots), 0), sums_along(counts, (bins, slots), 1))
        shown = [(part["name"], *both(part["counts"])) for part in parts]
        observed = document.get("observed") or []
        data = both(observed) if observed else (None, None)
        edges = drawn_edges(edges)
        unit = f" [{document['unit']}]" if document.get("unit") else ""
        wide = min(edges) > 0.0 and max(edges) > 30.0 * min(edges)
        report.add_figure(*stack(edges, [(name, energy) for name, energy, _ in shown], data[0],
                                  document["observable"].replace("_", " ") + unit, wide), title="Spectrum")
        if slots > 1:
            report.add_figure(*stack(times, [(name, time) for name, _, time in shown], data[1], "time [µs]", False), title="Time")
        if observed:
            expected = [sum(part[1][i] for part in shown) for i in range(bins)]
            report.add_table(["from", "to", "expected", "observed"],
                             [[edges[i], edges[i + 1], expected[i], data[0][i]] for i in range(bins)],
                             title=f"{document['observable'].replace('_', ' ')}{unit}")
    report.add_table(["part", "kind", "counts"], rows, title="Counts")
    if document.get("known problems"):
        report.inputs.append(f'<p class="note">Known problems of the data: {readable(document["known problems"])}</p>')


def add_histograms(report, document):
    unit = document.get("content_unit", "events")
    for one in document["histograms"]:
        edges = one["edges"]
        label = one["variable"].replace("_", " ") + (f" [{one['unit']}]" if one.get("unit") else "")
        steps = lambda values: [value for value in values for _ in (0, 1)]
        corners = [edges[0]] + [edge for edge in edges[1:-1] for _ in (0, 1)] + [edges[-1]]
        centres = [0.5 * (a + b) for a, b in zip(edges, edges[1:])]
        traces = [{"type": "bar", "name": "all", "x": centres, "y": one["content"],
                   "width": [b - a for a, b in zip(edges, edges[1:])], "marker": {"color": translucent(0, 0.45), "line": {"width": 0}},
                   "error_y": {"type": "data", "array": [error or 0.0 for error in one["error"]], "color": colour(0), "thickness": 1},
                   "hovertemplate": "%{x:.5g}: %{y:.5g} " + unit}]
        for i, (name, part) in enumerate(one.get("components", {}).items()):
            traces.append({"type": "scatter", "mode": "lines", "name": readable(name), "x": corners, "y": steps(part["content"]),
                           "line": {"color": colour(i + 1), "width": 1.6}, "hovertemplate": "%{x:.5g}: %{y:.5g} " + unit})
        report.add_figure(traces, layout(axis(label), axis(f"{unit} per bin"), bargap=0), title=label,
                          caption="" if one.get("underflow") is None else
                          f"Below the first bin {one['underflow']:.4g}, above the last {one['overflow']:.4g} {unit}.")
    if document.get("cuts"):
        report.add_table(["cut", f"passed [{unit}]", "error", "efficiency", "error"],
                         [[cut["name"], cut["passed"], cut["error"], cut["efficiency"]["value"], cut["efficiency"]["error"]]
                          for cut in document["cuts"]], title="Cuts")


def add_bounds(report, document):
    traces, rows = [], []
    for i, bound in enumerate(document["bounds"]):
        papers = ", ".join(bound.get("papers", []))
        year = f", {bound['year']}" if bound.get("year") else ""
        hover = (f"<b>{readable(bound['title'])}</b>{year}<br>{readable(bound.get('origin', ''))}, {readable(bound.get('confidence', ''))}"
                 f"<br>{readable(papers)}<br>" + "%{x:.4g} GeV: %{y:.4g}<extra></extra>")
        style = {"color": colour(i), "dash": "dash" if bound.get("projection") else ["solid", "dot", "dashdot"][i // 8 % 3], "width": 2}
        for j, curve in enumerate(bound["curves"]):
            base = {"type": "scatter", "name": readable(bound["title"]), "legendgroup": bound["name"], "showlegend": j == 0,
                    "hovertemplate": hover}
            if curve.get("upper"):
                traces.append({**base, "mode": "lines", "x": curve["mass_GeV"] + curve["mass_GeV"][::-1],
                               "y": curve["coupling"] + curve["upper"][::-1], "fill": "toself",
                               "fillcolor": translucent(i), "line": {**style, "width": 1}})
            elif bound.get("kind") == "points":
                traces.append({**base, "mode": "markers", "x": curve["mass_GeV"], "y": curve["coupling"],
                               "marker": {"symbol": "triangle-down", "size": 9, "color": colour(i)}})
            else:
                closed = bound.get("kind") == "region"
                traces.append({**base, "mode": "lines", "x": curve["mass_GeV"], "y": curve["coupling"], "line": style,
                               **({"fill": "toself", "fillcolor": translucent(i, 0.2)} if closed else {})})
        rows.append([bound["title"], bound.get("year"), bound.get("origin", ""), bound.get("confidence", ""), bound.get("exposure", ""), papers])
    legend = {"font": {"size": 11}, "orientation": "h", "yanchor": "top", "y": -0.16, "x": 0}
    mass = f"mass of {document['particle']} [GeV]" if document.get("particle") else "mass [GeV]"
    report.add_figure(traces, layout(axis(mass, True), axis(document.get("coupling", "coupling"), True), legend=legend),
                      caption="Couplings above a line are excluded; dashed: projections; bands: preferred, or excluded between.",
                      height=520 + 13 * len(rows))
    report.add_table(["bound", "year", "origin", "level", "exposure", "papers"], rows)


def _reproduced(rows):
    return [[row.get("id", ""), row["quantity"], row.get("published"), row["computed"], row.get("unit", ""),
             row["computed"] / row["published"] if row.get("published") else None, row["verdict"]] for row in rows]


def add_reproduction(report, document):
    _ratio_figure(report, document["rows"])
    report.add_table(["id", "quantity", "published", "computed", "unit", "ratio", "verdict"], _reproduced(document["rows"]))


def _ratio_figure(report, rows):
    compared = [row for row in rows if row.get("published")]
    if not compared:
        return
    traces = []
    for i, verdict in enumerate(_unique(row["verdict"] for row in compared)):
        some = [(n, row) for n, row in enumerate(compared, 1) if row["verdict"] == verdict]
        traces.append({"type": "scatter", "mode": "markers", "name": verdict, "x": [row["computed"] / row["published"] for _, row in some],
                       "y": [n for n, _ in some], "text": [readable(row["quantity"]) for _, row in some],
                       "marker": {"size": 9, "color": colour(2 if verdict == "agrees" else 1 if verdict == "differs" else 7)},
                       "error_x": {"type": "data", "array": [(row.get("tolerance") or 0.0) for _, row in some], "thickness": 1},
                       "hovertemplate": "%{text}: %{x:.4g}<extra></extra>"})
    line = {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "#7F7F7F", "dash": "dot"}}
    report.add_figure(traces, layout(axis("computed / published"), axis("number of the row", autorange="reversed"), shapes=[line]),
                      caption="Bars: the tolerance within which the numbers are said to agree.",
                      height=min(900, 220 + 18 * len(compared)))


def add_gallery(report, document):
    for entry in document["entries"]:
        report.results.append(f'<h3>{html.escape(entry["id"])}: {readable(entry["title"])}</h3><p class="note">{readable(entry["source"])}</p>')
        if entry.get("assumptions"):
            report.add_text(entry["assumptions"])
        if entry.get("rows"):
            report.add_table(["quantity", "published", "computed", "unit", "ratio", "verdict"], [row[1:] for row in _reproduced(entry["rows"])])
        for figure in entry.get("figures", []):
            _gallery_figure(report, figure)


def _gallery_figure(report, figure):
    traces, categories = [], figure.get("categories") or []
    for i, curve in enumerate(figure["curves"]):
        style = curve.get("style", "line")
        lines = {"type": "scatter", "name": readable(curve["label"]), "x": curve["x"], "y": curve["y"],
                 "line": {"color": colour(i), "dash": "dash" if "dash" in style else "solid", "shape": "hvh" if style == "steps" else "linear"},
                 "mode": "markers" if style in ("points", "marks") else "lines", "marker": {"color": colour(i), "size": 7}}
        if curve.get("low") and curve.get("high") and len(curve["low"]) == len(curve["y"]):
            if lines["mode"] == "markers":
                lines["error_y"] = {"type": "data", "symmetric": False, "array": [h - y for h, y in zip(curve["high"], curve["y"])],
                                    "arrayminus": [y - low for low, y in zip(curve["low"], curve["y"])]}
            else:
                traces.append({"type": "scatter", "mode": "lines", "x": curve["x"] + curve["x"][::-1], "y": curve["high"] + curve["low"][::-1],
                               "fill": "toself", "fillcolor": translucent(i), "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"})
        traces.append(lines)
    x, y = axis(figure["x_label"], figure["log_x"]), axis(figure["y_label"], figure["log_y"])
    if categories:
        x.update(tickvals=list(range(len(categories))), ticktext=[readable(one) for one in categories])
    low, high = figure.get("y_low"), figure.get("y_high")
    if low is not None and high is not None:
        from math import log10
        y["range"] = [log10(low), log10(high)] if figure["log_y"] and low > 0 else [low, high]
    elif low is not None and not figure["log_y"]:
        y["rangemode"] = "tozero" if low == 0 else "normal"
    report.add_figure(traces, layout(x, y), title=figure["title"])


def add_events(report, document):
    import numpy as np

    attributes = document["attributes"]
    rows = [["events shown", document["event_count"]]]
    for name, text in (("Provenance.NEvents", "events in the file"), ("Provenance.ExpectedEvents", "expected for the exposure"),
                       ("Provenance.Seed", "seed")):
        if name in attributes:
            rows.append([text, float(attributes[name])])
    if "FluxAveragedTotalCrossSection" in attributes:
        error = attributes.get("FluxAveragedTotalCrossSectionUncertainty")
        rows.append(["cross section, averaged over the flux [pb]", f"{float(attributes['FluxAveragedTotalCrossSection']):.6g}"
                     + (f" ± {float(error):.2g}" if error else "")])
    elif document.get("cross_section_cm2") is not None:
        rows.append(["cross section, averaged over the flux [cm²]", document["cross_section_cm2"]])
    report.add_table(["", ""], rows)
    names = document["process_names"]
    report.add_table(["process", "events"], [[names.get(key, str(key)), count] for key, count in sorted(document["process_counts"].items())])
    for title, column, label in (("Kinetic energies", 0, "kinetic energy [GeV]"), ("Angles to the beam", 1, "cosine of the angle")):
        traces = []
        for (status, pdg), values in sorted(document["particles"].items()):
            if status != 1 and column == 1 or pdg == PARTICLES["REMNANT"]:
                continue
            numbers, weights = values[:, column], values[:, 2]
            good = np.isfinite(numbers) & ((numbers > 0.0) | (column == 1))
            if not good.any() or np.ptp(numbers[good]) == 0.0:
                continue
            edges = np.linspace(-1.0, 1.0, 51) if column == 1 else np.geomspace(0.999 * numbers[good].min(), 1.001 * numbers[good].max(), 51)
            counts, edges = np.histogram(np.clip(numbers[good], edges[0], edges[-1]), bins=edges, weights=weights[good])
            corners = np.repeat(edges, 2)[1:-1]
            i = len(traces)
            traces.append({"type": "scatter", "mode": "lines", "name": ("beam " if status == 4 else "") + PARTICLES["particle_name"](pdg),
                           "x": corners.tolist(), "y": np.repeat(counts, 2).tolist(),
                           "line": {"color": colour(i), "dash": "dot" if status == 4 else "solid"}})
        if traces:
            report.add_figure(traces, layout(axis(label, column == 0), axis("events per bin", column == 1)), title=title,
                              caption="Of the first events, weighted, in fifty bins of equal ratio each; remnants of nuclei are left out." if column == 0 else "")


def add_summary(report, document):
    report.add_table(["", ""], [[key, value] for key, value in document.items()
                                if isinstance(value, (str, int, float)) and key != "version"])
    report.add_text(f"This is the summary only: the page of the result itself is made by tridens report {document['output']}.")
    if document.get("variations"):
        report.add_table(["weight", "cross section [fb]"], [[one.get("name"), one.get("sigma", one.get("sigma_fb"))] for one in document["variations"]])


def add_plain_table(report, document):
    report.add_table(document["columns"], [[_number_or_text(one) for one in row] for row in document["rows"]])


def _number_or_text(text):
    try:
        return float(text)
    except ValueError:
        return text


_ADD = {"cross section": add_cross_section, "rate": add_rate, "histogram": add_histograms, "bounds": add_bounds,
        "fit": add_fit, "scan": add_scan, "contours": add_contours, "reproduction": add_reproduction,
        "gallery": add_gallery, "events": add_events, "summary": add_summary, "table": add_plain_table}

_TITLES = {"cross section": "Cross sections", "histogram": "Distributions", "reproduction": "Published and computed",
           "gallery": "Gallery", "summary": "Summary of a calculation"}


def page_of(kind, document, citations):
    """The page of a document of `documents.read`, as text."""
    title = document.get("title") or _TITLES.get(kind, kind)
    if kind == "cross section" and document.get("process"):
        title = f"Cross sections of {document['process']} on {document.get('target', '')}"
    report = Report(title, kind)
    _ADD[kind](report, document)
    inputs = [[name, document[name]] for name in ("process", "neutrino", "target", "model", "experiment", "exposure", "plane")
              if isinstance(document.get(name), str)]
    if inputs:
        report.inputs.insert(0, table(["", ""], inputs))
    card = document.get("card")
    if card:
        report.inputs.append(folded("card", f"<pre>{html.escape(card)}</pre>", opened=card.count("\n") < 40))
    return page_text(report, documents.provenance_of(document), citations)
