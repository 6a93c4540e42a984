"""Counting experiments against few lines of numpy: tridens rate gives the numbers, the statistics are done again here."""

import json
import math

import numpy as np
import pytest

from fits_by_hand import fit, minimum, pulls, run

TRIDENTS = """title = "Dimuons of a numu beam"
sources = ["a test"]
processes = ["trident"]
[target]
material = "Ar"
mass = "75 t"
[flux]
name = "dune-nd-fhc"
[exposure]
pot = 1.1e21
[trident]
pair = "mu-mu+"
neutrino = "numu"
components = ["coherent"]
[[background]]
name = "pions"
events = 40
relative_uncertainty = 0.2
[[uncertainty]]
name = "normalisation"
relative = 0.05
[[uncertainty]]
name = "selection"
relative = 0.03
on_backgrounds = false
"""
RECOILS = """title = "Argon in a few bins"
sources = ["a test"]
processes = ["cevns"]
[target]
material = "Ar"
mass = "1 t"
[flux]
source = "pi-dar,facility=sns-lar"
[exposure]
pot = {pot}
[observable]
name = "recoil_energy"
unit = "keV"
edges = {edges}
[[background]]
name = "flat"
events = 6
relative_uncertainty = 0.5
energy = "flat"
[[background]]
name = "low"
events = 3
relative_uncertainty = 0.4
energy = "low.csv"
[[uncertainty]]
name = "flux"
relative = 0.1
[likelihood]
statistic = "poisson"
nuisances = ["flux", "flat", "low"]
[observed]
table = "counts.csv"
"""
EDGES = [10, 30, 60, 90, 130]


def poisson(expected, observed):
    """2 [N - n + n ln(n/N)]; infinite where less than nothing is expected."""
    expected, observed = np.broadcast_arrays(np.asarray(expected, float), np.asarray(observed, float))
    safe = np.where(expected > 0, expected, 1.0)
    terms = expected - observed + np.where(observed > 0, observed * np.log(np.where(observed > 0, observed, 1.0) / safe), 0.0)
    return 2 * np.where((expected < 0) | ((expected <= 0) & (observed > 0)), 1e6, terms)


def recoils(folder, counts, edges=EDGES, pot="1e20", nuisances=None):
    text = RECOILS.format(pot=pot, edges=edges)
    if nuisances is not None:
        text = text.replace('nuisances = ["flux", "flat", "low"]', f"nuisances = {nuisances}")
    (folder / "bins.toml").write_text(text)
    (folder / "low.csv").write_text(f"energy_low_keV,energy_high_keV,content\n{edges[0]},{edges[1]},1\n")
    rows = "".join(f"{a},{b},{n}\n" for a, b, n in zip(edges[:-1], edges[1:], counts))
    (folder / "counts.csv").write_text("energy_low_keV,energy_high_keV,counts\n" + rows)


def parts(folder, *options):
    """Signal of all species, and backgrounds by name."""
    rate = json.loads(run("rate", "bins.toml", "--json", *options, folder=folder))
    signal = sum(np.array(part["counts"]) for part in rate["parts"] if part["kind"] == "signal")
    return signal, {part["name"]: np.array(part["counts"]) for part in rate["parts"] if part["kind"] == "background"}


