"""The commands of the manual are run; where the page shows what they print, it is compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from program import PROGRAM, SOURCE, run

PAGES = ["README.md", "docs/xsec.md", "docs/rate.md", "docs/cards.md", "docs/physics/models.md", "docs/physics/models_mediators.md", "docs/physics/likelihoods.md"]
VERBS = ("xsec", "rate", "list", "show", "fit")  # quick, and without files
SHELL = {">", "&&", "|"}  # lines of several programs: examples of 'tridens report --help', which are tested
TUTORIAL = "docs/start/limit.md"  # as a whole, in a folder of its own: its commands build on each other
WHOLE = ["docs/index.md", "docs/start/theorist.md", "docs/start/experimenter.md"]  # likewise
ELSEWHERE = ("--engine dask",)  # tested where a cluster is started


def commands():
    """Page, words of a command, lines that the page shows of its output."""
    for page in PAGES:
        lines = iter((SOURCE / page).read_text().splitlines())
        console, current = False, None
        for line in lines:
            if line.startswith("```"):
                console, current = line == "```console", None
                continue
            match = re.match(r"(?:\$ |    |)tridens (.*)$", line)
            if match:
                text = match[1]
                while text.endswith("\\"):
                    text = text[:-1] + next(lines).strip()
                current = (page, shlex.split(text), [])
                if current[1][0] in VERBS and not SHELL & set(current[1]):
                    yield current
            elif console and current:
                current[2].append(line)


CASES = list(commands())


def printed_step(word):
    """One unit in the last digit of a printed number."""
    mantissa, _, power = word.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    return 10.0 ** (int(power or 0) - digits)


def same_word(shown, got):
    try:
        return abs(float(shown) - float(got)) <= 1.01 * printed_step(shown)
    except ValueError:
        return shown == got


def same_line(shown, got):
    return len(shown.split()) == len(got.split()) and all(map(same_word, shown.split(), got.split()))


def test_the_pages_have_commands():
    assert {case[0] for case in CASES} >= {"README.md", "docs/xsec.md", "docs/rate.md", "docs/physics/models.md"}
    assert sum(len(case[2]) > 2 for case in CASES) >= 6


@pytest.mark.parametrize("page, words, shown", CASES, ids=[f"{page}:{' '.join(words)}"[:120] for page, words, _ in CASES])
def test_a_command_of_the_manual(page, words, shown):
    result = run(*words, folder=SOURCE)
    assert result.returncode == 0, result.stderr
    printed = result.stdout.splitlines()
    for line in shown:
        if line == "...":
            break
        assert same_line(line, printed.pop(0)), line


def blocks(page):
    """Language and text of every block of a page."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", (SOURCE / page).read_text(), re.MULTILINE | re.DOTALL)


def steps(page):
    """What a reader does: files to save (name, text), and commands (command, lines that the page shows of its output)."""
    for language, text in blocks(page):
        if language == "toml":
            yield re.match(r"# (\S+)\n", text)[1], text
        elif language == "sh":
            yield from ((command, []) for command in text.replace("\\\n", " ").splitlines())
        elif language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, *shown = part.splitlines()
                yield command, shown


@pytest.fixture
def reader(tmp_path):
    """A folder that looks like the source folder, and an environment where `tridens` is the program."""
    for name in ("examples", "tools", "python"):
        (tmp_path / name).symlink_to(SOURCE / name)
    commands_folder = tmp_path / "bin"
    commands_folder.mkdir()
    (commands_folder / "tridens").symlink_to(Path(PROGRAM).resolve())
    folders = [str(commands_folder), str(Path(sys.executable).parent), os.environ["PATH"]]
    return tmp_path, {**os.environ, "PATH": os.pathsep.join(folders)}


def follow(page, reader):
    """Does what a page says and compares what it shows; the first two words of every command."""
    folder, environment = reader
    done = []
    for what, shown in steps(page):
        if isinstance(shown, str):
            (folder / what).write_text(shown)
            continue
        if any(word in what for word in ELSEWHERE):
            continue
        result = subprocess.run(["sh", "-c", what], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, (what, result.stderr)
        done.append(what.split()[:2])
        for line, printed in zip(shown, result.stdout.splitlines()):
            if line == "...":
                break
            assert same_line(line, printed), (what, line, printed)
    return done


@pytest.mark.parametrize("page", WHOLE)
def test_a_page_to_start_from(page, reader):
    assert follow(page, reader)


def test_the_tutorial_from_start_to_end(reader):
    folder, _ = reader
    done = follow(TUTORIAL, reader)
    assert {("tridens", verb) for verb in ("fit", "scan", "merge")} <= set(map(tuple, done))
    assert (folder / "plane.svg").stat().st_size > 10000
