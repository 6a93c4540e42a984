"""Distributions of elastic scattering keep the final states apart; what an experiment's file belongs to stays as it is."""
import json

import pytest

from program import refused, run

CARD = """
[process]
name = "cevns"
neutrino = "{neutrino}"
target = "Ar40"
recoil_min = "1 keV"

[model]
{model}

[flux]
source = "pi-dar,facility=sns-lar"

[exposure]
pot = 1.38e23
mass = "24.4 kg"

[generate]
events = 4000
seed = 3

[[histogram]]
variable = "recoil_kinetic_energy"
min = "0 keV"
max = "200 keV"
bins = 1
unit = "keV"
"""


@pytest.mark.parametrize("model, states", [
    ('name = "nsi"\neps_emu_dV = 0.1', {"coherent", "coherent, other state"}),
    ('name = "magnetic-moment"\nmagnetic_moment_numu = "1e-9muB"', {"coherent", "coherent, helicity flipped"}),
    ('name = "dipole-portal"\nmass = "10 MeV"\nmagnetic_moment_numu = "1e-9muB"', {"coherent", "coherent -> N"}),
])
@pytest.mark.parametrize("neutrino", ["all", "numu"])
def test_columns_of_the_final_states_add_up(model, states, neutrino, tmp_path):
    card = tmp_path / "card.toml"
    card.write_text(CARD.format(model=model, neutrino=neutrino))
    result = run("histogram", card, "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    histogram = json.loads(result.stdout)["histograms"][0]
    parts = {name: part["content"][0] for name, part in histogram["components"].items()}
    assert set(parts) == states
    assert all(content > 0.0 for content in parts.values())
    assert sum(parts.values()) == pytest.approx(histogram["content"][0], rel=1e-9)


def test_a_response_that_sees_nothing_is_refused(tmp_path):
    (tmp_path / "card.toml").write_text(CARD.format(model='name = "sm"', neutrino="numu") +
                                        '\n[detector]\nname = "dune-lar-1902.08579"\n')
    refused("histogram", "card.toml", folder=tmp_path, says=["no particle of the final states", "tridens rate"])


def test_data_are_left_out_when_the_exposure_is_another(tmp_path):
    as_it_is = json.loads(run("rate", "coherent-csi-2021", "--json", folder=tmp_path).stdout)
    changed = json.loads(run("rate", "coherent-csi-2021", "--change", "mass=100kg", "--json", folder=tmp_path).stdout)
    assert as_it_is["observed_total"] == 1578
    assert "observed_total" not in changed and "observed" not in changed


def test_an_experiment_is_not_replaced_by_its_counts(tmp_path):
    from program import SOURCE
    file = tmp_path / "mine.toml"
    text = (SOURCE / "examples" / "08_my_detector.toml").read_text()
    file.write_text(text)
    refused("rate", "mine.toml", "--output", "mine.toml", "--force", folder=tmp_path, says=["the experiment itself"])
    assert file.read_text() == text


def test_a_run_card_is_no_experiment(tmp_path):
    (tmp_path / "card.toml").write_text(CARD.format(model='name = "sm"', neutrino="numu"))
    refused("rate", "card.toml", folder=tmp_path, says=["a run card", "tridens generate"])


def test_a_model_that_changes_nothing_is_noted(tmp_path):
    arguments = ["xsec", "cevns", "--nu", "numu", "--target", "Ar40", "--energy", "30MeV", "--json"]
    idle = json.loads(run(*arguments, "--model", "nsi", "--set", "eps_ee_dV=0.1", folder=tmp_path).stdout)
    acting = json.loads(run(*arguments, "--model", "nsi", "--set", "eps_mumu_dV=0.1", folder=tmp_path).stdout)
    assert "adds nothing" in idle["choices"]["note"]
    assert "note" not in acting["choices"]
    # Neutrinos of 30 MeV make heavy ones of 20 MeV, not of 50 MeV.
    for mass, closed in (("20MeV", False), ("50MeV", True)):
        made = run(*arguments, "--model", f"dipole-portal,mass={mass},magnetic_moment_numu=1e-9muB", folder=tmp_path)
        assert ("note" in json.loads(made.stdout)["choices"]) == closed


@pytest.mark.parametrize("arguments, says", [
    (["xsec", "trident", "--nu", "numu", "--pair", "mu-mu+", "--target", "Ar40", "--energy", "5GeV", "--set",
      "couplings=radiative"], ["tree level"]),
    (["xsec", "nu-e", "--nu", "numu", "--target", "Ar", "--energy", "3GeV", "--etheta2", "0.5MeV", "--recoil-min",
      "1MeV"], ["--etheta2"]),
    (["xsec", "cevns", "--nu", "numu", "--target", "Ar", "--energy", "1e-300GeV"], ["below 1 eV"]),
    (["xsec", "cevns", "--nu", "numu", "--target", "Ar", "--energy", "1TeV"], ["stay below"]),
    (["xsec", "nu-e", "--nu", "numu", "--target", "Ar", "--energy", "1keV", "--recoil-min", "600MeV"],
     ["end point", "600MeV"]),
    (["rate", "coherent-csi-2021", "--process", "cevns", "--process", "cevns"], ["twice"]),
    (["rate", "coherent-csi-2021", "--change", "mass=1e300kg"], ["mass"]),
    (["rate", "coherent-csi-2021", "--change", "flux=supernova"], ["bursts"]),
    (["xsec", "cevns", "--nu", "numu", "--target", "Ar", "--flux", "pi-darr,facility=sns"], ["pi-dar"]),
])
def test_what_has_no_meaning_is_refused(arguments, says, tmp_path):
    refused(*arguments, folder=tmp_path, says=says)
