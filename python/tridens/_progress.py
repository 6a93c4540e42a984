"""A line of progress for long calls: in terminals and notebooks, nowhere else."""

import sys
from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = bool | Callable[[int, int], object] | None


def _watched() -> bool:
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class _Line:
    def __init__(self, what: str) -> None:
        self._what = what

    def __call__(self, done: int, total: int) -> None:
        filled = int(30 * done / total)
        sys.stderr.write(f"\r{self._what} [{'#' * filled}{' ' * (30 - filled)}] {done}/{total}")
        if done >= total:
            sys.stderr.write("\n")
        sys.stderr.flush()


def progress_of(progress: Progress, what: str) -> Callable[[int, int], object] | None:
    """None: a line where somebody watches; False: nothing; True: a line; a callable: itself, as progress(done, total)."""
    if callable(progress):
        return progress
    if progress is False or (progress is None and not _watched()):
        return None
    return _Line(what)
