"""What there is: names of everything, and what is known about each; the interpolation tables."""

from . import _core
from ._arguments import Path, checked


class Description(dict[str, str]):
    """Property -> text of one name, such as "title", "parameters", "papers".

    Attributes:
        name: of what is described.
        kind: "model", "process", "flux", "experiment", ...
    """

    def __init__(self, result: _core.ShowResult) -> None:
        super().__init__()
        self.name: str = result.name
        self.kind: str = result.kind
        for key, text in result.lines:
            self[key] = f"{self[key]}\n{text}" if key in self else text

    def __repr__(self) -> str:
        return f"{self.name} ({self.kind})\n" + "\n".join(f"  {key}: {text}" for key, text in self.items())


@checked
def list_names(section: str) -> dict[str, str]:
    """name -> description of one section, such as "processes", "models", "fluxes", "experiments".

    Raises:
        ValueError: no such section, with the nearest title.
    """
    return {name: text for _, names in _core.list_names(section) for name, text in names}


def sections() -> list[str]:
    """Titles of the sections that `list_names` takes."""
    return list(_core.list_titles())


@checked
def show(name: str) -> Description:
    """What is known about one name, whatever its kind.

    Raises:
        ValueError: no such name, with the nearest one.
    """
    return Description(_core.show(name))


@checked
def tables(*, build: bool = False, force: bool = False, folder: Path | None = None, threads: int = 1) -> dict[str, bool]:
    """The interpolation tables of trident cross sections: name -> whether it is there.

    Args:
        build: compute those that are missing (seconds each); force: all of them anew.
        folder: where they are; the usual place by default.
        threads: to compute with.

    Raises:
        ValueError: a folder that cannot be used. RuntimeError: a table could not be written.
    """
    found = _core.tables(build, force, "" if folder is None else str(folder), threads)
    return {name.removesuffix(".table"): present for name, present in found}
