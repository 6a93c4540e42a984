"""`tridens bounds` from outside: table, files, a bound of one's own, other charges, and what is refused."""

import csv
import json
import re

import pytest
from program import refused, run

MINE = """# name: mine
# title: My search
# plane: lmu-ltau
# year: 2024
# confidence: 95 % CL
# kind: limit
# production: muon-radiation
# source: 2401.00000, figure 5
mass_GeV,coupling
0.3,1e-3
1,2e-3
3,6e-3
"""


def bounds(*arguments, folder=None):
    result = run("bounds", *arguments, "--json", folder=folder)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def coupling(result, name, index=0):
    (found,) = [bound for bound in result["bounds"] if bound["name"] == name]
    return found["curves"][0]["coupling"][index]


def test_a_plane_holds_computed_and_tabulated_curves():
    plane = bounds("--points", 2)
    origins = {bound["name"]: bound["origin"] for bound in plane["bounds"]}
    assert origins["g-2-mu"] == origins["ccfr-trident"] == "computed"
    assert origins["babar-4mu"] == origins["babar-invisible"] == "tabulated"
    assert plane["charges"] == {"e": 0.0, "mu": 1.0, "tau": -1.0}
    assert "bound/babar-4mu" in plane["data_checksums"] and "1808.03684" in plane["papers"]
    for bound in plane["bounds"]:
        for curve in bound["curves"]:
            assert len(curve["mass_GeV"]) == len(curve["coupling"]) > 0
            assert all(value > 0 for value in curve["mass_GeV"] + curve["coupling"] + curve["upper"])


def test_csv_holds_the_numbers_of_json(tmp_path):
    choice = ["--bound", "g-2-mu,babar-4mu", "--points", 1]
    assert run("bounds", *choice, "--output", "plane.csv", folder=tmp_path).returncode == 0
    with open(tmp_path / "plane.csv") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    wanted = [v for b in bounds(*choice)["bounds"] for c in b["curves"] for v in c["coupling"]]
    assert [float(row["coupling"]) for row in rows] == pytest.approx(wanted, rel=1e-9)
    refused("bounds", *choice, "--output", "plane.csv", folder=tmp_path, says=["plane.csv"])
    assert run("bounds", *choice, "--output", "plane.csv", "--force", folder=tmp_path).returncode == 0


def test_a_file_of_ones_own_is_a_bound(tmp_path):
    (tmp_path / "mine.csv").write_text(MINE)
    plane = bounds("--file", "mine.csv", "--bound", "mine", folder=tmp_path)
    assert [bound["title"] for bound in plane["bounds"]] == ["My search"]
    assert plane["bounds"][0]["curves"][0]["coupling"] == [1e-3, 2e-3, 6e-3]


def test_a_file_of_ones_own_is_recast_and_marked(tmp_path):
    (tmp_path / "mine.csv").write_text(MINE.replace("muon-radiation", "muon-loop"))
    own = bounds("--charges", "mu=2,tau=-2", "--file", "mine.csv", "--bound", "mine,g-2-mu", folder=tmp_path)
    assert {bound["name"]: bound["own"] for bound in own["bounds"]} == {"mine": True, "g-2-mu": False}
    assert {bound["name"]: bound["recast_from"] for bound in own["bounds"]} == {"mine": "lmu-ltau", "g-2-mu": ""}
    # Half the coupling at twice the charge; the loop of leptons moves the coupling of the muon by less than a per cent.
    assert coupling(own, "mine") == pytest.approx(0.5e-3, rel=1e-2)
    (tmp_path / "mine.csv").write_text(MINE.replace("# production: muon-radiation\n", ""))
    says = ["'mine' of mine.csv belongs to plane 'lmu-ltau'", "without a production", "# production: muon-loop"]
    refused("bounds", "--plane", "le-lmu", "--file", "mine.csv", folder=tmp_path, says=says)


