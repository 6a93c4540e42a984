"""Fits, scans and contours."""

import math
from statistics import NormalDist

from .page import ReportError
from .sections_spectra import add_correlation, add_fitted_counts
from .style import DASHES, axis, colour, layout, readable


def _label(one):
    return one["title"] + (f" [{one['unit']}]" if one.get("unit") else "")


def rise(confidence, parameters):
    """Of chi2 at the border of a region of one or two parameters (Wilks)."""
    if parameters == 1:
        return NormalDist().inv_cdf(0.5 * (1.0 + confidence)) ** 2
    return -2.0 * math.log(1.0 - confidence)


def add_fit(report, document):
    minima = document["minima"]
    names = list(minima[0]["parameters"])
    experiments = list(minima[0]["experiments"])
    rows = [[f"minimum {i}", *(one["parameters"][name] for name in names), one["chi2"], one["penalty"],
             *(one["experiments"][name] for name in experiments)] for i, one in enumerate(minima, 1)]
    standard = document.get("standard_model")
    if standard:
        rows.append(["Standard Model", *("" for _ in names), standard["chi2"], standard["penalty"],
                     *(standard["experiments"][name] for name in experiments)])
    report.add_table(["", *names, "χ²", "of it penalties", *(f"χ² of {name}" for name in experiments)], rows, title="Best fits")
    freedom = document.get("degrees_of_freedom")
    if freedom:
        report.add_text(f"χ² = {minima[0]['chi2']:.5g} for {freedom:g} degrees of freedom, p-value {document['p_value']:.3g}.", css="")
    if document.get("intervals"):
        _intervals(report, document, minima, names)
    for parameter, why in dict(document.get("no_intervals") or {}).items():
        report.add_text(f"No interval of {parameter}: {why}", css="warning")
    experiments = document.get("experiments") or []
    if experiments:
        _counts(report, experiments)
        add_fitted_counts(report, [one for one in experiments if one.get("bin_expected")])
    covariance = document.get("covariance") or {"names": [], "errors": [], "correlation": []}
    _pulls(report, document.get("nuisances", []), dict(zip(covariance["names"], covariance["errors"])))
    add_correlation(report, covariance)
    if document.get("no_covariance"):
        report.add_text(f"No correlations: {document['no_covariance']}")


def _intervals(report, document, minima, names):
    bound = lambda value, is_open: value if not is_open else "end of the range" if value is None else f"{value:.6g} (end of the range)"
    report.add_table(["parameter", "method", "confidence", "from", "to"],
                     [[one["parameter"], one["method"], f"{100.0 * one['confidence']:g} %", bound(one["low"], one["low_open"]),
                       bound(one["high"], one["high_open"])] for one in document["intervals"]], title="Intervals")
    for name in names:
        some = [one for one in document["intervals"] if one["parameter"] == name]
        if not some:
            continue
        places = list(dict.fromkeys(f"{one['method']} {100.0 * one['confidence']:g} %" for one in some))
        traces = []
        for i, place in enumerate(places):
            x, y = [], []
            for one in some:
                if f"{one['method']} {100.0 * one['confidence']:g} %" == place:
                    x += [one["low"], one["high"], None]
                    y += [place, place, None]
            traces.append({"type": "scatter", "mode": "lines+markers", "x": x, "y": y, "name": place, "showlegend": False,
                           "line": {"color": colour(i), "width": 6}, "marker": {"symbol": "line-ns-open", "size": 12, "color": colour(i)},
                           "hovertemplate": "%{x:.5g}<extra></extra>"})
        lines = [{"type": "line", "x0": one["parameters"][name], "x1": one["parameters"][name], "yref": "paper", "y0": 0, "y1": 1,
                  "line": {"color": "#000000", "width": 1, "dash": DASHES[min(i, 3)]}} for i, one in enumerate(minima)]
        report.add_figure(traces, layout(axis(name), axis("", type="category", autorange="reversed"), shapes=lines),
                          title=f"Intervals of {name}", caption="Black lines: the minima, the best one drawn through.", height=170 + 45 * len(places))


def _counts(report, experiments):
    report.add_table(["experiment", "data", "statistic", "bins", "observed", "expected at the best fit"],
                     [[one["title"] or one["name"], one["data"], one["statistic"], one["bins"], one["observed"], one["expected"]]
                      for one in experiments], title="Experiments")
    names = [one["name"] for one in experiments]
    ratio = [one["expected"] / one["observed"] if one["observed"] else None for one in experiments]
    error = [1.0 / math.sqrt(one["observed"]) if one["observed"] > 0.0 else None for one in experiments]
    traces = [{"type": "scatter", "mode": "markers", "x": ratio, "y": names, "marker": {"size": 10, "color": colour(0)},
               "error_x": {"type": "data", "array": [one or 0.0 for one in error]},
               "customdata": [[one["observed"], one["expected"]] for one in experiments],
               "hovertemplate": "observed %{customdata[0]:.6g}, expected %{customdata[1]:.6g}<extra></extra>"}]
    line = {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "#7F7F7F", "dash": "dot"}}
    report.add_figure(traces, layout(axis("expected / observed counts"), axis("", type="category", autorange="reversed"), shapes=[line], showlegend=False),
                      caption="Sums over all bins; bars: the statistical error of the data.", height=150 + 40 * len(names))


