"""Oscillation in matter by the package tridens: numbers, maps, and what it refuses."""

import numpy as np
import pytest

tridens = pytest.importorskip("tridens")

NUSQUIDS = dict(sin2_theta12=0.31, sin2_theta13=0.0224, sin2_theta23=0.582, delta="217deg", delta_m2_21="7.39e-5eV2")


def test_uniform_matter_meets_an_independent_program():
    # nuSQuIDS 1.13.3 at 1 GeV and 1300 km, as in test/published/oscillation_published_test.cc.
    for neutrino, to, density, splitting, expected in (
            ("numu", "nue", 3.0, "2.525e-3eV2", 0.025763298428928036), ("numu", "nue", 3.0, "-2.4381e-3eV2", 0.07072081068794858),
            ("numubar", "nuebar", 3.0, "2.525e-3eV2", 0.01842270824254083), ("numu", "nue", 0.0, "2.525e-3eV2", 0.040227028123317646)):
        value = tridens.matter_oscillation(neutrino, to, 1.0, 1300.0, density, delta_m2_31=splitting, **NUSQUIDS)
        assert value == pytest.approx(expected, abs=1e-8)


def test_probabilities_broadcast_and_vacuum_is_vacuum():
    energies, distances = np.array([1.0, 2.0, 5.0]), np.array([[295.0], [1300.0]])
    values = tridens.matter_oscillation("numu", "nutau", energies, distances, 0.0, parameters="nufit-6.0")
    assert values.shape == (2, 3)
    np.testing.assert_allclose(values, tridens.vacuum_oscillation("numu", "nutau", energies, distances, parameters="nufit-6.0"), atol=1e-12)


def test_oscillograms_are_maps_with_provenance(tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    energies, cosines = np.geomspace(2, 20, 30), np.linspace(-1, 0.1, 25)
    maps = {to: tridens.oscillogram("numu", to, energies, cosines) for to in ("nue", "numu", "nutau")}
    assert maps["nue"].values.shape == (25, 30)
    np.testing.assert_allclose(sum(one.values for one in maps.values()), 1.0, atol=1e-11)
    assert 0.3 < maps["nue"].values.max() < 0.7  # the resonance of the mantle
    assert tridens.oscillogram("numu", "nue", energies, cosines, parameters="nufit-6.0", ordering="inverted").values.max() < 0.1
    assert ("parameters", "NuFIT 5.2") in maps["nue"].choices and "hep-ph/0612285" in maps["nue"].citations
    axes = maps["nue"].plot()
    np.testing.assert_array_equal(axes.collections[0].get_array().ravel(), maps["nue"].values.ravel())


def test_new_interactions_and_sterile_states_act_on_the_way():
    energies, cosines = [10.0, 25.0], [-1.0, -0.5]
    plain = tridens.oscillogram("numu", "numu", energies, cosines).values
    nsi = tridens.oscillogram("numu", "numu", energies, cosines, model="nsi,eps_mutau_dV=0.05")
    assert ("model", "nsi") in nsi.choices and any(key == "model, eps_mutau_dV" for key, _ in nsi.choices) and len(nsi.citations) > 2
    assert np.abs(nsi.values - plain).max() > 0.1
    active = sum(tridens.oscillogram("numu", to, energies, cosines, delta_m2_41="1eV2", sin2_theta24=0.1).values for to in ("nue", "numu", "nutau"))
    assert np.all(active < 0.99)
    above = tridens.oscillogram("numu", "numu", energies, [0.5, 1.0], height_km=0.0)
    np.testing.assert_allclose(above.values, 1.0, atol=1e-12)


@pytest.mark.parametrize(("change", "words"), [
    ({"ordering": "sideways"}, ["ordering", "normal, inverted"]), ({"sin2_theta13": 2.0}, ["between 0 and 1"]), ({"theta13": 0.1}, ["sin2_theta13"]),
    ({"sin2_theta14": 0.1}, ["delta_m2_41"]), ({"parameters": "nufit-5.1", "ordering": "inverted"}, ["6.0-inverted"]), ({"cos_zenith": [-1.2]}, ["cosine"]),
    ({"energy_GeV": [0.0]}, ["energy_GeV"]), ({"depth_km": -1.0}, ["deep"]), ({"height_km": -1.0}, ["height"]), ({"shell_km": 0.0}, ["shells"]),
    ({"to": "nuebar"}, ["same kind"]), ({"outermost": "rock"}, ["water, ice"]), ({"model": "light-scalar,mass=1GeV,g=1e-3"}, ["scalar"]),
])
def test_bad_input_is_refused(change, words):
    arguments = {"neutrino": "numu", "to": "nue", "energy_GeV": [1.0], "cos_zenith": [-1.0], **change}
    with pytest.raises(ValueError) as raised:
        tridens.oscillogram(**arguments)
    for word in words:
        assert word in str(raised.value)


def test_bad_matter_is_refused():
    for density, electrons in ((-1.0, 0.5), (3.0, 1.5), (float("nan"), 0.5)):
        with pytest.raises(ValueError):
            tridens.matter_oscillation("numu", "nue", 1.0, 1300.0, density, electrons_per_nucleon=electrons)
    with pytest.raises(ValueError, match="broadcast"):
        tridens.matter_oscillation("numu", "nue", [1.0, 2.0], [1.0, 2.0, 3.0], 3.0)
