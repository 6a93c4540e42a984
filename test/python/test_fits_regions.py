"""Intervals, contours and common uncertainties against the second calculation of fits_by_hand.py."""

import json
import math

import numpy as np
import pytest

from fits_by_hand import Argon, CsI, fit, minimum, nsi_charges, scan

FORM_FACTOR = '[experiment.change]\nform_factor = "klein-nystrand,r0=1.23fm"\n'
WIDTHS = {**CsI.widths, "efficiency": None}


@pytest.fixture(scope="module")
def csi():
    return CsI()


@pytest.fixture(scope="module")
def argon():
    return Argon()


def parameter(name, low, high, points=101):
    return f'[[parameter]]\nname = "{name}"\nmin = {low}\nmax = {high}\npoints = {points}\n'


def experiment(name):
    return f'[[experiment]]\nname = "{name}"\n{FORM_FACTOR}'


def profile(csi, **eps):
    csi.set_couplings(charges=nsi_charges(**eps))
    return minimum(csi.chi2, WIDTHS, CsI.limits)[0]


@pytest.fixture(scope="module")
def down(csi, tmp_path_factory):
    """One coupling whose sign the data do not know, fitted."""
    card = '[fit]\nconfidence = [0.6827, 0.9]\n[model]\nname = "nsi"\neps_ee_dV = "{down}"\n'
    return fit(card + parameter("down", -0.4, 0.8) + experiment("coherent-csi-2021"), tmp_path_factory.mktemp("down"))


def test_both_minima_are_found(csi, down):
    points = np.linspace(-0.4, 0.8, 17)
    chi2 = [profile(csi, eps_ee_dV=point) for point in points]
    dips = [i for i in range(1, 16) if chi2[i] < chi2[i - 1] and chi2[i] < chi2[i + 1]]
    assert len(down["minima"]) == len(dips) == 2
    for found, near in zip(sorted(down["minima"], key=lambda one: one["parameters"]["down"]), dips):
        at = found["parameters"]["down"]
        assert abs(at - points[near]) < 0.08
        assert abs(profile(csi, eps_ee_dV=at) - found["chi2"]) < 1e-3
        assert found["chi2"] < min(profile(csi, eps_ee_dV=at + step) for step in (-0.01, 0.01))


@pytest.mark.parametrize("confidence, rise", [(0.6827, 1.0), (0.9, 2.7055)])
def test_intervals_end_where_chi2_has_risen(csi, down, confidence, rise):
    best = min(found["chi2"] for found in down["minima"])
    ranges = [one for one in down["intervals"] if one["confidence"] == confidence]
    assert len(ranges) == 2 and ranges[0]["high"] < ranges[1]["low"]
    for one in ranges:
        assert not one["low_open"] and not one["high_open"]
        for end, inwards in ((one["low"], 1e-3), (one["high"], -1e-3)):
            assert abs(profile(csi, eps_ee_dV=end) - best - rise) < 2e-3
            assert profile(csi, eps_ee_dV=end + inwards) < best + rise


def plane(up, down, points, tmp_path):
    card = '[fit]\nconfidence = [0.9]\n[model]\nname = "nsi"\neps_ee_uV = "{up}"\neps_mumu_dV = "{down}"\n'
    card += parameter("up", *up, points) + parameter("down", *down, points) + experiment("coherent-csi-2021")
    rows = scan(card, tmp_path, "--contours", "contours.json")
    contours = json.loads((tmp_path / "contours.json").read_text())
    region = contours["regions"][0]
    lines = [(x, y) for line in region["lines"] for x, y in zip(line["x"], line["y"])]
    return rows, contours["best"], region["rise"], lines


