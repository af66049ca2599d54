"""Which pages have a catalogue, and how the catalogues are refreshed."""

import io
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from textwrap import shorten

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from gallery_store.errors import BuildError
from gallery_store.files import write_atomically
from gallery_store.lessons import Lesson
from lesson_pages.cache import cached
from lesson_pages.languages import CHINESE, TRANSLATIONS, Language
from site_build.project import Project

GUESSES = {"python-format", "python-brace-format"}
"""Marks that babel gives to braces and per cents, which are none in prose."""
INTERFACE = "sphinx.po"  # written by hand: half of its messages are the theme's
FUZZY = "the English changed: review the translation, then delete the line `#, fuzzy`"
UNTRANSLATED = "[i18n.untranslated]"
USUAL = 3
"""How many catalogues have to say a message alike, so that others say it so, too."""
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: PyTorch, Executed\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def check_catalogues(project: Project, lessons: list[Lesson]) -> None:
    """Raise a BuildError if a page has no catalogue."""
    pages = [*project.pages_beside, *(f"lessons/{x.name}" for x in lessons)]
    folders = map(project.catalogues, TRANSLATIONS)
    files = [folder / f"{page}.po" for folder in folders for page in pages]
    if missing := [str(project.relative(x)) for x in files if not x.is_file()]:
        raise BuildError(
            f"no catalogue {', '.join(missing)}; "
            "make it with `nox -s translations`, or build with `--lang en`"
        )


def compile_catalogues(project: Project) -> None:
    """Make of each catalogue what gettext reads, whatever its time stamp says.

    A BuildError names one that cannot be read; Sphinx would not say why.
    """
    for language in TRANSLATIONS:
        folder = project.catalogues(language)
        for file in folder.rglob("*.mo"):
            if not file.with_suffix(".po").is_file():
                file.unlink()
        for file in sorted(folder.rglob("*.po")):
            make = partial(compiled, file, language)
            data = cached(project.build / "cache", b"mo", file.read_bytes(), make=make)
            target = file.with_suffix(".mo")
            if not (target.is_file() and target.read_bytes() == data):
                target.write_bytes(data)


def compiled(file: Path, language: Language) -> bytes:
    """Return a catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, read_catalogue(file, language))
    return buffer.getvalue()


def refresh_catalogues(
    templates: Path, folder: Path, language: Language = CHINESE
) -> Iterator[str]:
    """Bring each catalogue up to its template; yield a line for each without one.

    What other catalogues say alike is filled in; no translation is dropped.
    The folders are that of Sphinx's gettext builder, and that of a language.
    """
    (templates / INTERFACE).with_suffix(".pot").unlink(missing_ok=True)
    catalogues = {}
    for template in sorted(templates.rglob("*.pot")):
        file = folder / template.relative_to(templates).with_suffix(".po")
        catalogues[file] = merge(template, file, language)
    usual = usual_translations(catalogues.values())
    for file, catalogue in catalogues.items():
        complete(catalogue, usual)
        write_catalogue(file, catalogue, language)
    for file in sorted({*folder.rglob("*.po")} - {*catalogues, folder / INTERFACE}):
        yield f"{file}: has no page; give it its page's new name, or delete it"


def merge(template: Path, file: Path, language: Language) -> Catalog:
    """Return a catalogue's translations on its template's messages."""
    wanted = read_catalogue(template, language)
    empty = Catalog(locale=language.sphinx)
    catalogue = read_catalogue(file, language) if file.is_file() else empty
    catalogue.update(wanted)
    for message in catalogue:
        message.flags -= GUESSES
    return catalogue


def complete(catalogue: Catalog, usual: Mapping[str, str]) -> None:
    """Fill in what this catalogue said once, or what the others say of a message."""
    for message in catalogue:
        if message.id and (message.fuzzy or not message.string):
            old = catalogue.obsolete.pop(str(message.id), None)
            if text := (old and old.string) or usual.get(str(message.id)):
                message.string = text
                message.flags.discard("fuzzy")
                message.previous_id = []


def usual_translations(catalogues: Iterable[Catalog]) -> dict[str, str]:
    """Return how the catalogues of a language translate what many of them have.

    A translation is usual if at least three say it, and at most one says another.
    """
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for message in (x for catalogue in catalogues for x in catalogue):
        if message.id and message.string and not message.fuzzy:
            said[str(message.id)][str(message.string)] += 1
    return {
        english: text
        for english, texts in said.items()
        for text, times in texts.most_common(1)
        if times >= USUAL and texts.total() - times <= 1
    }


def left_in_english(warnings: str) -> list[str]:
    """Return how many sentences Sphinx missed a translation of, and what to do."""
    if number := warnings.count(UNTRANSLATED):
        return [
            f"{number} to translate or to review (fuzzy): `nox -s translations` lists "
            "them; without Chinese, build with `--lang en` and send the English change"
        ]
    return []


def read_catalogue(file: Path, language: Language = CHINESE) -> Catalog:
    """Return the catalogue in a file; a BuildError if it is damaged or not UTF-8."""
    try:
        stream = io.BytesIO(file.read_bytes().removeprefix(BOM_UTF8))
        return read_po(stream, locale=language.sphinx, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        reason = shorten(str(error), 200)  # which may quote all of it
        raise BuildError(f"{file}: not a catalogue: {reason}") from error


def write_catalogue(file: Path, catalogue: Catalog, language: Language) -> None:
    """Write a catalogue, in which no date and no place changes.

    An unchanged text leaves the file alone.
    """
    buffer = io.BytesIO()
    options = {"omit_header": True, "no_location": True, "include_previous": True}
    write_po(buffer, catalogue, width=0, **options)
    header = HEADER.format(language=language.sphinx)
    data = f"{header}{buffer.getvalue().decode().strip()}\n".encode()
    if not (file.is_file() and file.read_bytes() == data):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
