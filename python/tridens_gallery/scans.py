"""Reads scans (CSV) and contours (JSON) as `tridens scan` and `tridens merge` write them.

Computes nothing but the rise of chi2 above the best fit, its level at a confidence (Wilks) and rings from contour lines.
"""

import dataclasses
import json
import math
import pathlib
import re
import statistics
import tomllib

import numpy

EXCLUDED = 1e9  # rise at a point where chi2 is infinite: no line comes near


class Problem(Exception):
    """problem (why) suggestion: the grammar of all messages."""

    def __init__(self, problem, why, suggestion=""):
        super().__init__(f"{problem} ({why})" + (f" {suggestion}" if suggestion else ""))


@dataclasses.dataclass
class Axis:
    name: str
    title: str
    unit: str
    low: float
    high: float
    logarithmic: bool

    def label(self):
        return (self.title or self.name) + (f" [{self.unit}]" if self.unit else "")

    def kind(self):
        return self.name, self.unit, self.logarithmic


@dataclasses.dataclass
class Region:
    confidence: float
    rise: float
    ranges: list = dataclasses.field(default_factory=list)  # of one parameter, from contours
    lines: list = dataclasses.field(default_factory=list)  # of two, from contours: (x, y, closed)


@dataclasses.dataclass
class Result:
    origin: str
    title: str
    axes: list
    best: list  # one value per axis
    regions: list  # by confidence
    points: list = None  # of a scan: coordinates per axis
    rise: object = None  # of a scan: array over the axes, NaN where it did not converge


def rise_of(confidence, parameters):
    """Rise of chi2 that holds one or two parameters with that probability: quantiles in closed form."""
    if parameters == 1:
        return statistics.NormalDist().inv_cdf(0.5 + 0.5 * confidence) ** 2
    return -2.0 * math.log1p(-confidence)


# ---- scans


def take(lines, key, origin):
    """The values of the header lines `# key: value`."""
    start = f"# {key}:"
    values = [line[len(start) :].strip(" ") if key != "card" else line[len(start) + 1 :] for line in lines if line.startswith(start)]
    if not values:
        raise Problem(f"{origin} has no line '{start} ...'", "it is no scan of this format", "give what 'tridens scan' wrote")
    return values


def scan_axes(header, origin):
    keys = ("axis", "axis-title", "axis-unit", "axis-range", "axis-scale", "axis-points")
    columns = [take(header, key, origin) for key in keys]
    if len({len(column) for column in columns}) != 1:
        raise Problem(f"{origin} describes an axis in part", "the header is damaged", "compute the scan again")
    axes, counts = [], []
    for name, title, unit, ends, scale, count in zip(*columns):
        match = re.fullmatch(r"(\S+) to (\S+)", ends)
        try:
            low, high = (float(end) for end in match.groups())
            counts.append(int(count))
        except (AttributeError, ValueError):
            raise Problem(f"{origin} has the axis '{name}' from '{ends}'", "this is no range", "compute the scan again") from None
        axes.append(Axis(name, title, unit, low, high, scale == "log"))
    return axes, counts


