#!/usr/bin/env python3
"""Evolves the inputs of data/parton/inputs.toml with HOPPET and writes the tables of data/parton.

    pip install hoppet numpy
    tools/evolve_partons.py [NAME ...]      tables data/parton/NAME.csv (all of them without a name)
    tools/evolve_partons.py --benchmark     test/matter/data/les_houches_lo.dat

HOPPET: G. P. Salam, J. Rojo, Comput. Phys. Commun. 180 (2009) 120, arXiv:0804.3755. DGLAP evolution in the MSbar scheme
with massless splitting functions; flavours come in at the pole masses of charm and bottom (top never). Every run begins
with the Les Houches benchmark (hep-ph/0204316, leading order, four flavours) and stops if it is missed.
"""
import pathlib
import sys
import tomllib

import hoppet
import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent
ANTIQUARKS = {"bbar": 1, "cbar": 2, "sbar": 3, "ubar": 4, "dbar": 5, "g": 6}
# Quark minus antiquark: five digits of each would lose the difference at small x.
VALENCE = {"dv": (7, 5), "uv": (8, 4), "sv": (9, 3), "cv": (10, 2), "bv": (11, 1)}
HIGHEST_Q = 1e5

# x, u_v, d_v, gluon, c + cbar of the benchmark at Q^2 = 1e4 GeV^2, as published.
BENCHMARK = [
    (1e-5, 1.8724e-3, 1.1065e-3, 2.5419e2, 1.1042e1),
    (1e-3, 5.0392e-2, 2.9296e-2, 3.2078e1, 1.8089),
    (0.1, 5.7267e-1, 2.8413e-1, 8.8766e-1, 5.8864e-2),
    (0.7, 2.3123e-2, 3.5943e-3, 3.7311e-4, 6.5549e-6),
]


def x_knots(lowest):
    """Eight per decade meet steps of 0.025 at x = 0.1 with almost the same spacing in ln x, which the slopes need."""
    low = 10.0 ** (numpy.arange(-72, -8) / 8.0)
    return [float(x) for x in low if x > 0.999 * lowest] + [0.1 + 0.025 * k for k in range(37)]


def q_knots(low, high, count):
    """Even in ln ln(Q/Lambda), in which densities are almost straight."""
    scale = numpy.linspace(numpy.log(numpy.log(low / 0.25)), numpy.log(numpy.log(high / 0.25)), count)
    knots = 0.25 * numpy.exp(numpy.exp(scale))
    knots[0], knots[-1] = low, high
    return [knots[0], *(float(f"{q:.7g}") for q in knots[1:-1]), knots[-1]]


def shape(terms):
    def value(x):
        total = 0.0
        for t in terms:
            polynomial = 1 + t.get("D", 0) * x**0.5 + t.get("E", 0) * x + t.get("F", 0) * x * x
            total = total + t.get("A", 1.0) * x ** t["B"] * (1 - x) ** t["C"] * polynomial
        return total

    return value


def integral(f, power):
    """Of f(x) x^(power-1), in ln x."""
    nodes, weights = numpy.polynomial.legendre.leggauss(40)
    panels, depth = 200, 70.0
    total = 0.0
    for k in range(panels):
        x = numpy.exp(-(k + (nodes + 1) / 2) * depth / panels)
        total += numpy.sum(weights / 2 * depth / panels * f(x) * x**power)
    return total


def light_densities(given):
    """ubar, dbar, s, sbar of an input, as functions."""
    if "sea" in given:
        sea, delta, plus, minus = (shape(given[k]) for k in ("sea", "delta", "s_plus", "s_minus"))
        half = lambda x: (sea(x) - plus(x)) / 2
        return (lambda x: (half(x) - delta(x)) / 2, lambda x: (half(x) + delta(x)) / 2,
                lambda x: (plus(x) + minus(x)) / 2, lambda x: (plus(x) - minus(x)) / 2)
    fraction, down = given["strange_fraction"], shape(given["d_type_bar"])
    strange = lambda x: fraction * down(x)
    return shape(given["u_bar"]), lambda x: (1 - fraction) * down(x), strange, strange


def normalise(given):
    """Fills in what the sum rules determine; prints what they give for a complete input."""
    for valence, number in (("u_v", 2.0), ("d_v", 1.0)):
        found = integral(shape(given[valence]), 0)
        if "A" not in given[valence][0]:
            given[valence][0]["A"] = number / found
        print(f"  {valence}: number {integral(shape(given[valence]), 0):.6f}, A = {given[valence][0]['A']:.6f}")
    quarks = integral(shape(given["u_v"]), 1) + integral(shape(given["d_v"]), 1)
    ubar, dbar, s, sbar = light_densities(given)
    quarks += integral(lambda x: 2 * ubar(x) + 2 * dbar(x) + s(x) + sbar(x), 1)
    first, rest = given["gluon"][:1], given["gluon"][1:]
    if "A" not in first[0]:
        first[0]["A"] = (1 - quarks - integral(shape(rest), 1)) / integral(shape(first), 1)
    momentum = quarks + integral(shape(given["gluon"]), 1)
    print(f"  gluon: A = {first[0]['A']:.6f}; momentum {momentum:.6f}; s - sbar {integral(lambda x: s(x) - sbar(x), 0):.2e}")


