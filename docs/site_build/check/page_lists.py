"""The lists that name pages: search words, queries, addresses, inventories."""

import json
import runpy
import tomllib
from collections.abc import Iterator

from lesson_pages.languages import CHINESE, ENGLISH
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import LessonSource

WORDS = "docs/search_words.toml"
ADDRESSES = "docs/addresses.txt"
OTHER_PAGES = {"search"}
"""Pages that no source file makes."""
QUERIES = "tests/lesson_pages/search/queries.json"


def search_words_stand_on_the_page(content: Content) -> Iterator[Fault]:
    """Readers find a lesson by words that its title lacks.

    Where a query should lead, a word is said on the page, or in the glossary. Else the
    words would be answers to the queries that the search is measured with.
    """
    words, queries = (
        content.parsed(WORDS, tomllib.loads),
        content.parsed(QUERIES, json.loads),
    )
    short = ENGLISH.short, CHINESE.short
    asked = {name for x in short for _, names in queries[x] for name in names}
    for lesson in content.course:
        entry = words.get(lesson.name, {})
        if not any(entry.values()):
            cure = f"add [{lesson.name}] with terms, en and zh"
            yield Fault(WORDS, 0, f"has no words for {lesson.name}; {cure}")
        for language in short if lesson.name in asked else ():
            text = said_by(content, lesson, language)
            for word in entry.get(language, ()):
                if folded(word) not in text:
                    fault = f"{lesson.name} does not say {word!r}; take a word of it"
                    yield Fault(WORDS, 0, fault)


def said_by(content: Content, lesson: LessonSource, language: str) -> str:
    """Return a lesson's text in a language, with the glossary's."""
    glossary = (content.docs / "glossary.csv", content.docs / "glossary.md")
    texts = [lesson.text, *(path.read_text(encoding="utf-8") for path in glossary)]
    if language == CHINESE.short:
        pages = (lesson.page, "glossary")
        texts += [x.text for x in content.translations if x.page in pages]
    return folded(" ".join(texts))


def folded(text: str) -> str:
    """Return a text in small letters with single spaces."""
    return " ".join(text.casefold().split())


def addresses_are_listed(content: Content) -> Iterator[Fault]:
    """The list says each address once, so that none is lost when a page moves."""
    lines = content.parsed(ADDRESSES, str.split)
    known = {f"{page}.html" for page in content.pages | OTHER_PAGES}
    for address in sorted(known - set(lines)):
        yield Fault(ADDRESSES, 0, f"lacks {address}; add the line")
    for number, line in enumerate(lines, 1):
        if line not in known:
            cure = "keep the name; delete the line if nobody knows it"
            yield Fault(ADDRESSES, number, f"{line} is no page any more; {cure}")
        if line in lines[: number - 1]:
            yield Fault(ADDRESSES, number, f"{line} is listed twice; delete one")


def inventories_follow_their_lists(content: Content) -> Iterator[Fault]:
    """The files that Sphinx reads are made from the lists."""
    folder = content.docs / "inventories"
    inventory = runpy.run_path(str(folder / "make.py"))["inventory"]
    for path in sorted(folder.glob("*.txt")):
        made = path.with_suffix(".inv")
        if not made.is_file() or made.read_bytes() != inventory(path):
            fault = "is newer than its .inv; run `nox -s inventories`"
            yield Fault(content.relative(path), 0, fault)
