"""Elastic scattering on nuclei and electrons against Dirac traces and integrals that share no code with the program.

Amplitudes are written as sums of c [nubar' L P_L nu] [X' H X] with explicit matrices, straight from the Lagrangians
that `tridens show` prints; antineutrinos meet the Hermitian conjugate. Rates are folded by Gauss-Legendre quadrature.
"""

import json
import math
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SOURCE = Path(os.environ["TRIDENS_SOURCE_DIR"])

GF, ALPHA, ME = 1.1663788e-5, 1 / 137.035999084, 0.51099895e-3  # GeV
MP, MN, DALTON, FM = 0.93827208816, 0.93956542052, 0.93149410242, 1 / 0.1973269804
CM2 = 0.1973269804e-13**2  # of GeV^-2
PER_KEV = CM2 * 1e-6
CHARGE = math.sqrt(4 * math.pi * ALPHA)
BOHR = CHARGE / (2 * ME)
R2 = math.sqrt(2)
SINE = 0.23857
G_A, G_S = 1.27641, -0.085
AVOGADRO = 6.02214076e23

BOTH = pytest.mark.parametrize("bar", [False, True], ids=["neutrino", "antineutrino"])


def program(*arguments):
    result = subprocess.run([PROGRAM, *map(str, arguments), "--json"], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def dsigma(process, neutrino, target, energy, recoil, model="sm", settings=(), extra=()):
    """cm2/keV at an energy and a recoil energy in GeV."""
    arguments = ["xsec", process, "--nu", neutrino, "--target", target, "--energy", f"{energy!r}GeV"]
    arguments += ["--recoil", f"{recoil * 1e6!r}keV", "--model", model]
    for setting in settings:
        arguments += ["--set", setting]
    return program(*arguments, *extra)["rows"][0]["dsigma_dT"]


def name(flavour, bar):
    return "nu" + flavour + ("bar" if bar else "")


# Dirac matrices, metric +---.
_one2, _zero2 = np.eye(2), np.zeros((2, 2))
_pauli = [np.array(m, dtype=complex) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]
ONE = np.eye(4, dtype=complex)
GAMMA = [np.block([[_one2, _zero2], [_zero2, -_one2]]).astype(complex)]
GAMMA += [np.block([[_zero2, s], [-s, _zero2]]) for s in _pauli]
G5 = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]
LEFT, RIGHT = (ONE - G5) / 2, (ONE + G5) / 2
METRIC = np.array([1, -1, -1, -1.0])
SIGMA = [[0.5j * (a @ b - b @ a) for b in GAMMA] for a in GAMMA]


def bar_of(matrix):
    return GAMMA[0] @ matrix.conj().T @ GAMMA[0]


def slash(p):
    return sum(METRIC[i] * p[i] * GAMMA[i] for i in range(4))


def momenta(energy, recoil, M, m):
    """Incoming neutrino, target, outgoing state of mass m, recoiling target."""
    momentum = math.sqrt(recoil**2 + 2 * M * recoil)
    out = (energy - recoil) ** 2 - m**2
    along = (energy**2 + momentum**2 - out) / (2 * energy)
    k, p = np.array([energy, 0, 0, energy]), np.array([M, 0, 0, 0])
    recoiling = np.array([M + recoil, math.sqrt(momentum**2 - along**2), 0, along])
    return k, p, k + p - recoiling, recoiling


def vector(c, gv, ga=0.0):
    """c [nubar' g_m P_L nu] [X' g^m (gv - ga g5) X]."""
    return [(c, GAMMA[i], METRIC[i] * GAMMA[i] @ (gv * ONE - ga * G5)) for i in range(4)]


def axial_axial(c):
    return [(c, GAMMA[i] @ G5, METRIC[i] * GAMMA[i] @ G5) for i in range(4)]


def scalar(c):
    return [(c, ONE, ONE)]


def pseudoscalar(c):
    return [(c, 1j * G5, 1j * G5)]


def tensor(c, right=ONE):
    signs = [(i, j, METRIC[i] * METRIC[j]) for i in range(4) for j in range(4)]
    return [(c, SIGMA[i][j], s * SIGMA[i][j] @ right) for i, j, s in signs]


