"""What the tests of the finished program share: running it, and what every refusal looks like."""

import os
import subprocess
from pathlib import Path

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SOURCE = Path(os.environ["TRIDENS_SOURCE_DIR"])
# Examples of cards are read by check, generate and histogram; examples of detectors by rate; fit cards by fit and scan.
DETECTORS = sorted((SOURCE / "examples").glob("*_detector.toml"))
FITS = [card for card in sorted((SOURCE / "examples").rglob("*.toml")) if "[fit]" in card.read_text()]
CARDS = [card for card in sorted((SOURCE / "examples").glob("*.toml")) if card not in DETECTORS + FITS]


def run(*arguments, folder=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=folder, timeout=300)


def refused(*arguments, folder, says):
    """Exit status 2, one line in the grammar of the program, nothing on stdout and no file written."""
    before = sorted(folder.rglob("*"))
    result = run(*arguments, folder=folder)
    assert result.returncode == 2, result
    assert result.stdout == ""
    assert result.stderr.startswith("tridens: ")
    assert result.stderr.count("\n") == 1 and result.stderr.endswith("\n")
    assert "(" in result.stderr
    for piece in says:
        assert piece in result.stderr
    assert sorted(folder.rglob("*")) == before