def card_confidences(header, origin):
    try:
        card = tomllib.loads("\n".join(take(header, "card", origin)))
        return [float(value) for value in card["fit"]["confidence"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise Problem(f"{origin} holds no confidences", "its card has none", "give --confidence") from None


def scan_rows(lines, first, columns, count, origin):
    """The table as an array, all rows of the grid in their order."""
    rows = []
    for number, line in enumerate(lines, first):
        try:
            row = [float(cell) for cell in line.split(",")]
        except ValueError:
            row = []
        if len(row) != len(columns) or row[0] != len(rows):
            raise Problem(f"{origin}:{number}: not the row of point {len(rows)}", "the file is damaged or not finished", "compute it again")
        rows.append(row)
    if len(rows) != count:
        raise Problem(f"{origin} holds {len(rows)} of {count} points", "the scan is not finished", "run it again, or merge its shards")
    return numpy.array(rows)


def read_scan(text, origin, confidences):
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("#")]
    take(header, "tridens-scan", origin)
    shard = take(header, "shard", origin)[0]
    if shard != "1/1":
        raise Problem(f"{origin} is shard {shard}", "a figure needs the whole grid", "join the shards: tridens merge")
    axes, counts = scan_axes(header, origin)
    if len(axes) > 2:
        raise Problem(f"{origin} scans {len(axes)} parameters", "one or two can be drawn", "give the others scan = false")
    columns = lines[len(header)].split(",") if len(lines) > len(header) else []
    needed = [axis.name for axis in axes] + ["chi2", "converged"]
    if any(name not in columns for name in needed):
        raise Problem(f"{origin} lacks a column", f"needed are {', '.join(needed)}", "give what 'tridens scan' wrote")
    table = scan_rows(lines[len(header) + 1 :], len(header) + 2, columns, math.prod(counts), origin)
    column = {name: table[:, columns.index(name)] for name in needed}
    chi2 = numpy.where(column["converged"] != 0, column["chi2"], numpy.nan)
    if not numpy.isfinite(chi2).any():
        raise Problem(f"{origin} has no minimum", "no point converged", "change the ranges of the parameters")
    provenance = dict(line.split(" = ", 1) for line in (header_value(line) for line in header) if line and " = " in line)
    lowest, best = lowest_point(chi2, column, axes, provenance)
    points = [numpy.unique(column[axis.name]) for axis in axes]
    if [len(values) for values in points] != counts:
        raise Problem(f"{origin} is no grid", "coordinates are missing or repeated", "compute the scan again")
    confidences = confidences or card_confidences(header, origin)
    regions = [Region(confidence, rise_of(confidence, len(axes))) for confidence in sorted(confidences)]
    rise = numpy.where(numpy.isposinf(chi2), EXCLUDED, chi2 - lowest).reshape(counts)
    return Result(origin, take(header, "title", origin)[0], axes, best, regions, points, rise)


def header_value(line):
    return line.removeprefix("# provenance:").strip() if line.startswith("# provenance:") else None


def lowest_point(chi2, column, axes, provenance):
    """The best fit that the scan has written down, or the lowest point of the grid where that lies below it."""
    index = int(numpy.nanargmin(chi2))
    found = float(chi2[index]), [float(column[axis.name][index]) for axis in axes]
    try:
        written = float(provenance["best chi2"]), [float(provenance["best " + axis.name]) for axis in axes]
    except (KeyError, ValueError):
        return found
    return written if written[0] <= found[0] else found


# ---- contours


def read_contours(text, origin, confidences):
    try:
        content = json.loads(text)
        axes = [Axis(a["name"], a["title"], a["unit"], float(a["low"]), float(a["high"]), bool(a["logarithmic"])) for a in content["axes"]]
        best = [float(content["best"][axis.name]) for axis in axes]
        regions = [read_region(region) for region in content["regions"]]
        title = str(content["title"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{origin} holds no contours", f"{type(error).__name__}: {error}", "give what --contours FILE.json wrote") from None
    if len(axes) not in (1, 2) or not regions:
        raise Problem(f"{origin} has {len(axes)} axes and {len(regions)} regions", "one or two parameters can be drawn")
    if confidences:
        known = {region.confidence: region for region in regions}
        missing = [f"{confidence:g}" for confidence in confidences if confidence not in known]
        if missing:
            raise Problem(f"{origin} has no region at {', '.join(missing)}", f"it has {', '.join(f'{c:g}' for c in known)}", "draw the scan itself")
        regions = [known[confidence] for confidence in confidences]
    return Result(origin, title, axes, best, sorted(regions, key=lambda region: region.confidence))


def read_region(region):
    ranges = [(float(r["low"]), float(r["high"]), bool(r["low_open"]), bool(r["high_open"])) for r in region.get("ranges", [])]
    lines = []
    for line in region.get("lines", []):
        x, y = [float(value) for value in line["x"]], [float(value) for value in line["y"]]
        if len(x) != len(y) or len(x) < 2:
            raise ValueError("a line has x and y of different length")
        lines.append((x, y, bool(line["closed"])))
    return Region(float(region["confidence"]), float(region["rise"]), ranges, lines)


def read(path, confidences):
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise Problem(f"cannot read {path}", error.strerror or "no such file") from None
    except UnicodeDecodeError:
        raise Problem(f"cannot read {path}", "it is no text", "give a scan (CSV) or contours (JSON)") from None
    reader = read_contours if text.lstrip()[:1] == "{" else read_scan
    return reader(text, str(path), confidences)


def check_alike(results):
    first = results[0]
    for other in results[1:]:
        if [axis.kind() for axis in other.axes] != [axis.kind() for axis in first.axes]:
            describe = lambda result: " and ".join(f"{axis.label()}{' (log)' if axis.logarithmic else ''}" for axis in result.axes)
            raise Problem(f"{other.origin} cannot lie over {first.origin}", f"one has {describe(other)}, the other {describe(first)}", "draw them apart")


# ---- separate regions


def lowest_places(result):
    """The best fit, then the lowest point of every other separate region, at the confidence at which it first stands apart."""
    places = [result.best]
    if result.rise is None:
        return places
    nearest = tuple(int(numpy.argmin(abs(points - value))) for points, value in zip(result.points, result.best))
    marked = [nearest]
    for region in result.regions:
        for island in islands(result.rise <= region.rise):
            if any(index in island or near(index, island) for index in marked):
                continue
            lowest = min(island, key=lambda index: result.rise[index])
            marked.append(lowest)
            places.append([points[i] for points, i in zip(result.points, lowest)])
    return places


def near(index, island):
    return any((index[0] + i, index[1] + j) in island for i in (-1, 0, 1) for j in (-1, 0, 1))


def islands(allowed):
    """Connected sets of points of the grid."""
    left = {(int(i), int(j)) for i, j in zip(*allowed.nonzero())}
    while left:
        island, open_ends = set(), [left.pop()]
        while open_ends:
            i, j = open_ends.pop()
            island.add((i, j))
            for neighbour in [(i + a, j + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]:
                if neighbour in left:
                    left.discard(neighbour)
                    open_ends.append(neighbour)
        yield island


# ---- contours that end at the border


def around(point, axes):
    """Place of a point on the border of the plane, clockwise from the lower left corner, 0 to 4; None inside."""
    share = []
    for value, axis in zip(point, axes):
        low, high, value = (math.log(v) if axis.logarithmic else v for v in (axis.low, axis.high, value))
        share.append((value - low) / (high - low))
    x, y = share
    for distance, place in ((x, y), (1.0 - y, 1.0 + x), (1.0 - x, 3.0 - y), (y, 4.0 - x)):
        if abs(distance) < 1e-9:
            return place % 4.0
    return None


def closed_polygons(result, region):
    """Rings around what is allowed. Allowed values lie to the right of a line, so that from its end the border is followed
    clockwise to the next beginning. Empty when a line ends inside the plane: then there are only lines."""
    rings = [(x, y) for x, y, closed in region.lines if closed]
    open_lines = [(x, y) for x, y, closed in region.lines if not closed]
    starts = [around((x[0], y[0]), result.axes) for x, y in open_lines]
    ends = [around((x[-1], y[-1]), result.axes) for x, y in open_lines]
    if None in starts or None in ends:
        return []
    corners = [(axis.low, axis.high) for axis in result.axes]
    corners = [(corners[0][i], corners[1][j]) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))]
    waiting = set(range(len(open_lines)))
    while waiting:
        first = current = min(waiting)
        ring = []
        while True:
            waiting.discard(current)
            ring += list(zip(*open_lines[current]))
            follower = min(waiting | {first}, key=lambda k: (starts[k] - ends[current]) % 4.0)
            way = (starts[follower] - ends[current]) % 4.0
            passed = sorted(((corner - ends[current]) % 4.0, corner) for corner in range(4))
            ring += [corners[corner] for distance, corner in passed if distance < way]
            if follower == first:
                break
            current = follower
        rings.append(tuple(list(values) for values in zip(*ring)))
    # No line cuts the border: it belongs to the region when the best fit is not inside any ring.
    if not open_lines and windings(result.best, rings, result.axes) == 0:
        rings.append(tuple(list(values) for values in zip(*corners)))
    return rings


def windings(point, rings, axes):
    total = 0
    for x, y in rings:
        for i in range(len(x)):
            (xa, ya), (xb, yb) = (x[i - 1], y[i - 1]), (x[i], y[i])
            if (ya <= point[1]) != (yb <= point[1]):
                side = (xb - xa) * (point[1] - ya) - (point[0] - xa) * (yb - ya)
                total += 1 if ya <= point[1] and side > 0 else -1 if ya > point[1] and side < 0 else 0
    return total