def weak(gv, ga=0.0):
    return vector(-R2 * GF, gv, ga)


def electron_weak(flavour, sine=SINE):
    current = 1.0 if flavour == "e" else 0.0
    return weak(-0.5 + 2 * sine + current, -0.5 + current)


def moment(mu, charge, energy, recoil, M, m, bar, sign=-1):
    """L = sign (mu/2) nubar' s_mn nu F^mn, photon on -e charge Xbar g X A. Its i is no coupling: no conjugate."""
    k, _, out, _ = momenta(energy, recoil, M, m)
    c = -sign * 1j * mu * CHARGE * charge / (2 * M * recoil) * (-1 if bar else 1)
    return [(c, sum(SIGMA[i][n] * METRIC[i] * (out - k)[i] for i in range(4)), METRIC[n] * GAMMA[n]) for n in range(4)]


def seen(operators, bar):
    if bar:
        return [(np.conj(c), RIGHT @ bar_of(lepton), bar_of(hadron)) for c, lepton, hadron in operators]
    return [(c, lepton @ LEFT, hadron) for c, lepton, hadron in operators]


def spin_half(operators, energy, recoil, M, bar=False, m=0.0):
    """cm2/keV on a target of spin 1/2."""
    k, p, out, recoiling = momenta(energy, recoil, M, m)
    last, first = (slash(k), slash(out) - m * ONE) if bar else (slash(out) + m * ONE, slash(k))
    after, before = slash(recoiling) + M * ONE, slash(p) + M * ONE
    terms = seen(operators, bar)
    total = sum(
        c * np.conj(d) * np.trace(last @ a @ first @ bar_of(b)) * np.trace(after @ g @ before @ bar_of(h))
        for c, a, g in terms
        for d, b, h in terms
    )
    return 0.5 * total.real / (32 * math.pi * M * energy**2) * PER_KEV


def spin_zero(operators, energy, recoil, M, bar=False, m=0.0):
    """As spin_half with (p + p')^n for the current of index n, and 2 M for the scalar density (index None)."""
    k, p, out, recoiling = momenta(energy, recoil, M, m)
    last, first = (slash(k), slash(out) - m * ONE) if bar else (slash(out) + m * ONE, slash(k))
    amplitude = np.zeros((4, 4), dtype=complex)
    for c, lepton, index in operators:
        line = RIGHT @ bar_of(lepton) if bar else lepton @ LEFT
        amplitude += (
            (np.conj(c) if bar else c) * line * (2 * M if index is None else METRIC[index] * (p + recoiling)[index])
        )
    total = np.trace(last @ amplitude @ first @ bar_of(amplitude))
    return total.real / (32 * math.pi * M * energy**2) * PER_KEV


def charge_current(c):
    return [(c, GAMMA[n], n) for n in range(4)]


def nuclear_mass(A, Z, dalton):
    binding = (14.4381 * Z**2.39 + 1.55468e-6 * Z**5.35) * 1e-9
    return dalton * DALTON - Z * ME + binding


ARGON = nuclear_mass(40, 18, 39.962383122)
ARGON_WEAK = 18 * (0.5 - 2 * SINE) - 11.0
ARGON_POINT = ("--form-factor", "point")
ELASTIC = (0.004, 0.002)  # neutrino and recoil energy on electrons
NUCLEAR = (0.03, 2e-5)


def argon(model, settings, bar):
    return dsigma("cevns", name("mu", bar), "Ar40", *NUCLEAR, model, settings, ARGON_POINT)


@BOTH
@pytest.mark.parametrize("flavour", ["e", "mu", "tau"])
def test_six_neutrinos_scatter_on_electrons_as_the_trace_says(flavour, bar):
    for energy, recoil in [(0.002, 0.0009), (3.0, 0.7)]:
        assert dsigma("nu-e", name(flavour, bar), "H", energy, recoil) == pytest.approx(
            spin_half(electron_weak(flavour), energy, recoil, ME, bar), rel=1e-6
        )


