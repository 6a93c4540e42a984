"""Bounds on light bosons in planes of mass and coupling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import Array, Path, Settings, checked, positive, text_of, texts_of, unknown, user_error
from .figures import axes_or_new
from .results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Bound:
    """One bound of a plane.

    Attributes:
        name, title, confidence, exposure, assumptions: as `tridens show NAME`; year: of the result.
        papers: list of sources.
        shape: "upper limit" (couplings above are excluded), "points" (the same, known at these masses only), "region" (the
            closed polygon), "between" (from `coupling` to `upper`) or "preferred" (a band).
        computed: True for a calculation, False for points of a publication; projection: of a future experiment.
        settings: what the calculation was done with.
        curves: list of (mass_GeV, coupling, upper) arrays; `upper` is empty where the shape has none.
    """

    def __init__(self, bound: _core.ComputedBound) -> None:
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
        self.settings: dict[str, str] = dict(bound.settings)
        self.curves: list[tuple[Array, Array, Array]] = [(np.array(curve.mass), np.array(curve.coupling), np.array(curve.upper))
                                                         for curve in bound.curves]

    def __repr__(self) -> str:
        return f"<Bound {self.name}: {self.shape}, {self.confidence}, {self.year}>"


class Bounds(Result):
    """The bounds of one plane: name -> `Bound` by indexing; a loop gives the bounds.

    Attributes:
        title: of the plane.
        coupling: name of its vertical axis.
        bounds: name -> `Bound`.
    """

    def __init__(self, result: _core.BoundsResult) -> None:
        super().__init__(result.provenance)
        self.title: str = result.title
        self.coupling: str = result.coupling
        self.bounds: dict[str, Bound] = {bound.name: Bound(bound) for bound in result.bounds}

    def __getitem__(self, name: str) -> Bound:
        if name not in self.bounds:
            raise unknown("bound of this plane", name, self.bounds)
        return self.bounds[name]

    def __iter__(self) -> Iterator[Bound]:
        return iter(self.bounds.values())

    def __len__(self) -> int:
        return len(self.bounds)

    def __repr__(self) -> str:
        return f"<Bounds on the {self.title}: {', '.join(self.bounds)}>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """A map of all constraints: lines above which couplings are excluded, dashed for projections; closed regions; bands
        that are preferred or excluded between two couplings.

        Raises:
            ValueError: matplotlib is missing.
        """
        axes = axes_or_new(axes, size=(9.0, 5.0))
        for bound in self:
            label: str | None = f"{bound.title} ({bound.confidence})"
            colour: Any = None
            for mass, coupling, upper in bound.curves:
                if bound.shape in ("preferred", "between"):
                    band = axes.fill_between(mass, coupling, upper, **{"alpha": 0.35, "label": label, "color": colour, **style})
                    colour = np.asarray(band.get_facecolor())[0, :3]
                else:
                    line = "v" if bound.shape == "points" else "--" if bound.projection else "-"
                    (drawn,) = axes.plot(mass, coupling, line, **{"label": label, "color": colour, **style})
                    colour = drawn.get_color()
                    if bound.shape == "region":
                        axes.fill(mass, coupling, color=colour, alpha=0.15, lw=0)
                label = None
        axes.set(xscale="log", yscale="log", xlabel="mass [GeV]", ylabel=self.coupling, title=self.title)
        axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.01, 0.5))
        return axes


@checked
def bounds(plane: str = "lmu-ltau", *, names: str | Iterable[str] = (), charges: Sequence[float] | None = None,
           files: Path | Iterable[Path] = (), mass_GeV: tuple[float, float] | None = None, points_per_decade: int = 10,
           settings: Settings | None = None, threads: int = 1) -> Bounds:
    """Bounds in the plane of mass and coupling.

    Args:
        plane: "lmu-ltau", "le-lmu", "dark-photon", ... (docs/bounds.md).
        names: of bounds; all of the plane by default.
        charges: (e, mu, tau), a U(1) of your own in place of a plane with a name.
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
    if charges is not None:
        if len(charges) != 3:
            raise user_error(f"{len(charges)} charges", "those of e, mu and tau are needed", "give charges=(0, 1, -1)")
        three = [float(charge) for charge in charges]
    lowest, highest = 0.0, 0.0
    if mass_GeV is not None:
        masses = positive(mass_GeV, "mass_GeV")
        if masses.shape != (2,) or masses[0] >= masses[1]:
            raise user_error(f"mass_GeV = {mass_GeV!r}", "a range has a lowest and a highest mass", "give for example mass_GeV=(0.01, 10)")
        lowest, highest = (float(mass) for mass in masses)
    pairs = [(key, text_of(value, key)) for key, value in (settings or {}).items()]
    tables = [str(files)] if isinstance(files, str) or not isinstance(files, Iterable) else [str(path) for path in files]
    return Bounds(_core.bounds(plane, three, texts_of(names), tables, lowest, highest, int(points_per_decade), pairs, threads))
