"""The glossary says the same words in both languages, one sentence each."""

import re
from collections import Counter
from collections.abc import Iterator

from lesson_pages.languages import CHINESE
from site_build.check.content import Content, Fault

ENTRY = re.compile(r"^([^\s`:#].*)\n    (.+)$", re.MULTILINE)
"""A term of the page, and below it its definition."""
CSV, PAGE = "docs/glossary.csv", "docs/glossary.md"


def terms_are_explained(content: Content) -> Iterator[Fault]:
    """Each term of the list has its sentence on the page, and a word of its own."""
    for word, times in Counter(content.terms.values()).items():
        if times > 1:
            yield Fault(CSV, 0, f"{word} stands {times} times; find another word")
    page = content.parsed(PAGE, str)
    entries = list(ENTRY.finditer(page))
    for term in sorted(content.terms.keys() - {x[1] for x in entries}):
        yield Fault(PAGE, 0, f"does not explain {term!r}; add its sentence")
    for entry in entries:
        term, text = entry[1], entry[2].replace("... ", "")
        line = page.count("\n", 0, entry.start()) + 1
        if term not in content.terms:
            cure = f"add a line with its Chinese word to {CSV}"
            yield Fault(PAGE, line, f"{term!r} is not in the list; {cure}")
        if ". " in text or not text.endswith("."):
            cure = "write one sentence that ends in a full stop"
            yield Fault(PAGE, line, f"{term!r}: {cure}")


def terms_are_translated_as_listed(content: Content) -> Iterator[Fault]:
    """The Chinese page calls each term as the list does, and explains it as briefly."""
    definitions = {x[2] for x in ENTRY.finditer(content.parsed(PAGE, str))}
    for x in content.translations:
        if x.page == "glossary" and x.language == CHINESE and x.text:
            word = content.terms.get(x.english, x.text)
            if x.text != word:
                yield x.fault(f"{CSV} says {word}; write that word")
            if x.english in definitions and x.text.find("。") != len(x.text) - 1:
                cure = "write one sentence that ends in 。"
                yield x.fault(f"{x.text[:20]!r}: {cure}")
