"""`tridens report` and `tridens cite` from outside: pages of every kind of result, drawn by a browser, and what is refused."""

import gzip
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys

import matplotlib.image
import numpy as np
import pytest
from program import SOURCE, refused, run

os.environ.setdefault("TRIDENS_PYTHON", sys.executable)  # that of the tests has plotly
NSI = (SOURCE / "examples/09_coherent_nsi_down.toml").read_text().replace("points = 101", "points = 15")
PLANE = (SOURCE / "examples/09_coherent_nsi.toml").read_text()
PLANE = re.sub(r"points = \d+", "points = 9", PLANE)


def saved(path, *arguments):
    result = run(*arguments, "--json", folder=path.parent)
    assert result.returncode == 0, result.stderr
    path.write_text(result.stdout)
    return path


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """kind -> a file of it, one for everything that a verb writes."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "line.toml").write_text(NSI)
    (folder / "plane.toml").write_text(PLANE)
    found = {
        "trident": saved(folder / "trident.json", "xsec", "trident", "--nu", "numu", "--pair", "mu-mu+", "--target", "Ar40", "--energy", "1GeV,5GeV"),
        "recoils": saved(folder / "recoils.json", "xsec", "cevns", "--nu", "numu", "--target", "Cs133", "--energy", "30MeV", "--recoil", "1keV,9keV"),
        "glashow": saved(folder / "glashow.json", "xsec", "glashow", "--nu", "nuebar", "--target", "H2O", "--energy", "6PeV,6.3PeV"),
        "rate": saved(folder / "rate.json", "rate", "coherent-csi-2021", "--process", "cevns", "--output", "rate.csv"),
        "histogram": saved(folder / "histogram.json", "histogram", SOURCE / "examples/05_dune_selection_histogram.toml", "--events", 2000,
                           "--output", "histogram.csv"),
        "fit": saved(folder / "fit.json", "fit", "line.toml"),
        "bounds": saved(folder / "bounds.json", "bounds", "--plane", "lmu-ltau", "--points", 2, "--output", "bounds.csv"),
        "scan of one": saved(folder / "scan1.json", "scan", "line.toml", "--output", "line.csv", "--contours", "line.json"),
        "scan of two": saved(folder / "scan2.json", "scan", "plane.toml", "--output", "plane.csv", "--contours", "plane.json"),
        "generate": saved(folder / "generate.json", "generate", SOURCE / "examples/06_cevns_argon.toml", "--events", 200, "--output", "events.hepmc3.gz"),
        "reproduce": saved(folder / "reproduce.json", "reproduce", "003.coherence", "--output", "gallery", "--no-plots"),
    }
    for name in ("rate.csv", "histogram.csv", "bounds.csv", "line.csv", "line.json", "plane.csv", "plane.json", "events.hepmc3.gz", "gallery/gallery.json"):
        found[name] = folder / name
    return found


KINDS = ["trident", "recoils", "glashow", "rate", "histogram", "fit", "bounds", "scan of one", "scan of two", "generate", "reproduce", "rate.csv", "histogram.csv",
         "bounds.csv", "line.csv", "line.json", "plane.csv", "plane.json", "events.hepmc3.gz", "gallery/gallery.json"]
#: How many figures the page of a result has, at the least.
FIGURES = {"generate": 0, "scan of one": 0, "scan of two": 0, "rate": 2, "rate.csv": 2, "histogram": 2, "histogram.csv": 2, "fit": 6, "plane.csv": 3,
           "events.hepmc3.gz": 1, "gallery/gallery.json": 2}


class Page(html.parser.HTMLParser):
    """What a browser would fetch, the data of the figures, and the texts of headings."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.figures, self.headings, self.inside, self.sections = [], [], [], None, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed", "input") and attributes.get("src"):
            self.fetched.append(attributes["src"])
        if tag == "link":
            self.fetched.append(attributes["href"])
        if tag == "object" and attributes.get("data"):
            self.fetched.append(attributes["data"])
        if tag == "section":
            self.sections.append(attributes["id"])
        self.inside = "figure" if attributes.get("class") == "figure-data" else tag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "figure":
            self.figures.append(json.loads(data))
        if self.inside == "style":
            self.fetched += re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", data)


