"""Certifies the fits of the room inference against Minuit (iminuit).

test/inference/data/minuit.json holds inputs and the minima that Minuit finds for them; test/inference/minuit_test.cc
compares Tridens with those. Here Minuit recomputes them. `python test_inference_minuit.py` writes the minima anew.

Counts of a measurement per bin: (1 + flux) (1 + tilt t_b) (x^2 A_b + x y B_b + y^2 C_b) + (1 + background) D_b; chi2 as in
src/tridens/inference/likelihood.hh. Nuisances of the same name are one.
"""

import json
import math
from pathlib import Path

import numpy as np

iminuit = __import__("pytest").importorskip("iminuit")

FILE = Path(__file__).parents[1] / "inference" / "data" / "minuit.json"


class Chi2:
    def __init__(self, case):
        self.measurements = case["measurements"]
        self.widths = {}
        for measurement in self.measurements:
            for nuisance in measurement["nuisances"]:
                self.widths[nuisance["name"]] = nuisance["width"]  # null: free
        self.names = list(self.widths)

    def __call__(self, values):
        x, y = values[:2]
        nuisance = dict(zip(self.names, values[2:]))
        total = sum((nuisance[n] / w) ** 2 for n, w in self.widths.items() if w is not None)
        for m in self.measurements:
            flux, tilt, background = (nuisance[n["name"]] for n in m["nuisances"])
            signal = x * x * np.array(m["xx"]) + x * y * np.array(m["xy"]) + y * y * np.array(m["yy"])
            expected = (1 + flux) * (1 + tilt * np.array(m["tilt"])) * signal
            expected = expected + (1 + background) * np.array(m["background"])
            observed = np.array(m["observed"], dtype=float)
            if m["statistic"] == "gaussian":
                total += float(np.sum((expected - observed) ** 2 / np.array(m["variance"])))
                continue
            if np.any(expected <= 0):
                return 1e9
            logs = np.where(observed > 0, observed * np.log(np.maximum(observed, 1e-300) / expected), 0.0)
            total += 2 * float(np.sum(expected - observed + logs))
        return total


def minuit_minimum(case, start):
    chi2 = Chi2(case)
    values = list(start) + [0.0] * len(chi2.names)
    fit = iminuit.Minuit(chi2, values, name=["x", "y", *chi2.names])
    fit.errordef = 1
    fit.strategy = 2
    fit.tol = 1e-6
    for parameter in case["parameters"]:
        fit.limits[parameter["name"]] = (parameter["lowest"], parameter["highest"])
    for _ in range(3):
        fit.migrad(ncall=100000)
    assert fit.valid
    return {
        "chi2": fit.fval,
        "parameters": [fit.values["x"], fit.values["y"]],
        "errors": [fit.errors["x"], fit.errors["y"]],
        "nuisances": {name: fit.values[name] for name in chi2.names},
    }


def test_minuit_finds_the_stored_minima():
    for case in json.loads(FILE.read_text())["cases"]:
        assert case["minima"]
        for stored in case["minima"]:
            found = minuit_minimum(case, stored["start"])
            assert math.isclose(found["chi2"], stored["chi2"], abs_tol=1e-5)
            for a, b, error in zip(found["parameters"], stored["parameters"], stored["errors"]):
                assert abs(a - b) < 1e-2 * error
            for name, value in stored["nuisances"].items():
                assert abs(found["nuisances"][name] - value) < 1e-3


def make_inputs():
    """Two detectors at one beam: Poisson counts in 24 bins and Gaussian rates in 10, seeded data."""
    random = np.random.default_rng(20240917)

    def measurement(name, statistic, bins, scale, truth, charges):
        energy = np.linspace(0.05, 1.0, bins)
        shape = scale * np.exp(-3 * energy)
        g, h = charges  # the amplitude is g x + h y, with a part that does not interfere
        xx, xy, yy = g * g * shape, 2 * g * h * shape, h * h * shape + 0.05 * scale * energy
        background = 0.15 * scale * (1 + energy)
        tilt = 0.1 * np.cos(math.pi * energy)
        x, y = truth
        expected = x * x * xx + x * y * xy + y * y * yy + background
        result = {"name": name, "statistic": statistic}
        for key, values in (("xx", xx), ("xy", xy), ("yy", yy), ("background", background), ("tilt", tilt)):
            result[key] = [round(float(v), 6) for v in values]
        if statistic == "poisson":
            result["observed"] = [int(v) for v in random.poisson(expected)]
        else:
            result["variance"] = [round(float(v), 4) for v in expected]
            result["observed"] = [round(float(v), 4) for v in random.normal(expected, np.sqrt(expected))]
        result["nuisances"] = [
            {"name": "flux", "width": 0.1},
            {"name": name + ".tilt", "width": 1.0},
            {"name": name + ".background", "width": None if statistic == "poisson" else 0.25},
        ]
        return result

    parameters = [{"name": n, "lowest": -2.0, "highest": 2.0} for n in ("x", "y")]
    alone = [measurement("counts", "poisson", 24, 40.0, (1.0, 0.4), (1.0, 0.6))]
    both = [
        measurement("counts", "poisson", 24, 40.0, (1.0, 0.4), (1.0, 0.6)),
        measurement("rates", "gaussian", 10, 60.0, (1.0, 0.4), (1.0, 1.3)),
    ]
    return [
        {"title": "counts alone", "parameters": parameters, "measurements": alone},
        {"title": "counts and rates of one beam", "parameters": parameters, "measurements": both},
    ]


def every_minimum(case):
    """From 9 x 9 starts, each minimum once."""
    found = []
    for x in np.linspace(-1.8, 1.8, 9):
        for y in np.linspace(-1.8, 1.8, 9):
            try:
                new = minuit_minimum(case, (x, y))
            except AssertionError:
                continue
            if all(max(abs(a - b) for a, b in zip(new["parameters"], old["parameters"])) > 0.04 for old in found):
                found.append({"start": [float(x), float(y)], **new})
    return sorted(found, key=lambda minimum: minimum["chi2"])


def write():
    cases = make_inputs()
    for case in cases:
        case["minima"] = every_minimum(case)
    text = json.dumps({"made_by": "test/python/test_inference_minuit.py", "iminuit": iminuit.__version__, "cases": cases}, indent=1)
    FILE.write_text(text + "\n")


if __name__ == "__main__":
    write()
