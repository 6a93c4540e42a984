"""The package tridens: rates, events, fits and histograms as Python sees them."""

import json
import os
import pathlib
import re
import subprocess

import numpy as np
import pytest
import tridens
from germanium import GERMANIUM, WEAK_ANGLE

EXAMPLES = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"]) / "examples"
PROGRAM = os.environ["TRIDENS_PROGRAM"]
DIMUONS = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"energy": "5 GeV"},
    "generate": {"events": 300, "seed": 7},
}


def test_rates_are_those_of_the_program():
    answer = tridens.rate("coherent-csi-2021")
    rows = json.loads(subprocess.run([PROGRAM, "rate", "coherent-csi-2021", "--json"], check=True, capture_output=True,
                                     text=True).stdout)
    assert answer.signal.shape == (9, 11)
    assert answer.signal.sum() == pytest.approx(rows["signal"], rel=1e-12)
    assert answer.observed.sum() == rows["observed_total"]
    np.testing.assert_allclose(answer.expected, answer.signal + answer.background)


def test_an_experiment_of_dictionaries_takes_functions():
    half = tridens.Tabulated("energy_keV", np.linspace(0.0, 2.0, 41), lambda energy: 0.5 * np.ones_like(energy))
    whole = tridens.rate(tridens.Experiment(GERMANIUM)).signal
    seen = tridens.rate(tridens.Experiment({**GERMANIUM, "efficiency": [{"name": "trigger", "below": 0.0, "above": 0.5, "table": half}]})).signal
    np.testing.assert_allclose(seen, 0.5 * whole, rtol=1e-9)


def test_a_flux_of_a_function_is_the_flux_of_its_table(tmp_path):
    energies = np.geomspace(0.5, 20.0, 200)
    flux = tridens.Flux.from_callable({"numu": lambda energy: 1e-9 * energy**-2}, energies)
    arguments = {"neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"}
    average = float(tridens.xsec("trident", flux=flux, **arguments).value)
    points = tridens.xsec("trident", energy_GeV=energies, **arguments).value
    expected = np.trapezoid(points * energies**-2, energies) / np.trapezoid(energies**-2, energies)
    assert average == pytest.approx(expected, rel=2e-3)
    with pytest.raises(ValueError, match="numuu"):
        tridens.Flux.from_arrays(energies, {"numuu": energies})


def test_histograms_follow_the_protocol():
    histogram = tridens.rate("coherent-csi-2021").histogram("observed")
    assert histogram.kind == "COUNT" and len(histogram.axes) == 2
    assert histogram.values().shape == histogram.variances().shape == tuple(len(axis) for axis in histogram.axes)
    axis = histogram.axes[0]
    assert not axis.traits.circular and not axis.traits.discrete
    assert axis[0][1] == axis[1][0] and len(list(axis)) == len(axis)
    np.testing.assert_array_equal(histogram.project(0).values(), histogram.values().sum(axis=1))


def test_events_conserve_momentum_and_do_not_depend_on_how_many_are_made():
    events = tridens.generate(DIMUONS)
    assert len(events) == 300 and events.first_particle[-1] == len(events.particles)
    incoming = np.isin(events.particles["status"], [4, 20])
    outgoing = events.particles["status"] == 1
    for name in ("px_GeV", "py_GeV", "pz_GeV", "energy_GeV"):
        before = np.bincount(events.particles["event"][incoming], events.particles[name][incoming])
        after = np.bincount(events.particles["event"][outgoing], events.particles[name][outgoing])
        np.testing.assert_allclose(after, before, atol=1e-9)
    fewer = tridens.generate(DIMUONS, events=50)
    np.testing.assert_array_equal(fewer.particles, events.particles[: len(fewer.particles)])
    other = tridens.generate(DIMUONS, events=50, seed=8)
    assert not np.array_equal(other.select(13)["energy_GeV"], fewer.select(13)["energy_GeV"])


def test_particles_that_are_not_there_are_told():
    events = tridens.generate(DIMUONS)
    for choose in (lambda: events.select("mu-"), lambda: events.select(99), lambda: events.histogram("pz_GeV", pdg=99)):
        with pytest.raises(ValueError, match=r"no final-state particle (mu-|99) \(there are \[.*13.*\]\) choose one of them"):
            choose()
    with pytest.raises(ValueError, match="no particle of status 2 13"):
        events.select(13, status=2)
    assert len(events.select([13, 99])) == len(events.select(13))


def test_events_go_to_awkward_and_parquet(tmp_path):
    awkward = pytest.importorskip("awkward")
    parquet = pytest.importorskip("pyarrow.parquet")
    events = tridens.generate(DIMUONS, events=40)
    array = events.to_awkward()
    muons = array.particles[(array.particles.pdg == 13) & (array.particles.status == 1)]
    assert len(array) == 40 and awkward.all(awkward.num(muons) == 1)
    events.to_parquet(tmp_path / "events.parquet")
    with pytest.raises(tridens.UserError, match="force=True"):
        events.to_parquet(tmp_path / "events.parquet")
    events.to_parquet(tmp_path / "events.parquet", force=True)
    table = parquet.read_table(tmp_path / "events.parquet")
    assert table.num_rows == 40
    assert table.schema.metadata[b"tridens"].decode() == tridens.__version__
    flat = np.concatenate(table["particle_energy_GeV"].to_numpy())
    np.testing.assert_array_equal(flat, events.particles["energy_GeV"])


def test_events_in_files_are_whole_or_not_there(tmp_path):
    path = tmp_path / "events.hepmc3"
    written = tridens.generate(DIMUONS, events=20, output=path)
    assert written.events == 20 and path.read_text().count("\nE ") == 20
    with pytest.raises(ValueError, match="exists"):
        tridens.generate(DIMUONS, events=20, output=path)


