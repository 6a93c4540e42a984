#!/usr/bin/env python3
"""Writes the antineutrino spectra per fission of data/reactor from plain two-column tables.

Usage: python3 tools/convert/reactor_spectra.py TABLES LOW_ENERGY_TABLES REPOSITORY

TABLES holds SET_ISOTOPE.txt (energy in MeV, antineutrinos per MeV per fission; comma or blank between them, comments
with '#'), as public coherent-scattering codes carry them; LOW_ENERGY_TABLES holds spectraMeVISOTOPE.txt, the table of
Vogel and Engel below 2 MeV joined to Mueller et al. above. Every correction made on the way is in CORRECTIONS, and is
written into the header of the table.
"""
import pathlib
import sys

ISOTOPES = ["u235", "u238", "pu239", "pu241"]
LICENCE = "figures of a public paper, quoted with citation"

# (set, isotope, row as it stands) -> row as it must be
CORRECTIONS = {
    ("avignone", "u235", (12.5, 0.0000114)): (11.5, 0.0000114),
    ("avignone", "u238", (12.5, None)): (11.5, None),
    ("avignone", "pu239", (12.5, 0.00000279)): (11.5, 0.00000279),
}
# Energy range that is kept, MeV: what lies outside is not of the paper.
KEPT = {("huber", None): (2.0, 8.0), ("mueller", "u238"): (2.0, 8.0)}

SETS = {
    "avignone": dict(
        title="Reactor antineutrino spectra of Avignone and Greenwood (summation)",
        source="F. T. Avignone III and Z. D. Greenwood, Phys. Rev. C 22 (1980) 594",
        interpolation="logarithmic",
        problems=["the carried table gave 12.5 MeV where 11.5 MeV is meant (rows 11, 12.5, 12): corrected",
                  "the value of u235 at 12 MeV (4.52e-5) is above its neighbours, probably 4.52e-6; pu239 rises between "
                  "11 and 11.5 MeV: both kept as given",
                  "5 to 20 % above the other sets between 2 and 7 MeV; no pu241"]),
    "bestiole": dict(
        title="Reactor antineutrino spectra of the summation code BESTIOLE (2023)",
        source="L. Perisse et al., Phys. Rev. C 108 (2023) 055501, arXiv:2304.14992, ancillary files",
        interpolation="linear",
        problems=["averages over bins of 25 keV, given at their centres: nothing below 12.5 keV"]),
    "hayes": dict(
        title="Reactor antineutrino spectra in the review of Hayes and Vogel",
        source="A. C. Hayes and P. Vogel, Ann. Rev. Nucl. Part. Sci. 66 (2016) 219, arXiv:1605.02047",
        interpolation="logarithmic",
        problems=["read off a figure: energies are irregular and differ between isotopes",
                  "begins between 1.01 and 1.13 MeV, ends between 7.3 and 8.0 MeV"]),
    "huber": dict(
        title="Reactor antineutrino spectra converted from beta spectra (Huber)",
        source="P. Huber, Phys. Rev. C 84 (2011) 024617, arXiv:1106.0687, tables",
        interpolation="logarithmic",
        problems=["2 to 8 MeV: the carried table continued with the fit polynomial outside, which is left out; no u238"]),
    "klapdor": dict(
        title="Reactor antineutrino spectra of Klapdor and Metzinger",
        source="H. V. Klapdor and J. Metzinger, Phys. Lett. B 112 (1982) 22; Phys. Rev. Lett. 48 (1982) 127",
        interpolation="logarithmic",
        problems=["coarse and of historical interest; no u238 and no pu241"]),
    "kopeikin": dict(
        title="Reactor antineutrino spectra of uranium, renormalised with the Kurchatov measurement",
        source="V. Kopeikin, M. Skorokhvatov, O. Titov, Phys. Rev. D 104 (2021) L071301, arXiv:2103.01684",
        interpolation="logarithmic",
        problems=["the last row of u238 carried a stray letter (8.00, 0.00300 n): removed",
                  "u238 falls unevenly at 6.75 and 7 MeV: kept as given",
                  "no plutonium: the paper keeps the spectra of Huber"]),
    "mueller": dict(
        title="Reactor antineutrino spectra of Mueller et al.",
        source="Th. A. Mueller et al., Phys. Rev. C 83 (2011) 054615, arXiv:1101.2663, tables",
        interpolation="logarithmic",
        problems=["2 to 8 MeV; points of u238 read off figure 4 below 2 and above 8 MeV are left out"]),
    "silaeva": dict(
        title="Reactor antineutrino spectra of Silaeva and Sinev (summation)",
        source="S. V. Silaeva and V. V. Sinev, arXiv:2012.09917",
        interpolation="logarithmic", problems=[]),
}


