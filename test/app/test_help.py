"""The help: on one screen, and its examples work."""

import re
import shlex
import shutil

import pytest
from program import SOURCE, run

TOP = run("--help").stdout
VERBS = [line.split()[0] for line in TOP.partition("Verbs:\n")[2].partition("\n\n")[0].splitlines()]
HELP = {verb: run(verb, "--help").stdout for verb in VERBS}
WITH_FILES = {"merge": "needs the shards of a scan", "tables": "computes for minutes with --build"}


def examples(text):
    """The indented commands behind 'Example'."""
    return [shlex.split(line) for line in text.partition("\nExample")[2].splitlines() if line.startswith("  tridens ")]


def test_the_help_of_the_program_fits_one_screen():
    assert len(TOP.splitlines()) <= 36
    assert max(map(len, TOP.splitlines())) <= 100
    assert "tridens init" in TOP and "docs/index.md" in TOP and len(examples(TOP)) >= 3


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_is_narrow_enough_and_has_examples(verb):
    lines = HELP[verb].partition("\nExample")[0].splitlines()
    assert max(map(len, lines)) <= 110
    assert HELP[verb].splitlines()[0] and "Usage: tridens " + verb in HELP[verb]
    assert all(words[:2] == ["tridens", verb] for words in examples(HELP[verb])) and examples(HELP[verb])


def test_every_option_has_a_description():
    for verb, text in HELP.items():
        for block in re.findall(r"^ +--[a-z0-9-]+.*\n(?: {30,}.*\n)*", text, re.MULTILINE):
            assert re.search(r"\S {2,}\S", block.strip()), (verb, block)


COMMANDS = [words[1:] for text in [TOP, *HELP.values()] for words in examples(text)]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_example_of_the_help_works(words, tmp_path):
    """In a folder with the examples; those that take long are asked for less."""
    if "--build" in words:
        pytest.skip(WITH_FILES["tables"])
    for path in (SOURCE / "examples").iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    words = list(words)
    if words[0] in ("scan", "merge"):  # the same commands over fewer points
        card = tmp_path / "09_coherent_nsi.toml"
        card.write_text(card.read_text().replace("points = 81", "points = 7"))
    if words[0] == "merge":
        shards = [word for word in words[1:] if re.fullmatch(r"nsi-\d\.csv", word)]
        for number, shard in enumerate(shards, 1):
            assert run("scan", "09_coherent_nsi.toml", "--shard", f"{number}/{len(shards)}", "--output", shard, folder=tmp_path).returncode == 0
    if words[0] == "reproduce" and "--list" not in words:
        assert {name for name in words[1:words.index("--output")]} <= set(run("list", "reproductions", "--names").stdout.split())
        return
    result = run(*words, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout
