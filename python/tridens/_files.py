"""Files of what a user built in Python, as the library reads it, and messages about them."""

from __future__ import annotations

import atexit
import hashlib
import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Iterable

_folder: pathlib.Path | None = None
#: File of an experiment that was given as a dictionary -> its title.
_dictionaries: dict[str, str] = {}
#: File of a flux that was made in Python -> its title.
_fluxes: dict[str, str] = {}
#: SHA-256 of such a file -> what it is.
_own: dict[str, str] = {}
_HEADER = re.compile(r"\[+([^\[\]]+)\]+$")
_KEY = re.compile(r'("[^"]+"|[\w-]+) = ')


def written(name: str, text: str) -> pathlib.Path:
    """A file that lives as long as the interpreter."""
    global _folder
    if _folder is None:
        _folder = pathlib.Path(tempfile.mkdtemp(prefix="tridens-"))
        atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    path = pathlib.Path(tempfile.mkdtemp(dir=_folder)) / name
    path.write_text(text, encoding="utf-8")
    return path


def file_name(title: str, ending: str, otherwise: str) -> str:
    """A title made into the name of a file: letters, digits and hyphens."""
    stem = re.sub(r"[\W_]+", "-", title.lower())[:60].strip("-")
    return (stem or otherwise) + ending


def remember_flux(path: pathlib.Path, title: str) -> None:
    """The file stands for a flux that was made in Python: results name that."""
    _fluxes[str(path)] = title
    _own[hashlib.sha256(path.read_bytes()).hexdigest()] = f"flux {title}"


def title_of_flux(path: str) -> str:
    """Of the flux that a file stands for; "" for other files."""
    return _fluxes.get(path, "")


def with_fluxes(text: str) -> str:
    """A text of the library in which files of fluxes that were made in Python are called by their titles."""
    if not _fluxes or _folder is None or str(_folder) not in text:
        return text
    return re.sub(re.escape(str(_folder)) + r"/[\w./-]+\.csv", lambda match: title_of_flux(os.path.normpath(match[0])) or match[0], text)


def remember_dictionary(path: pathlib.Path, title: str) -> None:
    """The file stands for a dictionary: messages speak of that."""
    _dictionaries[str(path)] = title
    _own[hashlib.sha256(path.read_bytes()).hexdigest()] = f"experiment {title}".strip()


def made_in_python(checksums: Iterable[str]) -> list[str]:
    """What of the data with these checksums a user made in Python, as "flux my beam"."""
    return list(dict.fromkeys(_own[one] for one in checksums if one in _own))


def is_dictionary(path: str) -> bool:
    """Whether the file stands for a dictionary."""
    return path in _dictionaries


def title_of_dictionary(path: str) -> str:
    """Of the dictionary that a file stands for; "" for other files."""
    return _dictionaries.get(path, "")


def _key_of_line(path: str, number: int) -> str:
    """What stands in a line of the file, as "[table] key"; of several tables of one name with its number."""
    header, key, seen = "", "", dict[str, int]()
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()[:number]:
        table, assigned = _HEADER.match(line), _KEY.match(line)
        if table:
            header, key = table[1], ""
            seen[header] = seen.get(header, 0) + 1
        elif assigned:
            key = assigned[1]
    place = f"[{header}]" + (f" number {seen[header]}" if seen.get(header, 0) > 1 else "") if header else ""
    return " ".join(piece for piece in (place, key) if piece)


def with_dictionaries(text: str) -> str:
    """A message of the library about the file of a dictionary, in terms of the dictionary."""
    text = with_fluxes(text)
    for path, title in _dictionaries.items():
        folder = str(pathlib.Path(path).parent)
        if folder not in text:
            continue
        name = f"the dictionary of experiment '{title}'" if title else "the experiment's dictionary"

        def place(match: re.Match[str]) -> str:
            key = _key_of_line(path, int(match[2])) if match[2] else ""
            where = f"{name}, key {key}" if key and match[2] != "1" else name
            return f" in {where}" if match[1] else where

        text = re.sub("( at )?" + re.escape(path) + r"(?::(\d+))?", place, text)
        text = text.replace(f"looked for in {folder}", "a dictionary has no folder: give the whole path, or a tridens.Tabulated")
        text = text.replace(f"{folder}/", "")
        text = text.replace(f"experiment '{pathlib.Path(path).stem}'", f"experiment '{title}'" if title else "the experiment")
    return text
