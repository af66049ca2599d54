"""Make everything that a new lesson needs, all of it or nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

from babel.messages.catalog import Catalog

from gallery_store.errors import BuildError
from gallery_store.files import write_atomically
from lesson_pages.languages import TRANSLATIONS
from site_build.catalogues import complete, usual_translations, write_catalogue
from site_build.check.content import Content
from site_build.check.lesson_layout import ANSWERS, HELPERS, TO_WRITE
from site_build.check.lesson_source import LessonSource
from site_build.check.lists import ADDRESSES, QUERIES, WORDS

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ADDED = "### Added\n\n"
ENGLISH_QUERIES = '"en": ['


@dataclass(frozen=True)
class NewLesson:
    """A lesson to make: the folder of its part, what sorts it, its name and title."""

    part: str
    number: int
    name: str
    title: str

    @property
    def stem(self) -> str:
        """The name of its file, without suffix."""
        return f"plot_{self.number:02}_{self.name}"

    @property
    def page(self) -> str:
        """Its page on the site."""
        return f"lessons/{self.part}/{self.stem}"


def make_lesson(content: Content, new: NewLesson) -> Iterator[str]:
    """Write the files of a lesson; yield each, and what only a person can do.

    A BuildError says that there is such a lesson, or that it cannot be called so;
    nothing was written.
    """
    if faults := list(refusals(content, new)):
        raise BuildError("\n".join(faults))
    place = sum(lesson.stem < new.stem for lesson in content.course)
    before = content.course[max(place - 1, 0)]
    after = [*content.course, before][place]
    texts = own_files(content, new, before, after)
    texts |= lists_with(content, new, after)
    write_all({content.root / file: text for file, text in texts.items()})
    catalogues = map(content.name_of, write_catalogues(content.root, new))
    yield from (f"wrote {file}" for file in [*texts, *catalogues])
    yield f"name it under *What comes next* of {before.file}, and in its translation"
    yield f"add a query in the other language to {QUERIES}"


def refusals(content: Content, new: NewLesson) -> Iterator[str]:
    """Yield why a lesson cannot be made."""
    parts = sorted({x.name.partition("/")[0] for x in content.course})
    if new.part not in parts:
        yield f"there is no part {new.part!r}; there are {', '.join(parts)}"
    if not NAME.fullmatch(new.name):
        yield f"{new.name!r} is no lesson's name; write small words joined by _"
    if not new.title.strip() or re.search(r'[\n\\"`]', new.title):
        yield f"{new.title!r} is no title; write one line without markup or quotes"
    files = [f"{folder}/{new.name}.py" for folder in (HELPERS, ANSWERS)]
    taken = [file for file in files if (content.root / file).exists()]
    for lesson in content.course:
        number = lesson.stem.split("_")[1]
        if number == f"{new.number:02}" or lesson.topic == new.name:
            taken.append(lesson.file)
    yield from (f"{file} is there; take another number and name" for file in taken)


def own_files(
    content: Content, new: NewLesson, before: LessonSource, after: LessonSource
) -> dict[str, str]:
    """Return the files that only this lesson has, between its neighbours."""
    values = {
        "name": new.name,
        "title": new.title,
        "underline": "=" * len(new.title),
        "number": new.number,
        "before": before.stem,
        "neighbour": after.name,
    }
    files = {
        f"examples/{new.part}/{new.stem}.py": "lesson.txt",
        f"{HELPERS}/{new.name}.py": "helpers.txt",
        f"{ANSWERS}/{new.name}.py": "answers.txt",
    }
    texts = {file: (HERE / x).read_text(encoding="utf-8") for file, x in files.items()}
    return {file: Template(x).substitute(values) for file, x in texts.items()}


def lists_with(content: Content, new: NewLesson, after: LessonSource) -> dict[str, str]:
    """Return the lists of lessons with the new one in its place."""
    index, changes = f"examples/{new.part}/index.rst", "CHANGELOG.md"
    files = (index, WORDS, ADDRESSES, QUERIES, changes)
    old = {file: content.parsed(file, str) for file in files}
    head, toctree = old[index].rstrip("\n").rsplit("\n\n", 1)
    entries = sorted([*toctree.split("\n"), f"   {new.stem}"])
    before, mark, behind = old[WORDS].partition(f"[{after.topic}]\n")
    words = f"{before}[{new.name}]\nterms = []\nen = []\nzh = []\n\n{mark}{behind}"
    addresses = sorted([*old[ADDRESSES].splitlines(), f"{new.page}.html"])
    query = f"{ENGLISH_QUERIES}\n  {json.dumps([new.title.lower(), [new.name]])},"
    change = f"{ADDED}- Lesson *{new.title}*.\n"
    return {
        index: "\n".join([head, "", *entries, ""]),
        WORDS: words.rstrip("\n") + "\n",
        ADDRESSES: "\n".join([*addresses, ""]),
        QUERIES: old[QUERIES].replace(ENGLISH_QUERIES, query, 1),
        changes: old[changes].replace(ADDED, change, 1),
    }


def write_catalogues(root: Path, new: NewLesson) -> Iterator[Path]:
    """Write the lesson's catalogues with what the others already say."""
    content = Content(root)
    lesson = next(x for x in content.sources if x.page == new.page)
    for language in TRANSLATIONS:
        catalogue = Catalog(locale=language.sphinx)
        for _, message in lesson.messages:
            if not TO_WRITE.search(message):
                catalogue.add(message)
        complete(catalogue, usual_translations(content.translated[language].values()))
        file = content.catalogues(language) / f"{new.page}.po"
        write_catalogue(file, catalogue, language)
        yield file


def write_all(texts: dict[Path, str]) -> None:
    """Write all files, or leave everything as it was."""
    old = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            write_atomically(path, text.encode())
    except BaseException:
        for path, data in old.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)
        raise
