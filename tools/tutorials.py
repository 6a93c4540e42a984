"""Tutorials: docs/tutorials/N_name.py is the source; notebooks, pages and figures come from it.

A source is a script whose lines `# %%` begin a cell of code and `# %% [markdown]` one of text (in comments). It runs as it
is. This tool writes, beside the sources,

    python tools/tutorials.py              the notebooks N_name.ipynb, without outputs
    python tools/tutorials.py --figures    and, by running the sources, docs/images/tutorials/N_name-K.svg and .txt: the
                                           figure that cell K leaves open and what it prints (needs the package tridens)

The documentation calls write_pages(): N_name.md, with code, text, figures and what is printed.
"""

import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "tutorials"
FIGURES = ROOT / "docs" / "images" / "tutorials"


def sources():
    return sorted(FOLDER.glob("[0-9]_*.py"))


def cells(source):
    """[("markdown" or "code", text)] of a source."""
    pieces = re.split(r"^# %%(.*)\n", Path(source).read_text(), flags=re.MULTILINE)
    if pieces[0].strip():
        raise ValueError(f"{source}: text before the first cell")
    found = []
    for kind, text in zip(pieces[1::2], pieces[2::2]):
        if kind.strip() == "[markdown]":
            lines = text.strip("\n").split("\n")
            if any(not line.startswith("#") for line in lines):
                raise ValueError(f"{source}: a cell of text has a line that is no comment")
            found.append(("markdown", "\n".join(line[2:] for line in lines)))
        elif kind.strip() == "":
            found.append(("code", text.strip("\n")))
        else:
            raise ValueError(f"{source}: unknown kind of cell '{kind}'")
    return found


def notebook(source):
    """The text of the notebook of a source."""
    import nbformat

    made = nbformat.v4.new_notebook(metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"}})
    for number, (kind, text) in enumerate(cells(source), 1):
        # Links of the manual lead to pages beside the notebook; a notebook has the same folder.
        cell = nbformat.v4.new_markdown_cell(text) if kind == "markdown" else nbformat.v4.new_code_cell(text)
        cell["id"] = f"cell-{number}"
        made.cells.append(cell)
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def figure_name(source, number):
    return f"{Path(source).stem}-{number}.svg"


def output_file(source, number):
    return FIGURES / f"{Path(source).stem}-{number}.txt"


def page(source):
    """The page of a source: its cells with the figures that they draw, and where script and notebook are."""
    stem, parts = Path(source).stem, []
    for number, (kind, text) in enumerate(cells(source), 1):
        parts.append(text if kind == "markdown" else f"```python\n{text}\n```")
        if output_file(source, number).exists():
            parts.append(f"```text\n{output_file(source, number).read_text()}```")
        if (FIGURES / figure_name(source, number)).exists():
            parts.append(f"![what the lines above draw](../images/tutorials/{figure_name(source, number)})")
    parts.append(f"---\n\nAs a script: {{download}}`{stem}.py`. As a notebook: {{download}}`{stem}.ipynb`.")
    return "\n\n".join(parts) + "\n"


def write_pages():
    for source in sources():
        text, target = page(source), source.with_suffix(".md")
        if not target.exists() or target.read_text() != text:  # a page that is the same is not built again
            target.write_text(text)


def run(source, figure=None, output=None):
    """Runs all cells in one namespace, in the working folder.

    figure(number, figure) gets the figures that a cell leaves open, output(number, text) what it prints.
    """
    import matplotlib.pyplot as plt

    names = {"__name__": "__main__"}
    for number, (kind, text) in enumerate(cells(source), 1):
        if kind != "code":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(text, f"{Path(source).name}, cell {number}", "exec"), names)
        if output and printed.getvalue():
            output(number, printed.getvalue())
        for open_figure in map(plt.figure, plt.get_fignums()):
            if figure:
                figure(number, open_figure)
        plt.close("all")
    return names


def draw(source):
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "tridens"

    FIGURES.mkdir(parents=True, exist_ok=True)

    def save(number, figure):
        figure.savefig(FIGURES / figure_name(source, number), metadata={"Date": None})

    for old in FIGURES.glob(f"{Path(source).stem}-*"):
        old.unlink()
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            run(source, save, lambda number, text: output_file(source, number).write_text(text))
        finally:
            os.chdir(here)


def main(arguments):
    if arguments not in ([], ["--figures"]):
        sys.exit(__doc__)
    for source in sources():
        source.with_suffix(".ipynb").write_text(notebook(source))
        if arguments:
            import matplotlib

            matplotlib.use("Agg")
            draw(source)


if __name__ == "__main__":
    main(sys.argv[1:])
