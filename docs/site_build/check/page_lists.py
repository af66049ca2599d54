"""The lists that name pages: search words, queries, addresses, inventories."""

import json
import runpy
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lesson_pages.languages import CHINESE
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import LessonSource

WORDS = "search_words.toml"
ADDRESSES = "docs/addresses.txt"
OTHER_PAGES = {"search"}
"""Pages that no source file makes."""
QUERIES = "tests/lesson_pages/search/queries.json"


def lists_can_be_read(content: Content) -> Iterator[Fault]:
    """What programs read is TOML or JSON; else other rules see an empty list."""
    readers: dict[str, Callable[[str], object]] = {
        f"docs/{WORDS}": tomllib.loads,
        QUERIES: json.loads,
    }
    for file, read in readers.items():
        path = content.root / file
        try:
            _ = path.is_file() and read(path.read_text(encoding="utf-8"))
        except ValueError as error:
            yield Fault(file, 0, str(error))


def lessons_have_search_words(content: Content) -> Iterator[Fault]:
    """Readers find a lesson by words that its title lacks."""
    words = content.toml(WORDS)
    for lesson in content.course:
        entry = words.get(lesson.name, words.get(lesson.page, {}))
        if not any(entry.values()):
            cure = f"add [{lesson.name}] with terms, en and zh"
            yield Fault(f"docs/{WORDS}", 0, f"has no words for {lesson.name}; {cure}")


def search_words_stand_on_the_page(content: Content) -> Iterator[Fault]:
    """Where a query should lead, a word is said on the page, or in the glossary.

    Else the words would be answers to the queries that the search is measured with.
    """
    words, asked = content.toml(WORDS), asked_for(content)
    for lesson in (x for x in content.course if x.name in asked):
        entry = words.get(lesson.name, words.get(lesson.page, {}))
        for language in ("en", CHINESE.short):
            text = said_by(content, lesson, language)
            for word in entry.get(language, ()):
                if " ".join(word.casefold().split()) not in text:
                    fault = f"{lesson.name} does not say {word!r}; take a word of it"
                    yield Fault(f"docs/{WORDS}", 0, fault)


def said_by(content: Content, lesson: LessonSource, language: str) -> str:
    """Return a lesson's text in a language, with the glossary's."""
    glossary = (content.docs / "glossary.csv", content.docs / "glossary.md")
    texts = [lesson.text, *(path.read_text(encoding="utf-8") for path in glossary)]
    if language == CHINESE.short:
        pages = (lesson.page, "glossary")
        texts += [x.text for x in content.translations if x.page in pages]
    return " ".join(" ".join(texts).casefold().split())


def asked_for(content: Content) -> set[str]:
    """Return the names of the lessons that a query should find."""
    path = content.root / QUERIES
    try:
        queries: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError:
        return set()
    both = [*queries["en"], *queries[CHINESE.short]]
    return {str(name) for _, wanted in both for name in wanted}


def addresses_are_listed(content: Content) -> Iterator[Fault]:
    """The list says each address once, so that none is lost when a page moves."""
    lines = (content.root / ADDRESSES).read_text(encoding="utf-8").split()
    known = content.pages | OTHER_PAGES
    for page in sorted(known):
        if f"{page}.html" not in lines:
            yield Fault(ADDRESSES, 0, f"lacks {page}.html; add the line")
    for number, line in enumerate(lines, 1):
        page = line.removesuffix(".html")
        if page not in known:
            cure = "keep the name; delete the line if nobody knows it"
            yield Fault(ADDRESSES, number, f"{line} is no page any more; {cure}")
        if line in lines[: number - 1]:
            yield Fault(ADDRESSES, number, f"{line} is listed twice; delete one")


def inventories_follow_their_lists(content: Content) -> Iterator[Fault]:
    """The files that Sphinx reads are made from the lists, which name nothing twice."""
    folder = content.docs / "inventories"
    inventory = runpy.run_path(str(folder / "make.py"))["inventory"]
    for path in sorted(folder.glob("*.txt")):
        file, made = content.relative(path), path.with_suffix(".inv")
        lines = path.read_text(encoding="utf-8").splitlines()
        names = [x.split()[1] for x in lines if x[:1] not in ("", "#")]
        for name in (name for name, times in Counter(names).items() if times > 1):
            yield Fault(file, 0, f"lists {name} twice; delete one line")
        if not made.is_file() or made.read_bytes() != inventory(path):
            yield Fault(file, 0, "is newer than its .inv; run `nox -s inventories`")
