"""Counts in bins: what is expected and observed, part by part."""

import math

from .page import folded, table
from .style import axis, colour, layout, readable, spans_decades


def sums_along(counts, lengths, kept):
    """Sums of counts, whose last axis runs fastest, over every axis but one."""
    after = math.prod(lengths[kept + 1:])
    result = [0.0] * lengths[kept]
    for place, count in enumerate(counts):
        result[place // after % lengths[kept]] += count
    return result


def drawn_edges(edges):
    """Without an infinite one: a last bin without end is drawn as wide as the one before."""
    if edges[-1] is not None and math.isfinite(edges[-1]):
        return list(edges)
    return [*edges[:-1], 2.0 * edges[-2] - edges[-3] if len(edges) > 2 else 2.0 * edges[-2]]


def stack(edges, parts, observed, label, logarithmic, errors=None):
    """Bars on top of each other over bins of their own widths, data with their errors: the root of their number by default."""
    centres = [0.5 * (a + b) for a, b in zip(edges, edges[1:])]
    traces = []
    for i, (name, counts) in enumerate(parts):
        traces.append({"type": "bar", "name": readable(name), "x": centres, "y": counts, "width": [b - a for a, b in zip(edges, edges[1:])],
                       "marker": {"color": colour(i), "opacity": 0.75, "line": {"width": 0}},
                       "customdata": [[a, b] for a, b in zip(edges, edges[1:])],
                       "hovertemplate": "%{customdata[0]:.5g} to %{customdata[1]:.5g}: %{y:.5g}"})
    if observed:
        errors = errors or [max(one, 0.0) ** 0.5 for one in observed]
        traces.append({"type": "scatter", "mode": "markers", "name": "observed", "x": centres, "y": observed,
                       "marker": {"color": "#000000", "size": 7}, "error_y": {"type": "data", "array": errors, "color": "#000000"},
                       "hovertemplate": "observed %{y:.5g}"})
    return traces, layout(axis(label, logarithmic), axis("counts per bin"), barmode="stack", bargap=0)


def _steps(edges, counts, name, **line):
    x = [edges[0]] + [edge for edge in edges[1:-1] for _ in (0, 1)] + [edges[-1]]
    return {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": [count for count in counts for _ in (0, 1)], "line": line,
            "hovertemplate": name + " %{y:.5g}<extra></extra>"}


def _projected(one, lengths, kept):
    """Data, their errors, the expectations and the parts along one axis."""
    observed = sums_along(one["bin_observed"], lengths, kept)
    squares = [error**2 for error in one["bin_error"]] if one.get("bin_error") else one["bin_observed"]
    errors = [math.sqrt(max(value, 0.0)) for value in sums_along(squares, lengths, kept)]
    expected = sums_along(one["bin_expected"], lengths, kept)
    standard = sums_along(one["bin_standard_model"], lengths, kept) if one.get("bin_standard_model") else None
    parts = [(part["name"], sums_along(part["counts"], lengths, kept))
             for part in sorted(one.get("parts") or [], key=lambda part: part["kind"] == "signal")]
    return observed, errors, expected, standard, parts


def _residuals(centres, observed, expected, errors, traces, shape):
    """Below the spectrum: data minus expectation in units of the error."""
    pulls = [(n - N) / error if error > 0.0 else None for n, N, error in zip(observed, expected, errors)]
    traces.append({"type": "scatter", "mode": "markers", "x": centres, "y": pulls, "yaxis": "y2", "showlegend": False,
                   "marker": {"color": "#000000", "size": 5}, "hovertemplate": "%{y:.3g} standard deviations<extra></extra>"})
    shape["yaxis"]["domain"] = [0.3, 1.0]
    shape["xaxis"]["anchor"] = "y2"
    shape["yaxis2"] = {**axis("residual"), "domain": [0.0, 0.22], "zeroline": True, "zerolinecolor": "#7F7F7F"}


def _along(report, experiment, lengths, kept, one_axis):
    observed, errors, expected, standard, parts = _projected(experiment, lengths, kept)
    label = one_axis["name"].replace("_", " ") + (f" [{one_axis['unit']}]" if one_axis.get("unit") else "")
    names = one_axis.get("labels") or []
    edges = [i - 0.5 for i in range(len(names) + 1)] if names else drawn_edges(one_axis["edges"])
    traces, shape = stack(edges, parts, None, label, not names and edges[0] > 0.0 and spans_decades(edges))
    shape["margin"] = {**shape["margin"], "t": 78}  # the legend has two lines
    if names:
        shape["xaxis"].update(tickmode="array", tickvals=list(range(len(names))), ticktext=names)
    traces.append(_steps(edges, expected, "best fit", color="#000000", width=1.6))
    if standard:
        traces.append(_steps(edges, standard, "Standard Model", color="#000000", width=1.2, dash="dash"))
    data, _ = stack(edges, [], observed, label, False, errors)
    data[0]["name"] = experiment["data"]
    traces += data
    _residuals(data[0]["x"], observed, expected, errors, traces, shape)
    report.add_figure(traces, shape, title=f"{experiment['title'] or experiment['name']}: {one_axis['name'].replace('_', ' ')}", height=520,
                      caption="Expected at the best fit, nuisances included; below, data less expectation over the error of the data."
                      + (" Summed over the other axes." if len(lengths) > 1 else ""))
    low_high = [[name] for name in names] or [[a, b] for a, b in zip(one_axis["edges"], one_axis["edges"][1:])]
    rows = [[*place, n, error, N, *([standard[i]] if standard else []), *(counts[i] for _, counts in parts)]
            for i, (place, n, error, N) in enumerate(zip(low_high, observed, errors, expected))]
    headings = [*([label] if names else [f"{label} from", "to"]), experiment["data"], "error", "best fit", *(["Standard Model"] if standard else []),
                *(name for name, _ in parts)]
    report.results.append(folded("these counts as a table", table(headings, rows)))


def add_fitted_counts(report, experiments):
    """Data and expectation at the best fit in every bin of every experiment that has bins."""
    for experiment in experiments:
        axes = experiment.get("axes") or []
        lengths = [len(one["labels"]) if one.get("labels") else len(one["edges"]) - 1 for one in axes]
        for kept, one_axis in enumerate(axes):
            if lengths[kept] > 1:
                _along(report, experiment, lengths, kept, one_axis)


def add_correlation(report, covariance):
    """A map of the correlations of parameters and nuisances."""
    names, rows = covariance["names"], covariance["correlation"]
    if len(names) < 2:
        return
    trace = {"type": "heatmap", "x": names, "y": names, "z": rows, "zmin": -1.0, "zmax": 1.0, "colorscale": [[0.0, "#2166AC"], [0.5, "#FFFFFF"], [1.0, "#B2182B"]],
             "colorbar": {"title": {"text": "correlation"}, "thickness": 14}, "hovertemplate": "%{x}, %{y}: %{z:.3f}<extra></extra>"}
    if len(names) <= 12:
        trace.update(texttemplate="%{z:.2f}", textfont={"size": 10})
    report.add_figure([trace], layout(axis("parameter or nuisance", type="category"), axis("", type="category", autorange="reversed")), title="Correlations",
                      caption="From the second derivatives of χ² at the best fit.", height=260 + 26 * len(names))
