"""The program `tridens` that belongs to this package: what runs on the machines of a cluster."""

import os
import pathlib
import subprocess
import sys

from ._core import Failure, UserError
from ._words import in_python


def program_path() -> pathlib.Path:
    """Of the program: inside of an installed package, or beside the package in a build tree.

    Raises:
        RuntimeError: it is in neither place.
    """
    package = pathlib.Path(__file__).resolve().parent
    places = [package / "bin" / "tridens", package.parent.parent / "tridens"]
    for place in places:
        if place.is_file():
            return place
    raise Failure(f"the program tridens is missing (looked for {places[0]} and {places[1]}) install Tridens again")


def run_program(arguments: list[str]) -> None:
    """Runs the program to its end, silently.

    Raises:
        ValueError: it refused what was asked. RuntimeError: it failed. KeyboardInterrupt: it was stopped.
    """
    environment = {**os.environ, "TRIDENS_PYTHON": sys.executable}
    done = subprocess.run([str(program_path()), *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    message = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"the program ended with {done.returncode}"
    message = in_python(message.removeprefix("tridens: ").removeprefix("error: "))
    if done.returncode == 130:
        raise KeyboardInterrupt(message)
    raise (UserError if done.returncode == 2 else Failure)(message)
