"""chi2 on a grid, on this machine or on a cluster."""

from __future__ import annotations

import csv
import math
import pathlib
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import Array, CardLike, Path, card_text, checked, fit_card, is_text, unknown, user_error
from ._optional import optional
from ._program import run_program
from ._progress import Progress, progress_of
from .figures import COLOURS, add_legend, axes_or_new, set_title
from .results import Result, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Scan(Result):
    """chi2 on a grid.

    Attributes:
        title: of the card.
        axes: parameter -> its values, in the order of the axes of `chi2`.
        chi2: array with one axis per parameter; NaN where it did not converge.
        logarithmic: parameter -> whether its axis is. labels: parameter -> name and unit.
        not_converged: number of such points. output: the file; None where none was asked for.
    """

    def __init__(self, result: _core.ScanResult, path: Path, kept: bool = True) -> None:
        super().__init__(result.provenance)
        header: dict[str, list[str]] = {}
        rows: list[str] = []
        with open(path, encoding="utf-8", newline="") as lines:
            for line in lines:
                if line.startswith("#"):
                    key, _, value = line[1:].strip().partition(": ")
                    header.setdefault(key, []).append(value)
                else:
                    rows.append(line)
        table = list(csv.DictReader(rows))
        names = header["axis"]
        self.title: str = header.get("title", [""])[0]
        self.axes: dict[str, Array] = {name: np.unique([float(row[name]) for row in table]) for name in names}
        self.chi2: Array = np.full(tuple(len(values) for values in self.axes.values()), np.nan)
        for row in table:
            place = tuple(int(np.searchsorted(self.axes[name], float(row[name]))) for name in names)
            self.chi2[place] = float(row["chi2"]) if row["chi2"] else np.nan
        self.logarithmic: dict[str, bool] = {name: scale == "log" for name, scale in zip(names, header.get("axis-scale", []))}
        titles, units = header.get("axis-title", names), header.get("axis-unit", [""] * len(names))
        self.labels: dict[str, str] = {name: f"{title} [{unit}]" if unit else title for name, title, unit in zip(names, titles, units)}
        self.not_converged: int = result.not_converged
        self.output: str | None = result.output if kept else None

    @classmethod
    @checked
    def from_file(cls, path: Path) -> Scan:
        """What `tridens scan` or `scan(..., output=path)` wrote. ValueError: no such file, or not a whole scan."""
        return Scan(_core.read_scan(str(path)), path)

    @property
    def delta_chi2(self) -> Array:
        """Above the lowest point of the grid."""
        rise: Array = self.chi2 - np.nanmin(self.chi2)
        return rise

    def __repr__(self) -> str:
        bins = " x ".join(f"{name}: {len(values)}" for name, values in self.axes.items())
        return f"<{titled('Scan', self.title)}: {bins}, lowest chi2 {np.nanmin(self.chi2):.4g}>"

    def plot(self, axes: Axes | None = None, confidence: Sequence[float] = (0.6827, 0.90, 0.9545), **style: Any) -> Axes:
        """The rise of chi2 of one parameter, or contours of two (Wilks), with a light colour inside.

        Args:
            axes: to draw into; new ones by default. style: of the line or the contours, to matplotlib (label, color, ...).
            confidence: of the contours.

        Raises:
            ValueError: more than two parameters; a confidence that is not between 0 and 1; matplotlib is missing.
        """
        names = list(self.axes)
        if len(names) > 2:
            raise user_error(f"no figure of {len(names)} parameters", "one or two can be drawn", "scan fewer")
        axes = axes_or_new(axes)
        scales = ["log" if self.logarithmic.get(name) else "linear" for name in names]
        if len(names) == 1:
            axes.plot(self.axes[names[0]], self.delta_chi2, **style)
            axes.set(xlabel=self.labels[names[0]], ylabel=r"$\Delta\chi^2$", xscale=scales[0])
            set_title(axes, self.title)
            if "label" in style:
                add_legend(axes)
            return axes
        levels = sorted({_rise(share): share for share in confidence}.items())
        axes.set(xscale=scales[0], yscale=scales[1])
        label, colour = style.pop("label", None), style.pop("color", None)
        look = {"colors": COLOURS[: len(levels)] if colour is None else [colour], **style}
        for rise, colour in zip([rise for rise, _ in levels], list(look["colors"]) * len(levels)):
            axes.contourf(self.axes[names[0]], self.axes[names[1]], self.delta_chi2.T, levels=[-1.0, rise], colors=[colour], alpha=0.1)
        lines = axes.contour(self.axes[names[0]], self.axes[names[1]], self.delta_chi2.T, levels=[rise for rise, _ in levels], **look)
        axes.clabel(lines, fmt={rise: f"{100 * share:g} %" for rise, share in levels})
        if label is not None:  # lines of a contour have none of their own
            axes.plot([], [], color=look["colors"][0], label=label)
        best = np.unravel_index(int(np.nanargmin(self.chi2)), self.chi2.shape)
        axes.plot(self.axes[names[0]][best[0]], self.axes[names[1]][best[1]], "+", color="black", ms=9, label="lowest point")
        axes.set(xlabel=self.labels[names[0]], ylabel=self.labels[names[1]])
        set_title(axes, self.title)
        add_legend(axes)
        return axes


