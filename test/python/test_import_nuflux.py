"""Fluxes of the nuflux package become flux tables, where the package is installed."""
import os
import subprocess
import sys

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SCRIPT = os.path.join(os.environ["TRIDENS_SOURCE_DIR"], "tools", "import_nuflux.py")


def test_a_missing_package_is_said(tmp_path):
    result = subprocess.run([sys.executable, "-S", "-I", SCRIPT, "honda2006", str(tmp_path / "flux.csv")],
                            capture_output=True, text=True)
    assert result.returncode != 0
    assert "pip install nuflux" in result.stderr
    assert not (tmp_path / "flux.csv").exists()


def test_a_table_is_written_that_the_program_reads(tmp_path):
    pytest.importorskip("nuflux")
    table = tmp_path / "flux.csv"
    subprocess.run([sys.executable, SCRIPT, "honda2006", str(table)], check=True)
    result = subprocess.run([PROGRAM, "xsec", "nu-e", "--nu", "numu", "--target", "H2O", "--flux", str(table),
                             "--recoil-min", "1GeV", "--json"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert '"unit": "cm2"' in result.stdout