def read_rows(path):
    for line in path.read_text().splitlines():
        words = line.split("#")[0].replace(",", " ").split()
        if words:
            yield float(words[0]), float(words[1])


def corrected(name, isotope, row):
    for (set_name, of, (energy, value)), better in CORRECTIONS.items():
        if (set_name, of) == (name, isotope) and row[0] == energy and value in (None, row[1]):
            return better[0], row[1]
    return row


def spectrum(path, name, isotope):
    low, high = KEPT.get((name, isotope), KEPT.get((name, None), (0.0, 100.0)))
    rows = [corrected(name, isotope, row) for row in read_rows(path)]
    rows = [(round(energy, 6), value) for energy, value in rows if low <= energy <= high]
    energies = [energy for energy, _ in rows]
    if energies != sorted(set(energies)):
        raise SystemExit(f"{path}: energies do not increase")
    return dict(rows)


def integral(rows):
    points = sorted(rows.items())
    return sum(0.5 * (a[1] + b[1]) * (b[0] - a[0]) for a, b in zip(points, points[1:]))


def write(path, head, spectra, unit):
    lines = [f"# title: {head['title']}", f"# source: {head['source']}", f"# unit: {unit}", "# kind: points",
             f"# interpolation: {head['interpolation']}"]
    lines += [f"# problems: {problem}" for problem in head["problems"]]
    lines += [f"# licence: {LICENCE}"]
    lines += [f"# integral_{isotope}: {integral(rows):.6g}" for isotope, rows in spectra.items()]
    lines += [",".join(["E_MeV", *spectra])]
    for energy in sorted({energy for rows in spectra.values() for energy in rows}):
        cells = [f"{rows[energy]:.9g}" if energy in rows else "" for rows in spectra.values()]
        lines.append(",".join([f"{energy:.9g}", *cells]))
    path.write_text("\n".join(lines) + "\n")


def low_energy(folder, output):
    head = dict(
        title="Reactor antineutrino spectra below 2 MeV of Vogel and Engel",
        source="P. Vogel and J. Engel, Phys. Rev. D 39 (1989) 3378, table I",
        interpolation="linear",
        problems=["coarse, and steep between 0.01 and 0.1 MeV: integrals depend on the interpolation by a few percent",
                  "the values at 2 MeV, where the table is joined to others, are those of Mueller et al., Phys. Rev. C 83 "
                  "(2011) 054615",
                  "antineutrinos of the decays that follow neutron capture are not included"])
    names = dict(u235="U235", u238="U238", pu239="Pu239", pu241="Pu241")
    spectra = {}
    for isotope, name in names.items():
        rows = spectrum(folder / f"spectraMeV{name}.txt", "vogel-engel-low", isotope)
        spectra[isotope] = {energy: value for energy, value in rows.items() if energy <= 2.0}
    write(output / "vogel-engel-low.csv", head, spectra, "1/MeV/fission")


def capture(folder, output):
    head = dict(
        title="Antineutrinos of the beta decays that follow neutron capture on U238: U239 and Np239",
        source=SETS["bestiole"]["source"], interpolation="linear",
        problems=["averages over bins of 25 keV, given at their centres", "every capture is followed by one decay of each"])
    spectra = {isotope: spectrum(folder / f"bestiole_{isotope}.txt", "bestiole", isotope) for isotope in ["u239", "np239"]}
    write(output / "capture.csv", head, spectra, "1/MeV/decay")


def main():
    tables, low_tables, repository = map(pathlib.Path, sys.argv[1:])
    output = repository / "data" / "reactor"
    output.mkdir(parents=True, exist_ok=True)
    for name, head in SETS.items():
        paths = {isotope: tables / f"{name}_{isotope}.txt" for isotope in ISOTOPES}
        spectra = {isotope: spectrum(path, name, isotope) for isotope, path in paths.items() if path.exists()}
        write(output / f"{name}.csv", head, spectra, "1/MeV/fission")
    low_energy(low_tables, output)
    capture(tables, output)


if __name__ == "__main__":
    main()
