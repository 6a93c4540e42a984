"""Fluxes, models, experiments and likelihoods of a user: classes of their own and plain dictionaries."""

import numpy as np
import pytest
import tridens
from germanium import GERMANIUM, WEAK_ANGLE

TRIDENT = {"neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"}
ENERGIES = np.geomspace(0.5, 20.0, 60)


class Beam(tridens.Flux):
    """A beam of muon neutrinos that counts how often it is asked."""

    energy_GeV = ENERGIES
    neutrinos = ("numu",)
    calls = 0

    def density(self, neutrino, energy_GeV):
        type(self).calls += 1
        assert neutrino == "numu"
        return 1e-10 * np.exp(-energy_GeV / 3.0)


def test_a_flux_is_a_class_a_dictionary_or_a_function_of_a_grid_evaluated_once():
    beam = Beam()
    average = float(tridens.xsec("trident", flux=beam, **TRIDENT).value)
    tridens.xsec("trident", flux=beam, **TRIDENT)
    assert Beam.calls == 1
    density = 1e-10 * np.exp(-ENERGIES / 3.0)
    dictionary = {"energy_GeV": ENERGIES, "densities": {"numu": density}}
    assert float(tridens.xsec("trident", flux=dictionary, **TRIDENT).value) == average
    functions = {"energy_GeV": ENERGIES, "densities": {"numu": lambda energy: 1e-10 * np.exp(-energy / 3.0)}}
    assert float(tridens.xsec("trident", flux=functions, **TRIDENT).value) == average
    assert repr(beam).startswith("<Beam ") and repr(beam).endswith(": numu, per POT>")
    energies, values = beam.spectra["numu"]
    np.testing.assert_allclose(values, density, rtol=1e-12)
    np.testing.assert_allclose(energies, ENERGIES, rtol=1e-12)


def test_an_own_flux_is_called_by_its_title():
    def beam(title):
        return tridens.Flux.from_callable({"numu": lambda energy: 1e-10 * np.exp(-energy / 3.0)}, ENERGIES, title=title)

    flux = beam("my beam, 2026")
    assert flux.name == flux.title == "my beam, 2026" and repr(flux) == "<Flux my beam, 2026: numu, per POT>"
    answer = tridens.xsec("trident", flux=flux, **TRIDENT)
    assert answer.flux == "my beam, 2026" and list(answer.data_checksums) == ["my beam, 2026"]
    assert tridens.cite(answer).own == ["flux my beam, 2026"]
    events = tridens.generate({"process": {"name": "trident", **TRIDENT}, "flux": flux, "generate": {"events": 5, "seed": 3}})
    assert "my beam, 2026" in events.data_checksums and "/tridens-" not in str(events.choices)
    with pytest.raises(ValueError) as told:
        tridens.xsec("trident", flux=beam("other"), neutrino="nue", pair="mu-mu+", target="Ar40")
    assert "/tridens-" not in str(told.value) and "other" in str(told.value)


def test_own_experiments_have_names_of_their_own_in_fits_and_are_listed_among_citations():
    flux = tridens.Flux.from_arrays([1e-3, 8e-3], {"nuebar": [1e15, 1e12]}, exposure_unit="s", title="my reactor")
    near = {**GERMANIUM, "title": "Near detector", "flux": flux}
    far = {**GERMANIUM, "title": "远 detector", "target": {"material": "Ge", "mass": "3 kg"}}
    fit = tridens.fit({**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(near)}, {"name": tridens.Experiment(far)}]})
    assert list(fit.experiments) == ["near-detector", "远-detector"]
    assert sorted(tridens.cite(fit).own) == ["experiment Near detector", "experiment 远 detector", "flux my reactor"]
    rate = tridens.rate(near)
    assert rate.experiment == "Near detector" and "my reactor" in rate.data_checksums
    assert sorted(tridens.cite(rate).own) == ["experiment Near detector", "flux my reactor"]
    assert tridens.cite(tridens.rate("coherent-lar-2020")).own == []
    with pytest.raises(ValueError, match="dictionary of experiment 'Near detector'"):
        tridens.rate({**near, "exposure": {"time": "1 parsec"}})


