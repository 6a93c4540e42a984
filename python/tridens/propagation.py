"""What happens to neutrinos on their way: absorption in the Earth, mixing in vacuum, and the flavours that arrive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core, figures
from ._arguments import Array, ModelLike, checked, model_card, numbers_of, positive, texts_of, user_error
from ._progress import Progress, progress_of
from .results import ArrayResult, Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = {"nue": r"\nu_e", "numu": r"\nu_\mu", "nutau": r"\nu_\tau", "nuebar": r"\bar\nu_e", "numubar": r"\bar\nu_\mu",
          "nutaubar": r"\bar\nu_\tau"}


#: Papers of the releases of NuFIT (data/oscillation/nufit.csv).
_NUFIT = {"4": "1811.05487", "5": "2007.14792", "6": "2410.05380"}


def _provenance(choices: dict[str, str], citations: Iterable[str]) -> _core.Provenance:
    provenance = _core.Provenance()
    provenance.version = _core.version()
    provenance.choices = list(choices.items())
    provenance.citations_arxiv = list(dict.fromkeys(citations))
    return provenance


def _mixing(parameters: str) -> tuple[str, str]:
    """Name and paper of a set of oscillation parameters."""
    name = _core.mixing_parameter_name(parameters)
    return f"NuFIT {name}", _NUFIT[name.split(".")[0]]


def _symbol(neutrino: str) -> str:
    return _NAMES.get(neutrino, rf"\mathrm{{{neutrino}}}")


def _cosines(values: npt.ArrayLike) -> Array:
    cosines = np.atleast_1d(numbers_of(values, "cos_zenith"))
    if cosines.ndim != 1 or cosines.size == 0 or not np.all(np.abs(cosines) <= 1.0):
        raise user_error(f"cos_zenith = {values!r}", "it is a cosine, or a list of them", "give numbers from -1 (from below) to 1 (from above)")
    if np.any(np.diff(cosines) <= 0.0):
        raise user_error("cos_zenith in disorder", "the axes of a map increase", "sort it")
    return cosines


def _energies(values: npt.ArrayLike) -> Array:
    energies = np.atleast_1d(positive(values, "energy_GeV"))
    if energies.ndim != 1:
        raise user_error(f"energy_GeV of shape {energies.shape}", "the axes of a map are lists", "give one list of energies")
    if np.any(np.diff(energies) <= 0.0):
        raise user_error("energy_GeV in disorder", "the axes of a map increase", "sort it")
    return energies


class Oscillogram(ArrayResult):
    """A map against the neutrino energy and the cosine of the zenith angle.

    Attributes:
        energy_GeV: (energies,). cos_zenith: (cosines,): -1 through the centre of the Earth, 1 from above.
        values: (cosines, energies).
        quantity: what the values are, in words. title: what was computed, and what is left out.
        label: of the colours.
    """

    _as_array = "values"

    def __init__(self, provenance: _core.Provenance, energy_GeV: Array, cos_zenith: Array, values: Array, *, quantity: str, title: str,
                 label: str) -> None:
        super().__init__(provenance)
        self.energy_GeV = energy_GeV
        self.cos_zenith = cos_zenith
        self.values = values
        self.quantity = quantity
        self.title = title
        self.label = label

    def __repr__(self) -> str:
        return f"<Oscillogram of the {self.quantity}: {len(self.energy_GeV)} energies x {len(self.cos_zenith)} cosines, {self.title}>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """The map in colours, from 0 to 1, or to the largest value where that is below one half.

        Args:
            axes: to draw into; new ones by default. style: to matplotlib's pcolormesh, such as vmax=1.

        Raises:
            ValueError: a single row; matplotlib is missing.
        """
        if min(self.values.shape) < 2:
            raise user_error(f"a map of shape {self.values.shape}", "colours need at least two energies and cosines", "compute more of them")
        highest = float(self.values.max())
        return figures.oscillogram(self.energy_GeV, self.cos_zenith, self.values, label=self.label, title=self.title, axes=axes,
                                   **{"vmin": 0.0, "vmax": highest if 0.0 < highest < 0.5 else 1.0, **style})


@checked
def transmission(neutrino: str, energy_GeV: npt.ArrayLike, cos_zenith: npt.ArrayLike, *,
                 processes: str | Iterable[str] = ("dis,current=cc,border=extend", "dis,current=nc,border=extend"), model: ModelLike = "sm", depth_km: float = 2.0,
                 outermost: str = "water", progress: Progress = None) -> Oscillogram:
    """Share of the neutrinos that cross the Earth to a detector (PREM), as rates of telescopes have it.

    Every interaction takes its neutrino away: what neutral currents and taus give back at lower energy is left out, which
    matters where less than 1/e arrives (docs/rate.md).

    Args:
        neutrino: "numu", "nuebar", ...
        energy_GeV: (energies,), increasing. cos_zenith: (cosines,), increasing, at the detector.
        processes: what absorbs, with settings: "dis,current=cc,border=extend", "glashow", "leptoquark,mass=1TeV,...".
        model: as of `xsec`.
        depth_km: of the detector below the surface.
        outermost: "water" or "ice", 3 km around the Earth.
        progress: None for a line in terminals and notebooks, False for none, or a callable (done, total).

    Returns:
        Oscillogram of numbers between 0 and 1.

    Raises:
        ValueError: for anything that does not exist or fit, as *problem (why) suggestion*.
    """
    energies, cosines = _energies(energy_GeV), _cosines(cos_zenith)
    names = texts_of(processes, "processes")
    if not names:
        raise user_error("no process", "something has to absorb", 'give processes=["dis,current=cc", "dis,current=nc"]')
    depth = float(numbers_of(depth_km, "depth_km"))
    values = _core.earth_transmission(names, model_card(model), neutrino, energies.tolist(), cosines.tolist(), depth, outermost,
                                      progress_of(progress, "directions"))
    kinds = [name.partition(",")[0] for name in names]
    choices = {**{f"process {i + 1}": name for i, name in enumerate(names)}, "model": model_card(model).name, "neutrino": neutrino,
               "Earth": f"Preliminary Reference Earth Model, 3 km of {outermost} around it", "depth of the detector": f"{depth:g} km",
               "regeneration": "none"}
    # Tridents have no entry of their own among the processes with settings.
    papers = [paper for kind in kinds if _core.process_kind(kind) == "registered" for paper in _core.process_info(kind).papers]
    return Oscillogram(_provenance(choices, papers), energies, cosines, np.array(values).reshape(cosines.size, energies.size), quantity=f"transmission of {neutrino}",
                       title=f"{neutrino} through the Earth, without regeneration", label=f"transmission of ${_symbol(neutrino)}$")


@checked
def baseline_km(cos_zenith: npt.ArrayLike, *, depth_km: float = 0.0, height_km: float = 15.0) -> Array:
    """Way of a neutrino from where it is made to a detector, in the shape of the cosines.

    Args:
        cos_zenith: at the detector: 1 from above, -1 through the centre of the Earth.
        depth_km: of the detector below the surface. height_km: above the surface where neutrinos are made.

    Raises:
        ValueError: cosines that do not exist, a depth or height below zero.
    """
    cosines = numbers_of(cos_zenith, "cos_zenith")
    if not np.all(np.abs(cosines) <= 1.0):
        raise user_error(f"cos_zenith = {cos_zenith!r}", "it is a cosine", "give numbers from -1 to 1")
    radius = _core.earth_radius_km()
    for name, value in (("depth_km", depth_km), ("height_km", height_km)):
        if not 0.0 <= float(numbers_of(value, name)) < radius:
            raise user_error(f"{name} = {value!r}", f"it is a distance from the surface, below the radius of the Earth, {radius:g} km",
                             f"give kilometres from 0 to {radius:g}")
    place = radius - depth_km
    way: Array = np.sqrt((radius + height_km) ** 2 - place**2 * (1.0 - cosines**2)) - place * cosines
    return way


@checked
def vacuum_oscillation(neutrino: str, to: str, energy_GeV: npt.ArrayLike, distance_km: npt.ArrayLike, *,
                       parameters: str = "nufit-5.2") -> Array:
    """Probability that a neutrino arrives as another, in vacuum; broadcasts.

    Args:
        neutrino, to: "numu", "nue", ...: both neutrinos or both antineutrinos.
        energy_GeV, distance_km: numbers or arrays.
        parameters: best fit of NuFIT (data/oscillation): "nufit-5.2", ...

    Raises:
        ValueError: unknown names, a neutrino and an antineutrino, shapes that do not broadcast, numbers out of range.
    """
    energies, distances = positive(energy_GeV, "energy_GeV"), numbers_of(distance_km, "distance_km")
    try:
        energies, distances = np.broadcast_arrays(energies, distances)
    except ValueError:
        raise user_error(f"energy_GeV of shape {np.shape(energy_GeV)} and distance_km of shape {np.shape(distance_km)}",
                         "they do not broadcast", "use energy_GeV[:, None] for a table of both") from None
    values = _core.vacuum_probability(neutrino, to, energies.ravel().tolist(), distances.ravel().tolist(), parameters)
    return np.array(values).reshape(energies.shape)


@checked
def vacuum_oscillogram(neutrino: str, to: str, energy_GeV: npt.ArrayLike, cos_zenith: npt.ArrayLike, *, parameters: str = "nufit-5.2",
                       depth_km: float = 0.0, height_km: float = 15.0) -> Oscillogram:
    """Probability of oscillation of atmospheric neutrinos in vacuum, along the way of each zenith angle.

    The matter of the Earth is left out (`oscillogram` has it). Below some 20 GeV it changes what comes from below, near its
    resonances by tens of per cent: such maps are for the geometry and for higher energies, not for the mass ordering.

    Args:
        neutrino, to, parameters: as of `vacuum_oscillation`.
        energy_GeV: (energies,), increasing. cos_zenith: (cosines,), increasing.
        depth_km, height_km: as of `baseline_km`.

    Returns:
        Oscillogram of numbers between 0 and 1.

    Raises:
        ValueError: as `vacuum_oscillation` and `baseline_km`.
    """
    energies, cosines = _energies(energy_GeV), _cosines(cos_zenith)
    way = baseline_km(cosines, depth_km=depth_km, height_km=height_km)
    values = vacuum_oscillation(neutrino, to, energies, way[:, None], parameters=parameters)
    name, paper = _mixing(parameters)
    choices = {"oscillation": f"{neutrino} to {to}, in vacuum", "parameters": name, "depth of the detector": f"{depth_km:g} km",
               "height of production": f"{height_km:g} km"}
    return Oscillogram(_provenance(choices, [paper]), energies, cosines, values, quantity=f"probability of {neutrino} to {to}",
                       title=f"{neutrino} to {to} in vacuum, {name} (no matter effect)",
                       label=rf"$P({_symbol(neutrino)}\to{_symbol(to)})$")


class Flavours(Result):
    """Flavour fractions (e, mu, tau; neutrinos and antineutrinos together) of a source, and what arrives.

    Attributes:
        source: as asked. at_source, at_earth: (3,), at the best fit of the oscillation parameters.
        samples: (samples, 3) at the Earth, for draws from their errors.
        parameters: which fit.
    """

    def __init__(self, source: str, parameters: str, at_source: Array, at_earth: Array, samples: Array) -> None:
        name, paper = _mixing(parameters)
        super().__init__(_provenance({"source": source, "oscillation": "averaged", "parameters": name, "draws": str(len(samples))}, [paper]))
        self.source = source
        self.parameters = name
        self.at_source = at_source
        self.at_earth = at_earth
        self.samples = samples

    def __repr__(self) -> str:
        return f"<Flavours of {self.source}: " + " : ".join(f"{x:.3f}" for x in self.at_earth) + f" at the Earth, {self.parameters}>"

    def plot(self, axes: Axes | None = None, share: float = 0.68, triangle: figures.Triangle | None = None, **style: Any) -> Axes:
        """The source (circle), what arrives (star) and the region of a share of the draws, in a triangle of flavours.

        Args:
            axes: to draw a triangle into; those of a new figure by default.
            share: of the draws inside of the contour.
            triangle: one that is there, to add a source to it.
            style: of both points, to matplotlib's scatter.

        Raises:
            ValueError: a share that is not between 0 and 1; matplotlib is missing.
        """
        triangle = triangle or figures.flavour_triangle(axes)
        drawn = triangle.axes.get_legend_handles_labels()[1]
        look = {"color": figures.COLOURS[len(drawn) % len(figures.COLOURS)], "zorder": 4, **style}
        triangle.scatter(self.at_source, marker="o", s=36, facecolors="none", edgecolors=look["color"], zorder=4)
        triangle.scatter(self.at_earth, **{"marker": "*", "s": 70, "label": f"{self.source} (circle) at the Earth (star)", **look})
        if len(self.samples) > 0:
            triangle.contour(self.samples, share, colors=[look["color"]], linewidths=1.2)
        figures.add_legend(triangle.axes, loc="upper left", bbox_to_anchor=(-0.08, 1.04), fontsize=8)
        return triangle.axes


@checked
def flavours(source: str, *, parameters: str = "nufit-5.2", samples: int = 4000, seed: int = 1) -> Flavours:
    """Flavours of a source, and of what arrives after averaged oscillation.

    Args:
        source: "pp", "p-gamma", "pp-damped", "p-gamma-damped", "neutron-decay", or "e:mu:tau/ebar:mubar:taubar" with fractions of
            all six together.
        parameters: a global fit (data/oscillation): "nufit-5.2", ...
        samples: draws from its errors, each parameter by itself; 0 for none.
        seed: of the draws.

    Returns:
        Flavours

    Raises:
        ValueError: unknown names, fractions that do not add up to 1, a negative number of samples.
    """
    if samples < 0:
        raise user_error(f"samples = {samples}", "draws are counted", "give a number from 0 on")
    drawn = np.array(_core.drawn_flavours_at_earth(source, parameters, samples, seed)).reshape(samples, 3)
    return Flavours(source, parameters, np.array(_core.flavours_at_source(source)),
                    np.array(_core.flavours_at_earth(source, parameters)), drawn)
