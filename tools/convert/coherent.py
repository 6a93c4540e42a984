#!/usr/bin/env python3
"""Writes the tables of data/experiment/ from the public releases of COHERENT and Dresden-II.

Usage: python3 tools/convert/coherent.py RELEASES REPOSITORY

RELEASES holds the unchanged text files in csi2021/ (arXiv:2110.07730), csi2017/ (arXiv:1804.09459), lar2020/
(arXiv:2006.12659) and dresden2/ (arXiv:2202.09672). Contents are copied as they are; bin centres become bin edges.
"""
import math
import pathlib
import sys

CSI_2021 = "COHERENT Collaboration, Phys. Rev. Lett. 129 (2022) 081801, arXiv:2110.07730 (ancillary files)"
CSI_2017 = "COHERENT Collaboration, data release arXiv:1804.09459, doi:10.5281/zenodo.1228631"
LAR_2020 = "COHERENT Collaboration, data release arXiv:2006.12659, doi:10.5281/zenodo.3903810 (analysis A)"
DRESDEN = "J. Colaresi et al., Phys. Rev. Lett. 129 (2022) 211802, arXiv:2202.09672 (data release)"
LICENCE = "figures of a public release, quoted with citation"


def numbers(path):
    rows = []
    for line in path.read_text().splitlines():
        cells = line.replace(",", " ").split()
        try:
            rows.append([float(cell) for cell in cells])
        except ValueError:
            continue  # a header line
    return [row for row in rows if row]


def short(value):
    return f"{value:.10g}"


def write(path, title, source, columns, rows, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"# title: {title}", f"# source: {source}", f"# licence: {LICENCE}"]
    lines += [f"# {key}: {value}" for key, value in more.items()]
    lines.append(",".join(columns))
    lines += [",".join(short(value) for value in row) for row in rows]
    path.write_text("\n".join(lines) + "\n")


def edges(centre, width):
    return [round(centre - width / 2, 9), round(centre + width / 2, 9)]


def csi_2021(source, out):
    for name, title in (("brn", "beam-related neutrons"), ("nin", "neutrino-induced neutrons")):
        energy = numbers(source / f"{name}PE.txt")
        write(out / f"{name}-energy.csv", f"Photoelectrons of {title}, shape", CSI_2021,
              ["energy_low_PE", "energy_high_PE", "content"], [edges(x, 1.0) + [c] for x, c in energy],
              problems="the sum is 1 below 60 photoelectrons, not over all rows; the efficiency is contained")
        time = numbers(source / f"{name}Trec.txt")
        write(out / f"{name}-time.csv", f"Times of {title}, shape", CSI_2021,
              ["time_low_us", "time_high_us", "content"], [edges(x, 0.01) + [c] for x, c in time],
              problems="not normalised; the time efficiency is not contained")
    for letters, name, title in (("C", "coincident", "in coincidence with the beam"),
                                 ("AC", "anticoincident", "in windows before the beam")):
        rows = numbers(source / f"dataBeamOn{letters}.txt")
        write(out / f"{name}.csv", f"Events {title}", CSI_2021, ["energy_PE", "time_us"], rows,
              problems="the copy differs byte by byte from the ancillary file of the first version; all counts that are "
              "published agree")
    # Steady background: the spectrum of the anti-coincident events in bins of one photoelectron.
    events = [int(pe) for pe, _ in numbers(source / "dataBeamOnAC.txt")]
    write(out / "steady-energy.csv", "Photoelectrons of the anti-coincident events below 6 us", CSI_2021,
          ["energy_low_PE", "energy_high_PE", "content"], [[pe, pe + 1, events.count(pe)] for pe in range(250)])


def csi_2017(source, out):
    for letters, title in (("coincidence", "in coincidence with the beam"), ("anticoincidence", "before the beam")):
        for beam, state in (("beamOn", "beam on"), ("beamOff", "beam off")):
            rows = numbers(source / f"data_{letters}_{beam}.txt")
            name = f"{letters}-{'on' if beam == 'beamOn' else 'off'}"
            write(out / f"{name}.csv", f"Counts {title}, {state}", CSI_2017,
                  ["energy_low_PE", "energy_high_PE", "time_low_us", "time_high_us", "counts"],
                  [edges(e, 2.0) + edges(t, 0.5) + [n] for e, t, n in rows])
    # Steady background: energies and times of all anti-coincident events with beam on.
    rows = numbers(source / "data_anticoincidence_beamOn.txt")
    for name, width, unit, axis, k in (("energy", 2.0, "PE", "Photoelectrons", 0), ("time", 0.5, "us", "Times", 1)):
        total = {}
        for row in rows:
            total[row[k]] = total.get(row[k], 0.0) + row[2]
        write(out / f"steady-{name}.csv", f"{axis} of the anti-coincident events", CSI_2017,
              [f"{name}_low_{unit}", f"{name}_high_{unit}", "content"],
              [edges(x, width) + [n] for x, n in sorted(total.items())])

    # The release gives prompt neutrons before the efficiency, which holds at the centres of 1-PE bins.

    def efficiency(x):
        step = 0.0 if x < 5 else 0.5 if x < 6 else 1.0
        return 0.6655 / (1.0 + math.exp(-0.4942 * (x - 10.8507))) * step
    rows = numbers(source / "promptPDF.txt")
    write(out / "neutrons-energy.csv", "Photoelectrons of prompt neutrons per GWh, times the efficiency", CSI_2017,
          ["energy_low_PE", "energy_high_PE", "content"], [edges(x, 1.0) + [c * efficiency(x)] for x, c in rows],
          integral_before_efficiency_per_GWh=short(sum(c for _, c in rows)),
          integral_per_GWh=short(sum(c * efficiency(x) for x, c in rows)))
    for name in ("promptNeutrinos", "delayedNeutrinos", "promptNeutrons"):
        rows = numbers(source / f"arrivalTimePDF_{name}.txt")
        write(out / f"time-{name[:7].rstrip('N')}{'-neutrons' if name.endswith('Neutrons') else ''}.csv",
              f"Arrival times, {name}", CSI_2017, ["time_low_us", "time_high_us", "content"],
              [edges(t, 0.5) + [c] for t, c in rows])


