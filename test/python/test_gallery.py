"""`tridens reproduce` end to end: numbers, figures and pages that need nothing else."""

import csv
import html.parser
import importlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SOURCE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"])
IDS = ["000.kinetic-mixing", "000.trident-couplings", "001.couplings", "002.diagonalisation", "003.tmax"]


def reproduce(*arguments, **environment):
    return subprocess.run(
        [PROGRAM, "reproduce", *map(str, arguments)],
        env={**os.environ, "TRIDENS_PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reproduce") / "gallery"
    run = reproduce(*IDS, "--output", folder, "--json")
    assert run.returncode == 0, run.stderr
    return folder, json.loads(run.stdout)


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.cards, self.files, self.text = [], [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("class") == "card":
            self.cards.append(attributes["data-id"])
        self.files += [attributes[key] for key in ("src", "href") if key in attributes]

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def pages():
    sys.path.insert(0, str(SOURCE / "python" / "tridens_gallery"))
    try:
        yield importlib.import_module("pages")
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def draw(pages):
    return pages.draw


def test_text_is_written_as_by_hand(pages):
    assert pages.readable("numubar -> nu_e, L_mu - L_tau") == "ν̄<sub>μ</sub> → ν<sub>e</sub>, L<sub>μ</sub> − L<sub>τ</sub>".replace("−", "-")
    assert pages.readable("E theta^2 < 2 m_e, 1e-44 cm2") == "E θ<sup>2</sup> &lt; 2 m<sub>e</sub>, 1 × 10<sup>−44</sup> cm<sup>2</sup>"
    assert pages.readable(r"$\nu_\mu\to\nu_\mu\,\mu^-\mu^+$") == "ν<sub>μ</sub> → ν<sub>μ</sub> μ<sup>−</sup>μ<sup>+</sup>"
    assert pages.readable("|U_mu4|^2 of x_10, Lambda") == "|U<sub>μ4</sub>|<sup>2</sup> of x<sub>10</sub>, Λ"
    assert pages.readable(r"$M_{\varphi'}$") == "M<sub>φ'</sub>"
    assert pages.readable("coherent-csi-2021, 12e3 of 2211.11905") == "coherent-csi-2021, 12 × 10<sup>3</sup> of 2211.11905"


def test_names_in_figures_become_formulas(draw):
    assert draw.pretty("numu -> nue e-mu+, 1e-4, dune-nd") == r"$\nu_\mu$ → $\nu_e$ $e^-\mu^+$, 1e-4, dune-nd"
    assert draw.pretty("e+ e- -> gamma mu mu, electron-like") == r"$e^+$ $e^-$ → $\gamma$ $\mu$ $\mu$, electron-like"
    assert draw.pretty(r"$\mu$ numu-nue, lmu-ltau") == r"$\mu$ $\nu_\mu$-$\nu_e$, lmu-ltau"


def entries_of(folder):
    return json.loads((folder / "gallery.json").read_text(encoding="utf-8"))["entries"]


def test_index_has_every_entry_by_talk_and_by_topic(gallery):
    folder, _ = gallery
    topics = sum(len(entry["topics"]) for entry in entries_of(folder))
    cards = Page(folder / "index.html").cards
    assert cards[: len(IDS)] == sorted(IDS)
    assert set(cards[len(IDS) :]) == set(IDS) and len(cards) == len(IDS) + topics


def test_pages_lead_only_to_files_that_are_there(gallery):
    folder, _ = gallery
    pages = list(folder.glob("*.html"))
    assert len(pages) == len(IDS) + 2
    for path in pages:
        for target in Page(path).files:
            assert target.startswith("https://arxiv.org/abs/") or (folder / target).is_file(), f"{path.name}: {target}"


def test_no_page_loads_anything_from_the_network(gallery):
    folder, _ = gallery
    for path in [*folder.glob("*.html"), folder / "gallery.css", folder / "gallery.js"]:
        loaded = re.findall(r"(?:src|<link[^>]*href)=['\"]?(\w+:)?//|url\(|@import|fetch\(", path.read_text(encoding="utf-8"))
        assert loaded == [], path.name


def test_page_of_an_entry_says_what_how_and_where_from(gallery, pages):
    folder, _ = gallery
    said = lambda text: pages.html.unescape(re.sub(r"<[^>]*>", "", pages.readable(text)))
    for entry in entries_of(folder):
        text = Page(folder / f"{entry['id']}.html").text
        for part in (entry["computes"], entry["assumptions"], entry["note"]):
            assert said(part) in text, entry["id"]
        assert entry["command"] in text and f"tridens reproduce {entry['id']}" in text
        for row in entry["rows"]:
            assert row["verdict"] != "differs" or said(row["reason"]) in text, entry["id"]


def test_data_beside_the_pages_are_those_of_the_file(gallery):
    folder, _ = gallery
    for entry in entries_of(folder):
        for count, figure in enumerate(entry["figures"], 1):
            lines = [line for line in (folder / f"{entry['id']}-{count}.csv").open(encoding="utf-8") if not line.startswith("#")]
            y = [float(row["y"]) for row in csv.DictReader(lines)]
            assert y == [value for curve in figure["curves"] for value in curve["y"]]
        if entry["rows"]:
            lines = [line for line in (folder / f"{entry['id']}-numbers.csv").open(encoding="utf-8") if not line.startswith("#")]
            assert [float(row["computed"]) for row in csv.DictReader(lines)] == [row["computed"] for row in entry["rows"]]


def test_one_drawing_per_figure_and_one_for_numbers_alone(gallery):
    folder, _ = gallery
    for entry in entries_of(folder):
        numbers = any(row["published"] for row in entry["rows"])
        expected = len(entry["figures"]) or int(numbers)
        assert len(list(folder.glob(f"{entry['id']}-*.svg"))) == expected, entry["id"]
        assert (folder / f"{entry['id']}.png").exists() == bool(expected), entry["id"]


def test_json_rows_say_the_same_as_the_file(gallery):
    folder, printed = gallery
    stored = [row for entry in entries_of(folder) for row in entry["rows"]]
    assert [row["computed"] for row in printed["rows"]] == [row["computed"] for row in stored]
    assert [row["verdict"] for row in printed["rows"]] == [row["verdict"] for row in stored]
    assert {"agrees", "differs"} <= {row["verdict"] for row in stored}


def test_the_same_numbers_give_the_same_drawings(gallery, tmp_path):
    folder, _ = gallery
    again = tmp_path / "again"
    (tmp_path / "searchindex.js").touch()  # as beside pages of Sphinx
    assert reproduce("000.kinetic-mixing", "--output", again).returncode == 0
    for drawing in again.glob("*.svg"):
        assert drawing.read_bytes() == (folder / drawing.name).read_bytes()
    assert "../index.html" in Page(again / "index.html").files
    assert "../index.html" not in Page(folder / "index.html").files


def test_a_curve_without_a_label_continues_the_one_before(draw):
    curve = {"style": "line", "x": [0, 1], "y": [0, 1], "low": [], "high": []}
    figure = {
        **dict.fromkeys(("title", "x_label", "y_label"), "text"),
        **dict.fromkeys(("log_x", "log_y"), False),
        **dict.fromkeys(("y_low", "y_high"), None),
        "categories": [],
        "curves": [{**curve, "label": label} for label in ("one", "", "two", "")],
    }
    colours = [line.get_color() for line in draw.draw_figure(figure).axes[0].lines]
    assert colours == [draw.COLOURS[0]] * 2 + [draw.COLOURS[1]] * 2


def test_package_and_scripts_share_one_style(draw):
    style = (SOURCE / "python" / "tridens" / "_style.py").read_text(encoding="utf-8")
    names = {}
    exec(style, names)
    assert draw.COLOURS == names["COLOURS"]
    assert draw.plt.rcParams["grid.color"] == names["STYLE"]["grid.color"]
    beginning = '"{}", "{}"'.format(*names["COLOURS"])
    assert [path.name for path in SOURCE.glob("python/**/*.py") if beginning in path.read_text(encoding="utf-8")] == ["_style.py"]


def test_an_entry_that_fails_does_not_stop_the_others(tmp_path):
    # A data folder without one of the published tables.
    shutil.copytree(SOURCE / "data", tmp_path / "data", ignore=shutil.ignore_patterns("trident-fixed-energy.csv"))
    run = reproduce("001.couplings", "001.fixed-energy", "--output", tmp_path / "out", "--json", TRIDENS_DATA=str(tmp_path / "data"))
    assert run.returncode == 1
    assert "001.fixed-energy" in run.stderr and run.stderr.count("\n") == 1
    rows = json.loads(run.stdout)["rows"]
    assert {row["verdict"] for row in rows if row["id"] == "001.couplings"} == {"agrees"}
    assert [(row["verdict"], row["computed"]) for row in rows if row["id"] == "001.fixed-energy"] == [("failed", None)]
    assert "trident-fixed-energy" in Page(tmp_path / "out" / "001.fixed-energy.html").text


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    run = reproduce("001.couplings", "--output", tmp_path / "mine")
    assert run.returncode == 2
    assert "notes.txt" in os.listdir(tmp_path / "mine")
    assert os.listdir(tmp_path) == ["mine"]


def listed_ids():
    return [row["id"] for row in json.loads(reproduce("--list", "--json").stdout)["rows"]]


def test_list_names_entries_without_computing(tmp_path):
    ids = listed_ids()
    assert ids == sorted(ids) and set(IDS) <= set(ids)
    assert list(pathlib.Path(tmp_path).iterdir()) == []


# ---- what the gallery covers


def data_file(name):
    return tomllib.loads((SOURCE / "data" / "gallery" / name).read_text(encoding="utf-8"))


def test_every_slide_is_answered_by_entries_or_by_a_reason():
    ids = set(listed_ids())
    for slide in data_file("slides.toml")["slide"]:
        assert set(slide.get("entries", [])) - ids == set(), slide["heading"]
        assert slide.get("entries") or slide.get("not_possible"), slide["heading"]


def test_every_entry_is_on_a_slide_and_says_what_it_computes():
    ids = set(listed_ids())
    shown = {name for slide in data_file("slides.toml")["slide"] for name in slide.get("entries", [])}
    described = {entry["id"] for entry in data_file("entries.toml")["entry"]}
    assert ids - shown == set(), "add them to a slide in data/gallery/slides.toml"
    assert ids - described == set(), "describe them in data/gallery/entries.toml"
    assert described - shown == set()


def test_commands_of_the_entries_name_what_exists():
    verbs = set(re.findall(r"^  ([a-z]+)", subprocess.run([PROGRAM, "--help"], capture_output=True, text=True).stdout, re.MULTILINE))
    for entry in data_file("entries.toml")["entry"]:
        words = entry.get("command", "tridens xsec").split()
        assert words[0] == "tridens" and words[1] in verbs, entry["id"]
        for card in (word for word in words if word.endswith(".toml")):
            assert (SOURCE / card).is_file(), entry["id"]


def test_quick_commands_of_the_entries_run():
    commands = {entry.get("command", "") for entry in data_file("entries.toml")["entry"]}
    quick = sorted(command for command in commands if command.startswith("tridens xsec") and "--energy" in command)
    assert len(quick) >= 10
    for command in quick:
        run = subprocess.run([PROGRAM, *command.split()[1:], "--json"], cwd=SOURCE, capture_output=True, text=True)
        assert run.returncode == 0, f"{command}: {run.stderr}"
        assert "below threshold" not in run.stdout, command


def test_pictures_of_the_readme_are_those_of_the_gallery():
    names = {}
    exec((SOURCE / "tools" / "readme_images.py").read_text(encoding="utf-8"), {"__file__": str(SOURCE / "tools" / "readme_images.py"), "__name__": "tool"}, names)
    shown = set(re.findall(r"docs/images/([\w.-]+)", (SOURCE / "README.md").read_text(encoding="utf-8")))
    assert shown == set(names["PICTURES"].values())
    for name in shown:
        assert (SOURCE / "docs" / "images" / name).stat().st_size <= names["LARGEST"]
    ids = {re.sub(r"-\d+\.\w+$", "", name) for name in names["PICTURES"]}
    assert ids <= set(listed_ids())


# ---- in the browser

PROBE = """
<script>
addEventListener("load", () => {
  const set = (id, value) => { const control = document.getElementById(id); control.value = value; control.dispatchEvent(new Event("input")); };
  const visible = () => [...document.querySelectorAll(".card")].filter((card) => card.offsetParent !== null);
  const report = { all: visible().map((card) => card.dataset.id) };
  report.drawn = visible().filter((card) => card.querySelector("img")).map((card) => card.dataset.id);
  report.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  set("words", "MIXING loop");
  report.words = visible().map((card) => card.dataset.id);
  report.said = document.getElementById("count").value;
  set("words", ""); set("verdict", "differs");
  report.differs = visible().map((card) => card.dataset.id);
  set("verdict", ""); set("group", "topic");
  report.topics = [...document.querySelectorAll("section h2")].filter((title) => title.offsetParent !== null).map((title) => title.firstChild.data.trim());
  set("words", "no such words");
  report.none = visible().length;
  document.body.textContent = "REPORT" + JSON.stringify(report) + "END";
});
</script>
"""


@pytest.mark.parametrize("width", [1280, 380])
def test_filter_and_groups_work_in_a_browser(gallery, tmp_path, width):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no chromium (./dev setup installs it)")
    folder, _ = gallery
    shutil.copytree(folder, tmp_path / "gallery")
    index = tmp_path / "gallery" / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace("</body>", PROBE + "</body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", f"--user-data-dir={tmp_path / 'profile'}"]
    run = subprocess.run([browser, *options, f"--window-size={width},900", "--dump-dom", index.as_uri()], capture_output=True, text=True)
    found = re.search(r"REPORT(.*)END", run.stdout)
    assert found, run.stderr
    report = json.loads(found[1])
    entries = {entry["id"]: entry for entry in entries_of(folder)}
    assert report["all"] == sorted(IDS)
    assert report["drawn"] == [name for name in sorted(IDS) if (folder / f"{name}.png").exists()]
    assert not report["wide"]
    assert report["words"] == ["000.kinetic-mixing"] and report["said"] == f"1 of {len(IDS)} entries"
    assert report["differs"] == [name for name in sorted(IDS) if any(row["verdict"] == "differs" for row in entries[name]["rows"])]
    assert set(report["topics"]) == {topic for entry in entries.values() for topic in entry["topics"]}
    assert report["none"] == 0