def _pulls(report, nuisances, errors):
    """Of the constrained nuisances, with their errors after the fit; a free one has no width that is a number."""
    pulled = [one for one in nuisances if isinstance(one.get("width"), (int, float)) and math.isfinite(one["width"]) and one["width"] > 0.0]
    if nuisances:
        report.add_table(["nuisance", "meaning", "value", "error", "width before", "pull"],
                         [[one["name"], one.get("meaning", ""), one["value"], errors.get(one["name"]), one["width"] if one in pulled else "free",
                           one["value"] / one["width"] if one in pulled else None] for one in nuisances], title="Nuisances at the best fit")
    if pulled:
        names = [one["name"] for one in pulled]
        values = [one["value"] / one["width"] for one in pulled]
        widths = [errors.get(one["name"], 0.0) / one["width"] for one in pulled]
        traces = [{"type": "scatter", "mode": "markers", "x": values, "y": names, "error_x": {"type": "data", "array": widths},
                   "marker": {"size": 9, "color": [colour(1 if abs(v) > 1.0 else 0) for v in values]},
                   "text": [readable(one.get("meaning", "")) for one in pulled], "hovertemplate": "%{text}: %{x:.3g}<extra></extra>"}]
        edge = max(1.2, 1.1 * max(abs(value) + width for value, width in zip(values, widths)))
        band = {"type": "rect", "x0": -1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "fillcolor": "#000000", "opacity": 0.06, "line": {"width": 0}, "layer": "below"}
        report.add_figure(traces, layout(axis("pull [standard deviations]", range=[-edge, edge]), axis("", type="category", autorange="reversed"), shapes=[band]),
                          title="Pulls",
                          caption="Bars: the error after the fit over the one before.", height=140 + 24 * len(names))


def _grid(document):
    """Values of the axes in order, and chi2 by the places on them."""
    values = [sorted(set(one["values"])) for one in document["axes"]]
    places = [{value: i for i, value in enumerate(axis_values)} for axis_values in values]
    chi2 = {}
    for i, (one, good) in enumerate(zip(document["chi2"], document["converged"])):
        if one is not None and good:
            chi2[tuple(place[a["values"][i]] for place, a in zip(places, document["axes"]))] = one
    if not chi2:
        raise ReportError("no point of the scan converged (there is nothing to draw)")
    return values, chi2


def _least(chi2, lowest, kept):
    """chi2 over its lowest value, minimised over every axis that is not kept."""
    result = {}
    for place, value in chi2.items():
        key = tuple(place[i] for i in kept)
        result[key] = min(result.get(key, math.inf), value - lowest)
    return result


def add_scan(report, document):
    axes = document["axes"]
    values, chi2 = _grid(document)
    lowest = min(min(chi2.values()), document["best"].get("chi2", math.inf))
    confidence = document["confidence"] or [0.6827, 0.9, 0.9545]
    # The point that the search between the points of the grid found, where it is no worse than the grid.
    at, grid_place = document["best"], min(chi2, key=chi2.get)
    best = [at.get(one["name"], values[i][grid_place[i]]) for i, one in enumerate(axes)]
    report.add_table([_label(one) for one in axes] + ["χ²"], [[*best, lowest]], title="Best point")
    failed = len(document["chi2"]) - len(chi2)
    report.add_text(f"{len(document['chi2'])} points" + (f", {failed} of them without a minimum: gaps in the figures." if failed else "."))
    for i in range(len(axes)):
        for j in range(i + 1, len(axes)):
            _plane(report, axes[i], axes[j], values[i], values[j], _least(chi2, lowest, (i, j)), (best[i], best[j]), confidence, len(axes) > 2)
    for i, one in enumerate(axes):
        _profile(report, one, values[i], _least(chi2, lowest, (i,)), confidence, len(axes) > 1)


