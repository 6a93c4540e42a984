"""`tridens fit` from outside: what its JSON says of toys and of likelihoods that nobody has stated, and what is refused."""

import json

import pytest
from program import refused, run

CARD = """[fit]
confidence = [0.6827]
[model]
name = "nsi"
eps_ee_dV = "{down}"
[[parameter]]
name = "down"
min = 0.0
max = 0.4
points = 4
[[experiment]]
name = "coherent-lar-2020"
[feldman_cousins]
toys = 12
"""


def fit(card, folder, *options):
    (folder / "card.toml").write_text(card)
    result = run("fit", "card.toml", "--json", *options, folder=folder)
    assert result.returncode == 0, result
    assert result.stderr == ""  # progress is for terminals
    return json.loads(result.stdout)


def test_every_point_that_toys_have_tested_has_its_p_value(tmp_path):
    result = fit(CARD, tmp_path, "--feldman-cousins")
    points = result["feldman_cousins"]
    assert [point["value"] for point in points] == pytest.approx([0.0, 0.4 / 3, 0.8 / 3, 0.4])
    for point in points:
        assert 0.0 <= point["p_value"] <= 1.0 and point["p_value_error"] > 0.0 and point["rise"] >= 0.0
        assert len(point["critical"]) == 1
        # A point is allowed when no more than the confidence of the toys rises less.
        assert (point["rise"] <= point["critical"][0] + 1e-4) == (point["p_value"] > 1 - 0.6827 - 1e-9)
    assert "feldman_cousins" not in fit(CARD, tmp_path)


def test_a_likelihood_that_the_file_does_not_state_is_told(tmp_path):
    stated = fit(CARD, tmp_path, "--no-intervals")["provenance"]["choices"]
    assert "coherent-lar-2020: likelihood" not in stated
    own = 'title = "Mine"\nsources = ["me"]\nprocesses = ["cevns"]\n[target]\nmaterial = "Ge"\nmass = "5 kg"\n'
    own += '[flux]\nsource = "reactor,power=3GW,distance=20m"\n[exposure]\ntime = "1 y"\n'
    own += '[observable]\nname = "electron_equivalent_energy"\nunit = "eV"\nedges = [200, 400, 1000]\n'
    own += '[response]\nquenching = "lindhard,k=0.16,Z=32"\n[[uncertainty]]\nname = "flux"\nrelative = 0.03\n'
    own += '[observed]\ntable = "counts.csv"\n'
    (tmp_path / "mine.toml").write_text(own)
    (tmp_path / "counts.csv").write_text("energy_low_eV,energy_high_eV,counts\n200,400,6000\n400,1000,300\n")
    choices = fit(CARD.replace("coherent-lar-2020", "mine.toml"), tmp_path, "--no-intervals")["provenance"]["choices"]
    assert choices["mine: likelihood"] == "not stated by the file: poisson, nuisances flux"


def test_what_a_card_asks_wrongly_is_told_in_words_of_cards(tmp_path):
    (tmp_path / "card.toml").write_text('[fit]\n[model]\nname = "nsi"\n[[experiment]]\nname = "coherent-lar-2020"\n')
    refused("fit", "card.toml", folder=tmp_path, says=["no coupling", "[model] eps_mumu_dV=0.1"])


def test_radiative_corrections_of_elastic_scattering_are_none_of_tridents(tmp_path):
    refused("rate", "ccfr-trident", "--couplings", "radiative", folder=tmp_path, says=["couplings = radiative", "tridents"])
    (tmp_path / "card.toml").write_text(
        '[fit]\n[model]\nname = "sm"\ncouplings = "radiative"\n[[experiment]]\nname = "ccfr-trident"\n'
    )
    refused("fit", "card.toml", folder=tmp_path, says=["couplings = radiative", "sin2thetaW"])
