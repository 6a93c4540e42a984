"""Files of what a user built in Python, as the library reads it, and messages about them."""

from __future__ import annotations

import atexit
import pathlib
import re
import shutil
import tempfile

_folder: pathlib.Path | None = None
#: File of an experiment that was given as a dictionary -> its title.
_dictionaries: dict[str, str] = {}
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


def remember_dictionary(path: pathlib.Path, title: str) -> None:
    """The file stands for a dictionary: messages speak of that."""
    _dictionaries[str(path)] = title


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
        text = text.replace("experiment 'experiment'", f"experiment '{title}'" if title else "the experiment")
    return text
