"""What the rules look at: the course as its authors wrote it, each file read once."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from gallery_store.errors import BuildError
from lesson_pages.languages import TRANSLATIONS, Language
from site_build.catalogues import INTERFACE, read_catalogue
from site_build.check.lesson_source import LessonSource, read_source


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


@dataclass(frozen=True)
class Translation:
    """A message of a catalogue with its place."""

    file: str
    page: str
    language: Language
    message: Message

    @property
    def english(self) -> str:
        """What the English page says."""
        return str(self.message.id)

    @property
    def text(self) -> str:
        """What the catalogue says; empty if it says nothing."""
        return str(self.message.string or "")

    def fault(self, text: str) -> Fault:
        """Return a fault at the message's line."""
        return Fault(self.file, self.message.lineno or 0, text)


class Content:
    """The sources of the course.

    Parameters
    ----------
    root : Path
        The folder that holds `docs/`, `examples/` and `src/`.
    store : Path, optional
        The folder of the kept runs, if not `docs/_results`.
    """

    def __init__(self, root: Path, store: Path | None = None) -> None:
        self.root, self.docs, self.examples = root, root / "docs", root / "examples"
        self.store = store or self.docs / "_results"

    def relative(self, path: Path) -> str:
        """Return a path as messages name it: from the root."""
        return path.relative_to(self.root).as_posix()

    @cached_property
    def lessons(self) -> list[LessonSource]:
        """The lessons in the order of their files."""
        return [read_source(x, self.root) for x in sorted(self.examples.glob("*/*.py"))]

    @cached_property
    def course(self) -> list[LessonSource]:
        """The lessons of the route: those with an exercise, no reference pages."""
        return [x for x in self.lessons if re.match(r"plot_\d", x.path.name)]

    @cached_property
    def pages(self) -> set[str]:
        """The name of each page of the site, without suffix."""
        names = {x.stem for x in self.docs.glob("*.md")} | {
            x.page for x in self.lessons
        }
        indexes = self.examples.glob("**/index.rst")
        return names | {
            f"lessons/{x.relative_to(self.examples).with_suffix('').as_posix()}"
            for x in indexes
        }

    @cached_property
    def terms(self) -> dict[str, str]:
        """The Chinese word for each English term of the glossary."""
        with (self.docs / "glossary.csv").open(encoding="utf-8", newline="") as file:
            return {row["en"]: row["zh"] for row in csv.DictReader(file)}

    def toml(self, name: str) -> dict[str, Any]:
        """Return what a settings file of `docs/` holds; nothing if it is no TOML."""
        try:
            return tomllib.loads((self.docs / name).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError):
            return {}

    def catalogue_folder(self, language: Language) -> Path:
        """Return where the catalogues of a language are."""
        return self.docs / "locales" / language.sphinx / "LC_MESSAGES"

    @cached_property
    def unreadable(self) -> list[Fault]:
        """The catalogues that cannot be read, and why."""
        _ = self.catalogues
        return self._unreadable

    @cached_property
    def catalogues(self) -> dict[tuple[Language, str], Catalog]:
        """The catalogue of each language and page, as far as it can be read."""
        self._unreadable: list[Fault] = []
        return dict(self._read_catalogues())

    def _read_catalogues(self) -> Iterator[tuple[tuple[Language, str], Catalog]]:
        for language in TRANSLATIONS:
            folder = self.catalogue_folder(language)
            for file in sorted(folder.rglob("*.po")):
                page = file.relative_to(folder).with_suffix("").as_posix()
                try:
                    yield (language, page), read_catalogue(file, language)
                except BuildError as error:
                    self._unreadable.append(read_failure(self.relative(file), error))

    @cached_property
    def translations(self) -> list[Translation]:
        """Every message of every catalogue, in order."""
        return [
            Translation(self.catalogue_file(language, page), page, language, message)
            for (language, page), catalogue in self.catalogues.items()
            for message in catalogue
            if message.id
        ]

    def catalogue_file(self, language: Language, page: str) -> str:
        """Return the catalogue of a page as messages name it."""
        return self.relative(self.catalogue_folder(language) / f"{page}.po")

    @property
    def page_catalogues(self) -> set[tuple[Language, str]]:
        """The catalogues that belong to pages: without Sphinx's own words."""
        interface = Path(INTERFACE).stem
        return {key for key in self.catalogues if key[1] != interface}


def read_failure(file: str, error: BuildError) -> Fault:
    """Return the fault that a file which cannot be read is."""
    why = str(error).rpartition(f"{Path(file).name}: ")[2]
    return Fault(file, 0, why)
