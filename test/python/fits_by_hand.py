"""The fits of COHERENT CsI (2021) and argon (2020) worked out a second time, in numpy: flux, cross section, detector,
times, backgrounds and chi2, from the figures in data/experiment and nothing of the program. MeV, microseconds.

Coherent: dsigma/dT = G^2 M/2pi [Q_V^2 (2 - 2T/E - MT/E^2 + s T^2/E^2) + G_A^2 (2 - 2T/E + MT/E^2 + T^2/E^2)], s = 1 where
the nucleus has a spin and 0 else (D. Z. Freedman, PRD 9 (1974) 1389; axial part: arXiv:2007.08529). Electrons:
G^2 m/2pi [(g_V+g_A)^2 + (g_V-g_A)^2 (1-T/E)^2 - (g_V^2-g_A^2) mT/E^2]; of bound ones those that T can free.
"""

import json
import math
import os
import subprocess
import tomllib
from pathlib import Path

import numpy as np

PROGRAM = os.environ.get("TRIDENS_PROGRAM", "build/tridens")
SOURCE = Path(os.environ.get("TRIDENS_SOURCE_DIR", Path(__file__).parents[2]))
DATA = SOURCE / "data" / "experiment"

G = 1.1663788e-11  # MeV^-2
HBARC = 1.973269804e-11  # MeV cm
U, ELECTRON, MUON, PION = 931.49410242, 0.51099895, 105.6583755, 139.57039
FM = 1.0 / 197.3269804  # MeV^-1
AVOGADRO = 6.02214076e23
MUON_LIFE, PION_LIFE = 2.1969811, 0.026033
END_POINT = MUON / 2
LINE = (PION**2 - MUON**2) / (2 * PION)
PROTON, NEUTRON = 0.5 - 2 * 0.23857, -0.5
AXIAL_PROTON, AXIAL_NEUTRON = (1.27641 + 0.085) / 2, -(1.27641 - 0.085) / 2


def run(*arguments, folder):
    """What the program prints."""
    result = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=folder, timeout=300)
    assert result.returncode == 0, result.stderr
    return result.stdout


def fit(card, folder, *options):
    """The result of `tridens fit` of a card."""
    path = Path(folder) / "card.toml"
    path.write_text(card)
    return json.loads(run("fit", path, "--json", *options, folder=folder))


def scan(card, folder, *options):
    """The rows of `tridens scan` of a card, by column."""
    path, output = Path(folder) / "card.toml", Path(folder) / "scan.csv"
    path.write_text(card)
    run("scan", path, "--output", output, "--force", *options, folder=folder)
    return read_scan(output)


def read_scan(path):
    lines = [line for line in Path(path).read_text().splitlines() if not line.startswith("#")]
    return np.genfromtxt(lines, delimiter=",", names=True)


def pulls(result):
    """Nuisances of a fit, without the experiment in front."""
    return {one["name"].split(".")[-1]: one["value"] for one in result["nuisances"]}


def table(path):
    """Columns of a table of the repository."""
    lines = [line for line in Path(path).read_text().splitlines() if line and not line.startswith("#")]
    rows = [line.split(",") for line in lines[1:]]
    return {name: [row[i] for row in rows] for i, name in enumerate(lines[0].split(","))}


def numbers(path):
    return {name: np.array(column, dtype=float) for name, column in table(path).items()}


