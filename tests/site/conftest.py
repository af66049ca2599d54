"""Small documentation projects, built in this process, and the real site."""

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from built import PROJECT
from rich.console import Console
from sphinx.testing.util import SphinxTestApp

from pipeline.build import Options
from pipeline.build import build as build_site
from pipeline.progress import Reporter


@dataclass(frozen=True)
class Built:
    """A built project: its pages and what the build warned of."""

    out: Path
    warnings: str

    def text(self, page: str) -> str:
        """Return the file of a page."""
        return (self.out / f"{page}.html").read_text(encoding="utf-8")

    def soup(self, page: str) -> BeautifulSoup:
        """Return a page, parsed."""
        return BeautifulSoup(self.text(page), "html.parser")


Build = Callable[..., Built]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Build a project from a mapping of file names to texts."""
    apps: list[SphinxTestApp] = []

    def build_project(
        files: dict[str, str],
        extensions: list[str],
        *,
        builder: str = "html",
        **settings: Any,
    ) -> Built:
        source = tmp_path / "docs"
        for name, text in {"conf.py": "", **files}.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        warnings = io.StringIO()
        app = SphinxTestApp(
            builder,
            srcdir=source,
            builddir=tmp_path / "built",
            confoverrides={"extensions": extensions, **settings},
            warning=warnings,
        )
        apps.append(app)
        app.build()
        return Built(Path(app.outdir), warnings.getvalue())

    yield build_project
    for app in apps:
        app.cleanup()


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
