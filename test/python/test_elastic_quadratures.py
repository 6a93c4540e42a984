"""Rates of elastic scattering against independent quadratures: form factors, sources, responses."""

import csv
import json
import math
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SOURCE = Path(os.environ["TRIDENS_SOURCE_DIR"])

GF, ME, DALTON, FM = 1.1663788e-5, 0.51099895e-3, 0.93149410242, 1 / 0.1973269804  # GeV
CM2 = 0.1973269804e-13**2
MUON, PION = 0.1056583755, 0.13957039
SINE, G_A, G_S = 0.23857, 1.27641, -0.085
AVOGADRO, PER_GW = 6.02214076e23, 1e9 / 1.602176634e-13  # MeV/s

# Z, A, atomic mass; spin J and spins of protons and neutrons where there is one
NUCLIDES = {
    "C12": (6, 12, 12.0),
    "F19": (9, 19, 18.99840316),
    "Ar40": (18, 40, 39.962383122),
    "Fe56": (26, 56, 55.934935537),
    "I127": (53, 127, 126.904472592),
    "Cs133": (55, 133, 132.905451958),
    "Pb208": (82, 208, 207.976652005),
}
SPINS = {"I127": (2.5, 0.342, 0.031), "Cs133": (3.5, -0.225, 0.002)}
NATURAL = {
    "Ge": [
        ("Ge", 32, A, f, m)
        for A, f, m in [
            (70, 0.2057, 69.924249),
            (72, 0.2745, 71.922076),
            (73, 0.0775, 72.923459),
            (74, 0.3650, 73.921178),
            (76, 0.0773, 75.921403),
        ]
    ],
    "Xe": [
        ("Xe", 54, A, f, m)
        for A, f, m in [
            (124, 0.000952, 123.905893),
            (126, 0.00089, 125.904274),
            (128, 0.019102, 127.903531),
            (129, 0.264006, 128.90478),
            (130, 0.04071, 129.903508),
            (131, 0.212324, 130.905082),
            (132, 0.269086, 131.904155),
            (134, 0.104357, 133.905394),
            (136, 0.088573, 135.907219),
        ]
    ],
    "Ar": [
        ("Ar", 18, A, f, m)
        for A, f, m in [(36, 0.003336, 35.967545), (38, 0.000629, 37.962732), (40, 0.996035, 39.962383)]
    ],
}