def page_of(results, kind, tmp_path):
    output = tmp_path / "page.html"
    result = run("report", results[kind], "--output", output, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"page: {output}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    return output, Page(output.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_has_a_page_that_needs_nothing_from_outside(results, kind, tmp_path):
    output, page = page_of(results, kind, tmp_path)
    text = output.read_text(encoding="utf-8")
    assert page.sections == ["results", "inputs", "provenance", "citations"]
    assert [one for one in page.fetched if not one.startswith("data:")] == []
    assert len(page.figures) >= FIGURES.get(kind, 1)
    for figure in page.figures:
        assert figure["data"] and all(len(trace.get("y") or trace.get("z")) > 0 for trace in figure["data"])
    assert '<pre id="bibtex">@software{tridens,' in text
    assert "Tridens 0." in text


def test_figures_hold_the_numbers_of_the_result(results, tmp_path):
    document = json.loads(results["rate"].read_text())
    _, page = page_of(results, "rate", tmp_path)
    spectrum, times = page.figures
    drawn = sum(sum(trace["y"]) for trace in spectrum["data"] if trace["type"] == "bar")
    assert drawn == pytest.approx(document["signal"] + document["background"], rel=1e-12)
    (observed,) = [trace for trace in times["data"] if trace["name"] == "observed"]
    assert sum(observed["y"]) == document["observed_total"]
    assert spectrum["layout"]["xaxis"]["title"]["text"] == "photoelectrons [PE]"


def test_a_table_and_json_give_the_same_figures(results, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, table = page_of(results, "histogram.csv", tmp_path / "a")
    _, json_page = page_of(results, "histogram", tmp_path / "b")
    for one, other in zip(table.figures, json_page.figures, strict=True):
        assert one["data"][0]["y"] == pytest.approx(other["data"][0]["y"], rel=1e-12)
        assert one["layout"]["xaxis"]["title"] == other["layout"]["xaxis"]["title"]


def test_contours_of_a_plane_have_the_rises_of_two_parameters(results, tmp_path):
    _, page = page_of(results, "plane.csv", tmp_path)
    heights = [trace["contours"]["start"] for trace in page.figures[0]["data"] if trace["type"] == "contour"]
    stated = [region["rise"] for region in json.loads(results["plane.json"].read_text())["regions"]]
    assert heights == pytest.approx(stated, rel=1e-10)


# ---- drawn by a browser


def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no chromium: run ./dev setup (Debian package chromium)"
    return found


def chromium(page, folder, *arguments):
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
               f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000", *arguments, page.as_uri()]
    return subprocess.run(command, capture_output=True, timeout=240, cwd=folder)


@pytest.mark.parametrize("kind", ["rate", "plane.csv", "fit", "bounds"])
def test_figures_are_drawn(results, kind, tmp_path):
    page, expected = page_of(results, kind, tmp_path)
    picture = tmp_path / "page.png"
    dom = chromium(page, tmp_path, "--dump-dom").stdout.decode("utf-8", "replace")
    assert dom.count('class="plot-container') == len(expected.figures)
    assert dom.count('class="main-svg"') >= len(expected.figures)
    traces = len(re.findall(r'class="(?:trace|[^"]*\btrace\b|contour|hm)[^"]*"', dom))
    assert traces >= len(expected.figures)
    for figure in expected.figures:  # titles of axes are drawn as text of the picture
        assert figure["layout"]["xaxis"]["title"]["text"].split("<")[0].split()[0] in re.sub(r"<script.*?</script>", "", dom, flags=re.S)
    chromium(page, tmp_path, f"--screenshot={picture}", "--window-size=1000,1600")
    pixels = matplotlib.image.imread(picture)[:, :, :3]
    assert pixels.shape[:2] == (1600, 1000)
    assert pixels.std() > 0.05  # a blank page has none
    coloured = np.ptp(pixels, axis=2) > 0.25
    assert coloured.mean() > 0.002  # black text alone has none
    assert len(np.unique((pixels[coloured] * 8).astype(int), axis=0)) >= 3


# ---- what is refused


def test_existing_pages_stay(results, tmp_path):
    output, _ = page_of(results, "recoils", tmp_path)
    before = output.read_bytes()
    refused("report", results["trident"], "--output", output, folder=tmp_path, says=["page.html", "exists"])
    assert output.read_bytes() == before
    result = run("report", results["trident"], "--output", output, "--force", folder=tmp_path)
    assert result.returncode == 0 and output.read_bytes() != before


def test_the_page_is_named_after_the_result(results, tmp_path):
    shutil.copy(results["recoils"], tmp_path / "mine.json")
    assert run("report", "mine.json", folder=tmp_path).stdout == "page: mine.html\n"
    assert (tmp_path / "mine.html").exists()


@pytest.mark.parametrize("name, text, says", [("a.json", '{"a": 1}', "version"), ("b.json", '{"version": "0.1.0"', "read to its end"), ("c.csv", "x,y\n1,2\n", "neither JSON"),
                                              ("d.json", '{"version": "0.1.0", "mine": 2}', "no verb of Tridens"), ("e.hepmc3", "HepMC::Version 3\nE 1\n", "another generator")])
def test_other_files_are_refused(tmp_path, name, text, says):
    (tmp_path / name).write_text(text)
    refused("report", name, folder=tmp_path, says=[name, says])


def test_wrong_names_and_endings_are_refused(results, tmp_path):
    refused("report", "missing.json", folder=tmp_path, says=["missing.json", "no such file"])
    refused("report", results["rate"], "--output", "page.pdf", folder=tmp_path, says=["page.pdf", ".html"])
    refused("report", results["rate"], "--output", "no/page.html", folder=tmp_path, says=["no"])
    (tmp_path / "cut.hepmc3.gz").write_bytes(results["events.hepmc3.gz"].read_bytes()[:3000])
    refused("report", "cut.hepmc3.gz", folder=tmp_path, says=["cut.hepmc3.gz", "("])


def test_python_without_plotly_is_told(results, tmp_path, monkeypatch):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setenv("TRIDENS_PYTHON", str(python))
    refused("report", results["rate"], "--output", "page.html", folder=tmp_path, says=["plotly"])


# ---- cite


def test_cite_writes_bibtex_json_and_text(results, tmp_path):
    bibtex = run("cite", results["fit"], folder=tmp_path).stdout
    stated = json.loads(run("cite", results["fit"], "--format", "json", folder=tmp_path).stdout)
    text = run("cite", results["fit"], "--format", "text", folder=tmp_path).stdout
    keys = re.findall(r"^@\w+\{([^,]+),$", bibtex, re.M)
    assert keys == [one["key"] for one in stated["citations"]]
    assert {"tridens", "arXiv:2110.07730", "arXiv:2003.10630", "Freedman:1974", "arXiv:hep-ph/0508299"} <= set(keys)
    assert stated["unknown"] == []
    assert "Freedman, Daniel Z., Coherent effects of a weak neutral current, Phys. Rev. D 9 (1974) 1389\n    for: process cevns" in text
    for entry in re.split(r"^@", bibtex, flags=re.M)[1:]:
        assert entry.count("{") == entry.count("}")


def test_events_are_cited_by_their_header_alone(results, tmp_path):
    with gzip.open(results["events.hepmc3.gz"], "rt") as stream:
        text = stream.read()
    (tmp_path / "plain.hepmc3").write_text(text)
    of = lambda name: json.loads(run("cite", name, "--json", folder=tmp_path).stdout)["citations"]
    assert [one["key"] for one in of("plain.hepmc3")] == [one["key"] for one in of(results["events.hepmc3.gz"])]
    reasons = {reason for one in of("plain.hepmc3") for reason in one["for"]}
    assert {"process cevns", "nuhepmc"} <= reasons


def test_cite_refuses_other_formats_and_names(results, tmp_path):
    refused("cite", results["fit"], "--format", "bibtx", folder=tmp_path, says=["bibtx", "'bibtex'"])
    refused("cite", "dune-nd-fch", folder=tmp_path, says=["dune-nd-fhc"])
    refused("cite", "missing.json", folder=tmp_path, says=["missing.json"])
