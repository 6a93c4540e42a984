"""From arguments of Python to what the library asks for: cards, settings, energies."""

import numbers
import pathlib

import numpy as np
import tomli_w

from . import _core
from ._core import UserError


def user_error(problem, why, suggestion=""):
    """The error of the house: problem (why) suggestion."""
    return UserError(f"{problem} ({why})" + (f" {suggestion}" if suggestion else ""))


def positive(values, name):
    """An array of positive, finite numbers; ValueError naming the argument otherwise."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise user_error(f"{name} = {values!r}", "numbers are needed", f"{name} has its unit in its name") from None
    if array.size == 0:
        raise user_error(f"{name} is empty", "at least one number is needed")
    if not np.all(np.isfinite(array)) or not np.all(array > 0.0):
        raise user_error(f"{name} holds {array.flat[np.argmin(np.where(np.isfinite(array), array, -np.inf))]}", "positive, finite numbers are needed")
    return array


def text_of(value, name):
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


def settings_of(mapping):
    """Settings by their own names: underscores that stand for hyphens are tried by the library's caller."""
    return {key: text_of(value, key) for key, value in mapping.items()}


def specification(text):
    """"name,key=value,..." to name and settings."""
    name, *pieces = str(text).split(",")
    settings = {}
    for piece in pieces:
        key, separator, value = piece.partition("=")
        if not separator:
            raise user_error(f"'{text}'", f"'{piece}' has no '='", "write name,key=value,key=value")
        settings[key] = value
    return name, settings


def model_card(model):
    """A card of a Model, a name, or "name,key=value,..."."""
    if isinstance(model, _core.ModelCard):
        return model
    if hasattr(model, "_card"):
        return model._card
    card = _core.ModelCard()
    card.name, card.settings = specification(model)
    return card


def _known(name, known):
    hyphenated = name.replace("_", "-")
    return hyphenated if hyphenated in known and name not in known else name


_TRIDENT_KEYS = ("pair", "components", "form_factor", "nucleon_form_factor", "pauli", "pauli_kf")
_ELASTIC_KEYS = ("form_factor", "neutron_form_factor", "kinematics", "axial", "binding", "recoil_min", "recoil_max")


def process_card(process, neutrino, target, settings):
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
            raise user_error(f"unknown setting '{key}' of process '{name}'", "known: " + ", ".join(keys))
        if key == "components":
            value = [value] if isinstance(value, str) else [str(part) for part in value]
        elif key != "pauli":
            value = text_of(value, key)
        setattr(card, key, value)
    if kind == "trident" and not card.pair:
        raise user_error("no lepton pair", "tridents are computed for one pair", 'give pair="mu-mu+"')
    return card


def flux_card(flux):
    """A card of a Flux, the name of a flux, or the path of a table."""
    if flux is None or isinstance(flux, _core.FluxCard):
        return flux
    if hasattr(flux, "_card"):
        return flux._card
    card = _core.FluxCard()
    if isinstance(flux, pathlib.PurePath) or str(flux).endswith(".csv"):
        card.file = str(flux)
    else:
        card.name = str(flux)
    return card


def exposure_card(exposure):
    """A card of {"mass": "75 t", "pot": 1.1e21}: a mass and one measure of the beam."""
    if exposure is None:
        return None
    card = _core.ExposureCard()
    for key, value in dict(exposure).items():
        if key in ("mass", "time"):
            setattr(card, key, text_of(value, key))
        elif key in ("pot", "inverse_femtobarns", "bursts"):
            setattr(card, key, float(value))
        else:
            raise user_error(f"unknown key '{key}' of the exposure", "known: mass, time, pot, inverse_femtobarns, bursts")
    if not card.mass:
        raise user_error("the exposure has no mass", "events need a target", 'give {"mass": "75 t", "pot": 1.1e21}')
    return card


def _card(card, read, parse):
    if isinstance(card, dict):
        return parse(tomli_w.dumps(card), "the dictionary", ".")
    return read(str(card))


def run_card(card):
    """A run card by path, or the same as nested dictionaries."""
    return card if isinstance(card, _core.RunCard) else _card(card, _core.read_run_card, _core.parse_run_card)


def fit_card(card):
    """A fit card by path, or the same as nested dictionaries."""
    return card if isinstance(card, _core.FitCard) else _card(card, _core.read_fit_card, _core.parse_fit_card)