def gauss(low, high, nodes):
    """Nodes and weights of one panel, or of many (arrays of ends)."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    low, high = np.atleast_1d(low)[:, None], np.atleast_1d(high)[:, None]
    return (0.5 * (high + low) + 0.5 * (high - low) * x).ravel(), (0.5 * (high - low) * w).ravel()


def normal(z):
    return 0.5 * np.vectorize(math.erfc)(-np.asarray(z) / math.sqrt(2))


def log_gamma(k):
    return np.vectorize(math.lgamma)(k)


class Nucleus:
    def __init__(self, Z, A, atomic_mass, radius_fm, spin=None):
        self.Z, self.N, self.M = Z, A - Z, atomic_mass * U - Z * ELECTRON
        self.R = radius_fm * FM
        self.spin = spin  # J, <S_p>, <S_n>

    def form_factor(self, q, scale):
        """Klein-Nystrand, all lengths times `scale`."""
        x = q * self.R * scale
        return 3 * (np.sin(x) - x * np.cos(x)) / x**3 / (1 + (q * 0.7 * FM * scale) ** 2)

    def coefficients(self, T, scale, charges):
        """dsigma/dT = a0 + a1/E + a2/E^2 in cm2 per MeV; `charges`: vector couplings of protons and neutrons."""
        F = self.form_factor(np.sqrt(2 * self.M * T + T * T), scale)
        vector = ((charges[0] * self.Z + charges[1] * self.N) * F) ** 2
        axial = 0 * T
        if self.spin:
            J, proton, neutron = self.spin
            axial = 4 * (J + 1) / (3 * J) * (AXIAL_PROTON * proton + AXIAL_NEUTRON * neutron) ** 2 * F**2
        factor = G * G * self.M / (2 * math.pi) * HBARC**2
        square = T * T * ((vector if self.spin else 0) + axial)
        return factor * np.array([2 * (vector + axial), -2 * T * (vector + axial), self.M * T * (axial - vector) + square])


def averaged(coefficients, lowest, species):
    """Integral over the spectrum (one neutrino) above the lowest energy, per T."""
    a0, a1, a2 = coefficients
    if species == "numu":
        return np.where(LINE > lowest, a0 + a1 / LINE + a2 / LINE**2, 0.0)
    x0 = np.minimum(lowest / END_POINT, 1.0)
    # x^2 (p + q x) dx, times 1, 1/E, 1/E^2
    p, q = (12.0, -12.0) if species == "nue" else (6.0, -4.0)
    power = lambda n: (1 - x0**n) / n
    return (
        a0 * (p * power(3) + q * power(4))
        + a1 / END_POINT * (p * power(2) + q * power(3))
        + a2 / END_POINT**2 * (p * power(1) + q * power(2))
    )


SPECIES = ("nue", "numu", "numubar")


def coherent_counts(nuclei, per_cm2, seen, T, weights, scale=1.0, charges=None, boson=None):
    """Counts per energy bin of each species. nuclei: pairs (nucleus, number); seen[T, bin]; charges: vector couplings of
    protons and neutrons per species; boson: its mass and g_nu times the charge of a nucleon."""
    result = {}
    for species in SPECIES:
        vector = charges[species] if charges else (PROTON, NEUTRON)
        total = np.zeros(seen.shape[1])
        for nucleus, number in nuclei:
            M, here = nucleus.M, vector
            if boson:  # falls with Q^2 = 2 M T
                here = [c + boson[1] / (math.sqrt(2) * G * (2 * M * T + boson[0] ** 2)) for c in vector]
            rate = averaged(nucleus.coefficients(T, scale, here), 0.5 * (T + np.sqrt(T * T + 2 * M * T)), species)
            total += per_cm2 * number * ((rate * weights) @ seen)
        result[species] = total
    return result


def electron_counts(elements, per_cm2, seen_of, energies_to, boson=None):
    """Counts per energy bin of each species; elements: (Z, binding energies with numbers, number of atoms); boson: its
    mass and g_nu g_e."""
    result = {}
    for species in SPECIES:
        flavour = 1.0 if species == "nue" else 0.0
        total = 0.0
        for Z, shells, atoms in elements:
            edges = sorted({0.0, *(energy for energy, _ in shells if energy < energies_to), energies_to})
            edges = np.unique(np.concatenate([edges, np.geomspace(1e-5, energies_to, 40)]))
            T, w = gauss(edges[:-1], edges[1:], 6)
            gV, gA = 2 * 0.23857 - 0.5 + flavour, -0.5 + flavour
            if species == "numubar":
                gA = -gA
            if boson:
                gV = gV + boson[1] / (math.sqrt(2) * G * (2 * ELECTRON * T + boson[0] ** 2))
            free = Z - sum(number for _, number in shells)
            electrons = free + sum(number * (T >= energy) for energy, number in shells)
            factor = G * G * ELECTRON / (2 * math.pi) * HBARC**2 * electrons
            left, right = (gV + gA) ** 2, (gV - gA) ** 2
            square = right * T * T - (gV**2 - gA**2) * ELECTRON * T
            c = factor * np.array([left + right + 0 * T, -2 * T * right, square])
            rate = averaged(c, 0.5 * (T + np.sqrt(T * T + 2 * ELECTRON * T)), species)
            total = total + per_cm2 * atoms * ((rate * w) @ seen_of(T))
        result[species] = total
    return result


def shares_of(density, edges, efficiency, cuts):
    """Integral of density x efficiency over each bin."""
    result = []
    for low, high in zip(edges[:-1], edges[1:]):
        panels = np.unique(np.concatenate([[low, high], [c for c in cuts if low < c < high], np.linspace(low, high, 9)]))
        t, w = gauss(panels[:-1], panels[1:], 5)
        result.append(float(np.sum(w * density(t) * efficiency(t))))
    return np.array(result)


def histogram_density(edges, contents):
    """Even within its bins."""
    edges, contents = np.asarray(edges), np.asarray(contents)
    height = contents / np.diff(edges) / contents.sum()
    height = np.concatenate([[0.0], height, [0.0]])
    return lambda t: height[np.searchsorted(edges, t, side="right")]


def rebin(low, high, content, edges):
    """Rows spread evenly over their bin, summed into the bins given."""
    return np.array(
        [np.sum(content * np.clip(np.minimum(high, b) - np.maximum(low, a), 0, None) / (high - low)) for a, b in zip(edges[:-1], edges[1:])]
    )


def parabola(v, at_low, nominal, at_high, step=1.0):
    """Through -step, 0 and step; beyond them straight with the slope of the end."""
    linear, square = (at_high - at_low) / (2 * step), (at_high + at_low - 2 * nominal) / (2 * step**2)
    inside = np.clip(v, -step, step)
    return nominal + linear * v + square * (inside**2 + 2 * inside * (v - inside))


def poisson_chi2(expected, observed):
    if np.any(expected <= 0):
        return 1e12
    logs = observed * np.log(np.where(observed > 0, observed, 1.0) / expected)
    return 2 * float(np.sum(expected - observed + logs))


def shells_of(symbol):
    t = table(SOURCE / "data" / "atom" / "binding_energies.csv")
    return [(1e-6 * float(e), int(n)) for s, e, n in zip(t["symbol"], t["energy_eV"], t["electrons"]) if s == symbol]


class CsI:
    """COHERENT CsI 2021, form factor Klein-Nystrand with R = r0 A^(1/3)."""

    widths = {"flux": 0.11, "quenching": 0.038, "brn": 0.25, "nin": 0.35, "steady": 0.021, "radius": 0.05}
    # No background below zero; the efficiency between the released curves, the beam within half a microsecond.
    limits = {"brn": (-1, None), "nin": (-1, None), "steady": (-1, None), "efficiency": (-1, 1), "time": (-500, 500)}

    def __init__(self, r0=1.23, exact_radius=False):
        card = tomllib.loads((DATA / "coherent-csi-2021.toml").read_text())
        self.edges = np.array(card["observable"]["edges"], dtype=float)
        self.time_edges = np.array(card["time"]["edges"], dtype=float)
        self.exact_radius = exact_radius
        molar = 126.904472592 + 132.905451958
        units = 14.6e3 / molar * AVOGADRO
        self.per_cm2 = 0.0848 * 3.198e23 / (4 * math.pi * 1930.0**2)
        self.nuclei = [
            (Nucleus(53, 127, 126.904472592, r0 * 127 ** (1 / 3), (2.5, 0.342, 0.031)), units),
            (Nucleus(55, 133, 132.905451958, r0 * 133 ** (1 / 3), (3.5, -0.225, 0.002)), units),
        ]
        panels = np.concatenate([[1e-4], np.linspace(1e-3, 0.0475, 60)])
        # the line ends where its recoils do: a step at the end of the integrand in T
        ends = [2 * E * E / (n.M + 2 * E) for n, _ in self.nuclei for E in (LINE, END_POINT)]
        panels = np.unique(np.concatenate([panels, ends]))
        self.T, self.weights = gauss(panels[:-1], panels[1:], 5)
        quenching = (0.0554628, 4.30681, -111.707, 840.384)
        visible = 1e3 * sum(x * self.T ** (i + 1) for i, x in enumerate(quenching))  # keV
        curves = {0: (1.32045, 0.285979, 10.8646, -0.333322), 1: (1.3439, 0.285366, 9.84596, -0.356364), -1: (1.297, 0.286592, 11.8832, -0.31028)}
        self.seen = {v: self.response(visible, curve) for v, curve in curves.items()}
        self.atoms, self.curves = [(53, shells_of("I"), units), (55, shells_of("Cs"), units)], curves
        self.set_times()
        self.set_backgrounds()
        events = numbers(DATA / "coherent-csi-2021" / "coincident.csv")
        self.observed = np.histogram2d(events["energy_PE"], events["time_us"], (self.edges, self.time_edges))[0]
        self.set_couplings()

    def response(self, visible, curve):
        """Probability that a recoil of visible energy (keV) is counted in each bin."""
        a, b, c, d = curve
        zero = c - math.log(-a / d - 1) / b  # a/(1 + exp(-b (x - c))) = -d
        result = []
        rate = 0.0749 / visible * (1 + 9.56 * visible)
        k = 1 + 9.56 * visible
        norm = k * np.log(rate) - log_gamma(k)
        for low, high in zip(self.edges[:-1], self.edges[1:]):
            low = max(low, zero)
            x, w = gauss(np.linspace(low, high, 4)[:-1], np.linspace(low, high, 4)[1:], 8)
            density = np.exp(norm[:, None] + (k[:, None] - 1) * np.log(x) - rate[:, None] * x)
            result.append(density @ (w * (a / (1 + np.exp(-b * (x - c))) + d)))
        return np.array(result).T

    @staticmethod
    def time_efficiency(t):
        return np.where(t < 0.52, 1.0, np.exp(-0.0494 * (t - 0.52)))

    def set_times(self):
        pulse = numbers(SOURCE / "data" / "source" / "sns_csi2021_time.csv")
        self.pulse_edges = 1e-3 * np.append(pulse["t_low_ns"], pulse["t_high_ns"][-1])
        self.pulse = pulse["numu"] / pulse["numu"].sum()

    def delayed_density(self, t):
        """Even pulse bins, then the muon's lifetime."""
        low, high = self.pulse_edges[:-1], self.pulse_edges[1:]
        t = np.asarray(t)[:, None]
        upper = np.minimum(high, t)
        terms = np.where(t > low, np.exp(np.minimum(0, upper - t) / MUON_LIFE) - np.exp(np.minimum(0, low - t) / MUON_LIFE), 0.0)
        return terms @ (self.pulse / (high - low))

    def shares(self, shift=0.0):
        """Prompt and delayed share of each time bin, arrival times later by `shift` (us)."""
        cuts = np.append(self.pulse_edges + shift, 0.52)
        prompt = histogram_density(self.pulse_edges, self.pulse)
        return (
            shares_of(lambda t: prompt(t - shift), self.time_edges, self.time_efficiency, cuts),
            shares_of(lambda t: self.delayed_density(t - shift), self.time_edges, self.time_efficiency, cuts),
        )

    def set_backgrounds(self):
        folder = DATA / "coherent-csi-2021"
        self.background_energy, self.background_time = {}, {}
        for name, events in (("brn", 18.4), ("nin", 5.6)):
            energy, time = numbers(folder / f"{name}-energy.csv"), numbers(folder / f"{name}-time.csv")
            shape = rebin(energy["energy_low_PE"], energy["energy_high_PE"], energy["content"], self.edges)
            self.background_energy[name] = events * shape / shape.sum()
            edges = np.append(time["time_low_us"], time["time_high_us"][-1])
            self.background_time[name] = edges, time["content"]
        energy = numbers(folder / "steady-energy.csv")
        shape = rebin(energy["energy_low_PE"], energy["energy_high_PE"], energy["content"], self.edges)
        fall = np.exp(-0.0494 * self.time_edges)
        time = (fall[:-1] - fall[1:]) / (fall[0] - fall[-1])
        self.steady = 1286 * np.outer(shape / shape.sum(), time)

    def background_shares(self, name, shift=0.0):
        edges, content = self.background_time[name]
        density = histogram_density(edges, content)
        cuts = np.append(edges, 0.52)
        here = shares_of(density, self.time_edges, self.time_efficiency, cuts)
        if shift == 0.0:
            return here / here.sum()
        moved = shares_of(lambda t: density(t - shift), self.time_edges, self.time_efficiency, np.append(edges + shift, 0.52))
        return moved / here.sum()

    def energies(self, scale, curve, **couplings):
        return coherent_counts(self.nuclei, self.per_cm2, self.seen[curve], self.T, self.weights, scale, **couplings)

    def electron_energies(self, boson=None):
        seen = {v: lambda T, c=c: self.response(1e3 * T, c) for v, c in self.curves.items()}
        return {v: electron_counts(self.atoms, self.per_cm2, s, 0.02, boson) for v, s in seen.items()}

    def set_couplings(self, **couplings):
        """charges = {species: (proton, neutron)}, or nothing: the Standard Model."""
        self.couplings = couplings
        if not hasattr(self, "electrons"):
            self.electrons = self.electron_energies()
        self.nodes = {
            (scale, curve): self.energies(1 + scale, curve, **couplings)
            for scale, curve in ((0, 0), (-0.05, 0), (0.05, 0), (0, -1), (0, 1))
        }

    def coherent(self, species, radius, efficiency):
        centre = self.nodes[0, 0][species]
        if self.exact_radius:
            of_radius = self.energies(1 + radius, 0, **self.couplings)[species]
        else:
            of_radius = parabola(radius, self.nodes[-0.05, 0][species], centre, self.nodes[0.05, 0][species], 0.05)
        of_efficiency = parabola(efficiency, self.nodes[0, -1][species], centre, self.nodes[0, 1][species])
        return of_radius + of_efficiency - centre

    def expected(self, flux=0, quenching=0, brn=0, nin=0, steady=0, radius=0, efficiency=0, time=0):
        """Counts per bin of energy and time; `time` in ns."""
        prompt, delayed = self.moved(time)
        total = (1 + steady) * self.steady
        for species in SPECIES:
            share = prompt if species == "numu" else delayed
            e = self.electrons
            electrons = parabola(efficiency, e[-1][species], e[0][species], e[1][species])
            counts = (1 + flux + quenching) * self.coherent(species, radius, efficiency) + (1 + flux) * electrons
            total = total + np.outer(counts, share)
        for name, change in (("brn", brn), ("nin", nin)):
            total = total + (1 + change) * np.outer(self.background_energy[name], self.moved(time, name))
        return total

    def moved(self, time_ns, background=None):
        """Shares under a shift: exact at multiples of 5 ns, parabolas between them."""
        if not hasattr(self, "kept"):
            self.kept = {}

        def at(node):
            if (node, background) not in self.kept:
                shift = 5e-3 * node
                self.kept[node, background] = np.array(self.background_shares(background, shift) if background else self.shares(shift))
            return self.kept[node, background]

        x = time_ns / 5.0
        n = int(round(x))
        if x == n:
            return at(n)
        d = x - n
        return at(n) + d * (at(n + 1) - at(n - 1)) / 2 + d * d * (at(n + 1) + at(n - 1) - 2 * at(n)) / 2

    def chi2(self, **nuisances):
        penalty = sum((nuisances.get(name, 0.0) / width) ** 2 for name, width in self.widths.items())
        return poisson_chi2(self.expected(**nuisances), self.observed) + penalty


