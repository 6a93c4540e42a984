"""The package tridens: cross sections in arrays are those of the program."""

import json
import os
import subprocess

import numpy as np
import pytest
import tridens

PROGRAM = os.environ["TRIDENS_PROGRAM"]


def of_program(*arguments):
    output = subprocess.run([PROGRAM, "xsec", *arguments, "--json"], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def test_arrays_keep_the_shape_of_the_energies():
    answer = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[[1.0, 5.0], [20.0, 40.0]])
    assert answer.value.shape == answer.error.shape == answer.energy_GeV.shape == (2, 2)
    assert np.all(np.diff(answer.value.ravel()) > 0.0)
    total = sum(answer.components.values())
    np.testing.assert_allclose(total, answer.value, rtol=1e-12)
    assert set(answer.components) == {"coherent", "proton", "neutron"}


def test_tridents_are_those_of_the_program():
    energies = [1.0, 5.0, 20.0]
    answer = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=energies)
    rows = of_program("--nu", "numu", "--pair", "mu-mu+", "--target", "Ar40", "--energy", "1GeV,5GeV,20GeV")
    totals = [row["sigma"] for row in rows["rows"] if row["component"] == "total"]
    np.testing.assert_allclose(answer.value, 1e-39 * np.array(totals), rtol=1e-12)


def test_energies_and_recoils_broadcast():
    energy, recoil = np.array([0.02, 0.05]), np.geomspace(1.0, 20.0, 5)
    table = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=energy[:, None], recoil_keV=recoil)
    assert table.value.shape == (2, 5) and table.unit == "cm2/keV"
    for i in range(2):
        row = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=energy[i], recoil_keV=recoil)
        np.testing.assert_array_equal(row.value, table.value[i])


def test_the_total_is_the_integral_of_the_recoil_spectrum():
    recoil = np.linspace(1e-3, 25.0, 20001)
    spectrum = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=0.02, recoil_keV=recoil)
    total = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=0.02, recoil_min="1 eV")
    assert np.trapezoid(spectrum.value, recoil) == pytest.approx(float(total.value), rel=1e-4)


def test_averages_over_a_flux_have_events():
    answer = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", flux="dune-nd-fhc",
                          exposure={"mass": "75 t", "pot": 1.1e21})
    assert answer.energy_GeV is None and answer.value.shape == ()
    assert 100.0 < answer.events < 160.0


def test_registered_processes_take_settings_and_points():
    total = tridens.xsec("dis", neutrino="numu", target="H2O", energy_GeV=[1e2, 1e3], current="nc")
    assert total.unit == "cm2" and total.value[1] > 5.0 * total.value[0]
    at = tridens.xsec("dis,current=cc", neutrino="numu", target="H2O", energy_GeV=[1e3, 1e3, 1e4],
                      at={"x": [0.1, 0.2, 0.1], "Q2": "10 GeV2"})
    alone = tridens.xsec("dis", neutrino="numu", target="H2O", energy_GeV=1e3, current="cc", at={"x": 0.2, "Q2": "10 GeV2"})
    assert at.value.shape == (3,) and at.value[1] == float(alone.value)


def test_models_change_the_answer():
    energy = np.array([3.0, 10.0])
    arguments = {"neutrino": "numu", "pair": "mu-mu+", "target": "Ar40", "energy_GeV": energy}
    model = tridens.Model("lmu-ltau", mass="10 MeV", coupling=1e-3)
    assert np.all(tridens.xsec("trident", model=model, **arguments).value > tridens.xsec("trident", **arguments).value)


def test_results_say_where_they_come_from():
    answer = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=0.03)
    assert answer.version == tridens.__version__
    assert any("form factor" in name for name, _ in answer.choices)
    assert answer.citations
    assert repr(answer) == "<CrossSection of cevns on CsI, nue: one value in cm2 per formula unit>"


@pytest.mark.parametrize(("call", "words"), [
    ({"process": "cevn", "neutrino": "nue", "target": "CsI", "energy_GeV": 0.03}, ["cevn", "did you mean 'cevns'"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": -1.0}, ["energy_GeV", "-1"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": []}, ["energy_GeV is empty"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": "5 GeV"}, ["energy_GeV", "unit in its name"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI"}, ["no energy"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": 1.0, "flux": "dune-nd-fhc"}, ["energies and a flux"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": 0.03, "pairs": 1}, ["pairs", "form_factor"]),
    ({"process": "trident", "neutrino": "numu", "target": "Ar40", "energy_GeV": 5.0}, ["no lepton pair"]),
    ({"process": "trident", "neutrino": "numu", "target": "Ar40", "pair": "mu-mu+", "energy_GeV": 5.0, "recoil_keV": 1.0},
     ["recoil_keV", "elastic"]),
    ({"process": "cevns", "neutrino": "nue", "target": "CsI", "energy_GeV": [0.03, 0.04], "recoil_keV": [1.0, 2.0, 3.0]},
     ["do not broadcast"]),
    ({"process": "trident", "neutrino": "numu", "target": "Ar40", "pair": "mu-mu+", "flux": "dune-nd-fhc",
      "exposure": {"pot": 1e21}}, ["exposure has no mass"]),
])
def test_wrong_arguments_are_value_errors(call, words):
    with pytest.raises(ValueError) as error:
        tridens.xsec(**call)
    assert isinstance(error.value, tridens.UserError)
    for word in words:
        assert word in str(error.value)
