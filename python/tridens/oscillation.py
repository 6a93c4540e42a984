"""Oscillation of neutrinos in matter: of uniform density, or that of the Earth."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, ModelLike, checked, model_card, numbers_of, positive, settings_of, user_error
from .propagation import _NUFIT, Oscillogram, _cosines, _energies, _provenance, _symbol

def _parameters(parameters: str, changes: dict[str, Any]) -> str:
    """A fit and the changes to it, as the library reads them."""
    return ",".join([parameters, *(f"{name}={text}" for name, text in settings_of(changes).items())])


def _provenance_of(parameters: str, choices: dict[str, str], model: ModelLike) -> _core.Provenance:
    card = model_card(model)
    made = _core.make_model(card.name, card.settings)
    settings = {f"model, {key}": text for key, text in dict(made.resolved()).items()} if card.name != "sm" else {}
    papers = ["hep-ph/0612285", _NUFIT[parameters.removeprefix("NuFIT ").split(".")[0]], *(made.info().papers if card.name != "sm" else [])]
    return _provenance({**choices, "parameters": parameters, "model": card.name, **settings}, papers)


@checked
def matter_oscillation(neutrino: str, to: str, energy_GeV: npt.ArrayLike, distance_km: npt.ArrayLike, density_g_cm3: npt.ArrayLike, *,
                       electrons_per_nucleon: float = 0.5, model: ModelLike = "sm", parameters: str = "nufit-5.2", **changes: Any) -> Array:
    """Probability that a neutrino arrives as another, in matter of uniform density; broadcasts.

    Exact for three flavours, or three and a sterile one: the Hamiltonian is diagonalised numerically (docs/physics/oscillation.md).

    Args:
        neutrino, to: "numu", "nue", ...: both neutrinos or both antineutrinos.
        energy_GeV, distance_km, density_g_cm3: numbers or arrays; density 0 is vacuum.
        electrons_per_nucleon: of the matter, 0 to 1.
        model: as of `xsec`; what it adds to the potential of matter, such as "nsi,eps_emu_uV=0.1", acts on the way.
        parameters: best fit of NuFIT (data/oscillation): "nufit-5.2", "nufit-6.0-inverted", ...
        changes: to it: ordering="inverted", sin2_theta23=0.5, delta="90deg", delta_m2_31="2.5e-3eV2"; a sterile state:
            delta_m2_41="1eV2", sin2_theta14=0.02, sin2_theta24, sin2_theta34, delta14, delta24.

    Returns:
        Numbers between 0 and 1, in the shape of the arguments together.

    Raises:
        ValueError: unknown names, a neutrino and an antineutrino, shapes that do not broadcast, numbers out of range.
    """
    energies, distances = positive(energy_GeV, "energy_GeV"), numbers_of(distance_km, "distance_km")
    densities = numbers_of(density_g_cm3, "density_g_cm3")
    try:
        energies, distances, densities = np.broadcast_arrays(energies, distances, densities)
    except ValueError:
        raise user_error(f"energy_GeV, distance_km and density_g_cm3 of shapes {np.shape(energy_GeV)}, {np.shape(distance_km)}, {np.shape(density_g_cm3)}",
                         "they do not broadcast", "use energy_GeV[:, None] for a table of two") from None
    values = _core.matter_probability(neutrino, to, energies.ravel().tolist(), distances.ravel().tolist(), densities.ravel().tolist(),
                                      float(numbers_of(electrons_per_nucleon, "electrons_per_nucleon")), model_card(model), _parameters(parameters, changes))
    return np.array(values).reshape(energies.shape)


@checked
def oscillogram(neutrino: str, to: str, energy_GeV: npt.ArrayLike, cos_zenith: npt.ArrayLike, *, model: ModelLike = "sm",
                depth_km: float = 0.0, height_km: float = 15.0, outermost: str = "water", shell_km: float = 75.0,
                parameters: str = "nufit-5.2", **changes: Any) -> Oscillogram:
    """Probability of oscillation of atmospheric neutrinos through the matter of the Earth (PREM), for every zenith angle.

    Args:
        neutrino, to, model, parameters, changes: as of `matter_oscillation`. Bosons of long range act with their profile in the Earth.
        energy_GeV: (energies,), increasing. cos_zenith: (cosines,), increasing, at the detector: -1 through the centre.
        depth_km: of the detector below the surface. height_km: above the surface where neutrinos are made.
        outermost: "water" or "ice", 3 km around the Earth.
        shell_km: thickest shell of constant density; 75 km holds to 1e-3 above 0.2 GeV, usually to 1e-4.

    Returns:
        Oscillogram of numbers between 0 and 1; 200 x 200 take some tenths of a second.

    Raises:
        ValueError: as `matter_oscillation`; a depth, height or thickness out of range.
    """
    energies, cosines = _energies(energy_GeV), _cosines(cos_zenith)
    depth, height, shell = (float(numbers_of(value, name)) for name, value in (("depth_km", depth_km), ("height_km", height_km), ("shell_km", shell_km)))
    values, name = _core.earth_oscillogram(neutrino, to, energies.tolist(), cosines.tolist(), model_card(model), depth, height, shell,
                                           outermost, _parameters(parameters, changes))
    label = rf"$P({_symbol(neutrino)}\to{_symbol(to)})$"
    choices = {"oscillation": f"{neutrino} to {to}, in the matter of the Earth", "Earth": f"Preliminary Reference Earth Model, 3 km of {outermost} around it",
               "shells": f"{shell_km:g} km or thinner", "depth of the detector": f"{depth_km:g} km", "height of production": f"{height_km:g} km"}
    card = model_card(model).name
    return Oscillogram(_provenance_of(name, choices, model), energies, cosines, np.array(values).reshape(cosines.size, energies.size),
                       quantity=f"probability of {neutrino} to {to}", label=label,
                       title=f"{neutrino} to {to} through the Earth, {name}" + ("" if card == "sm" else f", {card}"))
