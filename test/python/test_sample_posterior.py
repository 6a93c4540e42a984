"""The sampler marginalises what the program profiles."""

import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "sample_posterior.py"

CARD = """
[fit]
title = "weak mixing angle from a reactor"
data = "asimov"
[model]
name = "sm"
sin2thetaW = "{s}"
[[parameter]]
name = "s"
min = 0.15
max = 0.35
[[experiment]]
name = "reactor-ge-100kg"
"""


def sample(tmp_path, *options):
    card = tmp_path / "card.toml"
    card.write_text(CARD)
    command = [sys.executable, SCRIPT, card, "--output", tmp_path / "chain.csv", "--program", PROGRAM]
    return subprocess.run([*map(str, command), *options], capture_output=True, text=True)


def test_posterior_of_a_parabolic_chi2_is_its_gaussian(tmp_path):
    done = sample(tmp_path, "--steps", "600", "--walkers", "16")
    assert done.returncode == 0, done.stderr
    with open(tmp_path / "chain.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    values = np.array([float(row["s"]) for row in rows])
    fit = subprocess.run([PROGRAM, "fit", tmp_path / "card.toml", "--json"], capture_output=True, text=True)
    ranges = [each for each in json.loads(fit.stdout)["intervals"] if each["confidence"] == 0.9]
    low, high = ranges[0]["low"], ranges[0]["high"]
    width = high - low
    assert np.quantile(values, 0.05) == pytest.approx(low, abs=0.1 * width)
    assert np.quantile(values, 0.95) == pytest.approx(high, abs=0.1 * width)


def test_evaluation_through_the_pipe_profiles_or_takes_the_nuisances(tmp_path):
    card = tmp_path / "card.toml"
    card.write_text(CARD)
    begin = subprocess.run([PROGRAM, "fit", card, "--evaluate"], input="", capture_output=True, text=True)
    nuisances = [line for line in begin.stdout.splitlines() if line.startswith("# nuisance")]
    zeros = " 0" * len(nuisances)
    done = subprocess.run(
        [PROGRAM, "fit", card, "--evaluate"], input=f"0.23\n0.23{zeros}\n", capture_output=True, text=True
    )
    profiled, fixed = [float(line) for line in done.stdout.splitlines() if not line.startswith("#")]
    assert 0.0 < profiled < fixed and math.isfinite(fixed)


def test_a_card_that_cannot_be_fitted_ends_with_status_2(tmp_path):
    card = tmp_path / "card.toml"
    card.write_text(CARD.replace("reactor-ge-100kg", "reactor-ge-100kgs"))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(card), "--output", str(tmp_path / "x.csv"), "--program", PROGRAM],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "reactor-ge-100kg" in done.stderr
    assert not (tmp_path / "x.csv").exists()
