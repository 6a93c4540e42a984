"""Fits at the ends of what nuisances can do: signals a billion times too large, shifts of the beam, empty detectors."""

import json

import pytest

from fits_by_hand import CsI, fit, minimum, poisson_chi2, run

FORM_FACTOR = '[experiment.change]\nform_factor = "klein-nystrand,r0=1.23fm"\n'
CSI = '[[experiment]]\nname = "coherent-csi-2021"\n'


@pytest.mark.parametrize("mass, g", [(31.6227766, 0.0065), (31.6227766, 0.00794328)])
def test_a_huge_signal_is_scaled_down_along_the_flat_direction(tmp_path, mass, g):
    csi = CsI()
    csi.set_couplings(boson=(mass, 3 * g * g))
    csi.electrons = csi.electron_energies((mass, g * g))
    start = {"flux": -0.9, "quenching": -0.1, "efficiency": -0.9}
    result = fit(f'[fit]\n[model]\nname = "light-vector"\nmass = "{mass} MeV"\ng = {g}\n{CSI}{FORM_FACTOR}', tmp_path, "--no-intervals")
    # An upper bound of the minimum: Minuit from one start.
    bound = min(
        minimum(csi.chi2, {**CsI.widths, "efficiency": None}, CsI.limits, s)[0] for s in (start, {"flux": -0.99, "efficiency": -0.5, "radius": 0.2})
    )
    assert result["minima"][0]["chi2"] < bound + 1e-2


@pytest.mark.parametrize("coupling, low, high", [("eps_ee_uV", -0.5, 0.8), ("eps_mumu_dV", -0.5, 0.8), ("eps_etau_uV", -0.4, 0.4)])
def test_intervals_when_the_beam_may_move(tmp_path, coupling, low, high):
    card = f'[fit]\nconfidence = [0.9]\n[model]\nname = "nsi"\n{coupling} = "{{e}}"\n'
    card += f'[[parameter]]\nname = "e"\nmin = {low}\nmax = {high}\n{CSI}'
    card += 'nuisances = ["flux", "quenching", "brn", "nin", "steady", "radius", "efficiency", "time"]\n'
    assert fit(card, tmp_path)["intervals"]
