"""What the rules look at: the course as its authors wrote it, each file read once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from babel.messages.catalog import Catalog

from gallery_store.errors import BuildError
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


class Content:
    """The sources of the course.

    Parameters
    ----------
    root : Path
        The folder that holds `docs/`, `examples/` and `src/`.
    store : Path, optional
        The folder of the kept runs, if not `docs/_results`.

    Raises
    ------
    BuildError
        From any attribute, if a file is not what its name says.
    """

    def __init__(self, root: Path, store: Path | None = None) -> None:
        self.root, self.docs, self.examples = root, root / "docs", root / "examples"
        self.store = store or self.docs / "_results"

    def relative(self, path: Path) -> str:
        """Return a path as messages name it: from the root."""
        return path.relative_to(self.root).as_posix()

    def parsed(self, file: str, parse: Callable[[str], T]) -> T:
        """Return what a file of the checkout holds."""
        try:
            return parse((self.root / file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(f"{file}: {error}") from error

    @cached_property
    def lessons(self) -> list[LessonSource]:
        """The lessons in the order of their files."""
        paths = sorted(self.examples.glob("*/*.py"))
        return [LessonSource(x, self.relative(x)) for x in paths]

    @cached_property
    def course(self) -> list[LessonSource]:
        """The lessons of the route: those with an exercise, no reference pages."""
        return [x for x in self.lessons if re.match(r"plot_\d", x.path.name)]

    @cached_property
    def pages(self) -> set[str]:
        """The name of each page of the site, without suffix."""
        folders = self.examples.glob("**/index.rst")
        parts = {x.relative_to(self.examples).with_suffix("") for x in folders}
        return {
            *(x.stem for x in self.docs.glob("*.md")),
            *(x.page for x in self.lessons),
            *(f"lessons/{x.as_posix()}" for x in parts),
        }

    @cached_property
    def terms(self) -> dict[str, str]:
        """The Chinese word for each English term of the glossary."""
        return read_terms(self.docs)

    def catalogue(self, language: Language, page: str) -> Path:
        """Return where the catalogue of a page is."""
        return Project(self.root).catalogues(language) / f"{page}.po"

    @cached_property
    def catalogues(self) -> dict[Language, dict[str, Catalog]]:
        """The catalogue of each page in each language, and of Sphinx's own words."""
        return {language: self._read_catalogues(language) for language in TRANSLATIONS}

    def _read_catalogues(self, language: Language) -> dict[str, Catalog]:
        folder = Project(self.root).catalogues(language)
        files = {x.relative_to(folder).with_suffix(""): x for x in folder.rglob("*.po")}
        return {x.as_posix(): read_catalogue(files[x], language) for x in sorted(files)}

    @cached_property
    def translations(self) -> list[Translation]:
        """Every message of every catalogue, in order."""
        found = []
        for language, catalogues in self.catalogues.items():
            for page, catalogue in catalogues.items():
                file = self.relative(self.catalogue(language, page))
                for x in (x for x in catalogue if x.id):
                    place = file, x.lineno or 0, page, language
                    text = str(x.string or "")
                    found.append(Translation(*place, str(x.id), text, x.fuzzy))
        return found
