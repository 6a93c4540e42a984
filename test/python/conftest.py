"""Where the tests of event files find what was built: python -m pytest test/python --build-dir build."""

import os
import pathlib

import pytest


def pytest_addoption(parser):
    parser.addoption("--build-dir", default=None, help="the build directory, with test_io in it (default: build)")


@pytest.fixture(scope="session")
def build_dir(request):
    """The directory of the built programs: --build-dir, or where the program of the build is, or ./build."""
    chosen = request.config.getoption("--build-dir")
    program = os.environ.get("TRIDENS_PROGRAM")
    if chosen is None and program is not None:
        chosen = pathlib.Path(program).parent
    return pathlib.Path(chosen or "build").resolve()
