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
# Entries with the words that a row must hold: a few of each kind, all of them stand in the gallery.
ENTRIES = {
    "001.fixed-energy": ["mu-mu+ coherent Ar40 5", "e-e+ coherent", "mu-e+ coherent", "(independent)"],
    "001.menu-line": [""],
    "002.trident-bsm": ["numu -> numu mu-mu+ on O16, 10 GeV"],
    "000.dune-rates": ["nu-e, s_W^2 = 0.2223"],
    "004.xsec": ["Ar40, helm", "2110.07730"],
    "004.prediction": ["csi-2021, helm-lewin-smith (independent", "2006.12659: 128"],
    "004.ess": ["1911.00762"],
    "002.glashow": ["all channels, Br(e) = 0.1071"],
    "002.cc-nc": ["numu cc, 1000 GeV, four massless", "numu nc, 1000 GeV, four massless"],
    "002.flavour": ["pp: nuebar"],
    "000.dark-neutrinos": ["m_4 = 100 MeV"],
    "000.bounds-lmultau": ["CCFR tridents, 50 GeV", "(g-2)"],
    "002.mcp-flux": ["per 400 GeV"],
}


def rows(program):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "reproduce", *ENTRIES, "--json", "--no-plots", "--output", folder + "/out"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    published = [row for row in json.loads(text)["rows"] if row.get("published") is not None]
    return [row for row in published if any(words in row["quantity"] for words in ENTRIES[row["id"]])]


def table(program):
    lines = ["| check | published | computed | ratio | verdict |", "|---|---|---|---|---|"]
    for row in rows(program):
        if "100 GeV" in row["quantity"] or "tau" in row["quantity"]:
            continue  # there the published totals hold the inelastic regime, see the gallery
        unit = row["unit"]
        quantity = row["quantity"].replace("|", "\\|")
        lines.append(
            f"| {quantity} | {row['published']:.4g} {unit} | {row['computed']:.4g} {unit} "
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
