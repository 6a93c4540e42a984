"""Packages that some of Tridens uses and that need not be there."""

import importlib
from typing import Any

from ._core import UserError

#: package -> group of the optional dependencies of pyproject.toml that brings it
EXTRAS = {"awkward": "events", "dask": "cluster", "distributed": "cluster", "matplotlib": "figures", "plotly": "report",
          "pyarrow": "events"}


def optional(module: str, purpose: str) -> Any:
    """A module that need not be installed.

    Args:
        module: its full name, such as "matplotlib.pyplot".
        purpose: what cannot be done without it, such as "a Parquet file".

    Raises:
        ValueError: it is missing: says which package, and how to get it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.split(".")[0]
        raise UserError(f"{purpose} needs the package {package} ({error}) pip install {package}, or "
                        f"pip install 'tridens[{EXTRAS[package]}]'") from None
