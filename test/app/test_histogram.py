"""`tridens histogram` from outside: JSON, table for people, file."""

import json
import os
import subprocess
from pathlib import Path

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
CARD = Path(os.environ["TRIDENS_SOURCE_DIR"]) / "examples" / "05_dune_selection_histogram.toml"


def run(*arguments, folder):
    return subprocess.run([PROGRAM, "histogram", *map(str, arguments)], capture_output=True, text=True, cwd=folder, timeout=300)


def test_the_example_gives_the_dune_selection_by_component(tmp_path):
    result = run(CARD, "--events", 5000, "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["content_unit"] == "events" and answer["per"] == "nucleus" and answer["events"] == 5000
    assert [cut["name"] for cut in answer["cuts"]] == [
        "generated",
        "charged leptons seen",
        "invariant_mass_squared < 0.2 GeV2",
        "angle_minus < 15 deg",
        "angle_plus < 15 deg",
        "angle_between < 20 deg",
    ]
    last = answer["cuts"][-1]
    for histogram in answer["histograms"]:
        assert len(histogram["edges"]) == 21
        assert set(histogram["components"]) == {"coherent", "proton", "neutron"}
        # The ranges are those of the cuts, so that the whole selection is inside.
        assert sum(histogram["content"]) == pytest.approx(last["passed"])
        for name, part in last["components"].items():
            assert sum(histogram["components"][name]["content"]) == pytest.approx(part["passed"])
    assert answer["histograms"][1]["edges"] == list(range(21))
    assert last["components"]["coherent"]["efficiency"]["value"] > last["components"]["neutron"]["efficiency"]["value"]
    assert answer["citations_arxiv"].count("1902.08579") == 1


def test_people_read_what_the_file_holds(tmp_path):
    result = run(CARD, "--events", 2000, "--output", "out.csv", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "angle_between < 20 deg" in result.stdout and "coherent" in result.stdout
    text = (tmp_path / "out.csv").read_text()
    card = "".join(line[len("# card: ") :] + "\n" for line in text.splitlines() if line.startswith("# card: "))
    (tmp_path / "again.toml").write_text(card)
    again = run("again.toml", "--output", "again.csv", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.csv").read_text() == text


def test_a_table_is_called_a_table(tmp_path):
    result = run(CARD, "--events", 100, "--output", "out.pdf", folder=tmp_path)
    assert result.returncode == 2 and "out.pdf" in result.stderr and ".csv" in result.stderr
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_kept(tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    result = run(CARD, "--events", 100, "--output", "out.csv", folder=tmp_path)
    assert result.returncode == 2 and result.stderr.count("\n") == 1 and "exists" in result.stderr
    assert (tmp_path / "out.csv").read_text() == "mine"
    assert run(CARD, "--events", 100, "--output", "out.csv", "--force", folder=tmp_path).returncode == 0
    assert (tmp_path / "out.csv").read_text() != "mine"