def generalised(C, D):
    unit = GF / R2
    result = [
        (unit, ONE, C["S"] * ONE + 1j * D["S"] * G5),
        (unit, 1j * G5, 1j * G5 @ (C["P"] * ONE + 1j * D["P"] * G5)),
    ]
    for i in range(4):
        result.append((unit, GAMMA[i], METRIC[i] * GAMMA[i] @ (C["V"] * ONE + D["V"] * G5)))
        result.append((unit, GAMMA[i] @ G5, METRIC[i] * GAMMA[i] @ G5 @ (C["A"] * ONE + D["A"] * G5)))
    return result + tensor(unit, C["T"] * ONE + 1j * D["T"] * G5)


@BOTH
@pytest.mark.parametrize("body", ["e", "p"])
def test_ten_generalised_couplings_at_once_interfere_as_the_trace_says(body, bar):
    draws = np.random.default_rng(5).uniform(-1, 1, 10).round(3)
    C, D = dict(zip("SPVAT", draws[:5])), dict(zip("SPVAT", draws[5:]))
    settings = [f"{kind}_{a}_{body}={value}" for kind, of in (("C", C), ("D", D)) for a, value in of.items()]
    on_electron = body == "e"
    energy, recoil = ELASTIC if on_electron else (0.05, 0.002)
    standard = electron_weak("mu") if on_electron else weak(0.5 - 2 * SINE, (G_A - G_S) / 2)
    process, target, M = ("nu-e", "H", ME) if on_electron else ("cevns", "p", MP)
    result = dsigma(process, name("mu", bar), target, energy, recoil, "generalised", settings)
    assert result == pytest.approx(spin_half(standard + generalised(C, D), energy, recoil, M, bar), rel=1e-6)


@BOTH
@pytest.mark.parametrize(
    "model, operators",
    [
        ("light-vector", lambda c: vector(-c, 1)),
        ("light-axial", lambda c: axial_axial(-c)),
        ("light-scalar", scalar),
        ("light-pseudoscalar", pseudoscalar),
        ("light-tensor", tensor),
        ("light-scalar+light-pseudoscalar+light-tensor", lambda c: scalar(c) + pseudoscalar(c) + tensor(c)),
    ],
)
def test_bosons_between_neutrino_and_electron_are_their_lagrangians(model, operators, bar):
    settings = [
        f"{part}.{key}" if "+" in model else key
        for part in model.split("+")
        for key in ("mass=1MeV", "g_nu=1e-5", "g_e=2e-5")
    ]
    energy, recoil = ELASTIC
    c = 2e-10 / (2 * ME * recoil + 1e-6)
    expected = spin_half(electron_weak("e") + operators(c), energy, recoil, ME, bar)
    assert dsigma("nu-e", name("e", bar), "H", energy, recoil, model, settings) == pytest.approx(expected, rel=1e-6)


@BOTH
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("model, operators", [("light-scalar", scalar), ("light-tensor", tensor)])
def test_magnetic_moments_interfere_with_scalars_and_tensors(model, operators, sign, bar):
    energy, recoil = ELASTIC
    settings = ["mass=1MeV", f"g_nu={sign}e-7", "g_e=1e-6", "magnetic_moment_numu=3e-10muB"]
    result = dsigma("nu-e", name("mu", bar), "H", energy, recoil, model + "+magnetic-moment", settings)
    flip = moment(3e-10 * BOHR, -1, energy, recoil, ME, 0, bar) + operators(sign * 1e-13 / (2 * ME * recoil + 1e-6))
    standard = spin_half(electron_weak("mu"), energy, recoil, ME, bar)
    assert result - standard == pytest.approx(spin_half(flip, energy, recoil, ME, bar), rel=1e-6)
    alone = spin_half(flip[:4], energy, recoil, ME, bar) + spin_half(flip[4:], energy, recoil, ME, bar)
    assert abs(result - standard - alone) > 5e-4 * alone  # and the interference is there to be seen