def test_bounds_without_a_curve_are_named(tmp_path):
    table = run("bounds", "--plane", "lmu-ltau", "--bound", "g-2-mu,belle-4mu", "--masses", "10MeV,100MeV").stdout
    assert "no curve at these masses: belle-4mu (" in table
    assert "no curve" not in run("bounds", "--bound", "g-2-mu").stdout


def test_journals_are_no_numbers_of_arxiv():
    cited = run("bounds", "--plane", "axial-lmu-ltau", "--bound", "g-2-mu,charm-ii-trident", "--masses", "1GeV,2GeV").stdout
    assert re.search(r"^please cite: arXiv \S+(, \S+)+; Phys\. Lett\. B 245 \(1990\) 271$", cited, re.MULTILINE)


def test_a_bound_is_found_without_its_plane(tmp_path):
    refused("show", "g-2-mu-band", folder=tmp_path, says=["bounds are named with their plane", "lmu-ltau/g-2-mu-band"])


def test_charges_scale_couplings():
    one = bounds("--charges", "mu=1,tau=-1", "--bound", "g-2-mu")
    three = bounds("--charges", "mu=3,tau=-3", "--bound", "g-2-mu")
    assert one["plane"] == "lmu-ltau" and three["plane"] == "u1"
    assert coupling(three, "g-2-mu") == pytest.approx(coupling(one, "g-2-mu") / 3, rel=1e-9)


def test_settings_change_the_bound():
    new = coupling(bounds("--bound", "g-2-mu"), "g-2-mu")
    old = coupling(bounds("--bound", "g-2-mu", "--set", "g-2-mu.theory=wp20"), "g-2-mu")
    assert old / new == pytest.approx(((251 + 2 * 59) / (38 + 2 * 63)) ** 0.5, rel=1e-9)


def test_bounds_are_listed_and_shown():
    assert "lmu-ltau/ccfr-trident" in run("list", "bounds").stdout
    shown = run("show", "lmu-ltau/ccfr-trident")
    assert shown.returncode == 0 and "tridens bounds --plane lmu-ltau --bound ccfr-trident" in shown.stdout
    assert "g-2-mu" in run("bounds", "--list").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--plane", "lmu-ltua"], ["lmu-ltau"]),
        (["--bound", "ccfr-tridents"], ["ccfr-trident"]),
        (["--charges", "mu=1,tua=-1"], ["'tau'"]),
        (["--charges", "e=0"], ["all zero"]),
        (["--charges", "mu=1", "--plane", "le-lmu"], ["--charges"]),
        (["--set", "theory=wp20"], ["bound.key=value"]),
        (["--set", "g-2-mu.theroy=wp20"], ["g-2-mu.theory"]),
        (["--set", "g-2-mu.theory=wp26", "--bound", "g-2-mu"], ["wp25"]),
        (["--masses", "1GeV"], ["two ends"]),
        (["--masses", "1GeV,1MeV"], ["rise"]),
        (["--output", "plane.txt"], [".csv"]),
        (["--file", "nothing.csv"], ["does not exist"]),
    ],
)
def test_what_is_refused(arguments, says, tmp_path):
    refused("bounds", *arguments, folder=tmp_path, says=says)


def test_broken_files_are_refused(tmp_path):
    (tmp_path / "other.csv").write_text(MINE.replace("lmu-ltau", "le-lmu").replace("# production: muon-radiation\n", ""))
    refused("bounds", "--file", "other.csv", folder=tmp_path, says=["le-lmu"])
    (tmp_path / "twice.csv").write_text(MINE.replace("name: mine", "name: babar-4mu"))
    refused("bounds", "--file", "twice.csv", folder=tmp_path, says=["babar-4mu"])
    (tmp_path / "down.csv").write_text(MINE.replace("3,6e-3", "0.5,6e-3"))
    refused("bounds", "--file", "down.csv", folder=tmp_path, says=["rise"])
