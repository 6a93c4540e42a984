"""Messages of the library in the words of Python: options of the program become arguments of functions."""

import re

from ._files import with_dictionaries

#: option of the program -> argument of the functions of this package
OPTIONS = {
    "at": "at", "bound": "names", "charges": "charges", "contours": "contours", "engine": "engine", "experiment": "experiments", "file": "files",
    "flux": "flux", "force": "force", "masses": "mass_GeV", "method": "method", "model": "model", "out": "folder",
    "nu": "neutrino", "output": "output", "pair": "pair", "parameter": "parameters", "plane": "plane", "process": "processes", "recoil": "recoil_keV", "restart": "restart",
    "scheduler": "scheduler", "shards": "shards", "target": "target", "threads": "threads", "workers": "workers",
}
#: Options that are switches: given or not.
_SWITCHES = {"force", "restart"}
#: Options after which the messages name a value.
_WITH_VALUE = ("engine", "flux", "method", "process", "plane")
_VALUE = r"[^\s,()']+(?:,[^\s,()'=]+=[^\s,()']+)*(?:,\.\.\.)?"


def _value(text: str) -> str:
    """A value as it is written in Python: numbers and what stands for anything as they are, texts in quotes."""
    if text in ("...", "{}"):
        return text
    try:
        float(text)
    except ValueError:
        return f'"{text}"'
    return text


def _setting(match: re.Match[str]) -> str:
    key, value = match.group(1), match.group(2)
    return f"{key.replace('-', '_')}={_value(value)}"


def _charges(match: re.Match[str]) -> str:
    charges = dict(piece.split("=") for piece in match.group(1).split(","))
    return "charges=(" + ", ".join(charges.get(flavour, "0") for flavour in ("e", "mu", "tau")) + ")"


def _tables(match: re.Match[str]) -> str:
    return "tridens.tables(build=True" + (", force=True)" if "--force" in match.group() else ")")


def _option(match: re.Match[str]) -> str:
    option, value = match.group(1), match.group(2)
    return f"{OPTIONS[option]}={_value(value)}" if option != "process" else f'processes=["{value}"]'


def _bare(match: re.Match[str]) -> str:
    option = match.group(1)
    if option not in OPTIONS:
        return match.group()
    return OPTIONS[option] + ("=True" if option in _SWITCHES else "")


def in_python(text: str) -> str:
    """A message *problem (why) suggestion* that speaks of options of the program, in the arguments of this package."""
    text = with_dictionaries(text)
    text = re.sub(r"unknown neutrino '' (\(known: [^)]*\))", r'no neutrino \1 give for example neutrino="numu"', text)
    text = re.sub(r"'tridens tables[^']*'", _tables, text)
    text = re.sub(r"\(--recoil-min, or recoil_min in a card\)", "(recoil_min)", text)
    text = re.sub(r"--charges ((?:\w+=[-\d./]+,?)+)", _charges, text)
    text = re.sub(r"--recoil (\d[\d.]*) ?keV", r"recoil_keV=\1", text)
    text = re.sub(r"(=[^\s,]+) --set ", r"\1, --set ", text)
    text = re.sub(r"--(?:set|change) ([\w.{}-]+)=([^\s,()]+)", _setting, text)
    text = re.sub(rf"--({'|'.join(_WITH_VALUE)}) ({_VALUE})", _option, text)
    return re.sub(r"--([a-z][a-z-]*)", _bare, text)