def _rise(confidence: float) -> float:
    """Of chi2 with two degrees of freedom."""
    if not 0.0 < confidence < 1.0:
        raise user_error(f"confidence = {confidence}", "it is a probability", "give for example 0.90")
    return -2.0 * math.log(1.0 - confidence)


@checked
def scan(card: CardLike, *, output: Path | None = None, contours: Path | None = None, engine: str = "local", threads: int = 1,
         workers: int = 0, shards: int = 0, scheduler: str = "", restart: bool = False, force: bool = False,
         progress: Progress = None) -> Scan:
    """chi2 on the grid of a fit card. With `output` the CSV file stays, and an interrupted scan resumes.

    Args:
        card: as of `fit`.
        output: CSV file. contours: file with the lines at the confidences of the card, JSON or CSV.
        engine: "local", or "dask": shards on a cluster.
        threads: of the local engine.
        workers, shards, scheduler: of Dask: processes on this machine (one for each processor), parts (four for each worker),
            address of a cluster that runs already.
        restart: throw away what an interrupted scan left. force: replace existing files.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Scan

    Raises:
        ValueError: for what the card asks wrongly; Dask is missing. RuntimeError: the machine could not do it.
    """
    if engine not in ("local", "dask"):
        raise unknown("engine", engine, ("local", "dask"))
    if engine == "local" and (workers or shards or scheduler):
        raise user_error("workers, shards and scheduler are arguments of a cluster", "the engine is local", 'give engine="dask"')
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scan.csv" if output is None else pathlib.Path(output)
        lines = "" if contours is None else str(contours)
        if engine == "dask":
            if restart:
                raise user_error("restart with Dask", "it keeps finished shards and goes on with the others", f"remove {path}.shards")
            _scan_on_dask(card, path, lines, pathlib.Path(folder), workers, shards, scheduler, force)
            return Scan(_core.read_scan(str(path)), path, output is not None)
        try:
            result = _core.scan(fit_card(card), str(path), lines, threads, force, restart, progress_of(progress, "points"))
        except KeyboardInterrupt:
            part = pathlib.Path(f"{path}.part")
            if output is None or not part.exists():
                raise
            raise KeyboardInterrupt(f"stopped: {part} is kept, the same call goes on from there") from None
        return Scan(result, path, output is not None)


def _scan_on_dask(card: CardLike, output: pathlib.Path, contours: str, folder: pathlib.Path, workers: int, shards: int, scheduler: str,
                  force: bool) -> None:
    for module in ("dask", "distributed"):
        optional(module, "a scan on Dask")
    path = str(card)
    if isinstance(card, Mapping) or is_text(card):
        path = str(folder / "card.toml")
        pathlib.Path(path).write_text(card_text(card) if isinstance(card, Mapping) else str(card), encoding="utf-8")
    arguments = ["scan", path, "--engine", "dask", "--output", str(output)]
    for option, value in (("--contours", contours), ("--workers", workers), ("--shards", shards), ("--scheduler", scheduler)):
        if value:
            arguments += [option, str(value)]
    run_program(arguments + (["--force"] if force else []))
