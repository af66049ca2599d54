"""Small documentation projects, built in this process."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from lesson_pages.course.course import is_lesson
from lesson_pages.downloads import beside_page
from lesson_pages.search import index


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
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Build a project from a mapping of file names to texts.

    What takes long or needs more than a few pages is done only where it is asked for:
    ``search=True`` puts the scripts together, ``downloads=True`` writes what lies
    beside a page.  A lesson without a script is given an empty one.
    """
    apps: list[SphinxTestApp] = []

    def build_project(
        files: dict[str, str],
        extensions: Iterable[str] = (),
        *,
        builder: str = "html",
        search: bool = False,
        downloads: bool = False,
        **settings: Any,
    ) -> Built:
        if not search:
            monkeypatch.setattr(index, "write_script", lambda *_: None)
        if not downloads:
            monkeypatch.setattr(beside_page.WriteDown, "run", lambda self: None)
        source = tmp_path / "docs"
        pages = [name.removesuffix(".rst") for name in files]
        scripts = {f"{page}.py": '"""\n"""\n' for page in pages if is_lesson(page)}
        for name, text in {"conf.py": "", **scripts, **files}.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        warnings = io.StringIO()
        app = SphinxTestApp(
            builder,
            srcdir=source,
            builddir=tmp_path / "built",
            confoverrides={
                "extensions": [*extensions, "lesson_pages"],
                "html_math_renderer": "mathml",
                "gettext_compact": False,
                **settings,
            },
            warning=warnings,
        )
        apps.append(app)
        app.build()
        return Built(Path(app.outdir), warnings.getvalue())

    yield build_project
    for app in apps:
        app.cleanup()
