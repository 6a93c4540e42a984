"""Bounds on light bosons in planes of mass and coupling."""

import numpy as np

from . import _core
from ._arguments import text_of, user_error
from .figures import axes_or_new
from .results import Result


class Bound:
    """One bound of a plane.

    Attributes:
        name, title, year, confidence, exposure, assumptions, papers: as `tridens show NAME`.
        shape: "upper limit" (couplings above are excluded), "points" (the same, known at these masses only), "region" (the
            closed polygon), "between" (from `coupling` to `upper`) or "preferred" (a band).
        computed: True for a calculation, False for points of a publication; projection: of a future experiment.
        curves: list of (mass_GeV, coupling, upper) arrays; `upper` is empty where the shape has none.
    """

    def __init__(self, bound):
        for name in ("name", "title", "year", "confidence", "exposure", "assumptions", "papers", "shape", "computed",
                     "projection"):
            setattr(self, name, getattr(bound, name))
        self.settings = dict(bound.settings)
        self.curves = [tuple(np.array(column) for column in (curve.mass, curve.coupling, curve.upper))
                       for curve in bound.curves]

    def __repr__(self):
        return f"<Bound {self.name}: {self.shape}, {self.confidence}, {self.year}>"


class Bounds(Result):
    """The bounds of one plane: name -> `Bound` by indexing. Attributes: title, coupling (its name), bounds (dict)."""

    def __init__(self, result):
        super().__init__(result.provenance)
        self.title, self.coupling = result.title, result.coupling
        self.bounds = {bound.name: Bound(bound) for bound in result.bounds}

    def __getitem__(self, name):
        if name not in self.bounds:
            raise user_error(f"no bound '{name}' here", "there are " + ", ".join(self.bounds))
        return self.bounds[name]

    def __iter__(self):
        return iter(self.bounds.values())

    def __len__(self):
        return len(self.bounds)

    def __repr__(self):
        return f"<Bounds on the {self.title}: {', '.join(self.bounds)}>"

    def plot(self, axes=None, **style):
        """All curves: lines above which couplings are excluded, dashed for projections; bands that are preferred."""
        axes = axes_or_new(axes, size=(9.0, 5.0))
        for bound in self:
            label = f"{bound.title} ({bound.confidence})"
            colour = None
            for mass, coupling, upper in bound.curves:
                if bound.shape in ("preferred", "between"):
                    drawn = axes.fill_between(mass, coupling, upper, alpha=0.35, label=label, color=colour, **style)
                    colour = drawn.get_facecolor()[0, :3]
                else:
                    line = "v" if bound.shape == "points" else "--" if bound.projection else "-"
                    (drawn,) = axes.plot(mass, coupling, line, label=label, color=colour, **style)
                    colour = drawn.get_color()
                label = None
        axes.set(xscale="log", yscale="log", xlabel="mass [GeV]", ylabel=self.coupling, title=self.title)
        axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.01, 0.5))
        return axes


def bounds(plane="lmu-ltau", *, names=(), charges=None, files=(), mass_GeV=None, points_per_decade=10, settings=None,
           threads=1):
    """Bounds in the plane of mass and coupling.

    Args:
        plane: "lmu-ltau", "le-lmu", "dark-photon", ... (docs/bounds.md).
        names: of bounds; all of the plane by default.
        charges: (e, mu, tau), a U(1) of your own in place of a plane with a name.
        files: tables of your own, in the format of docs/bounds.md.
        mass_GeV: (lowest, highest); the range of the plane by default.
        settings: "bound.key" -> value, such as {"g-2-mu.theory": "wp20"}.

    Returns:
        Bounds

    Raises:
        ValueError: for unknown planes, bounds and settings, as *problem (why) suggestion*.
    """
    if charges is not None:
        if len(charges) != 3:
            raise user_error(f"{len(charges)} charges", "those of e, mu and tau are needed", "give charges=(0, 1, -1)")
        charges = [float(charge) for charge in charges]
    lowest, highest = (0.0, 0.0) if mass_GeV is None else (float(mass_GeV[0]), float(mass_GeV[1]))
    pairs = [(key, text_of(value, key)) for key, value in (settings or {}).items()]
    return Bounds(_core.bounds(plane, charges, [str(name) for name in names], [str(path) for path in files], lowest,
                               highest, int(points_per_decade), pairs, threads))
