"""The lists of the course: search words, queries, addresses, inventories, terms."""

import json
import re
import runpy
import tomllib
from collections import Counter
from collections.abc import Iterator

from lesson_pages.languages import CHINESE, LANGUAGES
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import LessonSource

WORDS = "docs/search_words.toml"
ADDRESSES = "docs/addresses.txt"
OTHER_PAGES = {"search"}
"""Pages that no source file makes."""
QUERIES = "tests/lesson_pages/search/queries.json"
ENTRY = re.compile(r"^([^\s`:#].*)\n    (.+)$", re.MULTILINE)
"""A term of the glossary's page, and below it its definition."""
TERMS, GLOSSARY = "docs/glossary.csv", "docs/glossary.md"


def search_words_stand_on_the_page(content: Content) -> Iterator[Fault]:
    """Readers find a lesson by words that its title lacks.

    Where a query should lead, a word is said on the page, or in the glossary. Else the
    words would be answers to the queries that the search is measured with.
    """
    words = content.parsed(WORDS, tomllib.loads)
    queries = content.parsed(QUERIES, json.loads)
    short = [x.short for x in LANGUAGES]
    asked = {name for x in short for _, names in queries[x] for name in names}
    for lesson in content.course:
        entry = words.get(lesson.topic, {})
        if not any(entry.values()):
            cure = f"add [{lesson.topic}] with terms, en and zh"
            yield Fault(WORDS, 0, f"has no words for {lesson.topic}; {cure}")
        for language in short if lesson.topic in asked else ():
            text = said_by(content, lesson, language)
            for word in entry.get(language, ()):
                if folded(word) not in text:
                    fault = f"{lesson.topic} does not say {word!r}; take a word of it"
                    yield Fault(WORDS, 0, fault)


def said_by(content: Content, lesson: LessonSource, language: str) -> str:
    """Return a lesson's text in a language, with the glossary's."""
    texts = [lesson.text, *(content.parsed(x, str) for x in (TERMS, GLOSSARY))]
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
            yield Fault(content.name_of(path), 0, fault)


def terms_are_explained(content: Content) -> Iterator[Fault]:
    """Each term of the list has its sentence on the page, and a word of its own."""
    for word, times in Counter(content.terms.values()).items():
        if times > 1:
            yield Fault(TERMS, 0, f"{word} stands {times} times; find another word")
    page = content.parsed(GLOSSARY, str)
    entries = list(ENTRY.finditer(page))
    for term in sorted(content.terms.keys() - {x[1] for x in entries}):
        yield Fault(GLOSSARY, 0, f"does not explain {term!r}; add its sentence")
    for entry in entries:
        term, text = entry[1], entry[2].replace("... ", "")
        line = page.count("\n", 0, entry.start()) + 1
        if term not in content.terms:
            cure = f"add a line with its Chinese word to {TERMS}"
            yield Fault(GLOSSARY, line, f"{term!r} is not in the list; {cure}")
        if ". " in text or not text.endswith("."):
            cure = "write one sentence that ends in a full stop"
            yield Fault(GLOSSARY, line, f"{term!r}: {cure}")


def terms_are_translated_as_listed(content: Content) -> Iterator[Fault]:
    """The Chinese page calls each term as the list does, and explains it as briefly."""
    definitions = {x[2] for x in ENTRY.finditer(content.parsed(GLOSSARY, str))}
    for x in content.translations:
        if x.page == "glossary" and x.language == CHINESE and x.text:
            word = content.terms.get(x.english, x.text)
            if x.text != word:
                yield x.fault(f"{TERMS} says {word}; write that word")
            if x.english in definitions and x.text.find("。") != len(x.text) - 1:
                cure = "write one sentence that ends in 。"
                yield x.fault(f"{x.text[:20]!r}: {cure}")
