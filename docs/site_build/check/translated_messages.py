"""What a translation says is what its message says, in the typography of Chinese."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lesson_pages.languages import CHINESE, HAN
from lesson_pages.translation.untranslated import is_left_in_english
from site_build.check.content import Content, Fault, Translation
from site_build.check.numbers_in_words import digits, han_numbers, word_numbers

MARK = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09\u201c\u201d"
ROLE = re.compile(r":([\w:+-]+):`([^`]+)`|\{([\w:+-]+)\}`([^`]+)`")
CODE = re.compile(r"``(.+?)``|`([^`]+)`")
LINK = re.compile(r"https?://[^\s>)`]+")
MARKDOWN_LINK = re.compile(r"\]\([^)]*\)")
WRONG_MARKS = re.compile(rf"[{HAN}][,;:!?]|[,;:!?][{HAN}]|您")
WRONG_BOLD = re.compile(rf"\*\*[^*]*[{MARK}]\*\*[{HAN}]")
PLACEHOLDER = re.compile(r"\{\w+\}")
ENGLISH_WORDS = re.compile(r"(?:[A-Za-z]+ ){3,}[A-Za-z]+")

Terms = dict[str, str]
Rule = Callable[[str, str, Terms], str | None]
"""Says what is wrong with a translation of a message, and the cure."""


def without_markup(text: str) -> str:
    """Drop code, roles and addresses; keep the prose."""
    for pattern in (MARKDOWN_LINK, LINK, ROLE, CODE):
        text = pattern.sub(" ", text)
    return text


def codes(text: str) -> set[str]:
    """Return the inline code of a message; Chinese may repeat one instead of “it”."""
    return {a or b for a, b in CODE.findall(ROLE.sub(" ", text))}


def roles(text: str) -> Counter[tuple[str, str]]:
    """Return the roles of a message with their targets; their order is free."""
    found = ((a or c, b or d) for a, b, c, d in ROLE.findall(text))
    return Counter((name, target(content)) for name, content in found)


def target(content: str) -> str:
    """Return where a role points to: `label <target>` or the target itself."""
    explicit = re.fullmatch(r".*<([^>]+)>", content, re.DOTALL)
    return explicit[1] if explicit else content


def is_heading(message: str) -> bool:
    """Tell a heading, which is written anew in Chinese, from a sentence."""
    return not message.rstrip().endswith((".", ":", ".)", ".”"))


def written(numbers: set[float]) -> str:
    """Return numbers as a person writes them."""
    return ", ".join(f"{x:,.10g}" for x in sorted(numbers))


# -- Any language ----------------------------------------------------------------------


def same_code(message: str, text: str, terms: Terms) -> str | None:
    """Leave code as it is: both sides have the same."""
    if other := codes(message) ^ codes(text):
        listed = ", ".join(sorted(other))
        return f"the code {listed} is on one side only; copy code from the English"
    return None


def same_roles(message: str, text: str, terms: Terms) -> str | None:
    """Lead to the same places, as often."""
    ours, theirs = roles(message), roles(text)
    if other := (ours - theirs) + (theirs - ours):
        listed = ", ".join(f"{name}:{place}" for name, place in other)
        return f"the link {listed} is not as in the English; keep role and target"
    return None


def same_links(message: str, text: str, terms: Terms) -> str | None:
    """Leave addresses as they are."""
    ours, theirs = Counter(LINK.findall(message)), Counter(LINK.findall(text))
    if other := (ours - theirs) + (theirs - ours):
        return f"the address {', '.join(other)} is on one side only; copy it"
    return None


# -- Chinese ---------------------------------------------------------------------------


def same_numbers(message: str, text: str, terms: Terms) -> str | None:
    """Write a number in digits on the other side too.

    As digits, with 万 or 亿, or counted in words: two as 两, and 1 as one.
    """
    if is_heading(message):
        return None
    english, chinese = without_markup(message), without_markup(text)
    lost = digits(english) - digits(chinese) - han_numbers(chinese)
    new = digits(chinese) - digits(english) - word_numbers(english)
    if lost | new:
        return f"the number {written(lost | new)} is on one side only; write it on both"
    return None


def glossary_words(message: str, text: str, terms: Terms) -> str | None:
    """Call a term as the glossary calls it."""
    for _, a, _, b in ROLE.findall(text):
        term = terms.get(target(a or b))
        if term and term not in (a or b):
            return f"glossary.csv calls {target(a or b)} {term}; write that word"
    return None


def in_chinese(message: str, text: str, terms: Terms) -> str | None:
    """Leave no English sentence; names such as NVIDIA GPU may stay."""
    left = ENGLISH_WORDS.search(without_markup(text))
    if left or is_left_in_english(message, PLACEHOLDER.sub("", text), CHINESE):
        return f"{left[0] if left else text!r} is English; translate it"
    return None


def typography(message: str, text: str, terms: Terms) -> str | None:
    """Use the punctuation of Chinese, and 你 for the reader."""
    if found := WRONG_MARKS.search(without_markup(text)):
        return f"{found[0]!r}: write full-width punctuation beside Chinese, and 你"
    return None


def bold_ends_before_the_mark(message: str, text: str, terms: Terms) -> str | None:
    """End no bold text in Markdown between a full stop and a Chinese character."""
    in_restructuredtext = ":`" in text or "``" in text
    if not in_restructuredtext and (found := WRONG_BOLD.search(text)):
        return f"{found[0]} stays plain in Markdown; put the mark behind the **"
    return None


RULES: tuple[Rule, ...] = (same_code, same_roles, same_links)
CHINESE_RULES: tuple[Rule, ...] = (
    same_numbers,
    glossary_words,
    in_chinese,
    typography,
    bold_ends_before_the_mark,
)


def translations_follow(content: Content) -> Iterator[Fault]:
    """A translation says what its message says, as the language writes it."""
    for translation in content.translations:
        if translation.text and not translation.message.fuzzy:
            for fault in broken_rules(content, translation):
                yield translation.fault(f"{fault}: {shortened(translation.english)}")


def broken_rules(content: Content, translation: Translation) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    rules = RULES + (CHINESE_RULES if translation.language == CHINESE else ())
    for rule in rules:
        if fault := rule(translation.english, translation.text, content.terms):
            yield fault


def shortened(text: str) -> str:
    """Return the beginning of a message, for recognising it."""
    return repr(text if len(text) < 60 else f"{text[:56]} ...")