LAR = {
    "cevnspdf": ("signal", "coherent scattering"),
    "cevnspdf+1sigF90": ("signal-f90-up", "coherent scattering, pulse shape +1 sigma"),
    "cevnspdf-1sigF90": ("signal-f90-down", "coherent scattering, pulse shape -1 sigma"),
    "cevnspdfCEvNSTimingMeanSyst": ("signal-time", "coherent scattering, mean time varied"),
    "brnpdf": ("brn", "prompt beam-related neutrons"),
    "brnpdf+1sigEnergy": ("brn-energy-up", "prompt beam-related neutrons, energy +1 sigma"),
    "brnpdf-1sigEnergy": ("brn-energy-down", "prompt beam-related neutrons, energy -1 sigma"),
    "brnpdf+1sigBRNTimingMean": ("brn-time-up", "prompt beam-related neutrons, mean time +1 sigma"),
    "brnpdf-1sigBRNTimingMean": ("brn-time-down", "prompt beam-related neutrons, mean time -1 sigma"),
    "brnpdfBRNTimingWidthSyst": ("brn-width", "prompt beam-related neutrons, width in time varied"),
    "delbrnpdf": ("delayed-brn", "delayed beam-related neutrons"),
    "bkgpdf": ("steady", "steady background"),
    "datanobkgsub": ("observed", "data, background not subtracted"),
}


def lar_2020(source, out):
    for file, (name, title) in LAR.items():
        total = {}
        for energy, _, time, content in numbers(source / f"{file}.txt"):
            total[energy, time] = total.get((energy, time), 0.0) + content  # over F90
        column = "counts" if name == "observed" else "content"
        # The release prints times as 0.15, 0.65, ...: bins of 0.5 us from -0.1 us.
        write(out / f"{name}.csv", f"CENNS-10: {title}, summed over F90", LAR_2020,
              ["energy_low_keV", "energy_high_keV", "time_low_us", "time_high_us", column],
              [edges(e, 10.0) + edges(t, 0.5) + [c] for (e, t), c in sorted(total.items())],
              sum=short(sum(total.values())))
    rows = numbers(source / "CENNS10AnlAEfficiency.txt")
    write(out / "efficiency.csv", "CENNS-10: efficiency of analysis A", LAR_2020,
          ["energy_keV", "recoil_keV", "efficiency"], rows,
          problems="losses by F90 and by the window in time are not contained; energy_keV is electron-equivalent")


def dresden(source, out):
    rows = numbers(source / "data_release.txt")
    for name, column, title in (("on", 1, "reactor on"), ("off", 3, "reactor off")):
        write(out / f"{name}.csv", f"Dresden-II: rate with {title}, per day in 2.924 kg and 10 eV", DRESDEN,
              ["energy_low_keV", "energy_high_keV", "counts", "error"],
              [edges(row[0], 0.01) + [row[column], row[column + 1]] for row in rows],
              problems="the release does not print its unit; per day, 2.924 kg and 10 eV is how it is used in published "
              "analyses and agrees with the errors")
    table = numbers(source / "QF_Fef_YBe.txt")
    write(out / "quenching.csv", "Quenching of germanium: iron-filtered neutrons and photoneutrons of YBe", DRESDEN,
          ["recoil_keV", "iron_filter", "ybe"], table,
          problems="between 1.14 and 1.34 keV the visible energy of the column iron_filter decreases")


def main():
    releases, repository = map(pathlib.Path, sys.argv[1:3])
    out = repository / "data" / "experiment"
    csi_2021(releases / "csi2021", out / "coherent-csi-2021")
    csi_2017(releases / "csi2017", out / "coherent-csi-2017")
    lar_2020(releases / "lar2020", out / "coherent-lar-2020")
    dresden(releases / "dresden2", out / "dresden-ii")


if __name__ == "__main__":
    main()
