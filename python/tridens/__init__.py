"""Tridens: rare neutrino scattering in and beyond the Standard Model.

    import tridens
    tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1, 5, 20]).value
    tridens.rate("coherent-csi-2021").plot()

Cross sections, rates, events and fits by functions; models, fluxes, processes, experiments and likelihoods as objects.
Errors in what was asked are ValueErrors: *problem (why) suggestion*.
"""

import os as _os
import pathlib as _pathlib


def _find_data() -> None:
    """An installed package has its data in it; a build tree knows its own."""
    data = _pathlib.Path(__file__).resolve().parent / "share" / "tridens" / "data"
    if not _os.environ.get("TRIDENS_DATA") and data.is_dir():
        _os.environ["TRIDENS_DATA"] = str(data)


_find_data()

from . import figures  # noqa: E402
from ._core import Failure, UserError  # noqa: E402
from ._core import version as _version  # noqa: E402
from .bounds import Bound, Bounds, bounds  # noqa: E402
from .cards import NewCard, init, init_kinds  # noqa: E402
from .catalogue import Description, list_names, sections, show, tables  # noqa: E402
from .cross_sections import CrossSection, xsec  # noqa: E402
from .events import EventFile, Events, Histograms, cut_flow, generate, histogram  # noqa: E402
from .fits import Fit, FittedExperiment, Interval, Pull, fit  # noqa: E402
from .fluxes import Flux  # noqa: E402
from .histograms import Axis, Histogram  # noqa: E402
from .likelihoods import Likelihood  # noqa: E402
from .objects import Experiment, Model, Process, Tabulated  # noqa: E402
from .oscillation import matter_oscillation, oscillogram  # noqa: E402
from .propagation import Flavours, Oscillogram, baseline_km, flavours, transmission, vacuum_oscillation, vacuum_oscillogram  # noqa: E402
from .rates import Rate, rate  # noqa: E402
from .reports import Citations, cite, report  # noqa: E402
from .results import Result  # noqa: E402
from .scans import Scan, scan  # noqa: E402

__version__ = _version()
for _class in (Failure, UserError):
    _class.__module__ = "tridens"

__all__ = [
    "Axis", "Bound", "Bounds", "Citations", "CrossSection", "Description", "EventFile", "Events", "Experiment", "Failure", "Fit",
    "FittedExperiment", "Flavours", "Flux", "Histogram", "Histograms", "Interval", "Likelihood", "Model", "NewCard",
    "Oscillogram", "Process", "Pull", "Rate", "Result", "Scan", "Tabulated", "UserError", "baseline_km", "bounds", "cite",
    "cut_flow", "figures", "fit", "flavours", "generate", "histogram", "init", "init_kinds", "list_names", "matter_oscillation",
    "oscillogram", "rate", "report", "scan", "sections", "show", "tables", "transmission", "vacuum_oscillation",
    "vacuum_oscillogram", "xsec",
]
