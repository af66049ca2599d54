"""Which pages have a catalogue, and how the catalogues are refreshed."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from gallery_store.errors import BuildError
from gallery_store.lessons import Lesson
from lesson_pages.languages import CHINESE
from site_build.project import Project

GUESSES = {"python-format", "python-brace-format"}
"""Marks that babel gives to braces and per cents, which are none in prose."""
INTERFACE = "sphinx.po"  # written by hand: half of its messages are the theme's
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: PyTorch, Executed\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def page_names(project: Project, lessons: list[Lesson]) -> Iterator[str]:
    """Yield the name of each page that is translated."""
    yield from (page.stem for page in sorted(project.docs.glob("*.md")))
    yield from (f"lessons/{lesson.name}" for lesson in lessons)
    for page in sorted(project.examples.glob("**/index.rst")):
        yield "lessons/" + page.relative_to(project.examples).with_suffix("").as_posix()


def check_catalogues(project: Project, lessons: list[Lesson]) -> None:
    """Raise a BuildError if a page has no Chinese catalogue."""
    folder = project.catalogues(CHINESE)
    files = [folder / f"{name}.po" for name in page_names(project, lessons)]
    missing = [project.relative(f).as_posix() for f in files if not f.is_file()]
    if missing:
        raise BuildError(
            f"no catalogue {', '.join(missing)}; "
            "make it with `nox -s translations`, or build with `--lang en`"
        )


def read_catalogues(project: Project) -> None:
    """Raise a BuildError if a catalogue cannot be read; Sphinx would not say why."""
    for file in sorted(project.catalogues(CHINESE).rglob("*.po")):
        read_catalogue(file)


def refresh_catalogues(templates: Path, catalogues: Path) -> Iterator[str]:
    """Bring each catalogue up to its template; yield one line a file to work on.

    Parameters
    ----------
    templates : Path
        Folder of `.pot` files, as Sphinx's gettext builder writes them.
    catalogues : Path
        Folder of `.po` files; made or renewed.
    """
    known = {catalogues / INTERFACE}
    (templates / INTERFACE).with_suffix(".pot").unlink(missing_ok=True)
    for template in sorted(templates.rglob("*.pot")):
        file = catalogues / template.relative_to(templates).with_suffix(".po")
        known.add(file)
        catalogue = merge(template, file)
        write_catalogue(file, catalogue)
        if todo := unfinished(catalogue):
            yield f"{file.relative_to(catalogues).as_posix()}: {todo}"
    for file in sorted(set(catalogues.rglob("*.po")) - known):
        name = file.relative_to(catalogues).as_posix()
        yield f"{name}: has no page; give it its page's new name, or delete it"


def merge(template: Path, file: Path) -> Catalog:
    """Return a catalogue's translations on its template's messages."""
    wanted = read_catalogue(template)
    empty = Catalog(locale=CHINESE.sphinx)
    catalogue = read_catalogue(file) if file.is_file() else empty
    catalogue.update(wanted)
    for message in catalogue:
        message.flags -= GUESSES
    return catalogue


def read_catalogue(file: Path) -> Catalog:
    """Return the catalogue in a file.

    Raises
    ------
    BuildError
        If it is damaged or not UTF-8.
    """
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=CHINESE.sphinx, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise BuildError(f"{file}: not a catalogue: {error}") from error


def write_catalogue(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue so that an unchanged text gives an unchanged file."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalogue,
        width=0,
        omit_header=True,
        no_location=True,
        ignore_obsolete=True,
        include_previous=True,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEADER + buffer.getvalue().decode().strip() + "\n", "utf-8")


def unfinished(catalogue: Catalog) -> str:
    """Return what is left to translate, or nothing."""
    messages = [message for message in catalogue if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    empty = sum(not message.string for message in messages)
    counts = {"untranslated": empty, "to review (fuzzy)": fuzzy}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
