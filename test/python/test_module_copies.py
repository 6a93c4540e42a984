"""Results and objects are values: they are pickled and copied whole, and do not hang on arrays of the user."""

import copy
import multiprocessing
import pickle
import subprocess
import sys

import numpy as np
import pytest
import tridens
from germanium import GERMANIUM, WEAK_ANGLE

ENERGIES = np.geomspace(0.5, 20.0, 30)
FIT = {
    "fit": {"title": "One coupling"},
    "model": {"name": "nsi", "eps_ee_dV": "{down}"},
    "parameter": [{"name": "down", "min": -0.3, "max": 0.7, "points": 5}],
    "experiment": [{"name": "coherent-lar-2020"}],
}
DIMUONS = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"energy": "5 GeV"},
    "generate": {"events": 30, "seed": 7},
    "histogram": [{"variable": "invariant_mass_squared", "min": "0 GeV2", "max": "1 GeV2", "bins": 10}],
}
CEVNS = {"neutrino": "nue", "target": "Ar40"}
RESULTS = {
    "cross section": lambda: tridens.xsec("cevns", energy_GeV=[0.01, 0.02], **CEVNS),
    "rate": lambda: tridens.rate(GERMANIUM),
    "fit": lambda: tridens.fit(FIT),
    "scan": lambda: tridens.scan(FIT),
    "events": lambda: tridens.generate(DIMUONS),
    "histograms": lambda: tridens.histogram(DIMUONS),
    "bounds": lambda: tridens.bounds(names="g-2-mu", points_per_decade=2),
    "flavours": lambda: tridens.flavours("pp", samples=10),
    "oscillogram": lambda: tridens.oscillogram("numu", "nue", [5.0, 10.0], [-1.0, -0.5]),
    "citations": lambda: tridens.cite("coherent-lar-2020"),
    "description": lambda: tridens.show("coherent-lar-2020"),
}


