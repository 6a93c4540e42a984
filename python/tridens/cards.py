"""New cards: what `tridens init` writes, from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import _core
from ._arguments import FluxLike, ModelLike, Path, checked, flux_card, model_card, texts_of
from ._core import UserError


class NewCard(str):
    """The text of a card with a comment to every line.

    Attributes:
        kind: of the card. output: the file that was written, "" for none.
        next: commands of the program `tridens` to go on with.
    """

    kind: str
    output: str
    next: list[str]

    def __new__(cls, result: _core.InitResult, output: str) -> NewCard:
        made = super().__new__(cls, result.text)
        made.kind, made.output, made.next = result.kind, output, list(result.next)
        return made

    def __repr__(self) -> str:
        return f"<NewCard of the kind {self.kind}: {len(self.splitlines())} lines" + (f", written to {self.output}>" if self.output else ">")


def init_kinds() -> dict[str, str]:
    """kind -> what it is, of the cards that `init` makes."""
    return {kind.name: kind.title for kind in _core.init_kinds()}


@checked
def init(kind: str, *, output: Path | None = None, force: bool = False, process: str = "", neutrino: str = "", pair: str = "",
         target: str = "", model: ModelLike | None = None, flux: FluxLike | None = None, experiments: Path | Iterable[Path] = (),
         parameters: str | Iterable[str] = ()) -> NewCard:
    """A commented card to start from: a run card, a fit card, an experiment or a table of your own.

    It runs as it is, and its comments say what can be changed. Print it, edit it, hand it to `generate`, `fit` or `rate`.

    Args:
        kind: "trident", "elastic", "fit", "experiment", ... (`tridens.init_kinds()`).
        output: file to write; without it the text alone. force: replace an existing one.
        process, neutrino, pair, target: in place of those of the template.
        model, flux: as of `xsec`.
        experiments: of a fit: names or files.
        parameters: of a fit: settings of the model, as "eps_ee_dV" or with a range, "eps_ee_dV=-0.3:0.7".

    Returns:
        NewCard

    Raises:
        ValueError: no such kind; a choice that the kind does not take, or that does not exist; a file that is there.
    """
    chosen = None if model is None else model_card(model)
    names = [str(experiments)] if isinstance(experiments, str) or not isinstance(experiments, Iterable) else [str(one) for one in experiments]
    where = "" if output is None else str(output)
    try:
        result = _core.init(kind, where, output is None, force, process, neutrino, pair, target, chosen, flux_card(flux), names,
                            texts_of(parameters, "parameters"))
    except UserError as error:  # the program calls one process and several by the same option
        raise UserError(re.sub(r'processes=\["([^"]*)"\]', r'process="\1"', str(error))) from None
    return NewCard(result, "" if output is None else result.output)
