"""What to cite: every input that Tridens lists has its papers, and every paper is complete BibTeX."""

import json
import os
import pathlib
import re

import pytest
import tridens

SOURCE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"])
BIBLIOGRAPHY = (SOURCE / "data/citation/bibliography.bib").read_text()
#: Nothing to cite: names that stand for others, or for the absence of something.
OWN = {"form factor of nuclei point"}
LISTS = ["processes", "models", "fluxes", "sources", "experiments", "form-factors", "nucleon-form-factors", "parton-densities", "bounds",
         "reproductions"]


def entries():
    """key -> fields, by a reading of its own: no brace of a field stands at the beginning of a line."""
    found = {}
    for kind, key, body in re.findall(r"^@(\w+)\{([^,]+),\n(.*?)^\}", BIBLIOGRAPHY, re.M | re.S):
        found[key] = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", body, re.M))
    return found


ENTRIES = entries()


def test_every_entry_is_complete():
    assert len(ENTRIES) == BIBLIOGRAPHY.count("\n@") > 200
    for key, fields in ENTRIES.items():
        assert fields.get("author") and fields.get("title"), key
        assert re.fullmatch(r"(19|20)\d\d", fields["year"]), key
        assert key == "tridens" or fields.get("eprint") or fields.get("doi") or fields.get("journal"), key
        assert all(value.count("{") == value.count("}") for value in fields.values()), key
        if "journal" in fields:
            assert fields["volume"] and fields["pages"], key
        if "eprint" in fields:
            assert key == f"arXiv:{fields['eprint']}"


def test_eprints_come_once_and_fit_their_years():
    numbers = [fields["eprint"] for fields in ENTRIES.values() if "eprint" in fields]
    assert len(numbers) == len(set(numbers))
    for key, fields in ENTRIES.items():
        modern = re.match(r"(\d\d)\d\d\.", fields.get("eprint", ""))
        if modern:  # published in the year of the preprint or up to five later
            assert 2000 + int(modern[1]) <= int(fields["year"]) <= 2005 + int(modern[1]), key


def test_the_header_lists_what_was_not_compared():
    header = BIBLIOGRAPHY[BIBLIOGRAPHY.index("Not confirmed: "):BIBLIOGRAPHY.index("@software")]
    unconfirmed = [key.removeprefix("arXiv:") for key, fields in ENTRIES.items() if "confirmed" not in fields and key != "tridens"]
    count, listed = re.fullmatch(r"Not confirmed: (\d+ of \d+)\n(.*)", header.strip(), re.S).groups()
    assert listed.split() == [key + "," for key in unconfirmed[:-1]] + unconfirmed[-1:]
    assert count == f"{len(unconfirmed)} of {len(ENTRIES) - 1}"


def test_cite_tells_what_was_not_compared():
    cited = tridens.cite("cevns")
    assert "Freedman:1974" in keys(cited) and "confirmed" in ENTRIES["Freedman:1974"]
    assert cited.unconfirmed == [one["key"] for one in cited[1:] if one["key"] in ENTRIES and "confirmed" not in ENTRIES[one["key"]]]
    assert all("confirmed" not in one["fields"] and "confirmed = " not in one["bibtex"] for one in cited)


def test_a_reproduction_is_cited_with_its_papers_and_its_inputs(tmp_path):
    measurements = tridens.cite("000.ccfr-charm-nutev")
    assert {"Geiregat:1990", "Mishra:1991", "arXiv:hep-ex/9811012"} <= keys(measurements)
    row = {"id": "003.tmax", "quantity": "largest recoil", "computed": 1.0, "verdict": "shown"}
    path = tmp_path / "rows.json"
    path.write_text(json.dumps({"rows": [row], "version": "0.1.0"}))
    assert keys(tridens.cite(path)) == keys(tridens.cite("003.tmax")) >= {"tridens", "Freedman:1974"}


def test_tridens_is_cited_as_its_citation_file_says():
    stated = (SOURCE / "CITATION.cff").read_text()
    assert f'title: "{ENTRIES["tridens"]["title"].strip("{}")}"' in stated
    assert f'- name: "{ENTRIES["tridens"]["author"].strip("{}")}"' in stated
    (entry,) = [one for one in tridens.cite("sm") if one["key"] == "tridens"]
    assert entry["fields"]["version"] == tridens.__version__


@pytest.mark.parametrize("section", LISTS)
def test_every_name_has_its_papers(section):
    names = [name for name in tridens.list_names(section) if name not in ("default", "lhapdf:PATH")]
    assert names
    for name in names:
        result = tridens.cite(name)
        assert result[0]["key"] == "tridens"
        assert result.unknown == [], f"{name}: {result.unknown}"
        assert len(result) > 1 or set(result.own) & OWN, name
        # No reproduction stands on a talk alone.
        assert section != "reproductions" or any(one["key"] in ENTRIES for one in result[1:]), name
        for one in result[1:]:
            assert one["authors"] and not any(sign in name for name in one["authors"] for sign in "{}\\")
            assert one["fields"]["author"] and one["fields"]["title"] and one["for"], name
            assert one["key"] in ENTRIES or one["fields"]["howpublished"], name


