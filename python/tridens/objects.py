"""Models, fluxes, processes and experiments as objects."""

from __future__ import annotations

import atexit
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import (Array, ExperimentLike, FluxLike, ModelLike, Path, Settings, card_text, checked, model_card, numbers_of, positive,
                         process_card, settings_of, unknown, user_error)
from .figures import axes_or_new

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Species of neutrinos by name.
NEUTRINOS = ("nue", "numu", "nutau", "nuebar", "numubar", "nutaubar")
_folder: pathlib.Path | None = None


def _written(name: str, text: str) -> pathlib.Path:
    """A file that lives as long as the interpreter: what a user built in Python, as the library reads it."""
    global _folder
    if _folder is None:
        _folder = pathlib.Path(tempfile.mkdtemp(prefix="tridens-"))
        atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    path = pathlib.Path(tempfile.mkdtemp(dir=_folder)) / name
    path.write_text(text, encoding="utf-8")
    return path


class Model:
    """A model with its parameters: Model("light-vector", mass="10 MeV", g=1e-4).

    Several act together as "nsi+magnetic-moment". A class of your own derives from it and chooses the parameters:

        class Resonance(tridens.Model):
            def __init__(self, mass_MeV):
                super().__init__("lmu-ltau", mass=f"{mass_MeV} MeV", coupling=1e-3 * mass_MeV / 10)

    Args:
        name: of a model (`tridens.list_names("models")`), or {"name": ..., parameter: value}.
        settings: its parameters, numbers or texts with units.

    Raises:
        ValueError: no such model or parameter, with the nearest name; a value out of range.
    """

    def __init__(self, name: str | Settings = "sm", **settings: Any) -> None:
        self._card = _core.ModelCard()
        if isinstance(name, Mapping):
            card = model_card(name)
            self._card.name, self._card.settings = card.name, {**card.settings, **settings_of(settings)}
        else:
            self._card.name, self._card.settings = name, settings_of(settings)
        self._model = _core.make_model(self._card.name, self._card.settings)

    def _as_card(self) -> dict[str, str]:
        return {"name": self._card.name, **self._card.settings}

    @property
    def name(self) -> str:
        """Of the model, as it was given."""
        return self._card.name

    @property
    def parameters(self) -> dict[str, str]:
        """name -> value in use, with unit."""
        return dict(self._model.resolved())

    @property
    def info(self) -> _core.ModelInfo:
        """Title, Lagrangian, parameters, papers, validity."""
        return self._model.info()

    @checked
    def trident_couplings(self, neutrino: str, pair: str) -> tuple[float, float]:
        """V and A of a trident channel, without the mediator's part (arXiv:1807.10973).

        Args:
            neutrino: "numu", ... pair: "mu-mu+", ...

        Raises:
            ValueError: no such channel.
        """
        return self._model.trident_couplings(neutrino, pair)

    def __repr__(self) -> str:
        settings = ", ".join(f"{key} = {value}" for key, value in self._card.settings.items())
        return f"<{type(self).__name__} {self.name}" + (f": {settings}>" if settings else ">")