def test_contours_of_a_plane_lie_at_their_rise(csi, tmp_path):
    rows, best, rise, points = plane((-0.16, 0.2), (-0.07, 0.07), 31, tmp_path)
    assert abs(rise - 4.60517) < 1e-5
    assert abs(profile(csi, eps_ee_uV=best["up"], eps_mumu_dV=best["down"]) - best["chi2"]) < 1e-3
    assert best["chi2"] <= rows["chi2"].min() + 1e-9
    assert len(points) > 20
    for up, down in points[:: len(points) // 10]:
        assert abs((profile(csi, eps_ee_uV=up, eps_mumu_dV=down) - best["chi2"]) / rise - 1) < 0.01


def test_no_island_is_left_out(csi, tmp_path):
    """Every change of sides between neighbouring points is crossed once, and the sides are those of the calculation."""
    rows, best, rise, points = plane((-0.4, 0.7), (-0.3, 0.6), 31, tmp_path)
    inside = (rows["chi2"] <= best["chi2"] + rise).reshape(31, 31)
    changes = np.count_nonzero(inside[1:] != inside[:-1]) + np.count_nonzero(inside[:, 1:] != inside[:, :-1])
    assert changes == len(points) > 40
    for row in rows[::113]:
        assert abs(profile(csi, eps_ee_uV=row["up"], eps_mumu_dV=row["down"]) - row["chi2"]) < 2e-3 * max(1, row["chi2"] - best["chi2"])


def test_a_common_uncertainty_is_one(csi, argon, tmp_path):
    """Argon's signal and the flux of CsI held together: one penalty, one value; apart: the sum of both fits."""
    charges = nsi_charges(eps_ee_uV=0.08, eps_mumu_dV=-0.05)
    csi.set_couplings(charges=charges)
    argon.set_couplings(charges=charges)
    head = '[fit]\n[model]\nname = "nsi"\neps_ee_uV = 0.08\neps_mumu_dV = -0.05\n'
    both = experiment("coherent-csi-2021") + "[experiment.width]\nflux = 0.13\n"
    both += experiment("coherent-lar-2020") + "[experiment.width]\nsignal = 0.13\n"
    common = '[[common]]\nname = "beam"\nof = ["coherent-csi-2021.flux", "coherent-lar-2020.signal"]\n'

    def of_csi(beam, n):
        rest = (0.13**-2 - CsI.widths["flux"] ** -2) * beam**2
        return csi.chi2(flux=beam, **{name: n[name] for name in WIDTHS if name != "flux"}) + rest

    def of_argon(beam, n):
        own = {name: n[name + "-ar"] for name in Argon.widths if name != "signal"}
        return argon.chi2(signal=beam, **own) + (0.13**-2 - Argon.widths["signal"] ** -2) * beam**2

    argon_widths = {name + "-ar": width for name, width in Argon.widths.items() if name != "signal"}
    csi_widths = {name: width for name, width in WIDTHS.items() if name != "flux"}
    limits = CsI.limits | {name + "-ar": limit for name, limit in Argon.limits.items()}
    together, values = minimum(
        lambda beam, **n: of_csi(beam, n) + of_argon(beam, n) - (beam / 0.13) ** 2, {"beam": 0.13} | csi_widths | argon_widths, limits
    )
    apart = minimum(lambda beam, **n: of_csi(beam, n), {"beam": 0.13} | csi_widths, limits)[0]
    apart += minimum(lambda beam, **n: of_argon(beam, n), {"beam": 0.13} | argon_widths, limits)[0]
    assert together > apart + 0.01
    joined = fit(head + both + common, tmp_path)
    assert abs(joined["minima"][0]["chi2"] - together) < 2e-3
    assert abs({one["name"]: one["value"] for one in joined["nuisances"]}["beam"] - values["beam"]) < 1e-3
    assert abs(fit(head + both, tmp_path)["minima"][0]["chi2"] - apart) < 2e-3
    assert len(fit(head + both, tmp_path)["nuisances"]) == len(joined["nuisances"]) + 1


def test_experiments_add_in_any_order(tmp_path):
    model = '[fit]\n[model]\nname = "nsi"\neps_ee_dV = 0.1\n'
    one, two = experiment("coherent-csi-2021"), experiment("coherent-lar-2020")
    chi2 = [fit(model + order, tmp_path)["minima"][0]["chi2"] for order in (one + two, two + one, one, two)]
    assert math.isclose(chi2[0], chi2[1], rel_tol=1e-9)
    assert math.isclose(chi2[0], chi2[2] + chi2[3], rel_tol=1e-9)
