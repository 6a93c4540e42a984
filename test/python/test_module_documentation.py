"""The examples of docs/python.md run, one after the other, as they stand."""

import os
import pathlib
import re

PAGE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"]) / "docs" / "python.md"


def test_the_examples_of_the_page_run(tmp_path, monkeypatch):
    import matplotlib

    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) >= 7
    names = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    assert names["csi"].signal.shape == (9, 11)
    assert abs(names["best"].best["angle"] - 0.23857) < 1e-4