def callback(given):
    ubar, dbar, s, sbar = light_densities(given)
    uv, dv, gluon = (shape(given[k]) for k in ("u_v", "d_v", "gluon"))

    def densities(x, Q):
        xf = numpy.zeros(13)
        xf[4], xf[5], xf[3], xf[9], xf[6] = ubar(x), dbar(x), sbar(x), s(x), gluon(x)
        xf[8], xf[7] = uv(x) + xf[4], dv(x) + xf[5]
        return xf

    return densities


def toy(x, Q):
    xf = numpy.zeros(13)
    xf[5] = 0.1939875 * x**-0.1 * (1 - x) ** 6
    xf[4] = (1 - x) * xf[5]
    xf[3] = xf[9] = 0.2 * (xf[4] + xf[5])
    xf[6] = 1.7 * x**-0.1 * (1 - x) ** 5
    xf[8] = 5.107200 * x**0.8 * (1 - x) ** 3 + xf[4]
    xf[7] = 3.064320 * x**0.8 * (1 - x) ** 4 + xf[5]
    return xf


def start(lowest_x, lowest_q, order):
    hoppet.StartExtended(float(-numpy.log(lowest_x)) + 0.5, 0.05, lowest_q, 1.05 * HIGHEST_Q, 0.0125, order, -6,
                         hoppet.factscheme_MSbar)


def benchmark():
    start(1e-7, 1.0, 1)
    hoppet.SetFFN(4)
    hoppet.Evolve(0.35, 2**0.5, 1, 1.0, toy, 2**0.5)
    for x, *published in BENCHMARK:
        f = hoppet.Eval(x, 100.0)
        for number, value in zip((f[8] - f[4], f[7] - f[5], f[6], 2 * f[10]), published):
            if abs(number / value - 1) > 1e-4:
                sys.exit(f"the Les Houches benchmark is missed at x = {x}: {number} instead of {value}")


def write_benchmark():
    partons = [-4, -3, -2, -1, 21, 1, 2, 3, 4]
    places = [2, 3, 4, 5, 6, 7, 8, 9, 10]
    knots_x, knots_q = x_knots(1e-7), [40.0, 75.0, 120.0, 200.0]
    lines = ["PdfType: central", "Format: lhagrid1", "---", " ".join(f"{x:.7e}" for x in knots_x),
             " ".join(f"{q:.7e}" for q in knots_q), " ".join(map(str, partons))]
    for x in knots_x:
        for q in knots_q:
            f = hoppet.Eval(x, q) if x < 1 else numpy.zeros(13)
            lines.append(" ".join(f"{f[k]:.9e}" for k in places))
    path = ROOT / "test/matter/data/les_houches_lo.dat"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines + ["---", ""]))


def evolve(name, given):
    print(name)
    normalise(given)
    start(given["lowest_x"], given["Q0"], given["order"])
    hoppet.SetPoleMassVFN(given["charm_mass"], given["bottom_mass"], 1e6)
    hoppet.Evolve(given["alpha_s"], given["Q_alpha_s"], given["order"], 1.0, callback(given), given["Q0"])
    edges = [given["Q0"], given["charm_mass"], given["bottom_mass"], HIGHEST_Q]
    rows = []
    for block, count in enumerate((4, 7, 14)):
        knots = q_knots(edges[block], edges[block + 1], count)
        for x in x_knots(given["lowest_x"]):
            for i, q in enumerate(knots):
                inside = q * (1 + 1e-9 * ((i == 0) - (i == len(knots) - 1)))  # this side of a threshold
                f = hoppet.Eval(x, inside) if x < 1 else numpy.zeros(13)
                values = [f[k] for k in ANTIQUARKS.values()]
                rounding = 1e-12 * max(map(abs, f))
                values += [f[q] - f[a] if abs(f[q] - f[a]) > rounding else 0.0 for q, a in VALENCE.values()]
                cells = [f"{value:.5g}" for value in values]
                rows.append(",".join([str(block + 1), f"{x:.7g}", f"{knots[i]:.16g}"] + cells))
    orders = {1: "LO", 2: "NLO", 3: "NNLO"}
    text = [f"# title: Parton densities {name} of the proton, x f, evolved at {orders[given['order']]}",
            f"# source: {given['source']}",
            "# formula: inputs.toml of this folder, evolved by HOPPET (arXiv:0804.3755) with tools/evolve_partons.py",
            "# unit: Q_GeV in GeV, densities are numbers",
            "# licence: computed from facts of the cited paper",
            "# problems: uv is u - ubar, and so on; data constrain x above 1e-4 only",
            "subgrid,x,Q_GeV," + ",".join([*ANTIQUARKS, *VALENCE])]
    (ROOT / f"data/parton/{name}.csv").write_text("\n".join(text + rows) + "\n")


def main():
    benchmark()
    if sys.argv[1:] == ["--benchmark"]:
        write_benchmark()
        return
    hoppet.DeleteAll()
    inputs = tomllib.loads((ROOT / "data/parton/inputs.toml").read_text())
    for name in sys.argv[1:] or inputs:
        evolve(name, inputs[name])
        hoppet.DeleteAll()


if __name__ == "__main__":
    main()
