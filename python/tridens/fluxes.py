"""Neutrino fluxes as objects: of a name, a table, a source, a function, or a class of your own."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, FluxLike, Path, Settings, checked, evaluated, mapping_of, numbers_of, positive, unknown, user_error
from ._drawing import drawing, look, told_apart, unit_text
from ._files import file_name, remember_flux, title_of_flux, with_fluxes, written
from ._style import set_log_ticks
from .figures import add_legend, axes_or_new, set_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Species of neutrinos by name.
NEUTRINOS = ("nue", "numu", "nutau", "nuebar", "numubar", "nutaubar")


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
        self._neutrino: str = description._neutrino if isinstance(description, Flux) else neutrino
        self._card: _core.FluxCard = description._card if isinstance(description, Flux) else _flux_card_of(description)
        self._flux: _core.Flux = description._flux if isinstance(description, Flux) else _core.choose_flux(self._card, neutrino)
        self.exposure_unit = self._flux.exposure_unit
        self.neutrinos = tuple(self._flux.spectra)

    def __getstate__(self) -> dict[str, Any]:
        own = self._own_table()
        return {**self.__dict__, "_card": self._as_card(), "_flux": None if own is None else (self.title, own)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        own, card = state["_flux"], state["_card"]
        self._card = _flux_card_of(card if own is None else {"file": str(_table_file(*own))})
        self._flux = _core.choose_flux(self._card, self._neutrino)

    def _own_table(self) -> str | None:
        """The text of the table of a flux that was made in Python; None for others."""
        return pathlib.Path(self._card.file).read_text(encoding="utf-8") if title_of_flux(self._card.file) else None

    def _of_class(self) -> Settings:
        if type(self).density is Flux.density or not self.neutrinos:
            raise user_error("a flux without a description", "its name, its table or its densities are needed",
                             'give for example Flux("dune-nd-fhc"), or derive a class with energy_GeV, neutrinos and density')
        energies = positive(self.energy_GeV, "energy_GeV").ravel()
        densities = {name: evaluated(functools.partial(self.density, name), energies, f"the density of {name}") for name in self.neutrinos}
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
        functions = mapping_of(functions, "functions", '{"numu": function}')
        return Flux({"energy_GeV": energy_GeV, "densities": functions, "exposure_unit": exposure_unit, "title": title})

    @property
    def name(self) -> str:
        """Of a flux that comes with Tridens; the title of one of arrays or functions; of others what stands for it."""
        return with_fluxes(self._card.file) if title_of_flux(self._card.file) else self._flux.name

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

    @drawing
    def plot(self, axes: Axes | None = None, **style: Any) -> Axes:
        """Densities of every species against the energy, lines as lines: of these alone the height has no meaning.

        Raises:
            ValueError: matplotlib is missing.
        """
        axes = axes_or_new(axes)
        only_lines = all(spectrum.kind == "line" for spectrum in self._flux.spectra.values())
        alone = only_lines and not axes.has_data()
        several = len(self._flux.spectra) > 1
        for i, (name, spectrum) in enumerate(self._flux.spectra.items()):
            properties = look(style, name, several, **(told_apart(style, i) if several else {}))
            if spectrum.kind == "line":  # with the next colour, which axvline does not take
                axes.plot([float(spectrum.energy_GeV[0])] * 2, [0.0, 1.0], transform=axes.get_xaxis_transform(), **properties)
            elif spectrum.kind == "histogram":
                axes.stairs(spectrum.density, spectrum.energy_GeV, **properties)
            else:
                axes.plot(spectrum.energy_GeV, spectrum.density, **properties)
        if alone:
            axes.set_yticks([])
        if alone or not only_lines:
            set_title(axes, self.title)
        if not only_lines:
            unit = unit_text(self.unit) if self._flux.absolute else "1/GeV, integral 1"
            axes.set(xscale="log", yscale="log", ylabel=f"neutrinos [{unit}]")
        axes.set_xlabel("neutrino energy [GeV]")
        set_log_ticks(axes)
        add_legend(axes)
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
    densities = mapping_of(densities, "densities", '{"numu": ...}: an array or a function')
    if not densities:
        raise user_error("a flux without neutrinos", "at least one species is needed", 'give densities={"numu": ...}')
    columns: dict[str, Array] = {}
    for name, values in densities.items():
        if name not in NEUTRINOS:
            raise unknown("neutrino", name, NEUTRINOS)
        what = f"the density of {name}"
        column = evaluated(values, energies, what) if callable(values) else numbers_of(values, what)
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
    return _table_file(title, "\n".join(lines) + "\n")


def _table_file(title: str, text: str) -> pathlib.Path:
    """A file of a flux that was made in Python, which results call by its title."""
    title = " ".join(title.split())
    path = written(file_name(title, ".csv", "flux"), text)
    remember_flux(path, title or "flux")
    return path