def program(*arguments):
    result = subprocess.run([PROGRAM, *map(str, arguments), "--json"], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def gauss(low, high, order):
    x, w = np.polynomial.legendre.leggauss(order)
    return 0.5 * (high - low) * x + 0.5 * (high + low), 0.5 * (high - low) * w


def panels(edges, order):
    parts = [gauss(a, b, order) for a, b in zip(edges[:-1], edges[1:])]
    return np.concatenate([x for x, _ in parts]), np.concatenate([w for _, w in parts])


def nuclear_mass(Z, dalton):
    return dalton * DALTON - Z * ME + (14.4381 * Z**2.39 + 1.55468e-6 * Z**5.35) * 1e-9


def sphere(x):
    return 3 * (np.sin(x) - x * np.cos(x)) / x**3


def helm(q, A):
    """Lewin-Smith radius."""
    R = math.sqrt((1.23 * A ** (1 / 3) - 0.60) ** 2 + 7 / 3 * (math.pi * 0.52) ** 2 - 5 * 0.81)
    return sphere(q * R * FM) * np.exp(-0.5 * (q * 0.9 * FM) ** 2)


def klein_nystrand(q, A):
    return sphere(q * 1.23 * A ** (1 / 3) * FM) / (1 + (q * 0.7 * FM) ** 2)


def point(q, A):
    return np.ones_like(q)


def spectrum(T, nuclide, flux, form_factor, leading=False, spin=None):
    """d sigma/dT folded with a flux (energies, weights), cm2/GeV."""
    Z, A, dalton = nuclide
    M, N = nuclear_mass(Z, dalton), A - Z
    half = 1.0 if Z % 2 or N % 2 else 0.0
    weak = (Z * (0.5 - 2 * SINE) - 0.5 * N) ** 2
    axial = 0.0
    if spin is not None:
        J, proton, neutron = spin
        axial = (J + 1) / (3 * J) * (G_A * (proton - neutron) - G_S * (proton + neutron)) ** 2
    result = np.zeros_like(T)
    for E, weight in zip(*flux):
        vector = 1 - M * T / (2 * E**2) - (0 if leading else T / E - half * T**2 / (2 * E**2))
        spins = 1 + M * T / (2 * E**2) - T / E + T**2 / (2 * E**2)
        result += weight * np.where(T < 2 * E**2 / (M + 2 * E), weak * vector + axial * spins, 0.0)
    return result * GF**2 * M / math.pi * form_factor(np.sqrt(2 * M * T + T**2), A) ** 2 * CM2


def pion_decay_at_rest(order=100):
    E, w = gauss(0, MUON / 2, order)
    return {
        "nue": (E, w * 192 * E**2 / MUON**3 * (0.5 - E / MUON)),
        "numubar": (E, w * 64 * E**2 / MUON**3 * (0.75 - E / MUON)),
        "numu": (np.array([(PION**2 - MUON**2) / (2 * PION)]), np.array([1.0])),
    }


def average(nuclide, flux, form_factor):
    """Cross section, cm2, with the bracket 1 - M T/2E^2; recoils up to each energy's own end point."""
    M = nuclear_mass(nuclide[0], nuclide[2])
    total = 0.0
    for E, weight in zip(*flux):
        T, w = gauss(0, 2 * E**2 / (M + 2 * E), 60)
        line = (np.array([E]), np.array([weight]))
        total += np.sum(w * spectrum(T, nuclide, line, form_factor, leading=True))
    return total


@pytest.mark.parametrize("nuclide", ["C12", "Ar40", "Fe56", "I127", "Cs133", "Pb208"])
def test_averages_over_pion_decay_at_rest_are_those_of_a_quadrature(nuclide):
    shapes = [("point", point), ("helm-lewin-smith", helm), ("klein-nystrand,r0=1.23fm", klein_nystrand)]
    for text, form_factor in shapes:
        for neutrino, flux in pion_decay_at_rest(24).items():
            row = program(
                "xsec",
                "cevns",
                "--nu",
                neutrino,
                "--target",
                nuclide,
                "--flux",
                "pi-dar,facility=ess",
                "--form-factor",
                text,
                "--kinematics",
                "leading",
                "--axial",
                "none",
            )["rows"][0]
            assert row["sigma"] == pytest.approx(average(NUCLIDES[nuclide], flux, form_factor), rel=2e-5), text


def test_axial_part_of_fluorine_is_that_of_its_shell_model_response():
    Z, _, dalton = NUCLIDES["F19"]
    M, E, T = nuclear_mass(Z, dalton), 0.05, 1e-4
    u = (2 * M * T + T**2) * (1.7623 * FM) ** 2 / 2
    proton = math.exp(-u / 2) * (0.269513 - 0.18098 * u + 0.0296873 * u**2)
    neutron = math.exp(-u / 2) * (-0.00113172 + 0.00038188 * u + 0.000744991 * u**2)
    response = 4 * math.pi * (G_A * (proton - neutron) - G_S * (proton + neutron)) ** 2
    bracket = 1 + M * T / (2 * E**2) - T / E + T**2 / (2 * E**2)
    expected = GF**2 * M / (4 * math.pi) * bracket * response * CM2 * 1e-6
    for neutrino in ("numu", "numubar"):
        common = ["xsec", "cevns", "--nu", neutrino, "--target", "F19", "--energy", "50MeV", "--recoil", "100keV"]
        whole, vector = program(*common)["rows"][0], program(*common, "--axial", "none")["rows"][0]
        assert whole["dsigma_dT"] - vector["dsigma_dT"] == pytest.approx(expected, rel=1e-5)


def flux_of(source, neutrino, *exposure):
    """Neutrinos per cm2 from events over cross section and number of nuclei."""
    row = program("xsec", "cevns", "--nu", neutrino, "--target", "Ar40", "--flux", source, "--mass", "1kg", *exposure)
    row = row["rows"][0]
    return row["events"] / row["sigma"] / (1000 / NUCLIDES["Ar40"][2] * AVOGADRO)


def test_fluxes_of_the_sources_are_their_published_normalisations():
    for facility, pot, yield_, metres in [("sns-csi2021", 3.198e23, 0.0848, 19.3), ("sns-lar", 1.38e23, 0.09, 27.5)]:
        for neutrino in ("nue", "numu", "numubar"):
            fluence = flux_of(f"pi-dar,facility={facility}", neutrino, "--pot", pot)
            assert fluence == pytest.approx(pot * yield_ / (4 * math.pi * (100 * metres) ** 2), rel=1e-9)
    for part, flux in [("pp", 5.98e10), ("7Be", 4.93e9), ("pep", 1.44e8), ("8B", 5.46e6), ("hep", 7.98e3)]:
        assert flux_of(f"solar,parts={part}", "nue", "--time", "1s") == pytest.approx(flux, rel=1e-9)


# Huber (U235, Pu239, Pu241) and Mueller (U238) with 2-8 MeV integrals, fractions of fission, MeV per fission of Ma
REACTOR = [
    ((4.367, -4.577, 2.100, -0.5294, 0.06186, -0.002777), 0.58, 202.36),
    ((0.4833, 0.1927, -0.1283, -0.006762, 0.002233, -0.0001536), 0.07, 205.99),
    ((4.757, -5.392, 2.563, -0.6596, 0.07820, -0.003536), 0.30, 211.12),
    ((2.990, -2.882, 1.278, -0.3343, 0.03905, -0.001754), 0.05, 214.26),
]


def reactor_flux():
    """At 10 m of 1 GW, 2 to 8 MeV: energies in GeV and weights per cm2 and s."""
    E, w = gauss(2, 8, 100)
    per_fission = sum(f * np.exp(np.polyval(a[::-1], E)) for a, f, _ in REACTOR)
    energy = sum(f * Q for _, f, Q in REACTOR)
    return E * 1e-3, w * per_fission * PER_GW / energy / (4 * math.pi * 1000**2)


def test_germanium_at_a_reactor_counts_what_the_published_fits_give():
    source = "reactor,power=1GW,distance=10m,below=none,above=none,neutron_capture=0"
    E, w = reactor_flux()
    assert flux_of(source, "nuebar", "--time", "1s") == pytest.approx(np.sum(w), rel=1e-5)
    T, wT = panels(np.linspace(100e-9, 2e-6, 121), 8)
    per_gram = sum(f * spectrum(T, (Z, A, m), (E, w), helm) for _, Z, A, f, m in NATURAL["Ge"])
    molar = sum(f * m for *_, f, m in NATURAL["Ge"])
    expected = np.sum(per_gram * wT) / molar * AVOGADRO * 1000 * 86400
    row = program(
        "xsec",
        "cevns",
        "--nu",
        "nuebar",
        "--target",
        "Ge",
        "--flux",
        source,
        "--mass",
        "1kg",
        "--time",
        "1day",
        "--recoil-min",
        "100eV",
        "--form-factor",
        "helm-lewin-smith",
        "--axial",
        "none",
    )["rows"][0]
    assert row["events"] == pytest.approx(expected, rel=1e-3)


def error_function(x):
    return np.array([math.erf(v) for v in x])


@pytest.mark.parametrize(
    "element, kilograms, low, high, sigma",
    [("Xe", 20, 0.9, 45.6, 0.40), ("Ge", 7, 0.6, 78.9, 0.15), ("Ar", 10, 0.1, 150.0, 0.40)],
)
def test_spallation_source_projections_are_smeared_as_stated(element, kilograms, low, high, sigma):
    """Gaussian of positive energies, sigma/T = sigma at the threshold, falling like 1/sqrt(T)."""
    T, w = panels(np.concatenate([[0], np.geomspace(1e-7, 2.2e-4, 120)]), 8)
    keV = T * 1e6
    width = sigma * np.sqrt(keV * low) * math.sqrt(2)
    seen = (error_function((high - keV) / width) - error_function((low - keV) / width)) / (
        1 + error_function(keV / width)
    )
    fluence = 2.8e23 * 0.3 / (4 * math.pi * 2000**2)
    isotopes = NATURAL[element]
    rate = sum(
        f * spectrum(T, (Z, A, m), flux, helm) for _, Z, A, f, m in isotopes for flux in pion_decay_at_rest(60).values()
    )
    nuclei = kilograms * 1000 * AVOGADRO / sum(f * m for *_, f, m in isotopes)
    experiment = program("rate", "ess-" + element.lower(), "--process", "cevns")
    assert experiment["signal"] == pytest.approx(np.sum(rate * seen * w) * fluence * nuclei, rel=1e-3)


def csi_photoelectrons(edges):
    """Expected photoelectron counts per neutrino and bin, before any loss in time."""
    T, w = panels(np.concatenate([[1e-9], np.geomspace(1e-7, 60e-6, 30)]), 24)
    MeV = T * 1e3
    keVee = 1e3 * MeV * (0.0554628 + MeV * (4.30681 + MeV * (-111.707 + MeV * 840.384)))
    a, b = 0.0749 / keVee, 9.56 * keVee
    turn_on = 10.8646 - math.log(1.32045 / 0.333322 - 1) / 0.285979
    log_gamma = np.array([math.lgamma(v) for v in 1 + b])
    response = []
    for low, high in zip(edges[:-1], edges[1:]):
        if high <= turn_on:
            response.append(np.zeros_like(T))
            continue
        x, wx = gauss(max(low, turn_on), high, 24)
        efficiency = 1.32045 / (1 + np.exp(-0.285979 * (x - 10.8646))) - 0.333322
        scale = a * (1 + b)
        log_p = ((1 + b) * np.log(scale) - log_gamma)[:, None] + b[:, None] * np.log(x) - scale[:, None] * x
        response.append(np.exp(log_p) @ (wx * efficiency))
    nuclei = 14600 * AVOGADRO / (132.905451958 + 126.904472592)
    fluence = 3.198e23 * 0.0848 / (4 * math.pi * 1930**2)
    result = {}
    for neutrino, flux in pion_decay_at_rest().items():
        rate = sum(spectrum(T, NUCLIDES[n], flux, helm, spin=SPINS[n]) for n in ("Cs133", "I127"))
        result[neutrino] = np.array(response) @ (rate * w) * nuclei * fluence
    return result


def csi_time_fractions(edges_us):
    """Of prompt and delayed neutrinos, with the efficiency in time."""
    with (SOURCE / "data" / "source" / "sns_csi2021_time.csv").open() as file:
        rows = [[float(v) for v in row] for row in csv.reader(file) if row and row[0][0] in "-.0123456789"]
    step, lifetime = 0.25, 2196.98
    t = np.arange(-20, 6000, step) + step / 2
    prompt = np.zeros_like(t)
    for low, high, probability in rows:
        inside = (t >= low) & (t < high)
        prompt[inside] += probability / np.count_nonzero(inside)
    prompt /= sum(row[2] for row in rows)
    decay = np.exp(-np.arange(len(t)) * step / lifetime) * step / lifetime
    length = 2 ** math.ceil(math.log2(2 * len(t)))
    delayed = np.fft.irfft(np.fft.rfft(prompt, length) * np.fft.rfft(decay, length), length)[: len(t)]
    efficiency = np.where(t < 520, 1.0, np.exp(-0.0494 * (t / 1000 - 0.52)))
    return [np.histogram(t / 1000, edges_us, weights=shape * efficiency)[0] for shape in (prompt, delayed)]


def test_caesium_iodide_counts_are_flux_quenching_smearing_efficiency_and_time_folded():
    experiment = program("rate", "coherent-csi-2021", "--process", "cevns")
    edges, times = experiment["edges"], experiment["time_edges_us"]
    energy, (prompt, delayed) = csi_photoelectrons(edges), csi_time_fractions(times)
    for part in experiment["parts"]:
        if part["kind"] != "signal":
            continue
        neutrino = part["name"].split()[1]
        counts = np.array(part["counts"]).reshape(len(edges) - 1, len(times) - 1)
        fraction = prompt if neutrino == "numu" else delayed
        # the photoelectrons; the line of muon neutrinos ends between two nodes
        assert counts.sum(axis=1) == pytest.approx(energy[neutrino] * fraction.sum(), rel=2e-3, abs=1e-4)
        assert counts.sum(axis=0) / counts.sum() == pytest.approx(fraction / fraction.sum(), abs=2e-4)
    assert 345 < experiment["signal"] < 350


def test_electrons_above_600_MeV_at_dune_are_the_flux_times_the_closed_integral():
    with (SOURCE / "data" / "flux" / "dune-nd-fhc.csv").open() as file:
        lines = list(csv.reader(line for line in file if not line.startswith("#")))
    table = {key: np.array([float(row[i]) for row in lines[1:]]) for i, key in enumerate(lines[0])}
    x, w = gauss(0, 1, 12)
    low, high = table["E_low_GeV"][:, None], table["E_high_GeV"][:, None]
    low = np.maximum(low, 0.6)  # nothing below the threshold
    keep = (high > low)[:, 0]
    E = (low + (high - low) * x)[keep]
    width = ((high - low) * w)[keep]
    electrons = 75e6 / 39.948 * AVOGADRO * 18 * 1.1e21
    total = expected = 0.0
    for neutrino in ("nue", "numu", "nuebar", "numubar"):
        current = 1.0 if neutrino.startswith("nue") else 0.0
        left, right = -0.5 + SINE + current, SINE
        if neutrino.endswith("bar"):
            left, right = right, left
        highest = 2 * E**2 / (ME + 2 * E)

        def antiderivative(T):
            return left**2 * T - right**2 * E / 3 * (1 - T / E) ** 3 - left * right * ME * T**2 / (2 * E**2)

        sigma = (
            2 * ME * GF**2 / math.pi * np.where(highest > 0.6, antiderivative(highest) - antiderivative(0.6), 0) * CM2
        )
        expected += np.sum(sigma * width * table[neutrino][keep][:, None]) * 1e-4  # per m2
        total += program(
            "xsec",
            "nu-e",
            "--nu",
            neutrino,
            "--target",
            "Ar",
            "--flux",
            "dune-nd-fhc",
            "--mass",
            "75t",
            "--pot",
            "1.1e21",
            "--recoil-min",
            "600MeV",
        )["rows"][0]["events"]
    assert total == pytest.approx(expected * electrons, rel=2e-4)
