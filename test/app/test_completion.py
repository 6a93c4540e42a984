"""Completion: the script of bash is run, those of other shells are looked through (and read, where they are installed)."""

import json
import re
import shutil
import subprocess

import pytest
from program import PROGRAM, SOURCE, refused, run

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


def completed(*words, folder=SOURCE / "examples"):
    """What bash offers for the last of the words."""
    script = """source <("$1" completion bash)
COMP_WORDS=("$@"); COMP_WORDS=("${COMP_WORDS[@]}"); COMP_CWORD=$(($# - 1))
_tridens
printf '%s\\n' "${COMPREPLY[@]}"
"""
    result = subprocess.run(["bash", "--norc", "-c", script, "bash", PROGRAM, *words], capture_output=True, text=True, cwd=folder, timeout=60)
    assert result.returncode == 0 and result.stderr == "", result.stderr
    return set(result.stdout.split())


def names(what):
    ((_, entries),) = json.loads(run("list", what, "--json").stdout).items()
    return {entry["name"] for entry in entries}


def verbs():
    text = run("--help").stdout
    return {line.split()[0] for line in text.partition("Verbs:\n")[2].partition("\n\n")[0].splitlines()}


@pytest.mark.parametrize("what", ["processes", "models", "targets", "fluxes", "sources", "experiments", "form-factors", "bounds", "reproductions"])
def test_names_alone_are_those_of_the_list(what):
    result = run("list", what, "--names")
    assert result.returncode == 0 and set(result.stdout.split("\n")[:-1]) == names(what)


def test_all_names_at_once_are_those_of_all_lists():
    every = {entry["name"] for entries in json.loads(run("list", "--json").stdout).values() for entry in entries}
    assert set(run("list", "--names").stdout.split("\n")[:-1]) == every


def test_names_of_an_unknown_list_are_refused(tmp_path):
    refused("list", "flux", "--names", folder=tmp_path, says=["did you mean 'fluxes'"])
    refused("completion", "bsh", folder=tmp_path, says=["did you mean 'bash'"])


@needs_bash
def test_bash_completes_verbs_and_their_options():
    assert completed("") == verbs()
    assert completed("his") == {"histogram"}
    for verb in verbs():
        options = completed(verb, "--")
        help_text = run(verb, "--help").stdout
        assert options and all(option in help_text for option in options), verb
    assert {"--nu", "--no-pauli", "--recoil", "--at"} <= completed("xsec", "--")  # of the groups too


@needs_bash
@pytest.mark.parametrize("words, wanted", [
    (("xsec", ""), lambda: names("processes")),
    (("xsec", "trident", "--target", "CH"), lambda: {name for name in names("targets") if name.startswith("CH")}),
    (("xsec", "--flux", "dune-nd"), lambda: {name for name in names("fluxes") if name.startswith("dune-nd")}),
    (("xsec", "cevns", "--form-factor", "helm"), lambda: {name for name in names("form-factors") if name.startswith("helm")}),
    (("xsec", "trident", "--nu", "nueb"), lambda: {"nuebar"}),
    (("xsec", "trident", "--pair", "=", "mu-"), lambda: {"mu-mu+", "mu-e+", "mu-tau+"}),
    (("rate", "coherent-"), lambda: {name for name in names("experiments") if name.startswith("coherent-")}),
    (("rate", "--json", "coherent-l"), lambda: {"coherent-lar-2020"}),
    (("rate", "08"), lambda: {"08_my_detector.toml"}),
    (("reproduce", "001.m"), lambda: {name for name in names("reproductions") if name.startswith("001.m")}),
    (("show", "dune-nd-f"), lambda: {name for what in ("fluxes", "experiments") for name in names(what) if name.startswith("dune-nd-f")}),
    (("fit", "--output", "x.json", "09_coherent_nsi_"), lambda: {"09_coherent_nsi_down.toml"}),
    (("init", "trident-"), lambda: {"trident-experiment"}),
    (("bounds", "--plane", "lmu"), lambda: {"lmu-ltau"}),
    (("bounds", "--plane", ""), lambda: {name.partition("/")[0] for name in names("bounds")}),
    (("bounds", "--bound", ""), lambda: {name.partition("/")[2] for name in names("bounds")}),
    (("bounds", "--bound", "babar-4"), lambda: {"babar-4mu", "babar-4mu-smooth"}),
    (("scan", "--engine", ""), lambda: {"local", "dask"}),
    (("completion", ""), lambda: {"bash", "zsh", "fish"}),
])
def test_bash_completes_values(words, wanted):
    assert completed(*words) == wanted()


@needs_bash
def test_bash_offers_nothing_where_a_number_is_wanted():
    assert completed("generate", "--seed", "") == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_script_has_every_verb_and_option(shell):
    script = run("completion", shell).stdout
    for verb in verbs():
        assert verb in script
        options = run(verb, "--help").stdout.partition("\nExample")[0]
        for option in re.findall(r"^ +--([a-z0-9-]+)", options, re.MULTILINE):
            assert (f"-l {option}" if shell == "fish" else f"--{option}") in script, (verb, option)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_reads_its_script(shell, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).stdout)
    result = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
