"""Models, fluxes, processes and experiments as objects."""

import atexit
import pathlib
import shutil
import tempfile

import numpy as np
import tomli_w

from . import _core
from ._arguments import model_card, positive, process_card, settings_of, user_error
from .figures import axes_or_new

_NEUTRINOS = ("nue", "numu", "nutau", "nuebar", "numubar", "nutaubar")
_folder = None


def _written(name, text):
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

    Several act together as "nsi+magnetic-moment".
    """

    def __init__(self, name="sm", **settings):
        self._card = _core.ModelCard()
        self._card.name = name
        self._card.settings = settings_of(settings)
        self._model = _core.make_model(name, self._card.settings)

    @property
    def name(self):
        return self._card.name

    @property
    def parameters(self):
        """name -> value in use, with unit."""
        return dict(self._model.resolved())

    @property
    def info(self):
        """Title, Lagrangian, parameters, papers, validity."""
        return self._model.info()

    def trident_couplings(self, neutrino, pair):
        """V and A of a trident channel, without the mediator's part (1807.10973)."""
        return self._model.trident_couplings(neutrino, pair)

    def __repr__(self):
        return f"<Model {self.name}: " + ", ".join(f"{k} = {v}" for k, v in self._card.settings.items()) + ">"


class Flux:
    """A neutrino flux. Make one by `Flux.named`, `.from_file`, `.source`, `.analytic`, `.from_arrays` or
    `.from_callable`; the functions of tridens also take the name of a flux.

    Attributes:
        spectra: neutrino -> (energy_GeV, density per cm2, GeV and unit of exposure; or of integral 1).
        exposure_unit: "POT", "s", ...; "" for a shape.
    """

    def __init__(self, card, neutrino="numu"):
        self._card = card
        self._flux = _core.choose_flux(card, neutrino)

    @classmethod
    def _make(cls, key, text, neutrino):
        card = _core.FluxCard()
        setattr(card, key, str(text))
        return cls(card, neutrino)

    @classmethod
    def named(cls, name):
        """A flux that comes with Tridens (`tridens.list_names("fluxes")`)."""
        return cls._make("name", name, "numu")

    @classmethod
    def from_file(cls, path):
        """A table in the format of docs/formats.md."""
        return cls._make("file", path, "numu")

    @classmethod
    def source(cls, specification):
        """A described source: "reactor,power=1GW,distance=10m" (docs/sources.md)."""
        return cls._make("source", specification, "numu")

    @classmethod
    def analytic(cls, specification, neutrino="numu"):
        """A shape: "power-law,gamma=2,min=1GeV,max=100GeV"."""
        return cls._make("analytic", specification, neutrino)

    @classmethod
    def from_arrays(cls, energy_GeV, densities, *, exposure_unit="POT", title="flux of arrays"):
        """A flux of your own: linear between points, zero outside.

        Args:
            energy_GeV: increasing energies.
            densities: neutrino -> values at these energies, per cm2, GeV and unit of exposure.
            exposure_unit: "POT", "s", "fb-1"; None for a shape, whose normalisation has no meaning.
        """
        energies = positive(energy_GeV, "energy_GeV").ravel()
        columns = {}
        for name, values in densities.items():
            if name not in _NEUTRINOS:
                raise user_error(f"unknown neutrino '{name}'", "known: " + ", ".join(_NEUTRINOS))
            columns[name] = np.asarray(values, dtype=float).ravel()
            if columns[name].shape != energies.shape:
                raise user_error(f"{columns[name].size} values of {name}", f"there are {energies.size} energies")
        unit = "1/GeV" if exposure_unit is None else f"1/cm2/GeV/{exposure_unit}"
        lines = [f"# title: {title}", "# source: made in Python", "# position: as its maker says", f"# unit: {unit}",
                 "# kind: points", "# content: density",
                 "# normalisation: " + ("shape_only" if exposure_unit is None else "absolute")]
        if exposure_unit is not None:
            lines.append(f"# exposure_unit: {exposure_unit}")
        lines.append(",".join(["E_GeV", *columns]))
        lines += [",".join(repr(float(x)) for x in row) for row in zip(energies, *columns.values())]
        return cls.from_file(_written("flux.csv", "\n".join(lines) + "\n"))

    @classmethod
    def from_callable(cls, functions, energy_GeV, **options):
        """neutrino -> function of an array of energies in GeV, evaluated once at `energy_GeV`; as `from_arrays`."""
        energies = positive(energy_GeV, "energy_GeV").ravel()
        values = {name: np.broadcast_to(function(energies), energies.shape) for name, function in functions.items()}
        return cls.from_arrays(energies, values, **options)

    @property
    def name(self):
        return self._flux.name

    @property
    def exposure_unit(self):
        return self._flux.exposure_unit

    @property
    def spectra(self):
        return {name: (spectrum.energy_GeV, spectrum.density) for name, spectrum in self._flux.spectra.items()}

    def __repr__(self):
        per = f"per {self.exposure_unit}" if self._flux.absolute else "shape only"
        return f"<Flux {self.name or self._flux.title}: {', '.join(self._flux.spectra)}, {per}>"

    def plot(self, axes=None, **style):
        axes = axes_or_new(axes)
        for name, spectrum in self._flux.spectra.items():
            if spectrum.kind == "line":
                axes.axvline(spectrum.energy_GeV[0], label=name, **style)
            elif spectrum.kind == "histogram":
                axes.stairs(spectrum.density, spectrum.energy_GeV, label=name, **style)
            else:
                axes.plot(spectrum.energy_GeV, spectrum.density, label=name, **style)
        unit = f"/cm$^2$/GeV/{self.exposure_unit}" if self._flux.absolute else "/GeV, integral 1"
        axes.set(xscale="log", yscale="log", xlabel="neutrino energy [GeV]", ylabel=f"neutrinos{unit}",
                 title=self._flux.title)
        axes.legend()
        return axes


