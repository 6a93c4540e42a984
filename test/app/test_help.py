"""The help: on one screen, and its examples work."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import PROGRAM, SOURCE, run

TOP = run("--help").stdout
VERBS = [line.split()[0] for line in TOP.partition("Verbs:\n")[2].partition("\n\n")[0].splitlines()]
COLUMN = 32  # where descriptions begin
HELP = {verb: run(verb, "--help").stdout for verb in VERBS}


def examples(text):
    """The indented commands behind 'Example': lines for a shell."""
    return [line.strip() for line in text.partition("\nExample")[2].splitlines() if line.startswith("  tridens ")]


def test_the_help_of_the_program_fits_one_screen():
    assert len(TOP.splitlines()) <= 36
    assert max(map(len, TOP.splitlines())) <= 100
    assert "tridens init" in TOP and "docs/index.md" in TOP and len(examples(TOP)) >= 3


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_is_narrow_enough_and_has_examples(verb):
    lines = HELP[verb].partition("\nExample")[0].splitlines()
    assert max(map(len, lines)) <= 110
    assert HELP[verb].splitlines()[0] and "Usage: tridens " + verb in HELP[verb]
    assert examples(HELP[verb]) and all(f"tridens {verb}" in line for line in examples(HELP[verb]))


def test_every_option_has_a_description():
    for verb, text in HELP.items():
        for block in re.findall(r"^ +--[a-z0-9-]+.*\n(?: {30,}.*\n)*", text, re.MULTILINE):
            first, *others = block.splitlines()
            assert first[COLUMN:].strip() or "".join(others).strip(), (verb, block)


COMMANDS = [line for text in [TOP, *HELP.values()] for line in examples(text)]


def prepare(line, folder):
    """A folder with the examples, over fewer points where many would take long; the shards that an example joins."""
    for path in (SOURCE / "examples").iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    words = shlex.split(line)
    if words[1] in ("scan", "merge"):
        card = folder / "09_coherent_nsi.toml"
        card.write_text(card.read_text().replace("points = 81", "points = 7"))
    if words[1] == "merge":
        shards = [word for word in words if re.fullmatch(r"nsi-\d\.csv", word)]
        for number, shard in enumerate(shards, 1):
            part = f"{number}/{len(shards)}"
            result = run("scan", "09_coherent_nsi.toml", "--shard", part, "--output", shard, folder=folder)
            assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("line", COMMANDS)
def test_an_example_of_the_help_works(line, tmp_path):
    """As it stands there, but for two that take minutes: of those the names are looked up."""
    if "tables --build" in line:
        pytest.skip("computes for minutes; 'tridens tables' is the same verb")
    if "reproduce" in line and "--list" not in line:
        known = set(run("list", "reproductions", "--names").stdout.split())
        assert set(re.findall(r" (\d{3}\.[a-z-]+)", line)) <= known
        return
    folder = tmp_path / "examples"
    folder.mkdir()
    prepare(line, folder)
    (tmp_path / "tridens").symlink_to(Path(PROGRAM).resolve())
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    assert result.stdout or list(folder.glob("*.html"))
