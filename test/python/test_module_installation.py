"""What a wheel holds, laid out as pip does it: package, data, program and command stand on their own.

`./dev wheel` builds a wheel itself and tries it in an empty environment; this takes minutes, so that here the same files are
installed from the build that is there.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

SOURCE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"])


@pytest.fixture(scope="module")
def site(build_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(["cmake", "--install", str(build_dir), "--component", "wheel", "--prefix", str(folder)], check=True, capture_output=True)
    for pattern in ("*.py", "py.typed"):
        for file in (SOURCE / "python" / "tridens").glob(pattern):
            shutil.copy(file, folder / "tridens")
    return folder


def run(site, *command):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TRIDENS_")}
    environment["PYTHONPATH"] = str(site)
    return subprocess.run([sys.executable, *command], env=environment, cwd=site, capture_output=True, text=True, check=True).stdout


def test_the_package_finds_its_own_data(site):
    (site / "tridens/share/tridens/data/flux/dune-nd-fhc.csv").rename(site / "tridens/share/tridens/data/flux/my-beam.csv")
    try:
        text = run(site, "-c", "import tridens; print(tridens.__file__); print(*tridens.list_names('fluxes'))")
        assert text.startswith(str(site))
        assert "my-beam" in text and "dune-nd-fhc" not in text
        listed = run(site, "scripts/tridens", "list", "fluxes")
        assert "my-beam" in listed and "dune-nd-fhc" not in listed
    finally:
        (site / "tridens/share/tridens/data/flux/my-beam.csv").rename(site / "tridens/share/tridens/data/flux/dune-nd-fhc.csv")


def test_the_command_is_the_program_of_the_package(site):
    version = run(site, "-c", "import tridens; print(tridens.__version__)").strip()
    assert version in run(site, "scripts/tridens", "--version")
    program = run(site, "-c", "from tridens._program import program_path; print(program_path())").strip()
    assert program == str(site / "tridens" / "bin" / "tridens")


def test_the_package_computes_with_what_is_in_it(site):
    script = ("import tridens; print(float(tridens.xsec('trident', neutrino='numu', pair='mu-mu+', target='Ar40', energy_GeV=5.0).value) > 0, "
              "tridens.rate('coherent-csi-2021').total_signal > 300)")
    assert run(site, "-c", script).split() == ["True", "True"]
    assert list((site / "tridens/share/tridens").glob("*.table"))


def test_the_wheel_is_typed_and_carries_scripts(site):
    for name in ("tridens/py.typed", "tridens/_core.pyi", "tridens/share/tridens/tridens_gallery/draw.py",
                 "tridens/share/tridens/tridens_scan/dask_scan.py", "tridens/share/tridens/examples"):
        assert (site / name).exists(), name