class Process:
    """One process of one neutrino on a target, for scripts that need more than `xsec`.

    Attributes:
        components: names, in the order of the numbers below. dimension: numbers of the unit cube per point.
    """

    def __init__(self, process, *, neutrino, target, model="sm", highest_energy_GeV=100.0, **settings):
        self._process = _core.Process(process_card(process, neutrino, target, settings), model_card(model),
                                      float(highest_energy_GeV))
        self.components = list(self._process.components)
        self.dimension = self._process.dimension
        self._what = f"{process} of {neutrino} on {target}"

    def threshold_GeV(self, component=0):
        return self._process.threshold_GeV(component)

    def cross_section_cm2(self, energy_GeV, component=0):
        """Total cross section and numerical error of a component, arrays of the shape of `energy_GeV`."""
        energies = positive(energy_GeV, "energy_GeV")
        values, errors = self._process.cross_section(component, energies.ravel().tolist())
        return np.array(values).reshape(energies.shape), np.array(errors).reshape(energies.shape)

    def dsigma_cm2(self, energy_GeV, u, component=0):
        """d sigma/du at points `u` of the unit cube, shape (dimension, points)."""
        u = np.atleast_2d(np.asarray(u, dtype=float))
        energies = np.broadcast_to(positive(energy_GeV, "energy_GeV"), u.shape[1:])
        return np.array(self._process.dsigma(component, energies.tolist(), u.ravel().tolist()))

    def __repr__(self):
        return f"<Process {self._what}: {', '.join(self.components)}>"


def _with_tables(value, folder):
    """Callables in an experiment become tables: (column, grid, function) -> the name of a CSV file."""
    if isinstance(value, dict):
        return {key: _with_tables(one, folder) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_tables(one, folder) for one in value]
    if isinstance(value, Tabulated):
        name = f"table{len(list(folder.iterdir()))}.csv"
        (folder / name).write_text(value.text(), encoding="utf-8")
        return name
    return value


class Tabulated:
    """A function of your own where an experiment takes a table, evaluated once on a grid:

        {"name": "trigger", "below": 0.0, "above": 1.0, "table": Tabulated("energy_keV", np.linspace(0, 10, 200), my_efficiency)}
    """

    def __init__(self, column, grid, function, *, value="efficiency"):
        self._columns = (column, value)
        self._grid = np.asarray(grid, dtype=float)
        self._values = np.broadcast_to(function(self._grid), self._grid.shape)
        if not np.all(np.isfinite(self._values)):
            raise user_error(f"the function of {column} is not finite on its grid", "every value must be a number")

    def text(self):
        rows = [f"{x!r},{y!r}" for x, y in zip(self._grid.tolist(), self._values.tolist())]
        return "\n".join([",".join(self._columns), *rows]) + "\n"


class Experiment:
    """An experiment of your own from nested dictionaries, key by key as its TOML file (docs/experiments.md). Functions
    enter as `Tabulated`. Use it wherever the name of an experiment is taken."""

    def __init__(self, description):
        self.title = str(description.get("title", ""))
        path = _written("experiment.toml", "")
        path.write_text(tomli_w.dumps(_with_tables(dict(description), path.parent)), encoding="utf-8")
        self._path = path

    def __str__(self):
        return str(self._path)

    def __fspath__(self):
        return str(self._path)

    def __repr__(self):
        return f"<Experiment {self.title}>"