class Argon:
    """COHERENT argon 2020, analysis A: Gaussian chi2 with all released variations of shape."""

    widths = {"signal": 0.1328125, "brn": 0.3219, "delayed-brn": 1.0, "steady": 0.00793}
    shapes = {"f90": "signal", "signal-time": "signal", "brn-energy": "brn", "brn-time": "brn", "brn-width": "brn"}
    widths |= {name: 1.0 for name in shapes}
    limits = {"brn": (-1, None), "delayed-brn": (-1, None), "steady": (-1, None)}

    def __init__(self, r0=1.23, released=False):
        self.folder = DATA / "coherent-lar-2020"
        self.edges, self.time_edges = np.linspace(0, 120, 13), -0.1 + 0.5 * np.arange(11)
        self.released = released
        abundances = {36: (35.967545106, 0.0033361), 38: (37.962732102, 0.0006289), 40: (39.962383122, 0.996035)}
        molar = sum(m * f for m, f in abundances.values())
        atoms = 24.4e3 / molar * AVOGADRO
        self.per_cm2 = 0.09 * 1.38e23 / (4 * math.pi * 2750.0**2)
        self.nuclei = [(Nucleus(18, A, m, r0 * A ** (1 / 3)), atoms * f) for A, (m, f) in abundances.items()]
        self.set_response()
        self.set_times()
        self.signal, self.brn = self.content("signal"), self.content("brn", 497)
        self.delayed, self.steady = self.content("delayed-brn", 33), self.content("steady", 3154)
        self.changes = {
            name: [self.change(pieces, base) for pieces in files]
            for name, base, files in (
                ("f90", "signal", ("signal-f90-down", "signal-f90-up")),
                ("signal-time", "signal", ("signal-time",)),
                ("brn-energy", "brn", ("brn-energy-down", "brn-energy-up")),
                ("brn-time", "brn", ("brn-time-down", "brn-time-up")),
                ("brn-width", "brn", ("brn-width",)),
            )
        }
        self.observed = np.array(numbers(self.folder / "observed.csv")["counts"]).reshape(12, 10)
        self.variance = self.observed + self.steady / 5
        self.standard = None
        self.set_couplings()

    def content(self, name, events=None):
        """A released table as energy x time; it has the bins of the analysis."""
        rows = numbers(self.folder / f"{name}.csv")
        assert rows["energy_low_keV"][10] == 10 and abs(rows["time_low_us"][1] - 0.4) < 1e-9
        counts = rows["content"].reshape(12, 10)
        return counts / counts.sum() * (events or 1.0)

    def change(self, name, base):
        nominal, varied = self.content(base), self.content(name)
        return np.where(nominal > 0, varied / np.where(nominal > 0, nominal, 1) - 1, 0.0)

    def set_response(self):
        ends = [2 * E * E / (n.M + 2 * E) for n, _ in self.nuclei for E in (LINE, END_POINT)]
        efficiency = numbers(self.folder / "efficiency.csv")
        knots = 1e-3 * efficiency["recoil_keV"]
        panels = np.unique(np.concatenate([[1e-6], knots, np.linspace(1e-3, max(ends), 150), ends]))
        self.T, self.weights = gauss(panels[:-1], panels[1:], 4)
        recoil = 1e3 * self.T
        seen = np.interp(recoil, efficiency["recoil_keV"], efficiency["efficiency"], left=0.0, right=0.96345)
        visible = (0.246 + 0.00078 * recoil) * recoil
        below = normal((self.edges[None, :] - visible[:, None]) / (0.58 * np.sqrt(visible))[:, None])
        self.seen = seen[:, None] * np.diff(below, axis=1)

    def set_times(self):
        """Gaussian protons, then the pion, then the muon: exponentials folded with a Gaussian."""
        mean, sigma = 0.440, 0.150

        def after(life, t):
            z = (t - mean) / sigma
            return normal(z) - np.exp(0.5 * (sigma / life) ** 2 - (t - mean) / life) * normal(z - sigma / life)

        t = self.time_edges
        pion, muon = after(PION_LIFE, t), after(MUON_LIFE, t)
        self.shares = {"numu": np.diff(pion)}
        self.shares["nue"] = self.shares["numubar"] = np.diff((MUON_LIFE * muon - PION_LIFE * pion) / (MUON_LIFE - PION_LIFE))

    def set_couplings(self, **couplings):
        counts = coherent_counts(self.nuclei, self.per_cm2, self.seen, self.T, self.weights, **couplings)
        own = sum(np.outer(counts[s], self.shares[s]) for s in SPECIES)
        if self.standard is None:
            self.standard = own
        counted = self.standard > 0
        factor = np.where(counted, 128 * self.signal / np.where(counted, self.standard, 1.0), 0.0)
        self.coherent = own * factor if self.released else own

    def shape(self, of, nuisances):
        total = 0.0
        for name, part in self.shapes.items():
            v = nuisances.get(name, 0.0)
            if part == of and v:
                d = self.changes[name]
                total = total + (v * d[0] if len(d) == 1 else parabola(v, d[0], 0 * d[0], d[1]))
        return total

    def expected(self, **n):
        value = lambda name: n.get(name, 0.0)
        return (
            (1 + value("signal") + self.shape("signal", n)) * self.coherent
            + (1 + value("brn") + self.shape("brn", n)) * self.brn
            + (1 + value("delayed-brn")) * self.delayed
            + (1 + value("steady")) * self.steady
        )

    def chi2(self, **nuisances):
        penalty = sum((nuisances.get(name, 0.0) / width) ** 2 for name, width in self.widths.items())
        return float(np.sum((self.expected(**nuisances) - self.observed) ** 2 / self.variance)) + penalty


def minimum(chi2, widths, limits, start=None):
    """By Minuit, over all of `widths` (None: free); the start is 0 unless given."""
    import iminuit

    start = start or {}
    names = list(widths)
    of = lambda values: chi2(**dict(zip(names, values)))
    minuit = iminuit.Minuit(of, [start.get(name, 0.0) for name in names], name=names)
    minuit.errordef, minuit.strategy, minuit.tol = 1, 1, 1e-3
    for name in names:
        minuit.errors[name] = 0.3 * (widths[name] or 0.3)
        if name in limits:
            minuit.limits[name] = limits[name]
    minuit.migrad()
    minuit.migrad()
    assert minuit.valid
    return minuit.fval, dict(zip(names, minuit.values))


def nsi_charges(**eps):
    """Vector couplings with eps_ee_uV = ..., of every species."""
    result = {}
    for species in SPECIES:
        flavour = "ee" if species == "nue" else "mumu"
        up, down = eps.get(f"eps_{flavour}_uV", 0.0), eps.get(f"eps_{flavour}_dV", 0.0)
        result[species] = (PROTON + 2 * up + down, NEUTRON + up + 2 * down)
    return result
