"""Bounds on light bosons in planes of mass and coupling."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core, _planes
from ._arguments import Array, Path, Settings, checked, mapping_of, positive, text_of, texts_of, unknown, user_error
from ._drawing import full_names
from .figures import axes_or_new
from .results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_LEPTONS = ("e", "mu", "tau")


class Bound:
    """One bound of a plane.

    Attributes:
        name, title, confidence, exposure, assumptions: as `tridens show NAME`; year: of the result.
        papers: list of sources.
        shape: "upper limit" (couplings above are excluded), "points" (the same, known at these masses only), "region" (the
            closed polygon), "between" (from `coupling` to `upper`) or "preferred" (a band).
        computed: True for a calculation, False for points of a publication; projection: of a future experiment; own: of a file
            of yours.
        settings: what the calculation was done with.
        curves: list of (mass_GeV, coupling, upper) arrays; `upper` is empty where the shape has none.
    """

    def __init__(self, bound: _core.ComputedBound, own: bool = False) -> None:
        self.name: str = bound.name
        self.title: str = bound.title
        self.year = bound.year
        self.confidence: str = bound.confidence
        self.exposure: str = bound.exposure
        self.assumptions: str = bound.assumptions
        self.papers = bound.papers
        self.shape: str = bound.shape
        self.computed: bool = bound.computed
        self.projection: bool = bound.projection
        self.own = own
        self.settings: dict[str, str] = dict(bound.settings)
        self.curves: list[tuple[Array, Array, Array]] = [(np.array(curve.mass), np.array(curve.coupling), np.array(curve.upper))
                                                         for curve in bound.curves]

    def _row(self) -> dict[str, Any]:
        """In the shape of the JSON of the program."""
        kind = {"upper limit": "limit", "preferred": "band"}.get(self.shape, self.shape)
        return {"name": self.name, "title": self.title, "year": self.year, "confidence": self.confidence, "exposure": self.exposure,
                "papers": list(self.papers), "projection": self.projection, "own": self.own, "kind": kind,
                "origin": "computed" if self.computed else "tabulated",
                "curves": [{"mass_GeV": mass.tolist(), "coupling": coupling.tolist(), "upper": upper.tolist()}
                           for mass, coupling, upper in self.curves]}

    def __repr__(self) -> str:
        return f"<Bound {self.name}: {self.shape}, {self.confidence}, {self.year}>"


class Bounds(Result):
    """The bounds of one plane: name -> `Bound` by indexing; a loop gives the bounds.

    Attributes:
        title: of the plane.
        particle: whose mass the horizontal axis is ("the boson", "dark matter").
        coupling: name of its vertical axis.
        missing: known searches of which there is no curve, and why ("" for none).
        bounds: name -> `Bound`.
    """

    def __init__(self, result: _core.BoundsResult, own: Iterable[str] = ()) -> None:
        super().__init__(result.provenance)
        self.title: str = result.title
        self.particle: str = result.particle
        self.coupling: str = result.coupling
        self.missing: str = result.missing
        self.bounds: dict[str, Bound] = {bound.name: Bound(bound, bound.name in set(own)) for bound in result.bounds}

    def __getitem__(self, name: str) -> Bound:
        if name not in self.bounds:
            raise unknown("bound of this plane", name, self.bounds)
        return self.bounds[name]

    def __contains__(self, name: object) -> bool:
        return name in self.bounds

    def __iter__(self) -> Iterator[Bound]:
        return iter(self.bounds.values())

    def __len__(self) -> int:
        return len(self.bounds)

    def __repr__(self) -> str:
        return f"<Bounds on the {self.title}: {', '.join(self.bounds)}>"

    def _plane(self) -> dict[str, Any]:
        """What a figure shows, in the shape of the JSON of the program."""
        return {"title": self.title, "particle": self.particle, "coupling": self.coupling, "bounds": [bound._row() for bound in self]}

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """A map of all constraints, as `tridens bounds --output` draws it: numbered lines above which couplings are excluded,
        dashed for projections; closed regions; bands that are preferred or excluded between two couplings.

        Raises:
            ValueError: matplotlib is missing.
        """
        axes = axes_or_new(axes, size=_planes.SIZE)
        _planes.draw_plane(axes, self._plane(), full_names(style))
        return axes


def _name_in(table: str) -> str:
    """Name of the bound in a file of a user, as its header states it."""
    lines = pathlib.Path(table).read_text(encoding="utf-8").splitlines()
    return next((line.partition("name:")[2].strip() for line in lines if line.startswith("# name:")), "")


def _charge(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise user_error(f"a charge of {value!r}", "it is a number", "give charges=(0, 1, -1)")


@checked
def bounds(plane: str | None = None, *, names: str | Iterable[str] = (), charges: Sequence[float] | Mapping[str, float] | None = None,
           axial: bool = False, files: Path | Iterable[Path] = (), mass_GeV: tuple[float, float] | None = None, points_per_decade: int = 10,
           settings: Settings | None = None, threads: int = 1) -> Bounds:
    """Bounds in the plane of mass and coupling.

    Args:
        plane: "lmu-ltau" (the default), "le-lmu", "dark-photon", ... (docs/bounds.md).
        names: of bounds; all of the plane by default.
        charges: (e, mu, tau), or {"mu": 1, "tau": -1}: a U(1) of your own in place of a plane with a name.
        axial: with charges, the boson couples axially to charged leptons.
        files: tables of your own, in the format of docs/bounds.md.
        mass_GeV: (lowest, highest); the range of the plane by default.
        points_per_decade: of the mass.
        settings: "bound.key" -> value, such as {"g-2-mu.theory": "wp20"}.
        threads: to compute with.

    Returns:
        Bounds

    Raises:
        ValueError: for unknown planes, bounds and settings, as *problem (why) suggestion*.
    """
    three = None
    if plane is not None and charges is not None:
        raise user_error(f"plane {plane!r} and charges", "a plane with a name has its own charges", "keep one of them")
    if isinstance(charges, Mapping):
        for name in charges:
            if name not in _LEPTONS:
                raise unknown("lepton with a charge", name, _LEPTONS)
        charges = [charges.get(name, 0.0) for name in _LEPTONS]
    if charges is not None:
        if isinstance(charges, str) or not isinstance(charges, Sequence | np.ndarray):
            raise user_error(f"charges = {charges!r}", "those of e, mu and tau are needed", "give charges=(0, 1, -1)")
        if len(charges) != 3:
            raise user_error(f"{len(charges)} charges", "those of e, mu and tau are needed", "give charges=(0, 1, -1)")
        three = [_charge(charge) for charge in charges]
    elif axial:
        raise user_error("axial without charges", "a plane with a name has its own", 'give charges=(0, 1, -1), or plane="axial-lmu-ltau"')
    lowest, highest = 0.0, 0.0
    if mass_GeV is not None:
        masses = positive(mass_GeV, "mass_GeV")
        if masses.shape != (2,) or masses[0] >= masses[1]:
            raise user_error(f"mass_GeV = {mass_GeV!r}", "a range has a lowest and a highest mass", "give for example mass_GeV=(0.01, 10)")
        lowest, highest = (float(mass) for mass in masses)
    pairs = [(key, text_of(value, key)) for key, value in mapping_of(settings or {}, "settings", '{"g-2-mu.theory": "wp20"}').items()]
    tables = [str(files)] if isinstance(files, str) or not isinstance(files, Iterable) else [str(path) for path in files]
    chosen = "lmu-ltau" if plane is None else plane
    found = _core.bounds(chosen, three, bool(axial), texts_of(names, "names"), tables, lowest, highest, int(points_per_decade), pairs, threads)
    return Bounds(found, {_name_in(table) for table in tables})
