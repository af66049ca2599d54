"""What the rules look at: the course as its authors wrote it, each file read once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from babel.messages.catalog import Catalog

from gallery_store.closure import parse
from gallery_store.errors import BuildError
from gallery_store.lessons import find_lessons
from lesson_pages.languages import TRANSLATIONS, Language
from lesson_pages.translation.glossary import read_terms
from site_build.catalogues import read_catalogue
from site_build.check.lesson_source import LessonSource
from site_build.project import Project

T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong where, and the cure; line 0 is the whole file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """Return the line that a terminal makes a link of."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.text}"


class Translation(NamedTuple):
    """A message of a catalogue with its place; `text` is empty where it has none."""

    file: str
    line: int
    page: str
    language: Language
    english: str
    text: str
    fuzzy: bool

    def fault(self, text: str) -> Fault:
        """Return a fault at the message's line."""
        return Fault(self.file, self.line, text)


class Content(Project):
    """The sources of the course, and the store of its kept runs.

    Raises
    ------
    BuildError
        From any attribute, if a file is not what its name says.
    """

    def __init__(self, root: Path, store: Path | None = None) -> None:
        super().__init__(root)
        self.store = store or self.store

    def name_of(self, path: Path) -> str:
        """Return a path as messages name it: from the root."""
        return self.relative(path).as_posix()

    def parsed(self, file: str, parse: Callable[[str], T]) -> T:
        """Return what a file of the checkout holds."""
        try:
            return parse((self.root / file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(f"{file}: {error}") from error

    @cached_property
    def sources(self) -> list[LessonSource]:
        """The lessons in the order of their files."""
        lessons = find_lessons(self.gallery)
        for lesson in lessons:
            parse(lesson.file, lesson.text)
        return [LessonSource(x.name, x.text, root=self.root) for x in lessons]

    @cached_property
    def course(self) -> list[LessonSource]:
        """The lessons of the route: those with an exercise, no reference pages."""
        return [x for x in self.sources if re.match(r"plot_\d", x.stem)]

    @cached_property
    def markdown(self) -> list[tuple[str, str, str]]:
        """File, page and text of each page in Markdown."""
        files = [self.name_of(x) for x in sorted(self.docs.glob("*.md"))]
        return [(x, Path(x).stem, self.parsed(x, str)) for x in files]

    @cached_property
    def pages(self) -> set[str]:
        """The name of each page of the site, without suffix."""
        return {*self.pages_beside, *(x.page for x in self.sources)}

    @cached_property
    def terms(self) -> dict[str, str]:
        """The Chinese word for each English term of the glossary."""
        return read_terms(self.docs)

    @cached_property
    def translated(self) -> dict[Language, dict[str, Catalog]]:
        """The catalogue of each page in each language, and of Sphinx's own words."""
        found: dict[Language, dict[str, Catalog]] = {x: {} for x in TRANSLATIONS}
        for language, catalogues in found.items():
            folder = self.catalogues(language)
            for path in sorted(folder.rglob("*.po")):
                page = path.relative_to(folder).with_suffix("").as_posix()
                catalogues[page] = read_catalogue(path, language)
        return found

    @cached_property
    def translations(self) -> list[Translation]:
        """Every message of every catalogue, in order."""
        found = []
        for language, catalogues in self.translated.items():
            for page, catalogue in catalogues.items():
                file = self.name_of(self.catalogues(language) / f"{page}.po")
                for x in (x for x in catalogue if x.id):
                    place = file, x.lineno or 0, page, language
                    text = str(x.string or "")
                    found.append(Translation(*place, str(x.id), text, x.fuzzy))
        return found
