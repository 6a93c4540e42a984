"""Names of particles and symbols in figures, as words and as formulas.

Plain Python: nothing of the package is imported, so that scripts that only draw can use it too.
"""

import re

NAMES: dict[str, str] = {
    "nuebar": r"\bar{\nu}_e",
    "numubar": r"\bar{\nu}_\mu",
    "nutaubar": r"\bar{\nu}_\tau",
    "nue": r"\nu_e",
    "numu": r"\nu_\mu",
    "nutau": r"\nu_\tau",
    "L_e": "L_e",
    "L_mu": r"L_\mu",
    "L_tau": r"L_\tau",
    "k_F": "k_F",
    "Z^2": "Z^2",
    "A^(1/3)": "A^{1/3}",
    "shat": r"\hat{s}",
    "gamma": r"\gamma",
    "g_chi": r"g_\chi",
    "alpha_D": r"\alpha_D",
    "eps": r"\epsilon",
}
LEPTONS = {"e": "e", "mu": r"\mu", "tau": r"\tau"}
NAMES |= {name + sign: f"{symbol}^{sign}" for name, symbol in LEPTONS.items() for sign in "+-"}
NAMES |= {f"{a}-{b}+": f"{LEPTONS[a]}^-{LEPTONS[b]}^+" for a in LEPTONS for b in LEPTONS}
NAMES |= {"mu": r"\mu", "tau": r"\tau"}


def pretty(text: str) -> str:
    """Names of particles and symbols outside of formulas become formulas."""
    pattern = "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True))
    parts = text.split("$")
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(rf"(?<![A-Za-z0-9_])({pattern})(?![A-Za-z_])", lambda m: f"${NAMES[m.group(1)]}$", parts[i])
        parts[i] = parts[i].replace("->", "→")
    return "$".join(parts)


#: PDG number -> name in legends; those from 9900012 on as `src/tridens/model/new_particles.hh` has them.
_PARTICLES = {11: "e-", -11: "e+", 13: "mu-", -13: "mu+", 15: "tau-", -15: "tau+", 12: "nue", -12: "nuebar", 14: "numu",
              -14: "numubar", 16: "nutau", -16: "nutaubar", 22: "photon", 32: "dark vector", 52: "chi", -52: "chibar", 2212: "proton",
              2112: "neutron", 211: "pi+", -211: "pi-", 9900012: "N", -9900012: "Nbar", 9900014: "nusterile",
              -9900014: "nusterilebar", 9900025: "dark scalar", 2009900010: "hadrons", 2009900011: "black hole"}
#: What is left of a nucleus where it is not modelled (NuHepMC P.C.2): no energy of its own.
REMNANT = 2009900000
NEUTRINOS = (12, -12, 14, -14, 16, -16, 9900014, -9900014)


def is_nucleus(pdg: int) -> bool:
    """Whether a PDG number is that of a nucleus: 10LZZZAAAI."""
    return 1000000000 < pdg < 1100000000


def particle_name(pdg: int) -> str:
    """Of a PDG number, in words that `pretty` makes a formula of."""
    if is_nucleus(pdg):
        return f"nucleus, Z = {pdg // 10000 % 1000}, A = {pdg // 10 % 1000}"
    return _PARTICLES.get(pdg, f"particle {pdg}")
