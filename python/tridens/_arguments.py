"""From arguments of Python to what the library asks for: cards, settings, energies."""

import functools
import inspect
import numbers
import pathlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar, Union

import numpy as np
import numpy.typing as npt
import tomli_w

from . import _core
from ._core import UserError
from ._words import OPTIONS

if TYPE_CHECKING:
    from .fluxes import Flux
    from .objects import Experiment, Model

Array: TypeAlias = npt.NDArray[np.float64]
Path: TypeAlias = Union[str, "pathlib.PurePath"]
Settings: TypeAlias = Mapping[str, Any]
ModelLike: TypeAlias = Union[str, Settings, "Model"]
FluxLike: TypeAlias = Union[str, "pathlib.PurePath", Settings, "Flux"]
ExperimentLike: TypeAlias = Union[str, "pathlib.PurePath", Settings, "Experiment"]
CardLike: TypeAlias = Union[str, "pathlib.PurePath", Settings]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_UNITS = ("eV", "keV", "MeV", "GeV", "TeV", "PeV", "EeV", "cm2", "cm", "m", "km", "fb", "pb", "s", "us", "ns", "kg", "t", "deg", "rad")


def user_error(problem: str, why: str, suggestion: str = "") -> UserError:
    """The error of the house: problem (why) suggestion."""
    return UserError(f"{problem} ({why})" + (f" {suggestion}" if suggestion else ""))


def unknown(kind: str, name: object, known: Iterable[str]) -> UserError:
    """Something that does not exist, with what does and the nearest of it."""
    names = list(known)
    near = _core.nearest_name(str(name), names)
    return user_error(f"unknown {kind} '{name}'", "known: " + ", ".join(names), f"did you mean '{near}'?" if near else "")


def _stem(name: str) -> str:
    stem, _, unit = name.rpartition("_")
    return stem if unit in _UNITS else ""


#: Arguments that count something, with the lowest and the highest number that they can be.
_COUNTS = {"threads": (1, 2**31 - 1), "seed": (0, 2**64 - 1), "points_per_decade": (1, 2**31 - 1), "samples": (0, 2**31 - 1),
           "workers": (0, 2**31 - 1), "shards": (0, 2**31 - 1), "events": (0, 2**63 - 1)}


def _check_count(name: str, value: object) -> None:
    lowest, highest = _COUNTS[name]
    if value is None or (isinstance(value, numbers.Integral) and not isinstance(value, bool) and lowest <= int(value) <= highest):
        return
    if isinstance(value, numbers.Integral) and int(value) > highest:
        raise user_error(f"{name} = {str(value)[:40]}", f"the highest is {highest}", "give a smaller number")
    raise user_error(f"{name} = {value!r}", f"a whole number from {lowest} on is needed", f"give for example {name}={max(lowest, 1)}")


def _names_of_settings(process: object) -> list[str]:
    """Of a process, as keywords; none of one that does not exist, which is said elsewhere."""
    try:
        name, _ = specification(str(process))
        kind = _core.process_kind(name)
    except UserError:
        return []
    if kind != "registered":
        return list(_TRIDENT_KEYS if kind == "trident" else _ELASTIC_KEYS)
    return [setting.name.replace("-", "_") for setting in _core.process_info(name).settings]


def _check_keyword(function: str, keyword: str, value: object, names: list[str], process: object, takes_settings: bool) -> None:
    """A keyword that is no argument: one of another name or unit, a setting, or nothing that exists."""
    known = _names_of_settings(process) if "process" in names and takes_settings else []
    if keyword.replace("-", "_") in known:
        return
    for name in names:
        if _stem(name) and _stem(name) in (_stem(keyword), keyword):
            raise user_error(f"{keyword} = {value!r}", f"this argument is {name}", f"convert it and give {name}")
    meant = OPTIONS.get(keyword)
    if meant in names:
        raise user_error(f"{keyword} = {value!r}", f"this argument is {meant}", f"give {meant}={value!r}")
    if not takes_settings:
        raise unknown(f"argument of {function}", keyword, names)
    if known:
        raise unknown(f"argument of {function} or setting of process {specification(str(process))[0]}", keyword, [*names, *known])