@BOTH
def test_charge_radius_and_millicharge_have_the_sign_of_like_charges_that_repel(bar):
    radius, charge = -(CHARGE**2) / 6 * 5e-32 / CM2, CHARGE**2 * 1e-12  # e^2 f(q^2): q^2 <r^2>/6 over Q^2, and q_nu
    energy, recoil = ELASTIC
    for model, setting, exchange in [
        ("charge-radius", "charge_radius_numu=5e-32cm2", radius),
        ("millicharge", "millicharge_numu=1e-12", charge / (2 * ME * recoil)),
    ]:
        expected = spin_half(electron_weak("mu") + vector(exchange, 1), energy, recoil, ME, bar)  # -(z = -1)
        assert dsigma("nu-e", name("mu", bar), "H", energy, recoil, model, [setting]) == pytest.approx(
            expected, rel=2e-6
        )
    shifted = ARGON_WEAK - 18 * R2 * math.pi * ALPHA / (3 * GF) * 5e-32 / CM2
    expected = spin_zero(charge_current(-R2 * GF * shifted), *NUCLEAR, ARGON, bar)
    assert argon("charge-radius", ["charge_radius_numu=5e-32cm2"], bar) == pytest.approx(expected, rel=2e-6)


@BOTH
def test_heavy_particles_leave_electrons_as_the_traces_with_their_mass_say(bar):
    energy, recoil, m = 0.05, 0.03, 2e-3
    exchange = 1 / (2 * ME * recoil + 25e-6)
    standard = spin_half(electron_weak("mu"), energy, recoil, ME, bar)
    dark = 0.5 * (1 - 1e-4) * 0.01 * CHARGE * 1e-4 * exchange  # C_a4 e eps, electron of charge -1
    mixing = ["mediator_mass=5MeV", "dark_coupling=0.5", "kinetic_mixing=1e-4", "U_mu4=0.01"]
    cases = [
        (
            "dipole-portal",
            ["mass=2MeV", "magnetic_moment_numu=3e-8muB"],
            moment(3e-8 * BOHR, -1, energy, recoil, ME, m, bar),
        ),
        ("mixing-portal", ["mass=2MeV", *mixing], vector(dark, 1)),
        (
            "mixing-portal",
            ["mass=2MeV", *mixing, "weak=yes"],
            vector(dark, 1) + [(0.01 * c, a, h) for c, a, h in electron_weak("mu")],
        ),
        (
            "scalar-conversion",
            ["fermion_mass=2MeV", "scalar_mass=5MeV", "y_nu=1e-3", "y_e=1e-4"],
            scalar(1e-7 * exchange),
        ),
    ]
    for model, settings, operators in cases:
        result = dsigma("nu-e", name("mu", bar), "H", energy, recoil, model, settings)
        assert result - standard == pytest.approx(spin_half(operators, energy, recoil, ME, bar, m), rel=1e-6)


@BOTH
def test_magnetic_and_dipole_cross_sections_of_a_spinless_nucleus_are_exact(bar):
    energy, recoil = NUCLEAR
    standard = spin_zero(charge_current(-R2 * GF * ARGON_WEAK), energy, recoil, ARGON, bar)
    for model, mass in [("magnetic-moment", 0.0), ("dipole-portal", 0.01), ("dipole-portal", 0.02)]:
        photon = moment(1e-8 * BOHR, 18, energy, recoil, ARGON, mass, bar)
        operators = [(c, lepton, n) for n, (c, lepton, _) in enumerate(photon)]
        settings = ["magnetic_moment_numu=1e-8muB"] + ([f"mass={mass * 1e3}MeV"] if mass else [])
        expected = spin_zero(operators, energy, recoil, ARGON, bar, mass)
        assert argon(model, settings, bar) - standard == pytest.approx(expected, rel=1e-5)


