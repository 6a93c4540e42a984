"""Experiment files of users that cannot be right, through `tridens rate`: exit status 2 and one line that says why."""

import os
import subprocess
from pathlib import Path

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]

GOOD = """title = "Mine"
sources = ["my notebook"]
processes = ["cevns"]
[target]
material = "Ge"
mass = "1 kg"
[flux]
source = "reactor,power=1GW,distance=10m"
[exposure]
time = "1 y"
[observable]
name = "electron_equivalent_energy"
unit = "keV"
edges = [0.2, 0.4, 1.0]
[response]
quenching = "lindhard,k=0.157,Z=32"
resolution = "gaussian,noise=50eV"
[[efficiency]]
name = "trigger"
form = "constant,value=0.9"
[[background]]
name = "flat"
events = 10
energy = "flat"
"""

HEADER = "# title: mine\n# source: my notebook\n# unit: see columns\n"
FLUX = """# title: mine
# source: my notebook
# position: here
# exposure_unit: s
# unit: 1/cm2/GeV/s
# kind: points
# content: density
# normalisation: absolute
# licence: mine
E_GeV,nuebar
0.001,1e15
0.004,5e14
0.008,1e13
"""


def rate(folder, text, tables=None):
    (folder / "mine.toml").write_text(text)
    for name, content in (tables or {}).items():
        (folder / name).write_text(content)
    return subprocess.run([PROGRAM, "rate", "mine.toml"], capture_output=True, text=True, cwd=folder, timeout=60)


def refused(result, says):
    assert result.returncode == 2, result
    assert result.stdout == ""
    assert result.stderr.startswith("tridens: ") and result.stderr.count("\n") == 1
    for piece in says:
        assert piece in result.stderr


def test_the_good_file_is_computed(tmp_path):
    result = rate(tmp_path, GOOD)
    assert result.returncode == 0, result.stderr
    assert "cevns nuebar" in result.stdout


@pytest.mark.parametrize("text", ["", "\n# nothing\n"])
def test_empty_files(text, tmp_path):
    refused(rate(tmp_path, text), ["mine.toml:1", "title"])


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('"1 kg"', '"-1 kg"', ["target.mass", "above 0"]),
        ('"1 kg"', '"0 kg"', ["target.mass", "above 0"]),
        ('"1 kg"', "1", ["target.mass", "no unit"]),
        ('"1 kg"', '"1 m"', ["unknown unit", "kg"]),
        ('"1 kg"', '"nan kg"', ["finite"]),
        ('"Ge"', '"Ge99"', ["unknown target material 'Ge99'"]),
        ('"Ge"', '""', ["target.material", "empty"]),
        ("distance=10m", "distance=0m", ["distance=0m", "greater than zero"]),
        ("distance=10m", "distance=10", ["distance", "no unit"]),
        (",distance=10m", "", ["needs 'distance'"]),
        ("power=1GW", "power=-1GW", ["greater than zero"]),
        ("10m", "10m,fractions=0.5/0.1/0.1/0.1", ["add up to 0.8"]),
        ("10m", "10m,fractions=1.2/-0.2/0/0", ["negative"]),
        ("reactor", "reacter", ["flux.source", "did you mean 'reactor'?"]),
        ("source = ", "name = ", ["flux.name", "call the key 'source'"]),
        ('source = "reactor,power=1GW,distance=10m"', 'name = "dune-nd-fch"', ["did you mean 'dune-nd-fhc'?"]),
        ('source = "reactor,power=1GW,distance=10m"', 'name = "ccfr"', ["without normalisation"]),
        ('source = "reactor,power=1GW,distance=10m"', 'file = "none.csv"', ["none.csv", "does not exist"]),
        ('time = "1 y"', "pot = 1e20", ["exposure in POT", "per s", "give time"]),
        ('time = "1 y"', 'time = "0 y"', ["above 0"]),
        ('time = "1 y"', 'time = "1 kg"', ["unknown unit", "day"]),
        ('time = "1 y"', "time = 31557600", ["no unit"]),
        ('time = "1 y"', 'time = "1 y"\npot = 1e20', ["both"]),
        ('time = "1 y"', "", ["pot, time, bursts"]),
        ("[0.2, 0.4, 1.0]", "[0.2, 1.0, 0.4]", ["observable.edges", "edge 3 of the bins is 0.4 keV", "increase"]),
        ("[0.2, 0.4, 1.0]", "[0.2, 0.2]", ["edge 2"]),
        ("[0.2, 0.4, 1.0]", "[-0.2, 0.4]", ["edge 1 of the bins is -0.2 keV"]),
        ("[0.2, 0.4, 1.0]", "[0.2]", ["two edges"]),
        ("[0.2, 0.4, 1.0]", "[nan, 1.0]", ["list of numbers"]),
        ("edges = [0.2, 0.4, 1.0]", "bins = 0\nfrom = 0.2\nto = 1", ["observable.bins", "is 0", "between 1 and"]),
        ("edges = [0.2, 0.4, 1.0]", "bins = 2\nfrom = 1\nto = 0.2", ["observable.bins", "edge 2"]),
        ("[0.2, 0.4, 1.0]", "[200.0, 400.0]", ["counts nothing", "3.07 keV", "end point"]),
        ('unit = "keV"\n', "", ["no 'unit'"]),
        ('unit = "keV"', 'unit = "m"', ["unknown unit", "keV"]),
        ("electron_equivalent_energy", "energy", ["observable.name", "known"]),
        ("value=0.9", "value=1.2", ["efficiency.form", "1.2 is not a probability"]),
        ("value=0.9", "value=0", ["counts nothing"]),
        ("constant,value=0.9", "steps,0.5=0.5,0.2=1", ["steps do not increase"]),
        ("constant,value=0.9", "error-function,middle=0.2,width=0", ["width=0", "positive"]),
        ("lindhard,k=0.157,Z=32", "constant,value=2", ["factor lies between 0 and 1"]),
        ("lindhard,k=0.157,Z=32", "constant,value=0.2,highest=1keV", ["from 1 to 3.07 keV"]),
        ("lindhard,k=0.157,Z=32", "polynomial,x1=0.05", ["no 'highest'"]),
        ("noise=50eV", "noise=-50eV", ["not negative"]),
        ("noise=50eV", "noise=50", ["no unit"]),
        ("gaussian,noise=50eV", "poisson", ["photoelectrons"]),
        ('["cevns"]', '["cevms"]', ["did you mean 'cevns'?"]),
        ('["cevns"]', "[]", ["processes is empty"]),
        ('["cevns"]', '["cevns", "cevns"]', ["twice"]),
        ("[observable]", '[process]\nformfactor = "helm"\n[observable]', ["'formfactor'", "did you mean 'form_factor'?"]),
        ("[observable]", '[process]\nform_factor = "helmet"\n[observable]', ["helmet", "helm"]),
        ("[observable]", '[process]\nbinding = "loose"\n[observable]', ["binding", "no effect", "nu-e"]),
        ("events = 10", "events = -10", ["not negative"]),
        ('energy = "flat"', "", ["none of table, energy"]),
        ('energy = "flat"', 'energy = "none.csv"', ["none.csv", "does not exist"]),
        ("[0.2, 0.4, 1.0]", "[0.2, 0.4, inf]", ["finite width"]),
        ("[target]", '[target]\nmas = "1 kg"', ["mine.toml:5", "did you mean 'mass'?"]),
        ('title = "Mine"', "title = ", ["mine.toml:1", "TOML"]),
    ],
)
def test_what_cannot_be_right_is_refused(old, new, says, tmp_path):
    assert GOOD.count(old) >= 1
    refused(rate(tmp_path, GOOD.replace(old, new, 1)), says)


