"""The commands of the manual about elastic scattering are run; where the page shows what they print, it is compared."""

import re
import shlex

import pytest
from program import SOURCE, run

PAGES = ["README.md", "docs/xsec.md", "docs/rate.md", "docs/cards.md", "docs/physics/models.md", "docs/physics/models_mediators.md"]
VERBS = ("xsec", "rate", "list", "show")  # quick, and without files


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
                if current[1][0] in VERBS:
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
