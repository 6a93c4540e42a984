"""Writes the validation table of README.md from what the program computes: readme_table.py PROGRAM [--check].

The table stands between the two marker lines. With --check nothing is written; the exit status is 1 when it would change.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

README = pathlib.Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- validation table: tools/readme_table.py -->", "<!-- end of the validation table -->"
ENTRIES = ["001.fixed-energy", "001.menu-line", "002.trident-bsm"]


def rows(program):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "reproduce", *ENTRIES, "--json", "--no-plots", "--output", folder + "/out"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [row for row in json.loads(text)["rows"] if row.get("published") is not None]


def table(program):
    lines = ["| check | published | computed | ratio | verdict |", "|---|---|---|---|---|"]
    for row in rows(program):
        if "100 GeV" in row["quantity"] or "tau" in row["quantity"]:
            continue  # there the published totals hold the inelastic regime, see the gallery
        unit = row["unit"]
        lines.append(
            f"| {row['quantity']} | {row['published']:.4g} {unit} | {row['computed']:.4g} {unit} "
            f"| {row['ratio']:.3f} | {row['verdict']} ({100 * row['tolerance']:.2g} %) |"
        )
    return "\n".join(lines)


def main():
    text = README.read_text()
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    new = f"{head}{BEGIN}\n{table(sys.argv[1])}\n{END}{tail}"
    if "--check" in sys.argv:
        if new != text:
            sys.exit("README.md: the validation table is not what the program computes: run tools/readme_table.py PROGRAM")
    else:
        README.write_text(new)


if __name__ == "__main__":
    main()
