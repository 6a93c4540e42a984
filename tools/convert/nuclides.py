#!/usr/bin/env python3
"""Writes isotopes.csv, elements.csv and charge_radii.csv of data/nuclide from packages of the Python package index.

Usage: python3 tools/convert/nuclides.py REPOSITORY   (needs mendeleev 1.3, periodictable 2.1, nucleardatapy 1.0)

Masses: AME2020 as carried by mendeleev (full digits). Abundances: CIAAW 2021 as carried by periodictable, which takes
nitrogen and argon from air and representative values for lead; uranium from mendeleev (CIAAW).
Charge radii: Angeli and Marinova 2013 as carried by nucleardatapy.
"""
import csv
import importlib.util
import pathlib
import sqlite3
import sys

import periodictable

# Nuclides without a natural abundance that targets, backgrounds and conventions use.
EXTRA = {(1, 3), (4, 10), (6, 14), (11, 22), (13, 26), (18, 39), (36, 85), (38, 90), (43, 99), (53, 129),
         (55, 134), (55, 135), (55, 137), (88, 226), (92, 233), (94, 239), (94, 240), (94, 241), (95, 241)}


def package_folder(name):
    return pathlib.Path(importlib.util.find_spec(name).origin).parent


def natural_abundance(z, a, mendeleev_percent):
    if z == 92:
        return mendeleev_percent or 0.0
    element = periodictable.elements[z]
    return element[a].abundance if a in element.isotopes else 0.0


def isotopes():
    database = sqlite3.connect(package_folder("mendeleev") / "elements.db")
    query = ("select atomic_number, mass_number, mass, abundance from isotopes "
             "where mass not null order by atomic_number, mass_number")
    for z, a, mass, percent in database.execute(query):
        abundance = natural_abundance(z, a, percent) if z <= 92 else 0.0
        if abundance > 0 or (z, a) in EXTRA:
            yield z, a, mass, abundance / 100


def write_isotopes(path):
    lines = [
        "# title: Atomic masses and natural abundances of nuclides",
        "# source: masses: AME2020, M. Wang et al., Chin. Phys. C 45 (2021) 030003 (as carried by mendeleev 1.3.0)",
        "# source: abundances: CIAAW, Isotopic compositions of the elements 2021; ranges are represented by their "
        "centre; N and Ar in air, Pb and U representative values of J. Meija et al., Pure Appl. Chem. 88 (2016) 293 "
        "(as carried by periodictable 2.1.0; U by mendeleev 1.3.0)",
        "# licence: facts of the cited evaluations; packages: MIT (mendeleev), public domain (periodictable)",
        "# unit: mass_u in unified atomic mass units, of the neutral atom; abundance is the fraction of atoms, 0 for "
        "nuclides that are not counted as natural",
        "# problems: the natural composition of B, C, Li, N, O, S, Si, Cl, Mg, Pb and others varies between materials",
        "Z,A,symbol,mass_u,abundance",
    ]
    for z, a, mass, abundance in isotopes():
        lines.append(f"{z},{a},{periodictable.elements[z].symbol},{mass:.12g},{abundance:.8g}")
    path.write_text("\n".join(lines) + "\n")


IUPAC_SPELLING = {"aluminum": "aluminium", "cesium": "caesium"}  # of the names that periodictable spells otherwise
OTHER_SPELLING = {"sulfur": "sulphur"}


def write_elements(path):
    lines = [
        "# title: Names of the chemical elements",
        "# source: IUPAC names; other_name is the other spelling in use",
        "# licence: facts",
        "Z,symbol,name,other_name",
    ]
    for z in range(1, 119):
        element = periodictable.elements[z]
        name = IUPAC_SPELLING.get(element.name, element.name)
        other = element.name if name != element.name else OTHER_SPELLING.get(name, "")
        lines.append(f"{z},{element.symbol},{name},{other}")
    path.write_text("\n".join(lines) + "\n")


def write_radii(path):
    source = package_folder("nucleardatapy") / "data" / "nuclei" / "radch" / "2013-Angeli.csv"
    lines = [
        "# title: Root-mean-square nuclear charge radii",
        "# source: I. Angeli and K. P. Marinova, At. Data Nucl. Data Tables 99 (2013) 69 "
        "(www-nds.iaea.org/radii, as carried by nucleardatapy 1.0.2)",
        "# licence: facts of the cited evaluation",
        "# unit: rms_fm and uncertainty_fm in fm",
        "# problems: the proton entry 0.8783 fm is older than the resolution of the proton-radius puzzle; the "
        "neutron (a mean square, not a radius) is left out; neighbouring isotopes are strongly correlated",
        "Z,A,symbol,rms_fm,uncertainty_fm",
    ]
    for row in csv.reader(line for line in source.read_text().splitlines() if not line.startswith("#")):
        z, symbol, _, a, radius, uncertainty = row[:6]
        if int(z) == 0 or not radius:
            continue
        lines.append(f"{z},{a},{symbol},{radius},{uncertainty}")
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) / "data" / "nuclide"
    folder.mkdir(parents=True, exist_ok=True)
    write_isotopes(folder / "isotopes.csv")
    write_elements(folder / "elements.csv")
    write_radii(folder / "charge_radii.csv")
