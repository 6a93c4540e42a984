#!/usr/bin/env python3
"""Posterior of the parameters of a fit card, with the nuisances marginalised by the sampler emcee.

    tools/sample_posterior.py examples/09_coherent_nsi.toml --output chain.csv

Priors: flat over the ranges of the parameters (in the logarithm where scale = "log"), Gaussian for constrained
nuisances, flat for free ones over the range that the likelihood leaves them. The likelihood is exp(-chi2/2) of
`tridens fit CARD --evaluate`, which this script talks to through a pipe. Profile and posterior answer different
questions: they agree where chi2 is parabolic and the data are stronger than the priors.
"""

import argparse
import math
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path


class UserError(Exception):
    """What the user asked cannot be done: printed as one line, exit status 2."""


try:
    import emcee
    import numpy as np
except ImportError as error:
    print(f"sample_posterior: {error.name} is missing (it draws the sample) pip install emcee numpy", file=sys.stderr)
    sys.exit(2)


@dataclass
class Nuisance:
    name: str
    width: float  # infinity: free
    lower: float
    upper: float


class Chi2:
    """chi2 of a fit card, evaluated by the program at the other end of a pipe."""

    def __init__(self, program, card):
        self.process = subprocess.Popen(
            [program, "fit", str(card), "--evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.parameters, self.nuisances = [], []
        for line in self.process.stdout:
            if line.startswith("# parameter: "):
                self.parameters.append(line.split()[2])
            elif line.startswith("# nuisance: "):
                name, *numbers = line.split()[2:]
                self.nuisances.append(Nuisance(name, *map(float, numbers)))
            elif line.startswith("# ready"):
                return
        raise UserError(f"tridens cannot fit {card} (see its message above)")

    def __call__(self, values):
        self.process.stdin.write(" ".join(repr(float(value)) for value in values) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise UserError("tridens stopped (see its message above)")
        return float(answer)


class Posterior:
    """ln of the posterior in the coordinates that are sampled: ln of parameters on a logarithmic scale."""

    def __init__(self, chi2, card):
        self.chi2 = chi2
        described = {each["name"]: each for each in card.get("parameter", [])}
        chosen = [described[name] for name in chi2.parameters]
        self.logarithmic = [each.get("scale") == "log" for each in chosen]
        self.low = [self.coordinate(each["min"], i) for i, each in enumerate(chosen)]
        self.high = [self.coordinate(each["max"], i) for i, each in enumerate(chosen)]

    def coordinate(self, value, index):
        return math.log(value) if self.logarithmic[index] else float(value)

    def values(self, point):
        count = len(self.low)
        return [math.exp(x) if log else x for x, log in zip(point[:count], self.logarithmic)] + list(point[count:])

    def __call__(self, point):
        if any(not low <= x <= high for x, low, high in zip(point, self.low, self.high)):
            return -math.inf
        for x, nuisance in zip(point[len(self.low) :], self.chi2.nuisances):
            if not nuisance.lower <= x <= nuisance.upper:
                return -math.inf
        chi2 = self.chi2(self.values(point))
        return -0.5 * chi2 if math.isfinite(chi2) else -math.inf

    def starts(self, walkers, random):
        """Points spread over the ranges of the parameters, nuisances near their centres."""
        parameters = random.uniform(self.low, self.high, size=(walkers, len(self.low)))
        columns = [parameters]
        for nuisance in self.chi2.nuisances:
            width = nuisance.width if math.isfinite(nuisance.width) else 1.0
            start = random.normal(0.0, 0.3 * width, size=walkers)
            columns.append(np.clip(start, nuisance.lower, nuisance.upper)[:, None])
        return np.hstack(columns)


def program_path(given):
    if given:
        return given
    built = Path(__file__).resolve().parent.parent / "build" / "tridens"
    return str(built) if built.exists() else "tridens"


def run(arguments):
    with open(arguments.card, "rb") as file:
        card = tomllib.load(file)
    if os.path.exists(arguments.output) and not arguments.force:
        raise UserError(f"{arguments.output} exists (it would be replaced) say --force, or choose another name")
    chi2 = Chi2(program_path(arguments.program), arguments.card)
    if not chi2.parameters:
        raise UserError(f"{arguments.card} has no [[parameter]] (there is nothing to sample)")
    posterior = Posterior(chi2, card)
    random = np.random.default_rng(arguments.seed)
    dimension = len(chi2.parameters) + len(chi2.nuisances)
    walkers = max(arguments.walkers, 2 * dimension + 2)
    sampler = emcee.EnsembleSampler(walkers, dimension, posterior)
    state = emcee.State(posterior.starts(walkers, random), random_state=np.random.RandomState(arguments.seed).get_state())
    sampler.run_mcmc(state, arguments.steps, progress=sys.stderr.isatty() and arguments.progress)
    chain = sampler.get_chain(discard=arguments.steps // 3, flat=True)
    chain = np.array([posterior.values(point) for point in chain])
    write(arguments, chi2, sampler, chain)


def write(arguments, chi2, sampler, chain):
    names = chi2.parameters + [nuisance.name for nuisance in chi2.nuisances]
    temporary = arguments.output + ".unfinished"
    time = float(np.max(sampler.get_autocorr_time(quiet=True, tol=0)))
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(f"# title: posterior of {arguments.card}\n# sampler: emcee {emcee.__version__}, seed {arguments.seed}\n")
        file.write(f"# acceptance: {np.mean(sampler.acceptance_fraction):.3f}\n# autocorrelation_steps: {time:.1f}\n")
        file.write(",".join(names) + "\n")
        for row in chain:
            file.write(",".join(repr(float(value)) for value in row) + "\n")
    os.replace(temporary, arguments.output)
    print(f"{len(chain)} points in {arguments.output}, correlated over {time:.0f} steps of {arguments.steps}")
    if time * 50 > arguments.steps:
        print("the chain is shorter than 50 correlation times: take --steps", math.ceil(60 * time))
    for index, name in enumerate(chi2.parameters):
        low, middle, high = np.quantile(chain[:, index], [0.05, 0.5, 0.95])
        print(f"{name}: median {middle:.6g}, central 90 % from {low:.6g} to {high:.6g}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("card", help="fit card, TOML")
    parser.add_argument("--output", required=True, help="CSV file of the sample")
    parser.add_argument("--steps", type=int, default=3000, help="of every walker, a third is dropped [3000]")
    parser.add_argument("--walkers", type=int, default=32, help="at least twice the number of dimensions [32]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", help="tridens [that of the build folder, or of PATH]")
    parser.add_argument("--force", action="store_true", help="replace an existing file")
    parser.add_argument("--no-progress", dest="progress", action="store_false")
    arguments = parser.parse_args()
    try:
        run(arguments)
    except (UserError, OSError, tomllib.TOMLDecodeError) as error:
        print(f"sample_posterior: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("sample_posterior: stopped, nothing was written", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
