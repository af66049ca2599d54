"""The glossary says the same words in both languages, one sentence each."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lesson_pages.languages import CHINESE
from site_build.check.content import Content, Fault, Translation

ENTRY = re.compile(r"^(?P<term>[^\s`:#].*)\n    (?P<text>.+)$", re.M)
CSV, PAGE = "docs/glossary.csv", "docs/glossary.md"


@dataclass(frozen=True)
class Entry:
    """A term of the glossary's page, its definition, and its line."""

    term: str
    text: str
    line: int


def read_entries(content: Content) -> list[Entry]:
    """Return the terms of the page in order."""
    text = (content.root / PAGE).read_text(encoding="utf-8")
    return [
        Entry(x["term"], x["text"], text.count("\n", 0, x.start()) + 1)
        for x in ENTRY.finditer(text)
    ]


def words_are_unique(content: Content) -> Iterator[Fault]:
    """A word means one thing in each language, so no word stands twice."""
    for word, times in Counter(content.terms.values()).items():
        if times > 1:
            yield Fault(CSV, 0, f"{word} stands {times} times; find another word")


def terms_are_explained(content: Content) -> Iterator[Fault]:
    """Every term of the list has its entry on the page, and no other has."""
    entries = read_entries(content)
    for term in sorted(content.terms.keys() - {x.term for x in entries}):
        yield Fault(PAGE, 0, f"does not explain {term!r}; add its sentence")
    for entry in entries:
        if entry.term not in content.terms:
            cure = f"add a line with its Chinese word to {CSV}"
            yield Fault(PAGE, entry.line, f"{entry.term!r} is not in the list; {cure}")


def definitions_are_sentences(content: Content) -> Iterator[Fault]:
    """A definition is one sentence that ends in a full stop, in Chinese as well."""
    for entry in read_entries(content):
        text = entry.text.replace("... ", "")
        if ". " in text or not text.endswith("."):
            cure = "write one sentence that ends in a full stop"
            yield Fault(PAGE, entry.line, f"{entry.term!r}: {cure}")
    english = {entry.text for entry in read_entries(content)}
    for translation in content.translations:
        of_entry = is_chinese_entry(translation) and translation.english in english
        if of_entry and translation.text.find("。") != len(translation.text) - 1:
            cure = "write one sentence that ends in 。"
            yield translation.fault(f"{translation.text[:20]!r}: {cure}")


def terms_are_translated_as_listed(content: Content) -> Iterator[Fault]:
    """The Chinese page calls each term as the list does."""
    for translation in content.translations:
        word = content.terms.get(translation.english)
        if word and is_chinese_entry(translation) and translation.text != word:
            yield translation.fault(f"{CSV} says {word}; write that word")


def is_chinese_entry(translation: Translation) -> bool:
    """Tell what the Chinese glossary says."""
    of_glossary = translation.page == "glossary" and bool(translation.text)
    return of_glossary and translation.language == CHINESE