def plain(value):
    """Of a result, what can be compared with that of another."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value] + [plain(getattr(value, "__dict__", {}))]
    if type(value).__module__.startswith("tridens"):
        return {key: plain(one) for key, one in vars(value).items() if key != "result"}
    return repr(value)


@pytest.mark.parametrize("kind", RESULTS)
def test_results_are_pickled_and_copied(kind):
    result = RESULTS[kind]()
    for same in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result), copy.copy(result)):
        assert type(same) is type(result) and repr(same) == repr(result)
        assert plain(same) == plain(result)


def test_intervals_pulls_and_new_cards_are_pickled_and_replaced():
    fit = tridens.fit(FIT)
    interval, pull = fit.intervals[0], next(iter(fit.nuisances.values()))
    for one in (interval, pull):
        for same in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one), one._replace()):
            assert type(same) is type(one) and same == one and vars(same) == vars(one)
    assert interval._replace(low=-1.0).low == -1.0 and interval._replace(low=-1.0).value == interval.value
    assert pull._replace(value=0.5, error=0.1)[:] == (0.5, pull.width) and pull._replace(error=0.1).error == 0.1
    with pytest.raises(ValueError, match="unknown attribute 'lowest'"):
        interval._replace(lowest=0.0)
    card = tridens.init("fit")
    for same in (pickle.loads(pickle.dumps(card)), copy.copy(card), copy.deepcopy(card)):
        assert same == card and type(same) is tridens.NewCard and vars(same) == vars(card)


class Boson(tridens.Model):
    """A model whose arguments are not those of its base class."""

    def __init__(self, mass_MeV):
        super().__init__("lmu-ltau", mass=f"{mass_MeV} MeV", coupling=1e-3)
        self.mass_MeV = mass_MeV


class Beam(tridens.Flux):
    energy_GeV = ENERGIES
    neutrinos = ("numu",)

    def density(self, neutrino, energy_GeV):
        return 1e-10 * np.exp(-energy_GeV / 3.0)


def test_models_fluxes_and_processes_are_pickled_and_copied():
    flux = tridens.Flux.from_callable({"numu": lambda energy: 1e-10 * np.exp(-energy / 3.0)}, ENERGIES, title="my beam")
    process = tridens.Process("trident", neutrino="numu", target="Ar40", pair="mu-mu+", model=Boson(10.0))
    for again in (lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy):
        boson = again(Boson(10.0))
        assert type(boson) is Boson and boson.mass_MeV == 10.0 and boson.parameters == Boson(10.0).parameters
        for one in (flux, Beam(), tridens.Flux("dune-nd-fhc"), tridens.Flux.analytic("flat,min=1GeV,max=5GeV", "nue")):
            same = again(one)
            assert repr(same) == repr(one) and type(same) is type(one)
            assert plain(same.spectra) == plain(one.spectra)
        same = again(process)
        assert plain(same.cross_section_cm2([5.0])) == plain(process.cross_section_cm2([5.0])) and repr(same) == repr(process)


READS = """
import pickle, sys
import tridens
flux, experiment, likelihood = pickle.load(open(sys.argv[1], "rb"))
rate = tridens.rate(experiment)
print(flux, experiment, rate.signal.sum(), rate.data_checksums["my reactor"][:8], likelihood(0.24))
"""


def own_germanium():
    flux = tridens.Flux.from_callable({"nuebar": lambda energy: 1e15 * np.exp(-energy / 1e-3)}, np.linspace(1e-3, 8e-3, 50),
                                      exposure_unit="s", title="my reactor")
    trigger = tridens.Tabulated("energy_keV", np.linspace(0.0, 2.0, 11), lambda energy: np.clip(energy, 0.0, 1.0))
    efficiency = [{"name": "trigger", "below": 0.0, "above": 1.0, "table": trigger}]
    return flux, tridens.Experiment({**GERMANIUM, "flux": flux, "efficiency": efficiency})


def test_own_experiments_bring_their_files_into_another_interpreter(tmp_path):
    flux, experiment = own_germanium()
    likelihood = tridens.Likelihood({**WEAK_ANGLE, "experiment": [{"name": str(experiment)}]})
    (tmp_path / "all.pickle").write_bytes(pickle.dumps((flux, experiment, likelihood)))
    # It writes files of its own, under another path.
    done = subprocess.run([sys.executable, "-c", READS, str(tmp_path / "all.pickle")], check=True, capture_output=True, text=True)
    there = done.stdout.splitlines()[0]
    rate = tridens.rate(experiment)
    name = there.split("> ")[1].split()[0]
    assert there.startswith(repr(flux)) and name != str(experiment) and name.endswith("a-germanium-detector-at-a-reactor.toml")
    assert there.endswith(f"{rate.signal.sum()} {rate.data_checksums['my reactor'][:8]} {likelihood(0.24)}")


def test_a_likelihood_goes_to_the_processes_of_a_pool():
    likelihood = tridens.Likelihood({**WEAK_ANGLE, "experiment": [{"name": own_germanium()[1]}]})
    angles = [0.22, 0.24, 0.26]
    for start in ("fork", "spawn"):
        with multiprocessing.get_context(start).Pool(2) as pool:
            assert pool.map(likelihood, angles) == [likelihood(angle) for angle in angles]
    same = pickle.loads(pickle.dumps(likelihood))
    assert same._function is likelihood._function and same.log_probability([0.24]) == likelihood.log_probability([0.24])


def test_emcee_takes_a_pool():
    emcee = pytest.importorskip("emcee")
    likelihood = tridens.Likelihood({**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(GERMANIUM)}]})
    start = 0.24 + 1e-3 * np.arange(8.0)[:, None]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        sampler = emcee.EnsembleSampler(8, 1, likelihood.log_probability, pool=pool)
        sampler.run_mcmc(start, 3)
    assert np.all(np.isfinite(sampler.get_log_prob()))


def test_what_a_likelihood_was_made_of_does_not_change_with_the_dictionary():
    card = {**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(GERMANIUM)}]}
    likelihood = tridens.Likelihood(card)
    card["experiment"][0]["name"] = "nothing"
    assert likelihood._card["experiment"][0]["name"] != "nothing"


def test_results_do_not_hang_on_arrays_of_the_user():
    energies, cosines = np.array([0.01, 0.02]), np.array([-1.0, -0.5])
    answer = tridens.xsec("cevns", energy_GeV=energies, **CEVNS)
    spectrum = tridens.xsec("cevns", energy_GeV=energies, recoil_keV=np.array([1.0, 2.0]), **CEVNS)
    map_of = tridens.oscillogram("numu", "nue", energies, cosines)
    energies[0], cosines[0] = 9.0, 0.0
    assert answer.energy_GeV[0] == 0.01 and spectrum.energy_GeV[0] == 0.01 and map_of.energy_GeV[0] == 0.01 and map_of.cos_zenith[0] == -1.0
    edges, contents, variances = np.array([0.0, 1.0, 2.0]), np.array([3.0, 4.0]), np.array([3.0, 4.0])
    histogram = tridens.Histogram([tridens.Axis(edges, "x")], contents, variances)
    edges[0], contents[0], variances[0] = -1.0, 7.0, 7.0
    for array in (histogram.values(), histogram.variances(), histogram.counts()):
        assert array[0] == 3.0
        array[0] = 9.0  # of a copy
    assert histogram.values()[0] == 3.0 and histogram.variances()[0] == 3.0 and histogram.axes[0].edges[0] == 0.0