class Flux:
    """A neutrino flux.

    Args:
        description: the name of a flux (`tridens.list_names("fluxes")`), the path of a table (.csv, docs/formats.md), or
            a dictionary: [flux] of a run card ({"name": ...}, {"file": ...}, {"source": "reactor,power=1GW,distance=10m"},
            {"analytic": "power-law,gamma=2,min=1GeV,max=100GeV"}, {"energy": "5 GeV"}), or {"energy_GeV": energies,
            "densities": {neutrino: values or function}} with what else `from_arrays` takes.
        neutrino: species of a flux that names none, such as an analytic one.

    A class of your own gives `energy_GeV`, `neutrinos`, perhaps `exposure_unit`, and `density`, which is evaluated once:

        class Beam(tridens.Flux):
            energy_GeV = np.geomspace(0.5, 20, 100)
            neutrinos = ("numu",)

            def density(self, neutrino, energy_GeV):
                return 1e-10 * np.exp(-energy_GeV / 3)

    Attributes:
        neutrinos, energy_GeV, exposure_unit: in a class of your own, its species, its grid, and "POT", "s", ... or "" for a
            shape. `spectra` and `unit` say what every flux holds.

    Raises:
        ValueError: no such flux, or a description that says too little or too much.
    """

    neutrinos: tuple[str, ...] = ()
    energy_GeV: npt.ArrayLike = ()
    exposure_unit: str = "POT"

    def __init__(self, description: FluxLike | None = None, *, neutrino: str = "numu") -> None:
        if description is None:
            description = self._of_class()
        self._card: _core.FluxCard = description._card if isinstance(description, Flux) else _flux_card_of(description)
        self._flux: _core.Flux = description._flux if isinstance(description, Flux) else _core.choose_flux(self._card, neutrino)
        self.exposure_unit = self._flux.exposure_unit
        self.neutrinos = tuple(self._flux.spectra)

    def _of_class(self) -> Settings:
        if type(self).density is Flux.density or not self.neutrinos:
            raise user_error("a flux without a description", "its name, its table or its densities are needed",
                             'give for example Flux("dune-nd-fhc"), or derive a class with energy_GeV, neutrinos and density')
        energies = positive(self.energy_GeV, "energy_GeV").ravel()
        densities = {name: self.density(name, energies) for name in self.neutrinos}
        return {"energy_GeV": energies, "densities": densities, "exposure_unit": self.exposure_unit or None, "title": type(self).__name__}

    def density(self, neutrino: str, energy_GeV: Array) -> npt.ArrayLike:
        """Neutrinos per cm2, GeV and unit of exposure at energies; linear between the points of a table, 0 outside.

        A class of your own says it by a formula. ValueError: no such species here; a flux of lines has no density.
        """
        spectra = self._flux.spectra
        if neutrino not in spectra:
            raise unknown("neutrino of this flux", neutrino, spectra)
        spectrum = spectra[neutrino]
        energies = positive(energy_GeV, "energy_GeV")
        if spectrum.kind == "line":
            raise user_error(f"the density of {neutrino}", "it is a line of one energy", "use spectra")
        if spectrum.kind == "histogram":
            edges = spectrum.energy_GeV
            inside = (energies >= edges[0]) & (energies < edges[-1])
            bins = np.clip(np.searchsorted(edges, energies, side="right") - 1, 0, len(spectrum.density) - 1)
            return np.where(inside, spectrum.density[bins], 0.0)
        return np.interp(energies, spectrum.energy_GeV, spectrum.density, left=0.0, right=0.0)

    def _as_card(self) -> dict[str, str]:
        keys = ("name", "file", "energy", "analytic", "source")
        return {key: getattr(self._card, key) for key in keys if getattr(self._card, key)}

    @classmethod
    @checked
    def named(cls, name: str) -> Flux:
        """A flux that comes with Tridens (`tridens.list_names("fluxes")`). ValueError: no such name."""
        return Flux({"name": name})

    @classmethod
    @checked
    def from_file(cls, path: Path) -> Flux:
        """A table in the format of docs/formats.md. ValueError: it cannot be read or leaves something open."""
        return Flux({"file": str(path)})

    @classmethod
    @checked
    def source(cls, specification: str) -> Flux:
        """A described source: "reactor,power=1GW,distance=10m" (docs/sources.md). ValueError: unknown or out of range."""
        return Flux({"source": specification})

    @classmethod
    @checked
    def analytic(cls, specification: str, neutrino: str = "numu") -> Flux:
        """A shape: "power-law,gamma=2,min=1GeV,max=100GeV". ValueError: unknown or out of range."""
        return Flux({"analytic": specification}, neutrino=neutrino)

    @classmethod
    @checked
    def from_arrays(cls, energy_GeV: npt.ArrayLike, densities: Mapping[str, npt.ArrayLike], *, exposure_unit: str | None = "POT",
                    title: str = "flux of arrays") -> Flux:
        """A flux of your own: linear between points, zero outside.

        Args:
            energy_GeV: increasing energies.
            densities: neutrino -> values at these energies, per cm2, GeV and unit of exposure.
            exposure_unit: "POT", "s", "fb-1"; None for a shape, whose normalisation has no meaning.
            title: for figures and provenance.

        Raises:
            ValueError: unknown neutrinos, shapes that differ, negative or infinite values.
        """
        return Flux({"energy_GeV": energy_GeV, "densities": densities, "exposure_unit": exposure_unit, "title": title})

    @classmethod
    @checked
    def from_callable(cls, functions: Mapping[str, Callable[[Array], npt.ArrayLike]], energy_GeV: npt.ArrayLike, *,
                      exposure_unit: str | None = "POT", title: str = "flux of functions") -> Flux:
        """A flux of functions, each evaluated once on a grid.

        Args:
            functions: neutrino -> function of an array of energies in GeV, per cm2, GeV and unit of exposure.
            energy_GeV: the grid; in between the flux is linear, outside it is zero.
            exposure_unit, title: as of `from_arrays`.

        Raises:
            ValueError: as `from_arrays`.
        """
        return Flux({"energy_GeV": energy_GeV, "densities": functions, "exposure_unit": exposure_unit, "title": title})

    @property
    def name(self) -> str:
        """Of a flux that comes with Tridens; of others what stands for it."""
        return self._flux.name

    @property
    def title(self) -> str:
        """What the flux is, in words."""
        return self._flux.title

    @property
    def unit(self) -> str:
        """Of the densities: "1/cm2/GeV/POT"; "1/GeV" for a shape of integral 1."""
        return f"1/cm2/GeV/{self.exposure_unit}" if self._flux.absolute else "1/GeV"

    @property
    def spectra(self) -> dict[str, tuple[Array, Array]]:
        """neutrino -> (energy_GeV, density in `unit`). Histograms have one energy more than densities; a line has its
        energy and its strength."""
        return {name: (spectrum.energy_GeV, spectrum.density) for name, spectrum in self._flux.spectra.items()}

    def __repr__(self) -> str:
        per = f"per {self.exposure_unit}" if self._flux.absolute else "shape only"
        return f"<{type(self).__name__} {self.name or self.title}: {', '.join(self._flux.spectra)}, {per}>"

    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Densities of every species against the energy, lines as lines. ValueError: matplotlib is missing."""
        axes = axes_or_new(axes)
        for name, spectrum in self._flux.spectra.items():
            look = {"label": name, **style}
            if spectrum.kind == "line":
                axes.axvline(float(spectrum.energy_GeV[0]), **look)
            elif spectrum.kind == "histogram":
                axes.stairs(spectrum.density, spectrum.energy_GeV, **look)
            else:
                axes.plot(spectrum.energy_GeV, spectrum.density, **look)
        unit = self.unit.replace("cm2", "cm$^2$") if self._flux.absolute else "1/GeV, integral 1"
        axes.set(xscale="log", yscale="log", xlabel="neutrino energy [GeV]", ylabel=f"neutrinos [{unit}]", title=self.title)
        axes.legend()
        return axes


def _flux_card_of(description: str | pathlib.PurePath | Settings) -> _core.FluxCard:
    card = _core.FluxCard()
    if not isinstance(description, Mapping):
        if isinstance(description, pathlib.PurePath) or str(description).endswith(".csv"):
            card.file = str(description)
        else:
            card.name = str(description)
        return card
    if "densities" in description:
        known = ("energy_GeV", "densities", "exposure_unit", "title")
        for key in description:
            if key not in known:
                raise unknown("key of a flux of arrays", key, known)
        if "energy_GeV" not in description:
            raise user_error("densities without energy_GeV", "a table has energies", "give energy_GeV")
        card.file = str(_flux_table(**description))
        return card
    keys = ("name", "file", "energy", "analytic", "source")
    for key in description:
        if key not in keys:
            raise unknown("key of a flux", key, (*keys, "energy_GeV", "densities"))
    if len(description) != 1:
        raise user_error(f"a flux of {len(description)} keys", "exactly one says what it is", "give one of " + ", ".join(keys))
    for key, value in description.items():
        setattr(card, key, str(value))
    return card


def _flux_table(*, energy_GeV: npt.ArrayLike, densities: Mapping[str, npt.ArrayLike | Callable[[Array], npt.ArrayLike]],
                exposure_unit: str | None = "POT", title: str = "flux of arrays") -> pathlib.Path:
    energies = positive(energy_GeV, "energy_GeV").ravel()
    if not densities:
        raise user_error("a flux without neutrinos", "at least one species is needed", 'give densities={"numu": ...}')
    columns: dict[str, Array] = {}
    for name, values in densities.items():
        if name not in NEUTRINOS:
            raise unknown("neutrino", name, NEUTRINOS)
        column = numbers_of(values(energies) if callable(values) else values, f"the density of {name}")
        if callable(values):
            column = np.broadcast_to(column, energies.shape)
        if column.size != energies.size:
            raise user_error(f"{column.size} values of {name}", f"there are {energies.size} energies", "give one value at each energy")
        if not np.all(np.isfinite(column)) or np.any(column < 0.0):
            raise user_error(f"the density of {name} is negative or no number somewhere", "it counts neutrinos", "correct it")
        columns[name] = column.ravel()
    unit = "1/GeV" if exposure_unit is None else f"1/cm2/GeV/{exposure_unit}"
    lines = [f"# title: {' '.join(title.split())}", "# source: made in Python", "# position: as its maker says", f"# unit: {unit}",
             "# kind: points", "# content: density",
             "# normalisation: " + ("shape_only" if exposure_unit is None else "absolute")]
    if exposure_unit is not None:
        lines.append(f"# exposure_unit: {exposure_unit}")
    lines.append(",".join(["E_GeV", *columns]))
    lines += [",".join(repr(float(x)) for x in row) for row in zip(energies, *columns.values())]
    return _written("flux.csv", "\n".join(lines) + "\n")


class Process:
    """One process of one neutrino on a target, for scripts that need more than `xsec`.

    Args:
        process: name, or "name,key=value,...". neutrino, target: as of `xsec`.
        model: as of `xsec`.
        highest_energy_GeV: up to which it will be used.
        settings: of the process.

    Attributes:
        components: names, in the order of the numbers below.
        dimension: numbers of the unit cube per point.

    Raises:
        ValueError: for anything that does not exist or fit.
    """

    @checked
    def __init__(self, process: str, *, neutrino: str, target: str, model: ModelLike = "sm", highest_energy_GeV: float = 100.0,
                 **settings: Any) -> None:
        highest = float(positive(highest_energy_GeV, "highest_energy_GeV"))
        self._process = _core.Process(process_card(process, neutrino, target, settings), model_card(model), highest)
        self.components: list[str] = list(self._process.components)
        self.dimension: int = self._process.dimension
        self._what = f"{process} of {neutrino} on {target}"

    @checked
    def threshold_GeV(self, component: int = 0) -> float:
        """Lowest neutrino energy of a component. ValueError: no such component."""
        return self._process.threshold_GeV(component)

    @checked
    def cross_section_cm2(self, energy_GeV: npt.ArrayLike, component: int = 0) -> tuple[Array, Array]:
        """Total cross section and numerical error of a component, arrays of the shape of `energy_GeV`.

        Raises:
            ValueError: energies that are not positive, no such component.
        """
        energies = positive(energy_GeV, "energy_GeV")
        values, errors = self._process.cross_section(component, energies.ravel().tolist())
        return np.array(values).reshape(energies.shape), np.array(errors).reshape(energies.shape)

    @checked
    def dsigma_cm2(self, energy_GeV: npt.ArrayLike, u: npt.ArrayLike, component: int = 0) -> Array:
        """d sigma/du at points of the unit cube: (points,).

        Args:
            energy_GeV: of each point, or one for all.
            u: numbers between 0 and 1, shape (dimension, points).

        Raises:
            ValueError: another shape, numbers outside of the cube, no such component.
        """
        points = np.atleast_2d(numbers_of(u, "u"))
        if points.shape[0] != self.dimension:
            raise user_error(f"u of shape {points.shape}", f"a point of this process has {self.dimension} numbers",
                             "give an array of shape (dimension, points)")
        if not np.all((points >= 0.0) & (points <= 1.0)):
            raise user_error("u outside of the unit cube", "its numbers lie between 0 and 1", "draw them uniformly")
        try:
            energies = np.broadcast_to(positive(energy_GeV, "energy_GeV"), points.shape[1:])
        except ValueError:
            raise user_error(f"energy_GeV of shape {np.shape(energy_GeV)} for {points.shape[1]} points", "they do not broadcast",
                             "give one energy, or one for each point") from None
        return np.array(self._process.dsigma(component, energies.tolist(), points.ravel().tolist()))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._what}: {', '.join(self.components)}>"


class Tabulated:
    """A function of your own where an experiment takes a table, evaluated once on a grid:

        {"name": "trigger", "below": 0.0, "above": 1.0, "table": Tabulated("energy_keV", np.linspace(0, 10, 200), my_efficiency)}

    Args:
        column: name of the first column, with its unit. grid: where the function is evaluated, increasing.
        function: of an array, to an array of its shape or one number.
        value: name of the second column.

    Raises:
        ValueError: the function gives something else than finite numbers; a grid in disorder.
    """

    @checked
    def __init__(self, column: str, grid: npt.ArrayLike, function: Callable[[Array], npt.ArrayLike], *, value: str = "efficiency") -> None:
        self._columns = (column, value)
        self._grid = numbers_of(grid, "grid")
        if self._grid.ndim != 1 or self._grid.size < 2 or not np.all(np.diff(self._grid) > 0.0):
            raise user_error(f"the grid of {column}", "a function is evaluated at numbers that increase", "give at least two")
        values = numbers_of(function(self._grid), f"the function of {column}")
        if values.shape not in ((), self._grid.shape):
            raise user_error(f"the function of {column} gives the shape {values.shape}", f"its grid has {self._grid.shape}",
                             "it is called once with the whole grid")
        self._values = np.broadcast_to(values, self._grid.shape)
        if not np.all(np.isfinite(self._values)):
            raise user_error(f"the function of {column} is not finite on its grid", "every value must be a number", "choose another grid")

    def text(self) -> str:
        """The table as CSV."""
        rows = [f"{x!r},{y!r}" for x, y in zip(self._grid.tolist(), self._values.tolist())]
        return "\n".join([",".join(self._columns), *rows]) + "\n"

    def __repr__(self) -> str:
        return f"<Tabulated {self._columns[1]} of {self._columns[0]}: {len(self._grid)} points from {self._grid[0]:g} to {self._grid[-1]:g}>"


def _with_tables(value: Any, folder: pathlib.Path) -> Any:
    """Tables of functions become files beside the experiment, and their names."""
    if isinstance(value, Mapping):
        return {key: _with_tables(one, folder) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_tables(one, folder) for one in value]
    if isinstance(value, Tabulated):
        name = f"table{len(list(folder.iterdir()))}.csv"
        (folder / name).write_text(value.text(), encoding="utf-8")
        return name
    return value


class Experiment:
    """An experiment of your own, wherever the name of an experiment is taken.

    Args:
        description: nested dictionaries, key by key as a TOML file (docs/experiments.md), in which functions enter as
            `Tabulated` and fluxes as `Flux`; or the path of such a file, or the name of an experiment of Tridens.

    A class of your own calls this with its description:

        class Germanium(tridens.Experiment):
            def __init__(self, mass_kg):
                super().__init__({"title": "germanium", ..., "target": {"material": "Ge", "mass": f"{mass_kg} kg"}})

    Attributes:
        title: of the description; of others their name or path.

    Raises:
        ValueError: what a TOML file cannot hold. The keys are checked where it is used.
    """

    def __init__(self, description: ExperimentLike) -> None:
        if isinstance(description, Mapping):
            path = _written("experiment.toml", "")
            path.write_text(card_text(_with_tables(description, path.parent)), encoding="utf-8")
            self._name = str(path)
            self.title = str(description.get("title", ""))
        else:
            self._name = str(description)
            self.title = description.title if isinstance(description, Experiment) else self._name

    def __str__(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title}>"