def test_histograms_of_cards_have_the_cross_section(tmp_path):
    card = {**DIMUONS, "histogram": [{"variable": "visible_energy", "min": "0 GeV", "max": "5 GeV", "bins": 10}]}
    card["generate"] = {"events": 2000, "seed": 3}
    (histogram,) = tridens.histogram(card)
    total = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=5.0)
    assert histogram.unit == "fb"
    assert histogram.values().sum() == pytest.approx(float(total.value) / 1e-39, rel=2e-3)


def test_a_likelihood_is_minimised_by_minuit():
    iminuit = pytest.importorskip("iminuit")
    card = {**WEAK_ANGLE, "experiment": [{"name": str(tridens.Experiment(GERMANIUM))}]}
    likelihood = tridens.Likelihood(card)
    assert likelihood.parameters == ["angle"]
    minuit = iminuit.Minuit(likelihood, angle=0.25)
    minuit.limits = (0.2, 0.28)
    minuit.tol = 1e-6
    minuit.migrad()
    assert minuit.valid
    fit = tridens.fit(card)
    assert minuit.values["angle"] == pytest.approx(fit.best["angle"], abs=2e-5)
    assert fit.best["angle"] == pytest.approx(0.23857, abs=2e-5)
    scan = tridens.scan(card)
    assert scan.chi2.shape == (9,) and scan.output is None
    assert scan.axes["angle"][0] == 0.2 and np.nanargmin(scan.chi2) == np.argmin(abs(scan.axes["angle"] - 0.23857))


def test_what_is_drawn_has_units(tmp_path):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    answer = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=np.geomspace(0.005, 0.05, 20))
    axes = answer.plot()
    assert axes.get_xlabel() == "neutrino energy [GeV]" and "cm$^2$ per" in axes.get_ylabel()
    for ending in ("pdf", "png", "svg"):
        tridens.figures.save(axes, tmp_path / f"figure.{ending}", answer)
        assert (tmp_path / f"figure.{ending}").stat().st_size > 2000
    assert "Tridens" in (tmp_path / "figure.svg").read_text()
    with pytest.raises(ValueError, match="gif"):
        tridens.figures.save(axes, tmp_path / "figure.gif")
    tridens.rate("coherent-csi-2021").plot()
    tridens.generate(DIMUONS, events=50).plot()


def test_bounds_are_those_of_the_program():
    bounds = tridens.bounds("lmu-ltau", names=["g-2-mu", "ccfr-trident"], mass_GeV=(0.01, 1.0))
    rows = json.loads(subprocess.run(
        [PROGRAM, "bounds", "--plane", "lmu-ltau", "--bound", "g-2-mu", "ccfr-trident", "--masses", "10MeV,1GeV",
         "--json"], check=True, capture_output=True, text=True).stdout)
    assert len(bounds) == len(rows["bounds"]) == 2
    mass, coupling, upper = bounds["g-2-mu"].curves[0]
    (theirs,) = [row for row in rows["bounds"] if row["name"] == "g-2-mu"]
    np.testing.assert_allclose(coupling, theirs["curves"][0]["coupling"], rtol=1e-12)
    assert mass[0] == pytest.approx(0.01) and upper.size == 0
    own = tridens.bounds(charges=(0, 1, -1), names=["g-2-mu"], mass_GeV=(0.01, 1.0))
    np.testing.assert_allclose(own["g-2-mu"].curves[0][1], coupling, rtol=1e-12)
    with pytest.raises(ValueError, match="lmu-ltau"):
        tridens.bounds("lmu-ltua")
    with pytest.raises(ValueError, match="2 charges"):
        tridens.bounds(charges=(1, -1))


def test_bounds_know_their_names():
    plane = tridens.bounds("lmu-ltau", names=["g-2-mu"], points_per_decade=2)
    assert "g-2-mu" in plane and "babar-4mu" not in plane and plane["g-2-mu"] in list(plane)


def test_names_are_listed_and_shown():
    assert "cevns" in tridens.list_names("processes")
    assert tridens.show("light-vector").kind == "model"
    with pytest.raises(ValueError, match="light-vector"):
        tridens.show("light-vectr")


@pytest.mark.parametrize(("arguments", "words"), [
    ({"bins": 2.5}, "bins = 2.5"), ({"bins": 0}, "bins = 0"), ({"bins": "a"}, "bins = 'a'"), ({"bins": [3, 1]}, "increase"),
    ({"range": (3, 1)}, "range = (3, 1)"),
])
def test_bins_that_are_none_are_refused(arguments, words):
    events = tridens.generate({"process": {"name": "cevns", "neutrino": "nue", "target": "Ar40"}, "flux": {"energy": "30 MeV"}, "generate": {"events": 5}})
    with pytest.raises(tridens.UserError, match=re.escape(words)):
        events.histogram("energy_GeV", 1000180400, **arguments)


def test_what_has_no_name_shows_none():
    card = {"model": {"name": "sm"}, "parameter": [], "experiment": [{"name": "ccfr-trident"}]}
    assert repr(tridens.fit(card, intervals=False)).startswith("<Fit: chi2 = ") and ", >" not in repr(tridens.fit(card))
    assert repr(tridens.Histogram([tridens.Axis([0, 1], "x")], [1.0])) == "<Histogram: 1 bins, 1 events>"
    assert repr(tridens.Experiment({"processes": []})) == "<Experiment>"
    nsi = {"model": {"name": "nsi", "eps_ee_dV": "{d}"}, "parameter": [{"name": "d", "min": -0.3, "max": 0.6, "points": 3}],
           "experiment": [{"name": "coherent-lar-2020"}]}
    assert repr(tridens.scan(nsi)).startswith("<Scan: d: 3, ")