def test_a_new_card_with_an_own_flux_has_its_table_beside_it(tmp_path):
    flux = tridens.Flux.from_arrays([1e-2, 5e-2], {"nue": [1e-10, 1e-12]}, title="my beam")
    card = tridens.init("elastic", flux=flux, output=tmp_path / "elastic.toml")
    assert (tmp_path / "elastic.toml").read_text() == card and 'file = "my-beam.csv"' in card and "/tmp/" not in card.split("[flux]")[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elastic.toml", "my-beam.csv"]
    for same in (tmp_path / "elastic.toml", card):
        assert len(tridens.generate(same, events=3)) == 3
    other = tridens.Flux.from_arrays([1e-2, 5e-2], {"nue": [1e-10, 1e-13]}, title="my beam")
    with pytest.raises(ValueError, match="my-beam.csv' exists"):
        tridens.init("elastic", flux=other, output=tmp_path / "other.toml")
    assert not (tmp_path / "other.toml").exists()
    with pytest.raises(ValueError, match='flux \'my beam\' .*give output="card.toml"'):
        tridens.init("elastic", flux=flux)


def test_new_cards_are_taken_as_text():
    events = tridens.generate(tridens.init("trident").replace('seed = 1 ', 'seed = 2 '), events=5)
    assert len(events) == 5
    assert len(tridens.histogram(tridens.init("trident").replace("events = 10000", "events = 100"))) > 0
    text = tridens.init("fit")
    assert tridens.fit(text).chi2 == tridens.Likelihood(text)(*tridens.fit(text).best.values())
    assert tridens.rate(tridens.init("experiment")).total_signal > 0.0
    with pytest.raises(ValueError, match="the text"):
        tridens.generate('[process]\nname = "nothing"\n')


def test_a_named_flux_knows_its_density():
    flux = tridens.Flux("dune-nd-fhc")
    edges, density = flux.spectra["numu"]
    middles = 0.5 * (edges[1:] + edges[:-1]) if len(edges) > len(density) else edges
    np.testing.assert_allclose(flux.density("numu", middles), density, rtol=1e-12)
    assert flux.density("numu", edges[-1] * 2.0) == 0.0
    with pytest.raises(ValueError, match="numu"):
        flux.density("numuu", 1.0)


def test_a_model_is_a_class_or_a_dictionary():
    class Boson(tridens.Model):
        def __init__(self, mass_MeV):
            super().__init__("lmu-ltau", mass=f"{mass_MeV} MeV", coupling=1e-4 * mass_MeV)

    boson = Boson(10.0)
    assert boson.parameters["mass"] == "0.01 GeV" and repr(boson).startswith("<Boson lmu-ltau")
    value = tridens.xsec("trident", energy_GeV=5.0, model=boson, **TRIDENT).value
    for same in ({"name": "lmu-ltau", "mass": "10 MeV", "coupling": 1e-3}, "lmu-ltau,mass=10 MeV,coupling=1e-3"):
        assert tridens.xsec("trident", energy_GeV=5.0, model=same, **TRIDENT).value == pytest.approx(float(value), rel=1e-9)
    assert tridens.Model({"name": "lmu-ltau", "mass": "10 MeV"}, coupling=1e-3).parameters == boson.parameters


def test_cards_hold_objects():
    card = {"process": {"name": "trident", **TRIDENT}, "flux": Beam(), "model": tridens.Model("lmu-ltau", mass="10 MeV", coupling=1e-3),
            "generate": {"events": np.int64(30), "seed": 3}}
    events = tridens.generate(card)
    assert len(events) == 30
    assert events.cross_section_cm2 == pytest.approx(
        float(tridens.xsec("trident", flux=card["flux"], model=card["model"], **TRIDENT).value), rel=5e-3)


def test_an_experiment_is_a_class_or_a_dictionary():
    class Germanium(tridens.Experiment):
        def __init__(self, mass_kg):
            super().__init__({**GERMANIUM, "target": {"material": "Ge", "mass": f"{mass_kg} kg"}})

    one = tridens.rate(GERMANIUM)
    two = tridens.rate(Germanium(2.0))
    np.testing.assert_allclose(two.signal, 2.0 * one.signal, rtol=1e-12)
    assert repr(Germanium(2.0)) == "<Germanium A germanium detector at a reactor>"


def test_an_experiment_sees_a_flux_of_ones_own():
    class Reactor(tridens.Flux):
        energy_GeV = np.linspace(1e-3, 8e-3, 50)
        neutrinos = ("nuebar",)
        exposure_unit = "s"
        strength = 1e15

        def density(self, neutrino, energy_GeV):
            return self.strength * np.exp(-energy_GeV / 1e-3)

    class Stronger(Reactor):
        strength = 3e15

    inside = tridens.rate({**GERMANIUM, "flux": Reactor()}).signal
    np.testing.assert_allclose(tridens.rate(GERMANIUM, flux=Reactor()).signal, inside, rtol=1e-12)
    np.testing.assert_allclose(tridens.rate(GERMANIUM, flux=Stronger()).signal, 3.0 * inside, rtol=1e-9)
    with pytest.raises(ValueError, match="Tabulated"):
        tridens.rate({**GERMANIUM, "efficiency": [{"name": "trigger", "below": 0.0, "above": 1.0, "table": lambda x: x}]})


def test_an_efficiency_is_a_function_evaluated_once():
    calls = []

    def efficiency(energy):
        calls.append(energy)
        return np.clip(energy, 0.0, 1.0)

    table = tridens.Tabulated("energy_keV", np.linspace(0.0, 2.0, 401), efficiency)
    seen = tridens.rate({**GERMANIUM, "efficiency": [{"name": "trigger", "below": 0.0, "above": 1.0, "table": table}]}).signal
    whole = tridens.rate(GERMANIUM).signal
    axis = tridens.rate(GERMANIUM).axes[0]
    edges = axis.edges * {"eV": 1e-3, "keV": 1.0}[axis.unit]
    assert len(calls) == 1
    # In every bin the share lies between the efficiencies at its edges.
    assert np.all(seen / whole > edges[:-1]) and np.all(seen / whole < edges[1:])


def test_a_likelihood_of_a_class_adds_what_it_knows():
    class WithPrior(tridens.Likelihood):
        def penalty(self, parameters):
            return ((parameters["angle"] - 0.25) / 0.001) ** 2

    card = {**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(GERMANIUM)}]}
    plain, own = tridens.Likelihood(card), WithPrior(card)
    for angle in (0.24, 0.25, 0.26):
        prior = ((angle - 0.25) / 0.001) ** 2
        assert own(angle) == pytest.approx(plain(angle) + prior, rel=1e-12)
        assert own.chi2([angle], []) == pytest.approx(plain.chi2([angle], []) + prior, rel=1e-12)
        assert own.log_probability([angle]) == pytest.approx(plain.log_probability([angle]) - 0.5 * prior, rel=1e-12)
    assert repr(own) == "<WithPrior of angle with 0 nuisances>"
    with pytest.raises(ValueError, match="parameters are angle"):
        plain(0.24, 0.25)


