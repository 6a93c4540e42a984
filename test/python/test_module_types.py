"""The package tridens is typed: strictly itself, and so that mistakes of a script are found before it runs."""

import os
import pathlib
import subprocess
import sys

import tridens

PACKAGE = pathlib.Path(tridens.__file__).parent
SCRIPT = """
import numpy as np
import tridens

answer = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=np.array([0.02, 0.03]))
total: float = float(answer.value.sum())
model = tridens.Model("light-vector", mass="10 MeV", g=1e-5)
counts: float = tridens.rate("coherent-csi-2021", model=model).total_signal
events: tridens.Events = tridens.generate({"process": {"name": "cevns"}})
written: tridens.EventFile = tridens.generate("card.toml", output="events.hepmc3")
histogram: tridens.Histogram = tridens.histogram("card.toml")[0]


class Beam(tridens.Flux):
    energy_GeV = np.geomspace(0.5, 20.0, 10)
    neutrinos = ("numu",)

    def density(self, neutrino: str, energy_GeV: np.ndarray) -> np.ndarray:
        return 2.0 * energy_GeV


tridens.xsec("trident", neutrino="numu", target="Ar40", pair="mu-mu+", flux=Beam())
"""
MISTAKES = """
import tridens

tridens.xsec("cevns", neutrino="nue", energy_GeV=1.0)
tridens.rate("coherent-csi-2021").signel
answer: int = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=1.0)
"""


def mypy(tmp_path, *arguments):
    environment = {**os.environ, "MYPYPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), *arguments]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_package_and_scripts_are_strictly_typed_and_mistakes_are_found(tmp_path):
    assert (PACKAGE / "py.typed").exists() and (PACKAGE / "_core.pyi").exists()
    good, bad = tmp_path / "script.py", tmp_path / "mistakes.py"
    good.write_text(SCRIPT)
    bad.write_text(MISTAKES)
    status, text = mypy(tmp_path, str(PACKAGE), str(good), str(bad))
    lines = text.splitlines()
    assert status == 1 and all("mistakes.py" in line for line in lines), text
    for number, word in ((4, "target"), (5, "signel"), (6, "CrossSection")):
        assert any(f"mistakes.py:{number}:" in line and word in line for line in lines), text


def test_the_stub_holds_what_the_module_holds():
    from tridens import _core

    stub = (PACKAGE / "_core.pyi").read_text()
    for name in (name for name in vars(_core) if not name.startswith("_")):
        assert f"class {name}" in stub or f"def {name}(" in stub, name
