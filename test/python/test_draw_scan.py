"""Figures of scans: what is drawn is what the file says, and wrong files are said in one line."""

import hashlib
import importlib.util
import json
import math
import os
import pathlib
import subprocess
import sys

import numpy
import pytest

SCRIPT = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"], "tools", "draw_scan.py")
LEVEL = {0.6827: 2.2959, 0.90: 4.6052}  # of chi2 with two degrees of freedom


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("draw_scan", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments):
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True)


X = {"name": "x", "title": r"$\varepsilon_{ee}$", "unit": "", "low": -2.0, "high": 2.0, "points": 41, "log": False}
M = {"name": "mass", "title": "mediator mass", "unit": "MeV", "low": 1.0, "high": 1e4, "points": 37, "log": True}


def grid(axis):
    if axis["log"]:
        return numpy.geomspace(axis["low"], axis["high"], axis["points"])
    return numpy.linspace(axis["low"], axis["high"], axis["points"])


def scan(axes, chi2, failed=(), best=None, shard="1/1", confidence="[0.6827, 0.9]"):
    """A finished scan of a function, as `tridens scan` writes it."""
    card = f'[fit]\ntitle = "test"\nconfidence = {confidence}\n'
    lines = ["# tridens-scan: 1", "# title: a test of figures", "# version: 0", f"# shard: {shard}"]
    for axis in axes:
        lines += [f"# axis: {axis['name']}", f"# axis-title: {axis['title']}", f"# axis-unit:{' ' + axis['unit'] if axis['unit'] else ''}"]
        lines += [f"# axis-range: {axis['low']} to {axis['high']}", f"# axis-scale: {'log' if axis['log'] else 'linear'}"]
        lines += [f"# axis-points: {axis['points']}"]
    lines += [f"# card: {line}" for line in card.splitlines()] + [f"# card-sha256: {hashlib.sha256(card.encode()).hexdigest()}"]
    lines += [f"# provenance: {key} = {value}" for key, value in (best or {}).items()]
    lines.append(",".join(["index", *(axis["name"] for axis in axes), "chi2", "penalty", "converged"]))
    points = numpy.stack(numpy.meshgrid(*map(grid, axes), indexing="ij"), -1).reshape(-1, len(axes))
    for index, point in enumerate(points):
        cells = [index, *map(float, point), float(chi2(*point)), 0, 0 if index in failed else 1]
        lines.append(",".join(map(repr, cells)))
    return "\n".join(lines) + "\n"


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def two_islands(x, mass):
    return 7.0 + min((x - 1) ** 2, (x + 1) ** 2 + 0.01) / 0.05 + (math.log10(mass) - 2) ** 2 / 0.2


def area(polygons):
    """Sum of the signed areas in (x, log10 mass)."""
    total = 0.0
    for x, y in polygons:
        v = numpy.log10(y)
        total += 0.5 * sum(x[i - 1] * v[i] - x[i] * v[i - 1] for i in range(len(x)))
    return abs(total)


