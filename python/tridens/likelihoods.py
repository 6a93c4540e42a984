"""chi2 as a function, for other minimisers and samplers."""

from __future__ import annotations

import collections
import math
import pickle
import uuid
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._arguments import Array, CardLike, absolute, checked, fit_card, numbers_of, user_error
from ._files import is_dictionary
from .objects import Experiment


#: Likelihoods of this process by their keys: those that a pool sends with every task are made once.
_made: weakref.WeakValueDictionary[str, Likelihood] = weakref.WeakValueDictionary()
_received: collections.deque[Likelihood] = collections.deque(maxlen=4)


def _kept(card: Any) -> Any:
    """Of a card as nested dictionaries, a copy that later changes do not reach."""
    if isinstance(card, Mapping):
        return {key: _kept(value) for key, value in card.items()}
    if isinstance(card, (list, tuple)):
        return [_kept(value) for value in card]
    if isinstance(card, str) and is_dictionary(card):
        return Experiment(card)  # whose file ends with the interpreter
    return card.copy() if isinstance(card, np.ndarray) else card


class Likelihood:
    """chi2 of a fit card as a function: plugs into iminuit and emcee.

    Called with the parameters (as separate numbers or one sequence) it is minimised over the nuisances:

        minuit = iminuit.Minuit(likelihood, *start); minuit.migrad()

    `log_probability` takes parameters and nuisances in one vector, penalties included, as samplers want it. A class of your own
    adds what it knows by `penalty`:

        class WithPrior(tridens.Likelihood):
            def penalty(self, parameters):
                return ((parameters["angle"] - 0.2386) / 0.0005) ** 2

    Args:
        card: as of `fit`. threads: to compute with.

    Attributes:
        parameters, nuisances: names.
        errordef: 1, as for chi2.

    Raises:
        ValueError: for what the card asks wrongly.
    """

    errordef = 1.0

    @checked
    def __init__(self, card: CardLike, *, threads: int = 1) -> None:
        self._card: CardLike = _kept(card) if isinstance(card, Mapping) else absolute(card)
        self._threads, self._key = threads, uuid.uuid4().hex
        self._function = _core.FitFunction(fit_card(card), threads)
        _made[self._key] = self
        self.parameters: list[str] = list(self._function.parameters())
        self._constraints = list(self._function.nuisances())
        self.nuisances: list[str] = [one.name for one in self._constraints]
        self._parameters = {name: None for name in self.parameters}  # where iminuit looks for names

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_function": None, "_constraints": None, "_card": pickle.dumps(self._card)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        same = _made.get(self._key)
        if same is None:
            self._card = pickle.loads(state["_card"])
            self._function = _core.FitFunction(fit_card(self._card), self._threads)
            _made[self._key] = self
            _received.append(self)
        else:
            self._card, self._function = same._card, same._function
        self._constraints = list(self._function.nuisances())

    def penalty(self, parameters: Mapping[str, float]) -> float:
        """What a class of your own adds to chi2 at parameters (name -> value): measurements that the card does not have."""
        return 0.0

    def __call__(self, *values: Any) -> float:
        """chi2 minimised over the nuisances. ValueError: not one number for each parameter."""
        if len(values) == 1 and np.ndim(values[0]) == 1:
            values = tuple(values[0])
        point = self._point(values)
        return self._function.profiled(point) + self.penalty(dict(zip(self.parameters, point)))

    def _point(self, values: Sequence[Any] | npt.NDArray[Any]) -> list[float]:
        if len(values) != len(self.parameters):
            raise user_error(f"{len(values)} numbers", f"the parameters are {', '.join(self.parameters)}", "give one number for each")
        return [float(numbers_of(value, name)) for name, value in zip(self.parameters, values)]

    def chi2(self, parameters: Sequence[float] | Array, nuisances: Sequence[float] | Array) -> float:
        """At given nuisances (in their units), penalties included; infinite where it is not defined.

        Raises:
            ValueError: not one number for each; parameters that the model refuses.
        """
        point = self._point(parameters)
        if len(nuisances) != len(self.nuisances):
            raise user_error(f"{len(nuisances)} nuisances", f"there are {len(self.nuisances)}: {', '.join(self.nuisances)}",
                             "give one number for each")
        return self._function.at(point, [float(x) for x in nuisances]) + self.penalty(dict(zip(self.parameters, point)))

    def log_probability(self, vector: Sequence[float] | Array) -> float:
        """-chi2/2 of parameters followed by nuisances; -infinity outside of the ranges.

        Raises:
            ValueError: not one number for each.
        """
        count = len(self.parameters)
        if len(vector) != count + len(self.nuisances):
            raise user_error(f"{len(vector)} numbers", f"{count} parameters and {len(self.nuisances)} nuisances are needed",
                             "give them in this order")
        for value, one in zip(vector[count:], self._constraints):
            if not one.lower <= value <= one.upper:
                return -math.inf
        try:
            return -0.5 * self.chi2(vector[:count], vector[count:])
        except _core.UserError:
            return -math.inf

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self.parameters)} with {len(self.nuisances)} nuisances>"
