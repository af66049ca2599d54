"""The real site, and which tests share a worker of pytest-xdist."""

import io
import os
import random
import shutil
from pathlib import Path

import pytest
from built import PROJECT
from rich.console import Console
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from gallery_store.locks import locked
from gallery_store.progress import Reporter
from site_build.build import build
from site_build.options import Options

TOGETHER = {"test_site": "small site", "site": "site"}
TOGETHER |= {"downloads": "downloads", "test_cluster": "dask", "test_timing": "timing"}
"""Modules and folders with one dear fixture, or whose tests disturb each other."""


class Scheduling(LoadScopeScheduling):
    """Gives a worker all tests of a module, which share its fixtures."""

    def _split_scope(self, nodeid: str) -> str:
        path = Path(nodeid.partition("::")[0])
        return TOGETHER.get(path.stem) or TOGETHER.get(path.parent.name) or str(path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Say which tests belong together."""
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the real site, built where `nox -s docs` finds it current.

    Its lessons' manifests lie beside it: another build may clear docs/lessons.
    """
    copy = tmp_path_factory.mktemp("real") / "html"
    manifests = shutil.ignore_patterns("*.py", "*.rst", "*.ipynb", "*.svg", "*.zip")
    silent = Reporter(Console(file=io.StringIO()))
    built = build(PROJECT, Options(), silent)
    with locked(PROJECT.gallery, silent):
        shutil.copytree(built, copy)
        shutil.copytree(PROJECT.lessons, copy.parent / "lessons", ignore=manifests)
    return copy


@pytest.fixture
def seed() -> int:
    """Return another seed each time, shown where a test fails; SEED=123 repeats it."""
    chosen = int(os.environ.get("SEED", random.randrange(10**6)))
    print("SEED", chosen)
    return chosen