def tail(chi2, dof):
    """Probability of at least that chi2, an even number of degrees of freedom: a Poisson sum."""
    return math.exp(-chi2 / 2) * sum((chi2 / 2) ** k / math.factorial(k) for k in range(dof // 2))


@pytest.mark.parametrize("shift", [0.3, -0.4])
def test_tridents_with_normalisations_and_a_background(tmp_path, shift):
    """N = (1+a+s) S + (1+a+b) B: s acts on the signal alone."""
    (tmp_path / "dimuons.toml").write_text(TRIDENTS)
    couplings = ["--model", "four-fermion", "--set", f"delta_gV={shift}"]
    standard = json.loads(run("rate", "dimuons.toml", "--json", folder=tmp_path))["signal"]
    signal = json.loads(run("rate", "dimuons.toml", "--json", *couplings, folder=tmp_path))["signal"]
    assert abs(signal / standard - 1) > 0.1
    widths = {"normalisation": 0.05, "selection": 0.03, "pions": 0.2}

    def chi2(normalisation, selection, pions):
        expected = (1 + normalisation + selection) * signal + (1 + normalisation + pions) * 40
        penalty = (normalisation / 0.05) ** 2 + (selection / 0.03) ** 2 + (pions / 0.2) ** 2
        return float(poisson(expected, standard + 40)) + penalty

    wanted, values = minimum(chi2, widths, {"pions": (-1, None)})
    model = f'[model]\nname = "four-fermion"\ndelta_gV = {shift}\n'
    result = fit(f'[fit]\ndata = "asimov"\n{model}[[experiment]]\nname = "dimuons.toml"\n', tmp_path)
    assert abs(result["minima"][0]["chi2"] - wanted) < 1e-4 * max(1, wanted)
    for name, value in values.items():
        assert abs(pulls(result)[name] - value) < 1e-3 * widths[name], name


def test_the_limit_of_ccfr_is_where_its_parabola_ends(tmp_path):
    card = '[fit]\nconfidence = [0.9]\n[model]\nname = "lmu-ltau"\nmass = "20 MeV"\ncoupling = "{g}"\n'
    card += '[[parameter]]\nname = "g"\nmin = 1e-5\nmax = 1e-2\nscale = "log"\n[[experiment]]\nname = "ccfr-trident"\n'
    result = fit(card, tmp_path)
    (limit,) = [one["high"] for one in result["intervals"]]
    boson = ["--model", "lmu-ltau", "--set", "mass=20MeV", "--set", f"coupling={limit!r}"]
    ratio = json.loads(run("rate", "ccfr-trident", "--json", *boson, folder=tmp_path))["signal"]
    best = result["minima"][0]["chi2"]
    assert abs(((ratio - 0.82) / 0.28) ** 2 - best - 2.7055) < 1e-3
    assert abs(best - (0.18 / 0.28) ** 2) < 1e-2  # the boson only adds: nothing fits better than none


def test_no_asimov_data_leave_anything_at_the_truth(tmp_path):
    point = '[model]\nname = "nsi"\neps_ee_dV = 0.07\neps_mumu_uV = -0.03\n'
    card = '[fit]\ndata = "asimov"\n' + point + point.replace("model", "truth", 1)
    card += "".join(f'[[experiment]]\nname = "{name}"\n' for name in ("coherent-csi-2021", "coherent-lar-2020", "ess-csi"))
    result = fit(card, tmp_path)
    assert result["minima"][0]["chi2"] < 1e-12
    assert all(abs(one["value"]) < 1e-9 for one in result["nuisances"])


def test_statistics_alone_grow_with_exposure(tmp_path):
    """No uncertainties: chi2 in proportion. A normalisation holds it at a finite value."""
    head = '[fit]\ndata = "asimov"\n[model]\nname = "nsi"\neps_ee_dV = 0.05\n[[experiment]]\nname = "ess-csi"\n'

    def chi2(nuisances, pot):
        return fit(head + f'nuisances = {nuisances}\n[experiment.change]\npot = "{pot}"\n', tmp_path)["minima"][0]["chi2"]

    assert math.isclose(chi2([], "1.12e24"), 4 * chi2([], "2.8e23"), rel_tol=1e-9)
    held = [chi2('["signal"]', pot) for pot in ("2.8e23", "2.8e24", "2.8e27")]
    assert held[1] < 10 * held[0] and held[0] < held[1] < held[2]


@pytest.mark.parametrize("counts", [(7, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 3), (25, 0, 0, 0)])
@pytest.mark.parametrize("free", [False, True])
def test_bins_without_counts(tmp_path, counts, free):
    recoils(tmp_path, counts)
    signal, background = parts(tmp_path)
    widths = {"flux": 0.1, "flat": None if free else 0.5, "low": None if free else 0.4}

    def chi2(flux, flat, low):
        expected = (1 + flux) * signal + (1 + flat) * background["flat"] + (1 + low) * background["low"]
        values = {"flux": flux, "flat": flat, "low": low}
        return float(poisson(expected, counts).sum()) + sum((values[k] / w) ** 2 for k, w in widths.items() if w)

    limits = {"flat": (-1, None), "low": (-1, None)}
    wanted = min(minimum(chi2, widths, limits, start)[0] for start in ({}, {"flat": -0.5, "low": -0.5}, {"flat": 0.5, "low": 2.0}))
    loose = '[experiment.width]\nflat = "free"\nlow = "free"\n' if free else ""
    result = fit('[fit]\n[[experiment]]\nname = "bins.toml"\n' + loose, tmp_path)
    assert abs(result["minima"][0]["chi2"] - wanted) < 1e-4


@pytest.mark.parametrize("free, fitted, dof", [((), 0, 4), (("flat",), 1, 2)])
def test_degrees_of_freedom_and_p_value(tmp_path, free, fitted, dof):
    """Bins less what is fitted without a constraint."""
    recoils(tmp_path, (9, 4, 1, 2))
    card = "[fit]\n"
    if fitted:
        card += '[model]\nname = "nsi"\neps_ee_dV = "{d}"\n[[parameter]]\nname = "d"\nmin = -0.2\nmax = 0.2\n'
    card += '[[experiment]]\nname = "bins.toml"\n[experiment.width]\n' + "".join(f'{name} = "free"\n' for name in free)
    result = fit(card, tmp_path)
    assert result["degrees_of_freedom"] == dof
    assert math.isclose(result["p_value"], tail(result["minima"][0]["chi2"], dof), rel_tol=1e-9)


def feldman_cousins(tmp_path, nuisances, points, toys):
    """Points of the grid that the program allows, per confidence, and what the numbers of events are there."""
    recoils(tmp_path, (24,), edges=[20, 200], pot="1e21", nuisances=json.dumps(nuisances))
    card = '[fit]\nconfidence = [0.5, 0.8]\n[model]\nname = "nsi"\neps_ee_uV = "{e}"\n'
    card += f'[[parameter]]\nname = "e"\nmin = -0.2\nmax = 0.5\npoints = {points}\n'
    card += f'[[experiment]]\nname = "bins.toml"\n[feldman_cousins]\ntoys = {toys}\nseed = 11\n'
    result = fit(card, tmp_path, "--feldman-cousins", "--threads", "2")
    grid = np.linspace(-0.2, 0.5, points)
    allowed = {}
    for confidence in (0.5, 0.8):
        ranges = [one for one in result["intervals"] if one["method"] == "feldman-cousins" and one["confidence"] == confidence]
        allowed[confidence] = [any(one["low"] <= e <= one["high"] for one in ranges) for e in grid]
    at = lambda e: parts(tmp_path, "--model", "nsi", "--set", f"eps_ee_uV={e}")[0].sum()
    curve = np.polynomial.Polynomial.fit([-0.2, 0.1, 0.5], [at(-0.2), at(0.1), at(0.5)], 2)  # exact: a square of couplings
    return grid, allowed, curve(grid), curve(np.linspace(-0.2, 0.5, 2001))


def agree(grid, allowed, p_values, toys):
    """Where toys can tell on which side of the confidence a point lies, the program says so too."""
    clear = 0
    for confidence, found in allowed.items():
        for p, inside in zip(p_values, found):
            if abs(p - (1 - confidence)) > 4 * math.sqrt(p * (1 - p) / toys) + 2 / toys:
                clear += 1
                assert inside == (p > 1 - confidence)
    assert clear >= len(grid) and any(map(any, allowed.values())) and not all(map(all, allowed.values()))


def test_feldman_cousins_without_nuisances(tmp_path):
    """Exact: a sum over all numbers of counts."""
    grid, allowed, here, anywhere = feldman_cousins(tmp_path, [], 6, 40)
    n = np.arange(150)
    lowest = poisson((anywhere + 9)[:, None], n).min(axis=0)
    p_values = []
    for signal in here + 9:
        weights = np.exp(n * math.log(signal) - signal - np.array([math.lgamma(k + 1) for k in n]))
        rise = poisson(signal, n) - lowest
        p_values.append(weights[rise >= rise[24] - 1e-6].sum())
    agree(grid, allowed, p_values, 40)


def test_feldman_cousins_with_profiled_nuisances(tmp_path):
    """Toys of numpy at the profiled nuisances, with centres of their own: one bin, so that the shifts of signal and
    backgrounds act as one with the width of all."""
    grid, allowed, here, anywhere = feldman_cousins(tmp_path, ["flux", "flat", "low"], 6, 40)
    random = np.random.default_rng(5)

    def profiled(signal, n, flux, flat, low):
        """Least over the expectation N of Poisson + ((N - middle)/width)^2, a quadratic equation."""
        middle = signal * (1 + flux) + 6 * (1 + flat) + 3 * (1 + low)
        variance = (0.1 * signal) ** 2 + 3.0**2 + 1.2**2
        half = (middle - variance) / 2
        N = half + np.sqrt(half**2 + n * variance)
        return poisson(N, n) + (N - middle) ** 2 / variance, N

    p_values = []
    for signal in here:
        best, N = profiled(signal, 24, 0, 0, 0)
        variance = (0.1 * signal) ** 2 + 3.0**2 + 1.2**2
        moved = (N - signal - 9) / variance  # each nuisance moves with its share of the variance
        values = moved * np.array([0.1**2 * signal, 0.5**2 * 6, 0.4**2 * 3])
        toys = 1500
        n = random.poisson(N, toys)
        centres = values[:, None] + np.array([[0.1], [0.5], [0.4]]) * random.normal(size=(3, toys))
        least = profiled(anywhere[::20, None], n, *centres)[0].min(axis=0)
        data = best - profiled(anywhere, 24, 0, 0, 0)[0].min()
        p_values.append(np.mean(profiled(signal, n, *centres)[0] - least >= data - 1e-6))
    agree(grid, allowed, p_values, 40)
