"""Small documentation projects, built in this process."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from lesson_pages.course.course import is_lesson
from lesson_pages.downloads import beside_page


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


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which all builds keep what Node.js has made."""
    return tmp_path_factory.mktemp("cache")


def build_in(
    folder: Path,
    cache: Path,
    files: dict[str, str],
    extensions: Iterable[str] = (),
    *,
    builder: str = "html",
    downloads: bool = False,
    **settings: Any,
) -> Built:
    """Build a project from a mapping of file names to texts.

    What lies beside a page is written with ``downloads=True`` alone.  A lesson without
    a script is given an empty one.
    """
    source, warnings = folder / "docs", io.StringIO()
    lessons = filter(is_lesson, (name.removesuffix(".rst") for name in files))
    scripts = {f"{lesson}.py": '"""\n"""\n' for lesson in lessons}
    for name, text in {"conf.py": "", **scripts, **files}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    if not (source / "_build").is_dir():
        (source / "_build").mkdir()
        (source / "_build" / "cache").symlink_to(cache)
    settings = {"html_math_renderer": "mathml", "gettext_compact": False} | settings
    with pytest.MonkeyPatch.context() as patch:
        if not downloads:
            patch.setattr(beside_page, "files_beside", lambda *_: {})
        app = SphinxTestApp(
            builder,
            srcdir=source,
            builddir=folder / "built",
            confoverrides={"extensions": [*extensions, "lesson_pages"], **settings},
            warning=warnings,
        )
        try:
            app.build()
        finally:
            app.cleanup()
    return Built(Path(app.outdir), warnings.getvalue())


@pytest.fixture
def build(tmp_path: Path, cache: Path) -> Build:
    """Return what builds a project for one test."""
    return partial(build_in, tmp_path, cache)


@pytest.fixture(scope="module")
def build_once(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Build:
    """Return what builds a project for the tests of a module."""
    return lambda *a, **k: build_in(tmp_path_factory.mktemp("project"), cache, *a, **k)
