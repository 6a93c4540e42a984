"""`tridens reproduce` end to end: numbers, figures and a page that needs nothing else."""

import html.parser
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
IDS = ["000.kinetic-mixing", "000.dune-fluxes", "001.couplings"]


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
    def __init__(self):
        super().__init__()
        self.articles, self.sources, self.links = [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "article":
            self.articles.append(attributes["id"])
        self.sources += [attributes[key] for key in ("src", "data") if key in attributes]
        self.links += [attributes["href"]] if "href" in attributes else []


def read_page(folder):
    page = Page()
    page.feed((folder / "index.html").read_text(encoding="utf-8"))
    return page


def test_page_has_every_entry_in_order(gallery):
    folder, _ = gallery
    assert read_page(folder).articles == sorted(IDS)


def test_page_needs_nothing_else(gallery):
    folder, _ = gallery
    page = read_page(folder)
    assert page.sources, "there are figures"
    assert all(source.startswith("data:image/svg+xml;base64,") for source in page.sources)
    assert all(link.startswith("#") for link in page.links)


def test_one_drawing_per_figure(gallery):
    folder, _ = gallery
    entries = json.loads((folder / "gallery.json").read_text())["entries"]
    figures = sum(len(entry["figures"]) for entry in entries)
    assert figures == len(list(folder.glob("*.svg"))) == len(read_page(folder).sources)


def test_json_rows_say_the_same_as_the_file(gallery):
    folder, printed = gallery
    stored = [row for entry in json.loads((folder / "gallery.json").read_text())["entries"] for row in entry["rows"]]
    assert [row["computed"] for row in printed["rows"]] == [row["computed"] for row in stored]
    assert [row["verdict"] for row in printed["rows"]] == [row["verdict"] for row in stored]
    assert {"agrees", "differs"} <= {row["verdict"] for row in stored}


def test_the_same_numbers_give_the_same_drawings(gallery, tmp_path):
    folder, _ = gallery
    again = tmp_path / "again"
    assert reproduce(*IDS, "--output", again).returncode == 0
    for drawing in folder.glob("*.svg"):
        assert drawing.read_bytes() == (again / drawing.name).read_bytes()


def test_a_curve_without_a_label_continues_the_one_before():
    script = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"], "python", "tridens_gallery", "draw.py")
    spec = importlib.util.spec_from_file_location("draw_gallery", script)
    draw = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(draw)
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


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    run = reproduce("001.couplings", "--output", tmp_path / "mine")
    assert run.returncode == 2
    assert "notes.txt" in os.listdir(tmp_path / "mine")
    assert os.listdir(tmp_path) == ["mine"]


def test_list_names_entries_without_computing(tmp_path):
    run = reproduce("--list", "--json")
    ids = [row["id"] for row in json.loads(run.stdout)["rows"]]
    assert ids == sorted(ids) and set(IDS) <= set(ids)
    assert list(pathlib.Path(tmp_path).iterdir()) == []
