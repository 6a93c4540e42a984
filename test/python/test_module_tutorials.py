"""The tutorials run as scripts, the notebooks are the scripts, and the pages show the figures that they draw."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib
import nbclient
import nbformat
import pytest

SOURCE = Path(os.environ["TRIDENS_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE / "tools"))
import tutorials  # noqa: E402

matplotlib.use("Agg")
SOURCES = tutorials.sources()
by_name = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


NUMBER = re.compile(r"[-+]?\b\d+(?:\.\d+)?(?:e[-+]?\d+)?\b")


def numbers_of(text):
    """Numbers of the results: what objects and messages say of themselves, and numerical errors, are left out."""
    lines = [line.partition("+-")[0] for line in text.splitlines() if not re.search(r"^<|\(known: |^cite|columns:", line)]
    return [float(number) for number in NUMBER.findall("\n".join(lines))]


def test_there_are_five_in_their_order():
    assert [source.stem[0] for source in SOURCES] == ["1", "2", "3", "4", "5"]
    overview = (SOURCE / "docs" / "tutorials.md").read_text()
    assert all(f"tutorials/{source.stem}.md" in overview and f"\ntutorials/{source.stem}\n" in overview for source in SOURCES)


@by_name
def test_a_tutorial_runs_and_draws_the_figures_of_its_page(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    drawn, printed = {}, {}
    tutorials.run(source, lambda number, figure: drawn.setdefault(number, figure.axes), printed.__setitem__)
    assert drawn and printed
    shown = {number: tutorials.output_file(source, number) for number, _ in enumerate(tutorials.cells(source), 1)}
    assert set(printed) == {number for number, path in shown.items() if path.exists()}
    for number, text in printed.items():
        for computed, committed in zip(numbers_of(text), numbers_of(shown[number].read_text()), strict=True):
            assert computed == pytest.approx(committed, rel=0.02, abs=0.02 * (abs(committed) > 1e-3)), (number, text)
    for number, axes in drawn.items():
        assert axes and all(each.get_xlabel() for each in axes), number
    committed = {path.name for path in tutorials.FIGURES.glob(f"{source.stem}-*.svg")}
    assert committed == {tutorials.figure_name(source, number) for number in drawn}


@by_name
def test_the_notebook_is_the_script_without_outputs(source):
    text = source.with_suffix(".ipynb").read_text()
    assert text == tutorials.notebook(source), "run tools/tutorials.py"
    assert all(cell.get("outputs", []) == [] for cell in json.loads(text)["cells"])


@by_name
def test_the_notebook_runs_in_a_kernel_and_shows_what_its_page_shows(source, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    for number, cell in enumerate(notebook.cells, 1):
        outputs = cell.get("outputs", [])
        assert all(one["output_type"] != "error" for one in outputs)
        figures = [one for one in outputs if "image/png" in one.get("data", {})]
        assert len(figures) == (tutorials.FIGURES / tutorials.figure_name(source, number)).exists(), number
        printed = "".join(one["text"] for one in outputs if one.get("name") == "stdout")
        shown = tutorials.output_file(source, number)
        assert bool(printed) == shown.exists(), number
        for computed, committed in zip(numbers_of(printed), numbers_of(shown.read_text() if printed else ""), strict=True):
            assert computed == pytest.approx(committed, rel=0.02, abs=0.02 * (abs(committed) > 1e-3)), (number, printed)


@by_name
def test_the_page_has_every_cell_and_figure(source):
    page = tutorials.page(source)
    assert page.startswith("# ") and all(text in page for _, text in tutorials.cells(source))
    assert page.count("](../images/tutorials/") == len(list(tutorials.FIGURES.glob(f"{source.stem}-*.svg")))
    assert any(kind == "markdown" and "```sh" in text for kind, text in tutorials.cells(source))  # the same in a terminal


@by_name
def test_the_commands_for_a_terminal_work(source, tmp_path):
    """The blocks of sh, in a folder with the files that the tutorial has written so far."""
    program = Path(os.environ["TRIDENS_PROGRAM"]).resolve()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "tridens").symlink_to(program)
    shutil.copytree(SOURCE / "examples", tmp_path / "examples")
    detector = [text for _, text in tutorials.cells(source) if "my_detector.toml\").write_text" in text]
    if detector:
        (tmp_path / "my_detector.toml").write_text(detector[0].split('"""')[1])
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for kind, text in tutorials.cells(source):
        for block in text.split("```sh\n")[1:] if kind == "markdown" else []:
            script = "set -e\n" + block.partition("```")[0]
            result = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
            assert result.returncode == 0, (script, result.stderr)


def test_a_script_that_is_no_tutorial_is_refused(tmp_path):
    for text, why in [("print(1)\n# %%\n", "before the first cell"), ("# %% [raw]\n", "unknown kind"),
                      ("# %% [markdown]\nprint(1)\n", "no comment")]:
        script = tmp_path / "9_wrong.py"
        script.write_text(text)
        with pytest.raises(ValueError, match=why):
            tutorials.cells(script)