def test_a_likelihood_is_sampled_by_emcee():
    emcee = pytest.importorskip("emcee")
    heavy = {**GERMANIUM, "target": {"material": "Ge", "mass": "10 kg"}}
    likelihood = tridens.Likelihood({**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(heavy)}]})
    fit = tridens.fit({**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(heavy)}]})
    (low, high), = [(low, high) for _, _, confidence, low, high in fit.intervals if abs(confidence - 0.6827) < 0.01]
    state = np.random.RandomState(5)
    sampler = emcee.EnsembleSampler(8, 1, likelihood.log_probability)
    start = fit.best["angle"] + 0.3 * (high - low) * state.standard_normal((8, 1))
    sampler._random = state
    sampler.run_mcmc(start, 250)
    chain = sampler.get_chain(discard=50, flat=True)[:, 0]
    # 200 steps of 8 walkers with some 30 steps of correlation: the width is known to a sixth.
    assert abs(chain.mean() - fit.best["angle"]) < 0.5 * (high - low)
    assert 0.5 < chain.std() / (0.5 * (high - low)) < 1.5


def test_scans_by_dask_are_those_of_this_machine(tmp_path):
    pytest.importorskip("distributed")
    card = {**WEAK_ANGLE, "experiment": [{"name": tridens.Experiment(GERMANIUM)}]}
    here = tridens.scan(card)
    there = tridens.scan(card, engine="dask", workers=1, shards=2, output=tmp_path / "scan.csv")
    np.testing.assert_array_equal(there.chi2, here.chi2)
    assert there.citations == here.citations and there.version == here.version
    as_text = tridens.scan(tridens.fit(card).card, engine="dask", workers=1, shards=2)
    np.testing.assert_array_equal(as_text.chi2, here.chi2)
    assert as_text.output is None and there.output == str(tmp_path / "scan.csv")
    again = tridens.Scan.from_file(tmp_path / "scan.csv")
    np.testing.assert_array_equal(again.chi2, here.chi2)
