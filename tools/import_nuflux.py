#!/usr/bin/env python3
"""Atmospheric neutrino fluxes of the nuflux package as a flux table of Tridens.

    pip install nuflux
    python3 tools/import_nuflux.py honda2006 honda2006.csv
    tridens xsec nu-e --nu all --target H2O --flux ./honda2006.csv --recoil-min 1GeV

The flux is averaged over the sky with Gauss-Legendre nodes in the cosine of the zenith angle and multiplied by 4 pi:
neutrinos per cm2, GeV and second, as points in energy. A model that does not cover an energy, a species or an angle is
an error of nuflux, not a zero.
"""
import argparse
import math
import sys

SPECIES = {"nue": "NuE", "nuebar": "NuEBar", "numu": "NuMu", "numubar": "NuMuBar", "nutau": "NuTau",
           "nutaubar": "NuTauBar"}


def nodes_and_weights(count):
    """Gauss-Legendre rule on -1..1."""
    import numpy
    return numpy.polynomial.legendre.leggauss(count)


def energies(low, high, per_decade):
    """Evenly in the logarithm, both ends included, a whole number of steps."""
    steps = max(1, math.ceil(per_decade * math.log10(high / low)))
    return [low * (high / low) ** (i / steps) for i in range(steps + 1)]


def sky_average(flux, particle, energy, cosines, weights):
    """Mean over the cosine of the zenith angle, per cm2, sr, GeV and second."""
    return 0.5 * sum(w * flux.getFlux(particle, energy, c) for c, w in zip(cosines, weights))


def table(model, low, high, per_decade, angles, version):
    """The text of the flux table."""
    import nuflux
    flux = nuflux.makeFlux(model)
    cosines, weights = nodes_and_weights(angles)
    columns = {}
    for name, particle_name in SPECIES.items():
        particle = getattr(nuflux, particle_name)
        try:
            column = [4.0 * math.pi * sky_average(flux, particle, e, cosines, weights) for e in energies(low, high, per_decade)]
        except RuntimeError:
            continue  # a species that the model does not have
        if not any(column):
            continue
        if not all(value > 0.0 for value in column):
            first, last = getattr(flux, "energy_range", ("?", "?"))
            raise SystemExit(f"import_nuflux: {model} gives no {name} at some energies between {low} and {high} GeV "
                             f"(it says that it covers {first} to {last}): choose --low and --high inside")
        columns[name] = column
    if not columns:
        raise SystemExit(f"import_nuflux: {model} gives no neutrinos between {low} and {high} GeV")
    header = [f"# title: Atmospheric neutrinos, {model} of nuflux, averaged over the sky",
              f"# source: nuflux {version}, model {model}: cite the papers that nuflux names for it",
              "# position: that of the model, no oscillation",
              "# exposure_unit: s",
              "# unit: 1/cm2/GeV/s",
              "# kind: points",
              "# content: density",
              "# normalisation: absolute",
              f"# problems: {angles} zenith angles; {per_decade} points per decade, straight lines in between",
              "# licence: that of the nuflux package and its tables"]
    lines = header + ["E_GeV," + ",".join(columns)]
    for i, energy in enumerate(energies(low, high, per_decade)):
        lines.append(",".join([repr(float(energy))] + [repr(float(column[i])) for column in columns.values()]))
    return "\n".join(lines) + "\n"


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="name in nuflux: honda2006, CORSIKA_GaisserH3a_QGSJET-II, ...")
    parser.add_argument("output", help="flux table to write: FILE.csv")
    parser.add_argument("--low", type=float, default=10.0, help="lowest energy in GeV [10]")
    parser.add_argument("--high", type=float, default=10000.0, help="highest energy in GeV [10000]")
    parser.add_argument("--per-decade", type=int, default=60, help="points per decade of energy [60]")
    parser.add_argument("--angles", type=int, default=40, help="zenith angles of the average [40]")
    options = parser.parse_args(arguments)
    if not 0.0 < options.low < options.high or options.per_decade < 2 or options.angles < 2:
        parser.error("energies must increase from above zero, with at least two points per decade and two angles")
    try:
        from importlib.metadata import version
        import nuflux
        known = nuflux.availableFluxes() if hasattr(nuflux, "availableFluxes") else []
    except ImportError:
        sys.exit("import_nuflux: the package nuflux is not installed: pip install nuflux")
    if known and options.model not in known:
        sys.exit(f"import_nuflux: nuflux has no model {options.model} (known: {', '.join(known)})")
    text = table(options.model, options.low, options.high, options.per_decade, options.angles, version("nuflux"))
    with open(options.output, "x", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
