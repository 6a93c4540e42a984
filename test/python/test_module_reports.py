"""tridens.report: pages of results in memory say the same as the results."""

import json
import os
import pathlib
import re

import numpy as np
import pytest
import tridens
from germanium import GERMANIUM, WEAK_ANGLE
from tridens_report import style

SOURCE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"])
FIT = {
    "fit": {"title": "One coupling"},
    "model": {"name": "nsi", "eps_ee_dV": "{down}"},
    "parameter": [{"name": "down", "title": "$\\epsilon_{ee}^{dV}$", "min": -0.3, "max": 0.7, "points": 11}],
    "experiment": [{"name": "coherent-lar-2020"}],
}
DIMUONS = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"energy": "5 GeV"},
    "generate": {"events": 300, "seed": 7},
    "histogram": [{"variable": "invariant_mass_squared", "min": "0 GeV2", "max": "1 GeV2", "bins": 10}],
}


def figures(path):
    text = path.read_text(encoding="utf-8")
    assert '<pre id="bibtex">@software{tridens,' in text
    return [json.loads(one) for one in re.findall(r'class="figure-data" data-for="[^"]*">(.*?)</script>', text)]


def reported(result, tmp_path):
    path = tridens.report(result, tmp_path / "page.html")
    assert path == tmp_path / "page.html"
    return figures(path)


def test_colours_are_those_of_the_figures():
    assert style.COLOURS == tridens.figures.COLOURS


def test_formulas_become_text_that_figures_understand():
    assert style.readable(r"$\epsilon_{ee}^{dV}$ < 1") == "ε<sub>ee</sub><sup>dV</sup> &lt; 1"
    assert style.readable("costs $5") == "costs $5"


def test_cross_sections(tmp_path):
    result = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1.0, 5.0, 20.0])
    (figure,) = reported(result, tmp_path)
    assert figure["data"][0]["y"] == pytest.approx(result.value)
    assert {trace["name"] for trace in figure["data"]} >= {"coherent", "proton", "neutron"}
    assert figure["layout"]["xaxis"]["title"]["text"] == "neutrino energy [GeV]"
    assert figure["layout"]["yaxis"]["type"] == "log"


def test_rates(tmp_path):
    result = tridens.rate("coherent-csi-2021", processes=["cevns"])
    spectrum, times = reported(result, tmp_path)
    drawn = sum(np.array(trace["y"]) for trace in spectrum["data"] if trace["type"] == "bar")
    assert drawn == pytest.approx(result.expected.sum(axis=1))
    drawn = sum(np.array(trace["y"]) for trace in times["data"] if trace["type"] == "bar")
    assert drawn == pytest.approx(result.expected.sum(axis=0))


def test_fits(tmp_path):
    result = tridens.fit(FIT)
    found = reported(result, tmp_path)
    titled = {figure["layout"]["xaxis"]["title"]["text"]: figure for figure in found}
    pulls = titled["pull [standard deviations]"]["data"][0]
    stated = {name: value / width for name, (value, width) in result.nuisances.items() if np.isfinite(width)}
    assert dict(zip(pulls["y"], pulls["x"])) == pytest.approx(stated)
    errors = [result.nuisances[name].error / result.nuisances[name].width for name in pulls["y"]]
    assert pulls["error_x"]["array"] == pytest.approx(errors)
    (one,) = result.experiments.values()
    for axis in one.axes:  # parts on top of each other, sums as lines, data
        shown, figure = one.project(axis.name), titled[axis.label]
        traces = {trace["name"]: trace["y"] for trace in figure["data"] if trace.get("name")}
        assert all(traces[name] == pytest.approx(shown[name]) for name in one.parts)
        assert traces["best fit"][::2] == pytest.approx(shown["expected"]) and traces["Standard Model"][::2] == pytest.approx(shown["standard_model"])
        assert traces["observed"] == pytest.approx(shown["observed"])
    (map_of,) = [figure["data"][0] for figure in found if figure["data"][0]["type"] == "heatmap"]
    np.testing.assert_allclose(map_of["z"], result.correlation)
    assert "<pre>[fit]" in (tmp_path / "page.html").read_text()