EFFICIENCY = ('form = "constant,value=0.9"', 'table = "mine.csv"\nbelow = 0\nabove = 0.9')
QUENCHING = ('quenching = "lindhard,k=0.157,Z=32"', 'quenching_table = "mine.csv"')
OBSERVED = ('energy = "flat"', 'energy = "flat"\n[observed]\ntable = "mine.csv"')
BACKGROUND = ('energy = "flat"', 'energy = "mine.csv"')


@pytest.mark.parametrize(
    "change, table, says",
    [
        (EFFICIENCY, "energy_keV,efficiency\n0.1,0.1\n0.5,1.9\n", ["1.9 is not a probability"]),
        (EFFICIENCY, "energy_keV,efficiency\n0.5,0.1\n0.1,0.9\n", ["do not increase"]),
        (EFFICIENCY, "energy_keV,eff\n0.1,0.1\n0.5,0.9\n", ["no column 'efficiency'"]),
        (EFFICIENCY, "energy_keV,efficiency\n0.1,nan\n", ["row 1", "finite"]),
        (EFFICIENCY, "energy_keV,efficiency\n0.1\n", ["1 cells"]),
        (EFFICIENCY, "", ["no table"]),
        (QUENCHING, "recoil_keV,factor\n0,0.15\n5,1.2\n", ["between 0 and 1"]),
        (QUENCHING, "recoil_keV,factor\n0,0.15\n1,0.2\n", ["from 1 to 3.07 keV"]),
        (OBSERVED, "energy_low_keV,energy_high_keV,counts\n0.2,0.4,-5\n", ["not negative"]),
        (OBSERVED, "energy_low_keV,energy_high_keV,counts\n0.2,1.0,5\n", ["two bins"]),
        (OBSERVED, "energy_low,energy_high,counts\n0.2,0.4,5\n", ["energy_low_UNIT"]),
        (OBSERVED, "energy_low_keV,energy_high_keV,counts\n2,3,5\n", ["none of its counts"]),
        (BACKGROUND, "energy_low_keV,energy_high_keV,content\n0.2,1,0\n", ["cannot be normalised"]),
        (BACKGROUND, "energy_low_keV,energy_high_keV,content\n0.4,0.2,1\n", ["bin is empty"]),
    ],
)
def test_tables_that_cannot_be_right_are_refused(change, table, says, tmp_path):
    text = GOOD.replace(*change, 1)
    assert text != GOOD
    refused(rate(tmp_path, text, {"mine.csv": HEADER + table}), says)


def test_a_flux_of_the_user_lies_beside_the_file(tmp_path):
    text = GOOD.replace('source = "reactor,power=1GW,distance=10m"', 'file = "mine.csv"')
    result = rate(tmp_path, text, {"mine.csv": FLUX})
    assert result.returncode == 0, result.stderr
    assert "flux: mine.csv" in result.stdout
    above = subprocess.run([PROGRAM, "rate", f"{tmp_path.name}/mine.toml"], capture_output=True, text=True,
                           cwd=tmp_path.parent, timeout=60)
    assert above.stdout == result.stdout