def checked(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Unknown keywords, known ones with another unit in their name, counts that are none and arguments of a wrong type are
    ValueErrors that say what is right."""
    parameters = [one for one in inspect.signature(function).parameters.values() if one.name not in ("self", "cls")]
    names = [one.name for one in parameters if one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)]
    positional = [one.name for one in inspect.signature(function).parameters.values()]
    takes_settings = any(one.kind == one.VAR_KEYWORD for one in parameters)

    @functools.wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        for keyword in kwargs:
            if keyword not in names:
                given = dict(zip(positional, args))
                _check_keyword(function.__qualname__.removesuffix(".__init__"), keyword, kwargs[keyword], names,
                               given.get("process", kwargs.get("process", "")), takes_settings)
        for name, value in (*zip(positional, args), *kwargs.items()):
            if name in _COUNTS and name in names:
                _check_count(name, value)
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            if "incompatible function arguments" not in str(error):
                raise
            shown = ", ".join([*(repr(one) for one in args), *(f"{key}={value!r}" for key, value in kwargs.items())])
            raise user_error(f"{function.__qualname__}({shown:.200})", "an argument has another type than is needed",
                             f"see help(tridens.{function.__qualname__})") from None

    return call


def positive(values: npt.ArrayLike, name: str) -> Array:
    """An array of positive, finite numbers; ValueError naming the argument otherwise."""
    array = numbers_of(values, name)
    if array.size == 0:
        raise user_error(f"{name} is empty", "at least one number is needed")
    if not np.all(np.isfinite(array)) or not np.all(array > 0.0):
        wrong = array.flat[np.argmin(np.where(np.isfinite(array), array, -np.inf))]
        raise user_error(f"{name} holds {wrong}", "positive, finite numbers are needed")
    return array


def numbers_of(values: npt.ArrayLike, name: str) -> Array:
    """A new array of numbers; ValueError naming the argument otherwise."""
    try:
        given = np.asarray(values)
        # Bytes, dates and True, of which numpy would make numbers.
        if given.dtype.kind not in "SMm" and not (given.dtype.kind == "b" and given.ndim == 0):
            return np.array(given, dtype=float)
    except (TypeError, ValueError, OverflowError):
        pass
    raise user_error(f"{name} = {repr(values)[:100]}", "numbers are needed",
                     f"{name} has its unit in its name" if name.rpartition("_")[2] in (*_UNITS, "cm3") else "")


def evaluated(function: object, grid: Array, name: str) -> Array:
    """A function of the user on a grid, which it is given as a whole; ValueError naming it where it fails."""
    if not callable(function):
        raise user_error(f"{name} is {repr(function)[:60]}", "a function is needed", "give a function of an array")
    try:
        values = function(grid)
    except UserError:
        raise
    except (TypeError, ValueError) as error:
        raise user_error(f"{name} fails: {error}", "it is called once, with the whole grid as an array",
                         "write it with numpy, such as numpy.exp and numpy.where, or give numpy.vectorize(function)") from None
    return numbers_of(values, name)


def mapping_of(value: object, name: str, example: str) -> dict[str, Any]:
    """A dictionary; ValueError naming the argument otherwise."""
    if isinstance(value, Mapping):
        return dict(value)
    raise user_error(f"{name} = {repr(value)[:100]}", "a dictionary is needed", f"give for example {example}")


def text_of(value: object, name: str) -> str:
    """A setting as text: numbers in full precision, booleans as yes and no."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    raise user_error(f"{name} = {value!r}", "a number, or a text with a unit, is needed", f'for example {name}="10 MeV"')


def settings_of(mapping: Settings) -> dict[str, str]:
    """Settings as texts, by their own names."""
    return {key: text_of(value, key) for key, value in mapping.items()}


def texts_of(values: str | Iterable[object], name: str) -> list[str]:
    """One text or several as a list; ValueError naming the argument otherwise."""
    if isinstance(values, str):
        return [values]
    if not isinstance(values, Iterable):
        raise user_error(f"{name} = {values!r}", "a text or a list of texts is needed", "leave it out for all")
    return [str(value) for value in values]


def specification(text: str) -> tuple[str, dict[str, str]]:
    """"name,key=value,..." to name and settings."""
    name, *pieces = str(text).split(",")
    settings = {}
    for piece in pieces:
        key, separator, value = piece.partition("=")
        if not separator:
            raise user_error(f"'{text}'", f"'{piece}' has no '='", "write name,key=value,key=value")
        settings[key] = value
    return name, settings


def _named(description: Settings, kind: str) -> tuple[str, dict[str, str]]:
    """The name of a dictionary, and everything else as settings."""
    settings = dict(description)
    if "name" not in settings:
        raise user_error(f"a {kind} without a name: {dict(description)!r}", "its name says which it is",
                         f'give {{"name": ..., ...}}')
    name = settings.pop("name")
    return str(name), settings_of(settings)


def model_card(model: ModelLike) -> _core.ModelCard:
    """A card of a Model, a name, "name,key=value,...", or {"name": ..., key: value}."""
    from .objects import Model

    if isinstance(model, Model):
        return model._card
    card = _core.ModelCard()
    if isinstance(model, Mapping):
        card.name, card.settings = _named(model, "model")
    else:
        card.name, card.settings = specification(model)
    return card


def _known(name: str, known: Sequence[str]) -> str:
    hyphenated = name.replace("_", "-")
    return hyphenated if hyphenated in known and name not in known else name


_TRIDENT_KEYS = ("pair", "components", "form_factor", "nucleon_form_factor", "pauli", "pauli_kf")
_ELASTIC_KEYS = ("form_factor", "neutron_form_factor", "kinematics", "axial", "binding", "recoil_min", "recoil_max")


def process_card(process: str, neutrino: str, target: str, settings: Settings) -> _core.ProcessCard:
    """A card of a process by name, or by "name,key=value,...", with settings as keywords."""
    name, own = specification(process)
    card = _core.ProcessCard()
    card.name = name
    card.neutrino = str(neutrino)
    card.target = str(target)
    kind = _core.process_kind(name)
    settings = {**own, **settings}
    if kind == "registered":
        known = [setting.name for setting in _core.process_info(name).settings]
        card.settings = settings_of({_known(key, known): value for key, value in settings.items()})
        return card
    keys = _TRIDENT_KEYS if kind == "trident" else _ELASTIC_KEYS
    for key, value in settings.items():
        key = key.replace("-", "_")
        if key not in keys:
            raise unknown(f"setting of process {name}", key, keys)
        if key == "components":
            value = texts_of(value, key)
        elif key == "pauli":
            value = _switch(value, key)
        else:
            value = text_of(value, key)
        setattr(card, key, value)
    if kind == "trident" and not card.pair:
        raise user_error("no lepton pair", "tridents are computed for one pair", 'give pair="mu-mu+"')
    return card


def _switch(value: object, name: str) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if value in ("yes", "no"):
        return value == "yes"
    raise user_error(f"{name} = {value!r}", "it is a switch", f"give {name}=True or {name}=False")


def flux_card(flux: FluxLike | None) -> _core.FluxCard | None:
    """A card of a Flux, the name of a flux, the path of a table, or [flux] of a card as a dictionary."""
    from .fluxes import Flux

    if flux is None:
        return None
    return (flux if isinstance(flux, Flux) else Flux(flux))._card


def exposure_card(exposure: Settings | None) -> _core.ExposureCard | None:
    """A card of {"mass": "75 t", "pot": 1.1e21}: a mass and one measure of the beam."""
    if exposure is None:
        return None
    card = _core.ExposureCard()
    measures = ("time", "pot", "inverse_femtobarns", "bursts")
    known = ("mass", *measures)
    exposure = mapping_of(exposure, "exposure", '{"mass": "75 t", "pot": 1.1e21}')
    for key, value in exposure.items():
        if key not in known:
            raise unknown("key of the exposure", key, known)
        setattr(card, key, text_of(value, key) if key in ("mass", "time") else float(positive(value, key)))
    if not card.mass:
        raise user_error("the exposure has no mass", "events need a target", 'give {"mass": "75 t", "pot": 1.1e21}')
    given = [key for key in measures if key in exposure]
    if not given:
        raise user_error("the exposure has a mass alone", "the flux is per proton, second, inverse femtobarn or burst",
                         "add pot, time, inverse_femtobarns or bursts, as the unit of the flux says")
    if len(given) > 1:
        raise user_error(f"the exposure has {' and '.join(given)}", "one of them measures the flux, as its unit says",
                         "leave the others out")
    return card


def change_text(key: str, value: object) -> str:
    """A change of an experiment as text; a flux of one's own by the file that it was written to."""
    from .fluxes import Flux

    if key.partition("-")[0] == "flux" and isinstance(value, (Flux, Mapping, pathlib.PurePath)):
        (text,) = Flux(value)._as_card().values()
        return str(pathlib.Path(text).resolve()) if text.endswith(".csv") else text
    return text_of(value, key)


def experiment_name(experiment: ExperimentLike) -> str:
    """The name or the path of an experiment; a dictionary, or a text, is written to a file first."""
    from .objects import Experiment

    return str(Experiment(experiment)) if isinstance(experiment, Mapping) or is_text(experiment) else str(experiment)


def _plain(value: Any) -> Any:
    """Objects of this package in a card become what a card says of them."""
    from .fluxes import Flux
    from .objects import Experiment, Model

    if isinstance(value, (Model, Flux)):
        return value._as_card()
    if isinstance(value, Experiment):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        return value.item()
    if callable(value):
        raise user_error("a function in a card", "it has to be evaluated on a grid",
                         'give tridens.Tabulated("energy_keV", grid, function) to an Experiment')
    return str(value) if isinstance(value, pathlib.PurePath) else value


def card_text(card: Settings) -> str:
    """Nested dictionaries as the TOML text of a card.

    Raises:
        ValueError: something in it that a card cannot hold.
    """
    try:
        return tomli_w.dumps(_plain(card))
    except TypeError as error:
        raise user_error("the card cannot be written as TOML", str(error), "give texts, numbers, lists and dictionaries") from None


def is_text(card: object) -> bool:
    """Whether it is the text of a card, such as `init` returns, and not its path: it has more than one line."""
    return isinstance(card, str) and "\n" in card


def folder_of_text(card: CardLike) -> str:
    """The folder from which the text of a card names its files: that of the file that `init` wrote, or the working folder."""
    output = getattr(card, "output", "")
    return str(pathlib.Path(output).parent) if output else "."


def absolute(card: CardLike) -> CardLike:
    """A card that means the same in another folder: a path from the root; texts as they are."""
    return card if isinstance(card, Mapping) or is_text(card) else str(pathlib.Path(card).absolute())


def run_card(card: CardLike) -> _core.RunCard:
    """A run card by path, as text, or the same as nested dictionaries."""
    if isinstance(card, Mapping):
        return _core.parse_run_card(card_text(card), "the dictionary", ".")
    if is_text(card):
        return _core.parse_run_card(str(card), "the text", folder_of_text(card))
    return _core.read_run_card(str(card))


def fit_card(card: CardLike) -> _core.FitCard:
    """A fit card by path, as text, or the same as nested dictionaries."""
    if isinstance(card, Mapping):
        return _core.parse_fit_card(card_text(card), "the dictionary", ".")
    if is_text(card):
        return _core.parse_fit_card(str(card), "the text", folder_of_text(card))
    return _core.read_fit_card(str(card))