def test_a_fit_in_memory_has_the_page_of_its_file(tmp_path):
    angle = {**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(GERMANIUM)}]}  # with open intervals
    for card in (angle, FIT):
        result = tridens.fit(card, output=tmp_path / "fit.json", force=True)
        in_memory = tridens.report(result, tmp_path / "page.html", force=True).read_text()
        of_file = tridens.report(tmp_path / "fit.json", tmp_path / "page.html", force=True).read_text()
        drawn = re.compile(r'(class="figure-data" data-for="[^"]*">).*?(</script>)')
        assert drawn.sub(r"\1\2", in_memory) == drawn.sub(r"\1\2", of_file)
        if card is angle:
            assert in_memory == of_file and "0.28 (end of the range)" in in_memory
            assert [one.high for one in result.intervals if one.level == 0.99] == [np.inf]


def test_scans(tmp_path):
    result = tridens.scan(FIT)
    (profile,) = reported(result, tmp_path)
    assert profile["data"][0]["x"] == pytest.approx(result.axes["down"])
    assert profile["data"][0]["y"] == pytest.approx(result.chi2 - result.chi2.min())
    assert profile["layout"]["xaxis"]["title"]["text"] == "ε<sub>ee</sub><sup>dV</sup>"


def test_bounds(tmp_path):
    result = tridens.bounds("lmu-ltau", names=["g-2-mu", "babar-4mu"], points_per_decade=2)
    (figure,) = reported(result, tmp_path)
    assert [trace["legendgroup"] for trace in figure["data"]] == [bound.name for bound in result for _ in bound.curves]
    for trace in figure["data"]:
        assert str(result[trace["legendgroup"]].year) in trace["hovertemplate"]


def test_events_and_histograms(tmp_path):
    events = tridens.generate(DIMUONS)
    energies, angles = reported(events, tmp_path)
    (muons,) = [trace for trace in energies["data"] if trace["name"] == "mu-"]
    assert sum(muons["y"][::2]) == pytest.approx(events.events["weight"].sum())
    assert all(-1.0 - 1e-12 <= x <= 1.0 + 1e-12 for trace in angles["data"] for x in trace["x"])
    (histogram,) = tridens.histogram(DIMUONS)
    tridens.report(histogram, tmp_path / "page.html", force=True)
    (figure,) = figures(tmp_path / "page.html")
    assert figure["data"][0]["y"] == pytest.approx(histogram.values())
    assert {trace["name"]: trace["y"][::2] for trace in figure["data"][1:]} == {
        name: pytest.approx(part.values()) for name, part in histogram.components.items()}
    assert sum(part.values() for part in histogram.components.values()) == pytest.approx(histogram.values())


def test_histograms_tell_what_lies_outside_of_their_bins_where_it_is_known(tmp_path):
    (of_card,) = tridens.histogram({**DIMUONS, "histogram": [{**DIMUONS["histogram"][0], "min": "0.1 GeV2", "max": "0.2 GeV2"}]})
    assert of_card.underflow > 0.0 and of_card.overflow > 0.0
    events = tridens.generate(DIMUONS)
    of_events = events.histogram("energy_GeV", 13, bins=[1.0, 2.0])
    energies = events.select(13)["energy_GeV"]
    weights = events.events["weight"][events.select(13)["event"]]
    assert of_events.underflow == pytest.approx(weights[energies < 1.0].sum())
    assert of_events.overflow == pytest.approx(weights[energies > 2.0].sum())
    own = tridens.Histogram([tridens.Axis([0.0, 1.0, 2.0], "x")], [1.0, 2.0])
    assert own.underflow is None and own.overflow is None
    for one in (of_card, of_events, own):
        text = tridens.report(one, tmp_path / "page.html", force=True).read_text()
        flow = None if one is own else f"Below the first bin {one.underflow:.4g}, above the last {one.overflow:.4g} {one.unit}."
        assert ("Below the first bin" in text) == (flow is not None) and (flow is None or flow in text)


def test_files_are_reported_too(tmp_path):
    file = tridens.generate(DIMUONS, output=tmp_path / "events.hepmc3")
    assert len(reported(file, tmp_path)) == 2


def test_what_cannot_be_reported_is_told(tmp_path):
    result = tridens.xsec("cevns", neutrino="numu", target="Ar40", energy_GeV=[0.01, 0.03])
    tridens.report(result, tmp_path / "page.html")
    with pytest.raises(ValueError, match="exists .*force=True"):
        tridens.report(result, tmp_path / "page.html")
    with pytest.raises(ValueError, match="does not end in .html"):
        tridens.report(result, tmp_path / "page.pdf")
    with pytest.raises(ValueError, match="no folder"):
        tridens.report(result, tmp_path / "none" / "page.html")
    with pytest.raises(ValueError, match="no page for 5 .*type int is no result"):
        tridens.report(5, tmp_path / "other.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
