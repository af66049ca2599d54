"""What a translation says is what its message says, in the typography of Chinese."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lesson_pages.languages import CHINESE, HAN, Language
from site_build.check.catalogues_complete import shortened
from site_build.check.content import Content, Fault
from site_build.check.numbers_in_words import digits, han_numbers, word_numbers

MARK = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09\u201c\u201d"
ROLE = re.compile(r"(?::([\w:+-]+):|\{([\w:+-]+)\})`([^`]+)`")
CODE = re.compile(r"``(.+?)``|`([^`]+)`")
LINK = re.compile(r"https?://[^\s>)`]+")
MARKUP = (re.compile(r"\]\([^)]*\)"), LINK, ROLE, CODE)
WRONG_MARKS = re.compile(rf"[{HAN}][,;:!?]|[,;:!?][{HAN}]|您")
WRONG_BOLD = re.compile(rf"\*\*[^*]*[{MARK}]\*\*[{HAN}]")
ENGLISH_WORDS = re.compile(r"(?:[A-Za-z]+ ){3,}[A-Za-z]+")


def translations_follow(content: Content) -> Iterator[Fault]:
    """A translation says what its message says, as the language writes it."""
    for x in content.translations:
        if x.text and not x.fuzzy:
            for fault in broken_rules(x.english, x.text, x.language, content.terms):
                yield x.fault(f"{fault}: {shortened(x.english)}")


def broken_rules(
    message: str, text: str, language: Language, terms: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is wrong with the translation of a message, and the cure."""
    for what, read in (("code", codes), ("link", roles), ("address", LINK.findall)):
        ours, theirs = Counter(read(message)), Counter(read(text))
        if other := (ours - theirs) + (theirs - ours):
            listed = ", ".join(other)
            yield f"the {what} {listed} is on one side only; copy it from the English"
    if language == CHINESE:
        yield from wrong_in_chinese(message, text, terms)


def codes(text: str) -> set[str]:
    """Return the inline code of a message; Chinese may repeat one instead of “it”."""
    return {a or b for a, b in CODE.findall(ROLE.sub(" ", text))}


def roles(text: str) -> list[str]:
    """Return the roles of a message with their targets."""
    return [f"{a or b}:{target(content)}" for a, b, content in ROLE.findall(text)]


def target(content: str) -> str:
    """Return where a role points to: `label <target>` or the target itself."""
    explicit = re.fullmatch(r".*<([^>]+)>", content, re.DOTALL)
    return explicit[1] if explicit else content


def wrong_in_chinese(
    message: str, text: str, terms: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a reader of Chinese would stumble over, and the cure."""
    english, chinese = without_markup(message), without_markup(text)
    if numbers := different_numbers(english, chinese):
        written = ", ".join(f"{x:,.10g}" for x in sorted(numbers))
        yield f"the number {written} is on one side only; write it on both"
    for _, _, content in ROLE.findall(text):
        term = terms.get(target(content), "")
        if term not in content:
            yield f"glossary.csv calls {target(content)} {term}; write that word"
    markdown = "" if ":`" in text or "``" in text else text
    for pattern, where, cure in (
        (ENGLISH_WORDS, chinese, "is English; translate it"),
        (WRONG_MARKS, chinese, "needs full-width punctuation beside Chinese, and 你"),
        (WRONG_BOLD, markdown, "stays plain; put the mark behind the **"),
    ):
        if found := pattern.search(where):
            yield f"{found[0]!r} {cure}"


def without_markup(text: str) -> str:
    """Drop code, roles and addresses; keep the prose."""
    for pattern in MARKUP:
        text = pattern.sub(" ", text)
    return text


def different_numbers(english: str, chinese: str) -> set[float]:
    """Return the numbers that one side writes in digits and the other does not have.

    It may have them as digits, with 万 or 亿, or counted in words: two as 两, and 1 as
    one. A heading is written anew in Chinese.
    """
    if not english.rstrip().endswith((".", ":", ".)", ".”")):
        return set()
    lost = digits(english) - digits(chinese) - han_numbers(chinese)
    return lost | (digits(chinese) - digits(english) - word_numbers(english))
