#!/usr/bin/env python3
"""Writes the page of the calculator as one file: assemble.py OUTPUT ENGINE TABLES

OUTPUT: the page. ENGINE: engine.js, which holds the WebAssembly. TABLES: folder of the tables of `tridens tables`, which
totals of tridents need; only their numbers go into the page (little-endian, as base64).
"""

import base64
import hashlib
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
pairs = [("e", "e"), ("e", "mu"), ("e", "tau"), ("mu", "mu"), ("mu", "tau"), ("tau", "tau")]


first_lines = {"trident": b"Tridens trident table, format 1\n", "transfer": b"Tridens table of momentum transfers, format 1\n"}


def table(folder, kind, minus, plus):
    """The numbers of one table as an element of the page. SystemExit when it is missing or damaged."""
    path = folder / f"{kind}-{minus}-{plus}.table"
    if not path.exists():
        raise SystemExit(f"{path} is missing (totals of tridents need it): build it with 'tridens tables'")
    header, _, numbers = path.read_bytes().partition(b"\n\n")
    stored = re.search(rb"^sha256: (\w+)$", header, re.MULTILINE)
    known = header.startswith(first_lines[kind])
    if not known or stored is None or stored[1].decode() != hashlib.sha256(numbers).hexdigest():
        raise SystemExit(f"{path} is damaged (its checksum does not agree): build it again with 'tridens tables --force'")
    text = base64.b64encode(numbers).decode()
    return f'<script type="text/plain" id="{kind}_{minus}_{plus}">{text}</script>'


def source(name):
    """The text of one of the page's files, fit to stand inside a script element."""
    text = (here / name).read_text()
    if "</script" in text:
        raise SystemExit(f"{name} holds the end of a script element: write it in two pieces")
    return text


def main():
    output, engine, tables = map(pathlib.Path, sys.argv[1:])
    page = (here / "page.html").read_text()
    parts = {
        "STYLE": (here / "style.css").read_text(),
        "TABLES": "\n".join(
            [table(tables, "trident", *pair) for pair in pairs]
            + [table(tables, "transfer", *pair) for pair in pairs if pair[0] == pair[1]]
        ),
        "ENGINE": engine.read_text().replace("</script", "<\\/script") + "\n" + source("worker.js"),
        "SCRIPT": "".join(source(name) for name in ("plot.js", "engine.js", "command.js", "calculator.js")),
    }
    page = re.sub("@(STYLE|TABLES|ENGINE|SCRIPT)@", lambda match: parts[match[1]], page)
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = output.with_name(output.name + ".part")
    beside.write_text(page)
    beside.replace(output)


if __name__ == "__main__":
    main()
