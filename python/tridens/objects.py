"""Models, processes and experiments as objects."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import (Array, ExperimentLike, ModelLike, Settings, card_text, checked, evaluated, is_text, model_card, numbers_of, positive,
                         process_card, settings_of, user_error)
from ._core import UserError
from ._files import file_name, is_dictionary, remember_dictionary, remember_flux, title_of_dictionary, title_of_flux, written
from .results import titled


class Model:
    """A model with its parameters: Model("light-vector", mass="10 MeV", g=1e-4).

    Several act together as "nsi+magnetic-moment". A class of your own derives from it and chooses the parameters:

        class Resonance(tridens.Model):
            def __init__(self, mass_MeV):
                super().__init__("lmu-ltau", mass=f"{mass_MeV} MeV", coupling=1e-3 * mass_MeV / 10)

    Args:
        name: of a model (`tridens.list_names("models")`), "name,parameter=value,...", {"name": ..., parameter: value}, or a
            `Model`.
        settings: its parameters, numbers or texts with units.

    Raises:
        ValueError: no such model or parameter, with the nearest name; a value out of range.
    """

    def __init__(self, name: ModelLike = "sm", **settings: Any) -> None:
        card = model_card(name)
        self._card = _core.ModelCard()
        self._card.name, self._card.settings = card.name, {**card.settings, **settings_of(settings)}
        try:
            self._model = _core.make_model(self._card.name, self._card.settings)
        except UserError as error:
            for key, value in settings.items():
                if isinstance(value, (bool, np.bool_)) and str(error).startswith(f"{key} is '"):
                    raise user_error(f"{key} = {value}", "it is no switch", "give a number, or a text with a unit") from None
            raise

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_card": (self._card.name, self._card.settings), "_model": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._card = _core.ModelCard()
        self._card.name, self._card.settings = state["_card"]
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


class Process:
    """One process of one neutrino on a target, for scripts that need more than `xsec`.

    Args:
        process: name, or "name,key=value,...". neutrino, target: as of `xsec` (no neutrino for processes of other particles).
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
    def __init__(self, process: str, *, neutrino: str = "", target: str, model: ModelLike = "sm", highest_energy_GeV: float = 100.0,
                 **settings: Any) -> None:
        highest = float(positive(highest_energy_GeV, "highest_energy_GeV"))
        chosen = model_card(model)
        self._made_of = (process, neutrino, target, settings, {"name": chosen.name, **chosen.settings}, highest)
        self._process = self._made()
        self.components: list[str] = list(self._process.components)
        self.dimension: int = self._process.dimension
        self._what = f"{process} of {neutrino} on {target}" if neutrino else f"{process} on {target}"

    def _made(self) -> _core.Process:
        process, neutrino, target, settings, model, highest = self._made_of
        return _core.Process(process_card(process, neutrino, target, settings), model_card(model), highest)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_process": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._process = self._made()

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
        values = evaluated(function, self._grid, f"the function of {column}")
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
    """Tables of functions and fluxes of one's own become files beside the experiment, and their names."""
    from .fluxes import Flux

    if isinstance(value, Mapping):
        return {key: _with_tables(one, folder) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_tables(one, folder) for one in value]
    if isinstance(value, Tabulated):
        name = f"table{len(list(folder.iterdir()))}.csv"
        (folder / name).write_text(value.text(), encoding="utf-8")
        return name
    table = value._own_table() if isinstance(value, Flux) else None
    if isinstance(value, Flux) and table is not None:
        path = folder / file_name(value.title, ".csv", "flux")
        if path.exists():
            path = path.with_stem(f"{path.stem}-{len(list(folder.iterdir()))}")
        path.write_text(table, encoding="utf-8")
        remember_flux(path, value.name)
        return {"file": path.name}
    return value


def _title_in(text: str) -> str:
    """Of an experiment as text."""
    found = re.search(r'^title\s*=\s*"([^"\n]*)"', text, re.MULTILINE)
    return found[1] if found else ""


class Experiment:
    """An experiment of your own, wherever the name of an experiment is taken.

    Args:
        description: nested dictionaries, key by key as a TOML file (docs/experiments.md), in which functions enter as
            `Tabulated` and fluxes as `Flux`; or such a file as its path or its text; or the name of an experiment of Tridens.

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
        if isinstance(description, Mapping) or (is_text(description) and not getattr(description, "output", "")):
            self.title = str(description.get("title", "")) if isinstance(description, Mapping) else _title_in(str(description))
            path = written(file_name(self.title, ".toml", "experiment"), "")
            text = card_text(_with_tables(description, path.parent)) if isinstance(description, Mapping) else str(description)
            path.write_text(text, encoding="utf-8")
            self._name = str(path)
            remember_dictionary(path, self.title)
        else:
            self._name = getattr(description, "output", "") or str(description)
            self.title = title_of_dictionary(self._name) or self._name

    def __getstate__(self) -> dict[str, Any]:
        """With the files of one that was given as a dictionary, which end with the interpreter."""
        own = is_dictionary(self._name)
        paths = pathlib.Path(self._name).parent.iterdir() if own else []
        files = {path.name: (path.read_text(encoding="utf-8"), title_of_flux(str(path))) for path in paths}
        return {**self.__dict__, "_files": files}

    def __setstate__(self, state: dict[str, Any]) -> None:
        state = dict(state)
        files: dict[str, tuple[str, str]] = state.pop("_files")
        self.__dict__.update(state)
        if files:
            path = written(pathlib.Path(self._name).name, "")
            for name, (text, flux) in files.items():
                (path.parent / name).write_text(text, encoding="utf-8")
                if flux:
                    remember_flux(path.parent / name, flux)
            self._name = str(path)
            remember_dictionary(path, self.title)

    def __str__(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return f"<{titled(type(self).__name__, self.title)}>"