def _plane(report, x, y, xs, ys, delta, best, confidence, others):
    z = [[delta.get((i, j)) for i in range(len(xs))] for j in range(len(ys))]
    highest = max(rise(one, 2) for one in confidence)
    traces = [{"type": "heatmap", "x": xs, "y": ys, "z": z, "zmin": 0.0, "zmax": 2.5 * highest, "colorscale": "Cividis", "reversescale": True,
               "zsmooth": False, "colorbar": {"title": {"text": "Δχ²"}, "thickness": 14}, "name": "Δχ²",
               "hovertemplate": "%{x:.4g}, %{y:.4g}: Δχ² = %{z:.4g}<extra></extra>"}]
    for i, level in enumerate(sorted(confidence)):
        height = rise(level, 2)
        traces.append({"type": "contour", "x": xs, "y": ys, "z": z, "showscale": False, "hoverinfo": "skip", "connectgaps": False,
                       "name": f"{100.0 * level:g} %", "showlegend": True, "line": {"width": 2, "dash": DASHES[i % 4], "color": "#000000"},
                       "contours": {"start": height, "end": height, "size": 1, "coloring": "none"}})
    traces.append({"type": "scatter", "mode": "markers", "x": [best[0]], "y": [best[1]], "name": "best fit",
                   "marker": {"symbol": "star", "size": 14, "color": "#E69F00", "line": {"width": 1, "color": "#000000"}}})
    report.add_figure(traces, layout(axis(_label(x), x["logarithmic"]), axis(_label(y), y["logarithmic"])),
                      title=f"{x['name']} and {y['name']}", height=520,
                      caption="Lines: Δχ² of two parameters (Wilks)." + (" Minimised over the other parameters of the grid." if others else ""))


def _profile(report, one, values, delta, confidence, others):
    levels = sorted(confidence)
    traces = [{"type": "scatter", "mode": "lines", "x": values, "y": [delta.get((i,)) for i in range(len(values))], "name": "Δχ²", "showlegend": False,
               "line": {"color": colour(0), "width": 2}, "hovertemplate": "%{x:.5g}: Δχ² = %{y:.4g}<extra></extra>"}]
    for i, level in enumerate(levels):
        height = rise(level, 1)
        traces.append({"type": "scatter", "mode": "lines", "x": [values[0], values[-1]], "y": [height, height], "name": f"{100.0 * level:g} %",
                       "line": {"color": colour(1 + i), "dash": "dash", "width": 1.2}, "hovertemplate": f"Δχ² = {height:.4g}<extra></extra>"})
    least, most = min(delta.values()), max(delta.values())
    top = max(1.3 * rise(levels[0], 1), min(3.0 * rise(levels[-1], 1), least + 1.1 * (most - least)))
    report.add_figure(traces, layout(axis(_label(one), one["logarithmic"]), axis("Δχ²", range=[-0.03 * top, top])),
                      title=f"Profile of {one['name']}",
                      caption="Lines: Δχ² of one parameter (Wilks)." + (" Minimised over the other parameters of the grid." if others else ""))


def add_contours(report, document):
    axes = document["axes"]
    best = document["best"]
    report.add_table([_label(one) for one in axes] + ["χ²"], [[*(best.get(one["name"]) for one in axes), best.get("chi2")]], title="Best point")
    traces, rows = [], []
    for i, region in enumerate(document["regions"]):
        name = f"{100.0 * region['confidence']:g} %"
        for n, line in enumerate(region.get("lines", [])):
            traces.append({"type": "scatter", "mode": "lines", "x": line["x"], "y": line["y"], "name": name, "legendgroup": name, "showlegend": n == 0,
                           "line": {"color": colour(i), "width": 2, "dash": DASHES[i % 4]}, "hovertemplate": "%{x:.4g}, %{y:.4g}"})
        for n, one in enumerate(region.get("ranges", [])):
            rows.append([name, region["rise"], f"{one['low']:.6g}" + (" (end of the range)" if one["low_open"] else ""),
                         f"{one['high']:.6g}" + (" (end of the range)" if one["high_open"] else "")])
            traces.append({"type": "scatter", "mode": "lines+markers", "x": [one["low"], one["high"]], "y": [name, name], "name": name, "showlegend": False,
                           "line": {"color": colour(i), "width": 6}, "hovertemplate": "%{x:.5g}"})
    if len(axes) > 1:
        traces.append({"type": "scatter", "mode": "markers", "x": [best[axes[0]["name"]]], "y": [best[axes[1]["name"]]], "name": "best fit",
                       "marker": {"symbol": "star", "size": 13, "color": "#E69F00", "line": {"width": 1, "color": "#000000"}}})
    y = axis(_label(axes[1]), axes[1]["logarithmic"]) if len(axes) > 1 else axis("", type="category", autorange="reversed")
    report.add_figure(traces, layout(axis(_label(axes[0]), axes[0]["logarithmic"]), y), height=500 if len(axes) > 1 else 240)
    if rows:
        report.add_table(["confidence", "rise of χ²", "from", "to"], rows)
