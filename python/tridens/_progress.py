"""A line of progress for long calls: in terminals and notebooks, nowhere else."""

import sys
import time
from collections.abc import Callable
from typing import TypeAlias

from ._arguments import user_error

Line: TypeAlias = Callable[[int, int], object] | None
Progress: TypeAlias = bool | Line

_PATIENCE_s = 1.0  # what takes no longer needs no line


def _watched() -> bool:
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class _Line:
    def __init__(self, what: str, patience_s: float) -> None:
        self._what = what
        self._from = time.monotonic() + patience_s
        self._shown = patience_s == 0.0

    def __call__(self, done: int, total: int) -> None:
        self._shown = self._shown or time.monotonic() >= self._from
        if not self._shown:
            return
        filled = int(30 * done / total)
        sys.stderr.write(f"\r{self._what} [{'#' * filled}{' ' * (30 - filled)}] {done}/{total}")
        if done >= total:
            sys.stderr.write("\n")
        sys.stderr.flush()


def progress_of(progress: Progress, what: str) -> Line:
    """None: a line where somebody watches, of what takes long; False: nothing; True: a line; a callable: itself, as
    progress(done, total)."""
    if callable(progress):
        return progress
    if progress is not None and not isinstance(progress, bool):
        raise user_error(f"progress = {progress!r}", "it is None, False, or a function of (done, total)",
                         "leave it out, or give progress=False")
    if progress is False or (progress is None and not _watched()):
        return None
    return _Line(what, 0.0 if progress else _PATIENCE_s)
