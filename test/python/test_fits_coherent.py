"""chi2 of the COHERENT fits against a second calculation in numpy (fits_by_hand.py) with Minuit for the nuisances."""

import json
import math

import numpy as np
import pytest

from fits_by_hand import Argon, CsI, fit, minimum, nsi_charges, pulls, run

FORM_FACTOR = '[experiment.change]\nform_factor = "klein-nystrand,r0=1.23fm"\n'


@pytest.fixture(scope="module")
def csi():
    return CsI()


@pytest.fixture(scope="module")
def argon():
    return Argon()


def card(experiment, model="", nuisances=None):
    chosen = f"nuisances = {nuisances}\n" if nuisances else ""
    return f'[fit]\ntitle = "a check"\n{model}\n[[experiment]]\nname = "{experiment}"\n{chosen}{FORM_FACTOR}'


def same_nuisances(found, wanted, widths, share):
    """Within a share of the width of each constraint."""
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        assert abs(found[name] - value) < share * (widths[name] or 1.0), name


def test_every_bin_of_csi_is_the_one_of_the_second_calculation(csi, tmp_path):
    rate = json.loads(run("rate", "coherent-csi-2021", "--change", "form_factor=klein-nystrand,r0=1.23fm", "--json", folder=tmp_path))
    total = sum(np.array(part["counts"]) for part in rate["parts"]).reshape(9, 11)
    np.testing.assert_allclose(total, csi.expected(), rtol=1e-4)
    assert np.array_equal(np.array(rate["observed"]).reshape(9, 11), csi.observed)


def test_csi_in_the_standard_model(csi, tmp_path):
    csi.set_couplings()
    widths = {**CsI.widths, "efficiency": None}
    chi2, nuisances = minimum(csi.chi2, widths, CsI.limits)
    result = fit(card("coherent-csi-2021"), tmp_path)
    assert abs(result["minima"][0]["chi2"] - chi2) < 1e-3
    assert abs(csi.chi2(**pulls(result)) - result["minima"][0]["chi2"]) < 1e-3
    same_nuisances(pulls(result), nuisances, widths, 1e-3)
    penalty = sum((nuisances[name] / width) ** 2 for name, width in CsI.widths.items())
    assert abs(result["minima"][0]["penalty"] - penalty) < 1e-3


def test_csi_when_the_beam_may_move(csi, tmp_path):
    csi.set_couplings()
    names = [*CsI.widths, "efficiency", "time"]
    widths = {**CsI.widths, "efficiency": None, "time": None}
    best = min((minimum(csi.chi2, widths, CsI.limits, {"time": start}) for start in (-80.0, 60.0)), key=lambda found: found[0])
    result = fit(card("coherent-csi-2021", nuisances=str(names).replace("'", '"')), tmp_path)
    # Both are exact every 5 ns and interpolate between: the arrival times have steps.
    assert abs(result["minima"][0]["chi2"] - best[0]) < 3e-3
    assert abs(pulls(result)["time"] - best[1]["time"]) < 0.5
    assert result["degrees_of_freedom"] == 97


def test_argon_with_all_variations_of_shape(argon, tmp_path):
    argon.set_couplings()
    chi2, nuisances = minimum(argon.chi2, Argon.widths, Argon.limits)
    result = fit(card("coherent-lar-2020"), tmp_path)
    assert abs(result["minima"][0]["chi2"] - chi2) < 1e-3
    same_nuisances(pulls(result), nuisances, Argon.widths, 1e-3)
    assert result["bins"] == result["degrees_of_freedom"] == 120


@pytest.mark.parametrize("up, down", [(0.0, -0.3), (0.1, 0.2), (-0.35, 0.45), (0.5, 0.3)])
def test_both_targets_at_points_of_the_nsi_plane(csi, argon, tmp_path, up, down):
    charges = nsi_charges(eps_ee_uV=up, eps_mumu_dV=down)
    model = f'[model]\nname = "nsi"\neps_ee_uV = {up}\neps_mumu_dV = {down}\n'
    csi.set_couplings(charges=charges)
    argon.set_couplings(charges=charges)
    widths = {**CsI.widths, "efficiency": None}
    chi2 = min(minimum(csi.chi2, widths, CsI.limits, {"efficiency": start})[0] for start in (-0.7, 0.7))
    both = [fit(card(name, model), tmp_path)["minima"][0]["chi2"] for name in ("coherent-csi-2021", "coherent-lar-2020")]
    assert math.isclose(both[0], chi2, abs_tol=2e-3)
    assert math.isclose(both[1], minimum(argon.chi2, Argon.widths, Argon.limits)[0], abs_tol=2e-3)


@pytest.mark.parametrize("mass, g", [(3.0, 3e-5), (30.0, 6e-5), (30.0, 2e-4), (500.0, 5e-4)])
def test_both_targets_with_a_light_boson(csi, argon, tmp_path, mass, g):
    model = f'[model]\nname = "light-vector"\nmass = "{mass} MeV"\ng = {g}\n'
    csi.set_couplings(boson=(mass, 3 * g * g))
    csi.electrons = csi.electron_energies((mass, g * g))
    argon.set_couplings(boson=(mass, 3 * g * g))
    widths = {**CsI.widths, "efficiency": None}
    chi2 = min(minimum(csi.chi2, widths, CsI.limits, {"efficiency": start})[0] for start in (-0.7, 0.7))
    csi.electrons = csi.electron_energies()
    both = [fit(card(name, model), tmp_path)["minima"][0]["chi2"] for name in ("coherent-csi-2021", "coherent-lar-2020")]
    assert math.isclose(both[0], chi2, abs_tol=2e-3)
    assert math.isclose(both[1], minimum(argon.chi2, Argon.widths, Argon.limits)[0], abs_tol=2e-3)
