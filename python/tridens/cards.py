"""New cards: what `tridens init` writes, from Python."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable
from typing import Any

from . import _core
from ._arguments import FluxLike, ModelLike, Path, checked, flux_card, model_card, texts_of, user_error
from ._core import UserError
from ._files import title_of_flux


class NewCard(str):
    """The text of a card with a comment to every line.

    Attributes:
        kind: of the card. output: the file that was written, "" for none.
        next: commands of the program `tridens` to go on with.
    """

    kind: str
    output: str
    next: list[str]

    def __new__(cls, text: str, kind: str, output: str, next: list[str]) -> NewCard:
        made = super().__new__(cls, text)
        made.kind, made.output, made.next = kind, output, next
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return str(self), self.kind, self.output, self.next

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

    It runs as it is, and its comments say what can be changed. Print it, edit it, hand it to `generate`, `histogram`, `fit`, `scan`
    or `rate`: they take the path, and the text too.

    Args:
        kind: "trident", "elastic", "fit", "experiment", ... (`tridens.init_kinds()`).
        output: file to write; without it the text alone. force: replace an existing one.
        process, neutrino, pair, target: in place of those of the template.
        model, flux: as of `xsec`. The table of a flux of arrays or functions is written beside the output.
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
    of_flux = flux_card(flux)
    own = of_flux.file if of_flux is not None and title_of_flux(of_flux.file) else ""
    if own and output is None:
        raise user_error(f"no file for the table of the flux '{title_of_flux(own)}'", "the card names it, and it lies beside the card",
                         'give output="card.toml"')
    try:
        result = _core.init(kind, where, output is None, force, process, neutrino, pair, target, chosen, of_flux, names,
                            texts_of(parameters, "parameters"))
    except UserError as error:  # the program calls one process and several by the same option
        raise UserError(re.sub(r'processes=\["([^"]*)"\]', r'process="\1"', str(error))) from None
    text = _with_table(result.text, pathlib.Path(result.output), pathlib.Path(own), force) if own else result.text
    return NewCard(text, result.kind, "" if output is None else result.output, list(result.next))


def _with_table(text: str, card: pathlib.Path, table: pathlib.Path, force: bool) -> str:
    """The text of a card that names a table beside it, and both files."""
    beside = card.parent / table.name
    content = table.read_text(encoding="utf-8")
    if beside.exists() and not force and beside.read_text(encoding="utf-8") != content:
        card.unlink()
        raise user_error(f"'{beside}' exists", "files are not replaced unasked", "give the flux another title, or force=True")
    beside.write_text(content, encoding="utf-8")
    text = text.replace(str(table), table.name)
    card.write_text(text, encoding="utf-8")
    return text
