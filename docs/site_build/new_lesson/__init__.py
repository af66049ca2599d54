"""Make everything that a new lesson needs, all of it or nothing."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from babel.messages.catalog import Catalog

from gallery_store.errors import BuildError
from gallery_store.files import write_atomically
from lesson_pages.languages import TRANSLATIONS
from site_build.catalogues import catalogue_bytes, complete, usual_translations
from site_build.check.content import Content
from site_build.check.exercise_files import ANSWERS, HELPERS
from site_build.check.lesson_layout import TO_WRITE
from site_build.check.lesson_source import LessonSource
from site_build.check.page_lists import ADDRESSES, QUERIES, WORDS

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ENTRY = "[{name}]\nterms = []\nen = []\nzh = []\n"
CHANGED = "### Added\n\n"

Texts = dict[Path, str]


@dataclass(frozen=True)
class NewLesson:
    """A lesson to make.

    Parameters
    ----------
    part : str
        The folder of its part.
    number : int
        Where it stands among the files.
    name : str
        What it is called after `plot_NN_`.
    title : str
        What its page is called.
    """

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

    Raises
    ------
    BuildError
        If there is such a lesson, or it cannot be called so; nothing was written.
    """
    if faults := list(refusals(content, new)):
        raise BuildError("\n".join(faults))
    texts = new_files(content, new) | lists_with(content, new)
    write_all(texts)
    for path in texts:
        yield f"wrote {content.relative(path)}"
    yield from write_catalogues(content.root, new)
    before = neighbours(content, new)[0]
    yield f"name it under *What comes next* of {before.file}, and in its translation"
    yield f"add a query in the other language to {QUERIES}"


def refusals(content: Content, new: NewLesson) -> Iterator[str]:
    """Yield why a lesson cannot be made."""
    parts = sorted({lesson.part for lesson in content.course})
    if new.part not in parts:
        yield f"there is no part {new.part!r}; there are {', '.join(parts)}"
    if not NAME.fullmatch(new.name):
        yield f"{new.name!r} is no lesson's name; write small words joined by _"
    if not new.title.strip() or re.search(r'[\n\\"`]', new.title):
        yield f"{new.title!r} is no title; write one line without markup or quotes"
    for lesson in content.course:
        number = lesson.path.stem.split("_")[1]
        if number == f"{new.number:02}" or lesson.name == new.name:
            yield f"{lesson.file} is there; take another number and name"
    for file in (f"{HELPERS}/{new.name}.py", f"{ANSWERS}/{new.name}.py"):
        if (content.root / file).exists():
            yield f"{file} is there; take another name"


def neighbours(content: Content, new: NewLesson) -> tuple[LessonSource, LessonSource]:
    """Return the lessons before and after it; at an end of the course, the same one."""
    lessons = [x for x in content.course if x.path.stem < new.stem]
    later = [x for x in content.course if x.path.stem > new.stem]
    before, after = lessons[-1:] or later[:1], later[:1] or lessons[-1:]
    return before[0], after[0]


def new_files(content: Content, new: NewLesson) -> Texts:
    """Return the files that only this lesson has."""
    before, after = neighbours(content, new)
    values = {
        "name": new.name,
        "title": new.title,
        "underline": "=" * len(new.title),
        "number": new.number,
        "before": before.path.stem,
        "neighbour": after.page.removeprefix("lessons/"),
    }
    files = {
        f"examples/{new.part}/{new.stem}.py": "lesson.txt",
        f"{HELPERS}/{new.name}.py": "helpers.txt",
        f"{ANSWERS}/{new.name}.py": "answers.txt",
    }
    return {
        content.root / file: filled(HERE / template, values)
        for file, template in files.items()
    }


def filled(template: Path, values: Mapping[str, object]) -> str:
    """Return a template with its values."""
    return Template(template.read_text(encoding="utf-8")).substitute(values)


def lists_with(content: Content, new: NewLesson) -> Texts:
    """Return the lists of lessons with the new one in its place."""
    root, after = content.root, neighbours(content, new)[1]
    index = content.examples / new.part / "index.rst"
    words, addresses = content.docs / WORDS, root / ADDRESSES
    queries, changes = root / QUERIES, root / "CHANGELOG.md"
    entry = ENTRY.format(name=new.name)
    asked = json.loads(read(queries))
    asked["en"].append([new.title.lower(), [new.name]])
    change = f"- Lesson *{new.title}*.\n"
    return {
        index: in_toctree(read(index), new.stem),
        words: before_entry(read(words), after.name, entry),
        addresses: "".join(
            sorted([*read(addresses).splitlines(True), f"{new.page}.html\n"])
        ),
        queries: one_query_a_line(asked),
        changes: read(changes).replace(CHANGED, CHANGED + change, 1),
    }


def read(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


def in_toctree(text: str, stem: str) -> str:
    """Return the page of a part that lists one more lesson, by its number."""
    head, entries = text.rstrip("\n").rsplit("\n\n", 1)
    lines = sorted([*entries.split("\n"), f"   {stem}"])
    return "\n".join([head, "", *lines, ""])


def before_entry(text: str, name: str, entry: str) -> str:
    """Return the search words with an entry before that of another lesson."""
    found = re.search(rf'^\["?(\S*_)?{name}"?\]', text, re.M)
    place = found.start() if found else len(text)
    return f"{text[:place].rstrip()}\n\n{entry}\n{text[place:]}".rstrip() + "\n"


def one_query_a_line(queries: Mapping[str, str | list[object]]) -> str:
    """Return the queries as a file that is easily merged."""
    parts = []
    for key, value in queries.items():
        rows = [json.dumps(x, ensure_ascii=False) for x in value]
        shown = "[\n  " + ",\n  ".join(rows) + "\n ]"
        if isinstance(value, str):
            shown = json.dumps(value, ensure_ascii=False)
        parts.append(f'"{key}": {shown}')
    return "{" + ",\n ".join(parts) + "\n}\n"


def write_catalogues(root: Path, new: NewLesson) -> Iterator[str]:
    """Write the lesson's catalogues with what the others already say."""
    content = Content(root)
    lesson = next(x for x in content.lessons if x.page == new.page)
    usual = usual_translations(content.catalogues)
    for language in TRANSLATIONS:
        catalogue = Catalog(locale=language.sphinx)
        for _, message in lesson.messages:
            if not TO_WRITE.search(message):
                catalogue.add(message)
        complete(catalogue, usual[language])
        path = content.catalogue_folder(language) / f"{new.page}.po"
        write_all({path: catalogue_bytes(catalogue, language).decode()})
        yield f"wrote {content.relative(path)}"


def write_all(texts: Texts) -> None:
    """Write all files, or leave everything as it was."""
    old = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode())
    except BaseException:
        for path, data in old.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)
        raise
