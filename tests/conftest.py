"""The real site."""

import io
import shutil
from pathlib import Path

import pytest
from built import PROJECT
from rich.console import Console

from gallery_store.progress import Reporter
from site_build.build import Options
from site_build.build import build as build_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the real site, built from the store.

    Its lessons' manifests lie beside it: another build may clear docs/lessons.
    """
    out = tmp_path_factory.mktemp("site") / "html"
    silent = Reporter(Console(file=io.StringIO()))
    built = build_site(PROJECT, Options(out=out), silent)
    manifests = shutil.ignore_patterns("*.py", "*.rst", "*.ipynb", "*.svg", "*.zip")
    shutil.copytree(PROJECT.lessons, built.parent / "lessons", ignore=manifests)
    return built
