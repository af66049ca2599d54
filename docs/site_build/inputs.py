"""What the site is made from, as digests: of each page, and of what pages share."""

import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib import metadata
from inspect import getsource
from pathlib import Path

import gallery_store
from gallery_store.bundle import Bundle
from gallery_store.keys import file_digest
from lesson_pages.cache import cached
from lesson_pages.downloads.wheel import wheel_sources
from lesson_pages.languages import LANGUAGES, Language, language_of
from lesson_pages.site_settings import Settings
from lesson_pages.translation import untranslated
from lesson_pages.translation.untranslated import count_translated
from site_build.catalogues import INTERFACE, read_catalogue
from site_build.hosting.licences import OWN
from site_build.project import Project

STORE = Path(gallery_store.__file__).parent
"""The package beside `docs/` whose functions pages are made with, too."""
MADE = {"_build", "_results", "lessons"}
"""The folders in `docs/` that a build writes."""
CACHES = {"__pycache__", ".mypy_cache", "node_modules"}
"""Folders that tools write; the versions of npm's packages are in their lock file."""


@dataclass(frozen=True)
class Inputs:
    """Digests of everything that a site is made from."""

    project: Project
    settings: Settings
    bundles: tuple[Bundle, ...]  # the results of the lessons
    asked: dict[str, object]  # of the build, as far as the pages show it

    @cached_property
    def files(self) -> dict[str, str]:
        """The digest of every file that a person wrote, by its path from the root."""
        return {
            self.project.relative(path).as_posix(): file_digest(path)
            for path in sources_of(self.project)
        }

    @cached_property
    def results(self) -> dict[str, str]:
        """The digest of each lesson's results, by page."""
        return {
            f"lessons/{x.lesson}": hashlib.sha256(x.to_bytes()).hexdigest()
            for x in self.bundles
        }

    @cached_property
    def whole(self) -> str:
        """One digest of everything."""
        return digest([self.files, self.results, self._around])

    @cached_property
    def pages(self) -> dict[str, str]:
        """The digest of each page's source."""
        docs = {
            name.removeprefix("docs/").removesuffix(".md"): value
            for name, value in self.files.items()
            if name.startswith("docs/") and name.endswith(".md") and name.count("/") < 2
        }
        overviews = {
            "lessons/" + name.removeprefix("examples/").removesuffix(".rst"): value
            for name, value in self.files.items()
            if name.startswith("examples/")
        }
        return docs | overviews | self.results

    def pages_in(self, language: Language) -> dict[str, str]:
        """Return a digest of what each page is made of in a language."""
        catalogues = self._catalogues(language)
        return {p: digest([x, catalogues.get(p)]) for p, x in self.pages.items()}

    def code_in(self, language: Language) -> str:
        """Return a digest of what decides how pages are read in a language."""
        catalogues, pages = self._catalogues(language), self.pages
        others = {n: x for n, x in catalogues.items() if n not in pages}
        files = {n: x for n, x in self.files.items() if self._is_code(n)}
        return digest([files, others, sorted(pages), self._around])

    @cached_property
    def look(self) -> str:
        """A digest of what pages are written with."""
        named = self.files.items()
        return digest(
            [
                x
                for x in named
                if not (self._is_code(x[0]) or self._is_text(x[0]))
                and x[0] not in self._packed
            ]
        )

    @cached_property
    def wheel(self) -> str:
        """A digest of the wheel that every lesson's script and notebook name."""
        return digest({x: self.files[x] for x in self._packed})

    def translations_beside(self, language: Language) -> str:
        """Return a digest of what a language shows of the other languages' catalogues.

        The audit counts what is translated; a comment in downloads speaks them all.
        """
        shown = {}
        for other in (x for x in LANGUAGES if x != language):
            for file in self.project.catalogues(other).rglob("*.po"):
                said = file_digest if file.name == INTERFACE else self._count
                shown[self.project.relative(file).as_posix()] = said(file)
        return digest(shown)

    def _count(self, file: Path) -> str:
        """Return how many messages of a catalogue are translated."""
        language = language_of(file.relative_to(self.project.docs).parts[1])

        def count() -> bytes:
            catalogue = read_catalogue(file, language)
            said = {
                str(x.id): "" if x.fuzzy else str(x.string) for x in catalogue if x.id
            }
            return json.dumps(count_translated(said, language)).encode()

        folder, how = self.project.build / "cache", getsource(untranslated).encode()
        return cached(folder, how, file.read_bytes(), make=count).decode()

    @property
    def _around(self) -> list[object]:
        store = {str(x): file_digest(x) for x in sorted(STORE.rglob("*.py"))}
        return [self.asked, asdict(self.settings), versions(), store]

    def _catalogues(self, language: Language) -> dict[str, str]:
        """Return the digest of each catalogue of a language, by page."""
        start = f"docs/locales/{language.sphinx}/LC_MESSAGES/"
        return {
            name.removeprefix(start).removesuffix(".po"): value
            for name, value in self.files.items()
            if name.startswith(start) and name.endswith(".po")
        }

    @cached_property
    def _packed(self) -> list[str]:
        """The files that the wheel is made from."""
        sources = filter(Path.is_file, wheel_sources(self.project.root))
        return [self.project.relative(x).as_posix() for x in sources]

    def _is_text(self, name: str) -> bool:
        """Tell pages and catalogues, which have digests of their own."""
        page = name.removeprefix("docs/").removesuffix(".md")
        return name.startswith(("docs/locales/", "examples/")) or page in self.pages

    def _is_code(self, name: str) -> bool:
        """Tell what decides how any page is read: extensions, settings, tables."""
        looks = name.startswith("docs/theme/")
        return name.startswith("docs/") and not looks and not self._is_text(name)


@cache
def versions() -> dict[str, str]:
    """Return the version of Python and of all that is installed.

    Asked once: setuptools, when something imports it, puts more onto the path.
    """
    described = (x.metadata for x in metadata.distributions())  # parsed at each look
    installed = {str(x["Name"]): str(x["Version"]) for x in described}
    return installed | {"Python": platform.python_version()}


def digest(value: object) -> str:
    """Return one digest of values that JSON can hold."""
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def sources_of(project: Project) -> Iterator[Path]:
    """Yield every file of the site's source that a person wrote."""
    yield from sorted(written_below(project, project.docs))
    yield from sorted(project.examples.glob("**/index.rst"))
    yield from filter(Path.is_file, wheel_sources(project.root))
    yield from sorted(project.root.glob("LICENSE-*"))
    yield from filter(Path.is_file, (project.root / name for name in OWN))


def written_below(project: Project, folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, without a look into those that a build makes."""
    for path in folder.iterdir():
        if is_made(project, path):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from written_below(project, path)
        elif path.is_file():
            yield path


def is_made(project: Project, path: Path) -> bool:
    """Tell whether a file is made by a build and not by a person."""
    if path.is_relative_to(project.docs):
        inside = path.relative_to(project.docs)
        if inside.parts[0] in MADE:
            return True
    return path.suffix == ".mo" or not CACHES.isdisjoint(path.parts)
