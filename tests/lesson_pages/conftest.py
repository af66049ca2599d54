"""Small documentation projects, built in this process."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

PLACES = {
    "course": "lesson_pages.course.course",
    "cards": "lesson_pages.course.cards",
    "route": "lesson_pages.course.route",
    "audit": "lesson_pages.course.audit",
    "evidence": "lesson_pages.course.evidence",
    "excerpt": "lesson_pages.course.excerpt",
    "messages": "lesson_pages.course.error_index",
    "reading_order": "lesson_pages.course.reading_order",
    "lessons": "lesson_pages.course.lesson_header",
    "untranslated": "lesson_pages.translation.untranslated",
    "chinese": "lesson_pages.translation.chinese",
    "bilingual_terms": "lesson_pages.translation.bilingual_terms",
    "glossary": "lesson_pages.translation.glossary",
    "languages": "lesson_pages.translation.language_links",
    "figures": "lesson_pages.figures.scraper",
    "gallery": "lesson_pages.figures.gallery",
    "light_figures": "lesson_pages.figures.minify_svg",
    "alternative_text": "lesson_pages.figures.alternative_text",
    "mathml": "lesson_pages.formulas.mathml",
    "temml": "lesson_pages.formulas.temml",
    "downloads": "lesson_pages.downloads.beside_page",
    "notebooks": "lesson_pages.downloads.notebook",
    "scripts": "lesson_pages.downloads.script",
    "prose": "lesson_pages.downloads.prose",
    "needs": "lesson_pages.downloads.requirements",
    "markdown": "lesson_pages.downloads.markdown_writer",
    "marks": "lesson_pages.downloads.markdown_marks",
    "offers": "lesson_pages.downloads.offers",
    "search": "lesson_pages.search.index",
    "search_records": "lesson_pages.search.sections",
    "search_words": "lesson_pages.search.search_words",
    "sharing": "lesson_pages.page.sharing",
    "contribute": "lesson_pages.page.contribute",
    "copy_button": "lesson_pages.page.copy_button",
    "sidebar": "lesson_pages.page.sidebar",
    "boilerplate": "lesson_pages.page.boilerplate",
    "code_links": "lesson_pages.page.code_links",
    "solution": "lesson_pages.page.solution",
    "preview": "lesson_pages.page.preview",
    "beside": "lesson_pages.page.beside",
    "node": "lesson_pages.npm",
}


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
            confoverrides={
                "extensions": [PLACES.get(x, x) for x in extensions],
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
