"""Tridens: rare neutrino scattering in and beyond the Standard Model.

    import tridens
    tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1, 5, 20]).value
    tridens.rate("coherent-csi-2021").plot()

Cross sections, rates, events and fits by functions; models, fluxes, processes, experiments and likelihoods as objects.
Errors in what was asked are ValueErrors: *problem (why) suggestion*.
"""

import importlib.metadata as _metadata
import os as _os
import pathlib as _pathlib


def _find_data():
    """An installed package has its data beside the program; a build tree knows its own."""
    if _os.environ.get("TRIDENS_DATA"):
        return
    try:
        files = _metadata.files("tridens") or []
    except _metadata.PackageNotFoundError:
        return
    for file in files:
        if file.parts[-3:] == ("data", "nuclide", "isotopes.csv"):
            _os.environ["TRIDENS_DATA"] = str(_pathlib.Path(file.locate()).resolve().parent.parent)
            return


_find_data()

from ._core import Failure, UserError  # noqa: E402
from .bounds import Bound, Bounds, bounds  # noqa: E402
from .catalogue import list_names, sections, show  # noqa: E402
from .cross_sections import CrossSection, xsec  # noqa: E402
from .events import EventFile, Events, cut_flow, generate, histogram  # noqa: E402
from .fits import Fit, Likelihood, Scan, fit, scan  # noqa: E402
from .histograms import Axis, Histogram  # noqa: E402
from .objects import Experiment, Flux, Model, Process, Tabulated  # noqa: E402
from .rates import Rate, rate  # noqa: E402
from .reports import Citations, cite, report  # noqa: E402
from . import figures  # noqa: E402

from ._core import version as _version  # noqa: E402

__version__ = _version()
for _class in (Failure, UserError):
    _class.__module__ = "tridens"

__all__ = [
    "Axis", "Bound", "Bounds", "Citations", "CrossSection", "EventFile", "Events", "Experiment", "Failure", "Fit", "Flux", "Histogram", "Likelihood",
    "Model", "Process", "Rate", "Scan", "Tabulated", "UserError", "bounds", "cite", "cut_flow", "figures", "fit", "generate", "histogram",
    "list_names", "rate", "report", "scan", "sections", "show", "xsec",
]
