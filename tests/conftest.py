"""The real site, and which tests share a worker of pytest-xdist."""

import io
import os
import random
import shutil
from pathlib import Path

import pytest
from built import PROJECT
from rich.console import Console

from gallery_store.progress import Reporter
from site_build.build import build
from site_build.options import Options

TOGETHER = {"test_audit": "site", "test_site": "small site", "site": "site"}
TOGETHER |= {"downloads": "downloads", "test_cluster": "dask", "test_timing": "timing"}
"""Modules and folders with one dear fixture, or whose tests disturb each other.
The tests of any other module share a worker as they share its fixtures."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests belong together."""
    for item in items:
        module, folder = item.path.stem, item.path.parent.name
        group = TOGETHER.get(module) or TOGETHER.get(folder) or f"{folder}/{module}"
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the real site, built where `nox -s docs` finds it current.

    Its lessons' manifests lie beside it: another build may clear docs/lessons.
    """
    copy = tmp_path_factory.mktemp("real") / "html"
    manifests = shutil.ignore_patterns("*.py", "*.rst", "*.ipynb", "*.svg", "*.zip")
    silent = Reporter(Console(file=io.StringIO()))
    shutil.copytree(build(PROJECT, Options(), silent), copy)
    shutil.copytree(PROJECT.lessons, copy.parent / "lessons", ignore=manifests)
    return copy


@pytest.fixture
def seed() -> int:
    """Return another seed each time, shown where a test fails; SEED=123 repeats it."""
    chosen = int(os.environ.get("SEED", random.randrange(10**6)))
    print("SEED", chosen)
    return chosen