@pytest.mark.parametrize("ending, start", [("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_two_parameters_in_every_format_the_same_bytes_every_time(tmp_path, ending, start):
    source = write(tmp_path, "scan.csv", scan([X, M], two_islands))
    figures = []
    for number in range(2):
        figure = tmp_path / f"figure{number}.{ending}"
        result = run(source, "--output", figure)
        assert result.returncode == 0 and result.stderr == ""
        figures.append(figure.read_bytes())
    assert figures[0].startswith(start)
    assert figures[0] == figures[1]


def test_filled_regions_have_the_area_of_the_ellipses(tool, tmp_path):
    result = tool.scans.read(write(tmp_path, "scan.csv", scan([X, M], two_islands)), [])
    assert [region.confidence for region in result.regions] == [0.6827, 0.9]
    for region in result.regions:
        assert region.rise == pytest.approx(LEVEL[region.confidence], abs=1e-4)
        polygons, lines = tool.traced(result, region.rise)
        assert len(polygons) == len(lines) == 2
        expected = math.pi * math.sqrt(0.05 * 0.2) * (region.rise + region.rise - 0.2)
        assert area(polygons) == pytest.approx(expected, rel=0.03)


def test_the_lowest_point_of_every_separate_region_is_marked(tool, tmp_path):
    best = {"best chi2": 6.99, "best x": 1.004, "best mass": 101.0}
    result = tool.scans.read(write(tmp_path, "scan.csv", scan([X, M], two_islands, best=best)), [])
    places = tool.scans.lowest_places(result)
    assert places == [[1.004, 101.0], [pytest.approx(-1.0), pytest.approx(100.0)]]


def test_the_rise_is_above_the_lower_of_best_fit_and_grid(tool, tmp_path):
    for written, lowest in ((6.5, 6.5), (7.5, 7.0)):
        best = {"best chi2": written, "best x": 0.9, "best mass": 90.0}
        result = tool.scans.read(write(tmp_path, "scan.csv", scan([X, M], two_islands, best=best)), [])
        assert numpy.nanmin(result.rise) == pytest.approx(7.0 - lowest, abs=1e-9)
        assert result.best == ([0.9, 90.0] if written < 7.0 else [pytest.approx(1.0), pytest.approx(100.0)])


def test_points_that_did_not_converge_are_marked_and_said(tool, tmp_path, capsys):
    middle = 20 * 37 + 18
    source = write(tmp_path, "scan.csv", scan([X, M], lambda x, m: x * x + (math.log10(m) - 2) ** 2, failed={middle}))
    result = tool.scans.read(source, [])
    assert numpy.isnan(result.rise).sum() == 1
    polygons, _ = tool.traced(result, 2.3)
    assert len(polygons) == 2  # the region and the hole in it
    assert tool.main([str(source), "--output", str(tmp_path / "figure.png")]) == 0
    assert capsys.readouterr().err == f"draw_scan: 1 of 1517 points of {source} did not converge: they are left white\n"


def test_axes_have_titles_units_and_scales(tool, tmp_path):
    result = tool.scans.read(write(tmp_path, "scan.csv", scan([X, M], two_islands)), [])
    axes = tool.figure_of_two([result], [], None).axes[0]
    assert axes.get_xlabel() == r"$\varepsilon_{ee}$"
    assert axes.get_ylabel() == "mediator mass [MeV]"
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")
    assert axes.get_xlim() == (-2.0, 2.0) and axes.get_ylim() == (1.0, 1e4)
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == ["68.27 %", "90 %", "best fit", "other minimum"]


def test_several_inputs_lie_over_each_other_with_their_labels(tool, tmp_path):
    paths = [write(tmp_path, f"{name}.csv", scan([X, M], lambda x, m: two_islands(x - shift, m))) for name, shift in (("a", 0), ("b", 0.4))]
    figure = tmp_path / "figure.svg"
    assert tool.main([*map(str, paths), "--label", "CsI", "--label", "LAr", "--confidence", "0.9", "--output", str(figure)]) == 0
    results = [tool.scans.read(path, [0.9]) for path in paths]
    axes = tool.figure_of_two(results, ["CsI", "LAr"], "both").axes[0]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["CsI", "LAr", "90 %", "best fit", "other minimum"]
    assert len({line.get_color() for line in axes.get_lines() if line.get_linestyle() == "-"}) == 2


def test_one_parameter_shows_the_curve_and_its_levels(tool, tmp_path):
    result = tool.scans.read(write(tmp_path, "scan.csv", scan([X], lambda x: 3.0 + x * x / 0.09)), [])
    axes = tool.figure_of_one([result], [], None).axes[0]
    curve = axes.get_lines()[0]
    assert numpy.allclose(curve.get_ydata(), curve.get_xdata() ** 2 / 0.09)
    levels = [line.get_ydata()[0] for line in axes.get_lines()[1:]]
    assert levels == pytest.approx([1.0000, 2.7055], abs=1e-4)
    assert [text.get_text() for text in axes.texts] == ["68.27 %", "90 %"]
    assert axes.get_ylabel() == r"$\Delta\chi^2$"


def contours(lines, best, low=0.0, high=4.0, rise=4.6052):
    axes = [{"name": name, "title": "", "unit": "", "low": low, "high": high, "logarithmic": False} for name in "ab"]
    regions = [{"confidence": 0.9, "rise": rise, "lines": [{"x": x, "y": y, "closed": closed} for x, y, closed in lines]}]
    return json.dumps({"title": "t", "axes": axes, "best": {"chi2": 1.0, "a": best[0], "b": best[1]}, "regions": regions})


def plain_area(rings):
    return abs(sum(0.5 * (x[i - 1] * y[i] - x[i] * y[i - 1]) for x, y in rings for i in range(len(x))))


@pytest.mark.parametrize(
    "lines, best, expected",
    [
        ([([1, 1, 2, 2], [1, 2, 2, 1], True)], (1.5, 1.5), 1.0),  # an island, clockwise
        ([([1, 2, 2, 1], [1, 1, 2, 2], True)], (3, 3), 15.0),  # all but a hole, anticlockwise
        ([([1, 1], [0, 4], False)], (2, 2), 12.0),  # right of an upward line
        ([([1, 1], [4, 0], False)], (0.5, 2), 4.0),  # left of it
        ([([1, 1], [0, 4], False), ([3, 3], [4, 0], False)], (2, 2), 8.0),  # a band
        ([([1, 1], [4, 0], False), ([3, 3], [0, 4], False)], (0.5, 2), 8.0),  # all but a band
        ([([0, 1], [1, 0], False), ([4, 3], [3, 4], False)], (0.2, 0.2), 1.0),  # two corners
        ([([1, 0], [0, 1], False), ([3, 4], [4, 3], False)], (2, 2), 15.0),  # all but two corners
        ([], (2, 2), 16.0),  # all
    ],
)
def test_contours_that_end_at_the_border_are_filled_on_the_allowed_side(tool, tmp_path, lines, best, expected):
    result = tool.scans.read(write(tmp_path, "contours.json", contours(lines, best)), [])
    rings = tool.scans.closed_polygons(result, result.regions[0])
    assert plain_area(rings) == pytest.approx(expected)
    assert tool.scans.windings([best[0] + 1e-3, best[1] + 1e-3], rings, result.axes) != 0


def test_contours_that_end_inside_are_not_filled(tool, tmp_path):
    result = tool.scans.read(write(tmp_path, "contours.json", contours([([1, 1], [0, 3], False)], (2, 2))), [])
    assert tool.scans.closed_polygons(result, result.regions[0]) == []
    assert tool.main([str(tmp_path / "contours.json"), "--output", str(tmp_path / "figure.pdf")]) == 0


def test_ranges_of_one_parameter_are_bars_at_their_level(tool, tmp_path):
    axes = [{"name": "a", "title": "A", "unit": "eV", "low": 0.0, "high": 4.0, "logarithmic": False}]
    ranges = [{"low": 0.0, "high": 1.0, "low_open": True, "high_open": False}, {"low": 2.0, "high": 3.0, "low_open": False, "high_open": False}]
    content = {"title": "t", "axes": axes, "best": {"chi2": 1.0, "a": 0.5}, "regions": [{"confidence": 0.9, "rise": 2.7055, "ranges": ranges}]}
    result = tool.scans.read(write(tmp_path, "contours.json", json.dumps(content)), [])
    lines = [line for line in tool.figure_of_one([result], [], None).axes[0].get_lines() if line.get_linewidth() == 3]
    assert [list(line.get_xdata()) for line in lines] == [[0.0, 1.0], [2.0, 3.0]]
    assert {line.get_ydata()[0] for line in lines} == {2.7055}


GOOD = scan([X, M], two_islands)


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "has no line '# tridens-scan: ...'"),
        ("a,b\n1,2\n", "has no line '# tridens-scan: ...'"),
        ("{}", "holds no contours"),
        ("{", "holds no contours"),
        ("[1]", "has no line"),
        (contours([([1], [1], True)], (1, 1)), "holds no contours"),
        (scan([X, M], two_islands, shard="2/3"), "is shard 2/3"),
        (scan([{**X, "points": 3}, {**M, "points": 3}, {**X, "name": "y", "points": 3}], lambda x, m, y: 0.0), "scans 3 parameters"),
        ("\n".join(GOOD.splitlines()[:-1]), "holds 1516 of 1517 points"),
        ("\n".join(GOOD.splitlines()[:-2] + [""] + GOOD.splitlines()[-1:]), "not the row of point 1515"),
        (GOOD.replace("chi2,penalty", "chi3,penalty"), "lacks a column"),
        (GOOD.replace("# axis-range: -2.0 to 2.0", "# axis-range: -2.0"), "has the axis 'x'"),
        (GOOD.replace("# axis-unit: MeV\n", ""), "describes an axis in part"),
        (scan([X, M], two_islands, failed=range(1517)), "has no minimum"),
        (scan([X, M], two_islands, confidence='"high"'), "holds no confidences"),
    ],
)
def test_wrong_files_are_said_in_one_line(tool, tmp_path, capsys, text, said):
    figure = tmp_path / "figure.pdf"
    assert tool.main([str(write(tmp_path, "input", text)), "--output", str(figure)]) == 2
    message = capsys.readouterr().err
    assert message.startswith("draw_scan: ") and said in message and message.count("\n") == 1
    assert not figure.exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["none.csv", "--output", "f.pdf"], "cannot read none.csv"),
        (["scan.csv", "--output", "f.gif"], "known: .pdf, .png, .svg"),
        (["scan.csv", "--output", "none/f.pdf"], "cannot write none/f.pdf"),
        (["scan.csv", "--output", "f.pdf", "--label", "a", "--label", "b"], "2 labels for 1 inputs"),
        (["scan.csv", "--output", "f.pdf", "--confidence", "90"], "a confidence of 90"),
        (["scan.csv", "--output", "f.pdf", "--confidence", "nan"], "a confidence of nan"),
        (["scan.csv", "one.csv", "--output", "f.pdf"], "cannot lie over"),
        (["scan.csv", "--output", "f.pdf", "--title", r"$\frac{1$"], "a title cannot be set"),
        (["contours.json", "--output", "f.pdf", "--confidence", "0.99"], "has no region at 0.99"),
        (["binary.csv", "--output", "f.pdf"], "it is no text"),
    ],
)
def test_wrong_requests_are_said_in_one_line(tool, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "scan.csv", GOOD)
    write(tmp_path, "one.csv", scan([X], lambda x: x * x))
    write(tmp_path, "contours.json", contours([], (1, 1)))
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    assert tool.main(arguments) == 2
    message = capsys.readouterr().err
    assert message.startswith("draw_scan: ") and said in message and message.count("\n") == 1
    assert not (tmp_path / "f.pdf").exists()


def test_the_program_exits_with_2_and_with_0(tmp_path):
    assert run("none.csv", "--output", tmp_path / "f.pdf").returncode == 2
    assert run(write(tmp_path, "scan.csv", GOOD), "--output", tmp_path / "f.pdf").returncode == 0
