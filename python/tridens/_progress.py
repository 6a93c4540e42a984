"""A line of progress for long calls: in terminals and notebooks, nowhere else."""

import sys


def _watched():
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class _Line:
    def __init__(self, what):
        self._what = what
        self._shown = False

    def __call__(self, done, total):
        filled = int(30 * done / total)
        sys.stderr.write(f"\r{self._what} [{'#' * filled}{' ' * (30 - filled)}] {done}/{total}")
        if done >= total:
            sys.stderr.write("\n")
        sys.stderr.flush()


def progress_of(progress, what):
    """None: a line where somebody watches; False: nothing; a callable: itself, as progress(done, total)."""
    if callable(progress):
        return progress
    if progress is False or (progress is None and not _watched()):
        return None
    return _Line(what)