def test_dipole_portal_integrates_to_its_total_between_the_kinematic_limits():
    E, m, mu, M = 0.01, 0.005, 1e-6 * BOHR, nuclear_mass(132, 54, 131.904155083)
    middle = 2 * M * E**2 - m**2 * (M + E)
    spread = E * math.sqrt((2 * M * E - m**2) ** 2 - 4 * M**2 * m**2)
    high = (middle + spread) / (2 * M * (M + 2 * E))
    low = m**4 / (4 * M * (M + 2 * E)) / high
    x, w = np.polynomial.legendre.leggauss(200)
    T = np.exp(0.5 * math.log(high / low) * (x + 1) + math.log(low))
    Q2 = 2 * M * T
    first = (4 * M * E - m**2 - Q2) ** 2 / (16 * M**2 * E**2 * T)
    second = (4 * M**2 + Q2) * m**2 * (m**2 + Q2) / (32 * M**3 * E**2 * T**2)
    total = ALPHA * mu**2 * 54**2 * np.sum((first - second) * T * w) * 0.5 * math.log(high / low) * CM2
    common = ["xsec", "cevns", "--nu", "numu", "--target", "Xe132", "--energy", "10MeV", *ARGON_POINT]
    portal = ["--model", "dipole-portal", "--set", "mass=5MeV", "--set", "magnetic_moment_numu=1e-6muB"]
    with_N, without = program(*common, *portal), program(*common)
    assert with_N["rows"][0]["sigma"] - without["rows"][0]["sigma"] == pytest.approx(total, rel=1e-6)


@BOTH
def test_vector_charges_add_to_the_weak_charge_with_their_signs(bar):
    energy, recoil = NUCLEAR
    unit = 1e-10 / (2 * ARGON * recoil + 25e-6) / (R2 * GF)
    contact = 0.8**2 / (4 * R2 * GF * 1e6)
    gauge, lepto = ["mass=5MeV", "coupling=1e-5"], ["mass=1TeV", "lambda_mu=0.8"]
    shifts = [
        ("light-vector", ["mass=5MeV", "g=1e-5"], 3 * 40 * unit),
        ("b-l", gauge, -40 * unit),
        ("b-3lmu", gauge, -3 * 40 * unit),
        ("leptoquark-s1", lepto, -contact * (18 + 2 * 22)),
        ("leptoquark-r2", lepto, contact * (2 * 18 + 22)),
        ("leptoquark-r2-tilde", lepto, contact * (18 + 2 * 22)),
        ("leptoquark-s3", lepto, -contact * (5 * 18 + 4 * 22)),
        ("nsi", ["eps_mumu_uV=0.1", "eps_mumu_dV=-0.2"], -0.3 * 22),
        ("generalised", ["C_V_p=0.1", "D_A_p=0.3", "C_V_n=-0.2"], -0.5 * (-0.2 * 18 - 0.2 * 22)),
    ]
    for model, settings, shift in shifts:
        expected = spin_zero(charge_current(-R2 * GF * (ARGON_WEAK + shift)), energy, recoil, ARGON, bar)
        assert argon(model, settings, bar) == pytest.approx(expected, rel=2e-6), model


@BOTH
def test_flavour_change_adds_without_interference(bar):
    other = (2 * 18 + 22) * (0.1 + 0.2j), (18 + 2 * 22) * (0.05 - 0.1j)
    expected = sum(spin_zero(charge_current(-R2 * GF * c), *NUCLEAR, ARGON, bar) for c in (ARGON_WEAK, *other))
    settings = ["eps_emu_uV=0.1+0.2i", "eps_mutau_dV=0.05-0.1i"]
    assert argon("nsi", settings, bar) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("kind, weight", [("r2", 2 * 18 + 22), ("r2-tilde", 18 + 2 * 22)])
def test_leptoquarks_that_turn_the_weak_charge_over_cannot_be_seen(kind, weight):
    coupling = math.sqrt(2 * 4 * R2 * GF * abs(ARGON_WEAK) * 1e6 / weight)
    hidden = argon("leptoquark-" + kind, ["mass=1TeV", f"lambda_mu={coupling!r}"], False)
    assert hidden == pytest.approx(argon("sm", [], False), rel=1e-7)