def keys(result):
    return {one["key"] for one in result}


def test_a_rate_is_cited_with_its_data_its_source_and_its_formulas():
    cited = tridens.cite(tridens.rate("coherent-csi-2021", model="nsi,eps_ee_dV=0.1", processes=["cevns"]))
    assert {"arXiv:2110.07730", "arXiv:2109.11049", "Freedman:1974", "Helm:1956", "Lewin:1996", "arXiv:hep-ph/0508299"} <= keys(cited)
    reasons = {one["key"]: one["for"] for one in cited}
    assert "experiment coherent-csi-2021" in reasons["arXiv:2110.07730"]
    assert "model nsi" in reasons["arXiv:hep-ph/0508299"]
    # The experiment can also be computed with electrons; this result was not.
    assert not any("process nu-e" in one["for"] for one in cited)


def test_results_in_memory_and_in_files_are_cited_alike(tmp_path):
    trident = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1.0, 5.0])
    path = tmp_path / "xsec.json"
    path.write_text(json.dumps({"rows": [], "version": trident.version, "choices": dict(trident.choices),
                                "citations_arxiv": trident.citations}))
    assert keys(tridens.cite(trident)) == keys(tridens.cite(path))
    assert {"DeVries:1987", "arXiv:0812.3539", "arXiv:1807.10973"} <= keys(tridens.cite(trident))


def test_the_text_of_citations_is_bibtex_of_all():
    cited = tridens.cite("dune-nd-fhc")
    assert str(cited).count("@") == len(cited) == 2
    assert "eprint = {2103.04797}" in str(cited)
    assert "names = " not in str(cited)


def test_an_unpublished_source_is_cited_as_stated():
    (entry,) = [one for one in tridens.cite("minos-plus") if one["key"] != "tridens"]
    assert entry["fields"]["howpublished"] == "MINOS+ Collaboration, near-detector flux, digitised from a public figure"
    assert entry["fields"]["author"] == "{MINOS+ Collaboration}"


def test_unknown_references_are_told(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text('{"version": "0.1.0", "citations_arxiv": ["9912.12345", "1807.10973"]}')
    cited = tridens.cite(path)
    assert cited.unknown == ["arXiv:9912.12345"]
    assert keys(cited) == {"tridens", "arXiv:1807.10973"}


@pytest.mark.parametrize("text, says", [("{", "cannot be read to its end"), ('{"a": 1}', "without the version"),
                                        ("a,b\n1,2\n", "neither JSON"), ("# title: x\na\n1\n", "does not name Tridens")])
def test_other_files_are_refused(tmp_path, text, says):
    path = tmp_path / "other"
    path.write_text(text)
    with pytest.raises(ValueError, match=says):
        tridens.cite(path)


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(ValueError, match="coherent-csi-2021"):
        tridens.cite("coherent-csi-20211")
    with pytest.raises(ValueError, match="no citations for .*type dict is no result"):
        tridens.cite({"a": 1})


def test_a_histogram_is_cited_as_what_it_was_made_from():
    rate = tridens.rate("coherent-lar-2020")
    alone = rate.histogram("signal")
    assert keys(tridens.cite(alone)) == keys(tridens.cite(rate)) and len(tridens.cite(rate)) > 5
    assert keys(tridens.cite(alone.project(0))) == keys(tridens.cite(rate))
    made = tridens.generate({"process": {"name": "cevns", "neutrino": "nue", "target": "CsI"}, "flux": {"energy": "30 MeV"},
                             "generate": {"events": 20}})
    energies = made.histogram("kinetic_energy_GeV", int(made.particles["pdg"][made.particles["pdg"] > 1e9][0]))
    assert keys(tridens.cite([alone, energies])) == keys(tridens.cite(rate)) | keys(tridens.cite(made))
    assert keys(tridens.cite(tridens.Histogram(alone.axes, alone.values()))) == {"tridens"}


def test_maps_and_flavours_are_cited_and_have_no_page(tmp_path):
    chart = tridens.vacuum_oscillogram("numu", "nue", [1.0, 2.0], [-1.0, -0.5])
    for result in (chart, tridens.flavours("pp", samples=0)):
        assert keys(tridens.cite(result)) == {"tridens", "arXiv:2007.14792"}
    with pytest.raises(ValueError, match=r"no page for Oscillogram \(pages are made of .*\) draw it"):
        tridens.report(chart, tmp_path / "page.html")