def loop_mixing(Q2, coupling):
    x, w = np.polynomial.legendre.leggauss(60)
    x = 0.5 * (x + 1)
    ratio = (0.1056583755**2 + x * (1 - x) * Q2) / (1.77686**2 + x * (1 - x) * Q2)
    return CHARGE * coupling / (2 * math.pi**2) * np.sum(0.5 * w * x * (1 - x) * np.log(ratio))


def test_loop_mixing_of_lmu_ltau_is_constructive_only_for_muon_neutrinos_on_electrons():
    E, T, g = 3.0, 0.7, 1e-4
    settings = ["mass=5MeV", f"coupling={g}", "kinetic_mixing=loop"]
    strength = g * CHARGE * loop_mixing(2 * ME * T, g) / (2 * ME * T + 25e-6)
    ratio = {}
    for bar in (False, True):
        result = dsigma("nu-e", name("mu", bar), "H", E, T, "lmu-ltau", settings)
        expected = spin_half(electron_weak("mu") + vector(-strength, 1), E, T, ME, bar)
        assert result == pytest.approx(expected, rel=1e-6)
        ratio[bar] = result / dsigma("nu-e", name("mu", bar), "H", E, T)
        shift = -18 * g * CHARGE * loop_mixing(2 * ARGON * 2e-5, g) / (R2 * GF * (2 * ARGON * 2e-5 + 25e-6))
        expected = spin_zero(charge_current(-R2 * GF * (ARGON_WEAK + shift)), *NUCLEAR, ARGON, bar)
        assert argon("lmu-ltau", settings, bar) == pytest.approx(expected, rel=1e-6)
        assert argon("lmu-ltau", settings, bar) < argon("sm", [], bar)
    assert ratio[False] > 1 > ratio[True]


@BOTH
def test_dipole_and_vector_amplitudes_to_the_same_heavy_neutrino_interfere(bar):
    """The sign of the interference is that of mu: both signs together are twice the separate rates."""
    energy, recoil, m = 0.05, 0.03, 2e-3
    model = "dipole-portal+mixing-portal"
    common = ["mediator_mass=5MeV", "dark_coupling=0.5", "kinetic_mixing=1e-4", "U_mu4=0.01"]
    common += ["dipole-portal.mass=2MeV", "mixing-portal.mass=2MeV"]
    dark = vector(0.5 * (1 - 1e-4) * 0.01 * CHARGE * 1e-4 / (2 * ME * recoil + 25e-6), 1)
    rates = [
        dsigma("nu-e", name("mu", bar), "H", energy, recoil, model, [*common, f"magnetic_moment_numu={sign}3e-8muB"])
        for sign in ("", "-")
    ]
    photon = moment(3e-8 * BOHR, -1, energy, recoil, ME, m, bar)
    alone = [spin_half(part, energy, recoil, ME, bar, m) for part in (dark, photon)]
    together = spin_half(dark + photon, energy, recoil, ME, bar, m)
    standard = spin_half(electron_weak("mu"), energy, recoil, ME, bar)
    assert sum(rates) == pytest.approx(2 * (sum(alone) + standard), rel=1e-6)
    assert abs(rates[0] - rates[1]) == pytest.approx(2 * abs(together - sum(alone)), rel=1e-5)


@pytest.mark.parametrize("flavour, bar", [("e", False), ("e", True), ("mu", False), ("mu", True)])
def test_flavour_changing_amplitudes_of_two_models_add_with_their_phases(flavour, bar):
    settings = [
        "eps_emu_uV=0.3+0.2i",
        "charge_radius_nue_numu=20e-32cm2",
        "charge_radius_nue_numu_imaginary=-30e-32cm2",
    ]
    result = dsigma("cevns", name(flavour, bar), "Ar40", *NUCLEAR, "nsi+charge-radius", settings, ARGON_POINT)
    radius = R2 * math.pi * ALPHA / (3 * GF) * 1e-32 / CM2
    changed = (2 * 18 + 22) * (0.3 + 0.2j) - 18 * radius * (20 - 30j)
    parts = [spin_zero(charge_current(-R2 * GF * c), *NUCLEAR, ARGON, bar) for c in (ARGON_WEAK, changed)]
    assert result == pytest.approx(sum(parts), rel=2e-6)
