"""Every number that a lesson's sentences say stands in its code or in an output."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import Tag
from built import LESSONS, article, soup

NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?")
SENTENCES = ("p", "li", "figcaption")
LOOKED_AT = 5
"""How many blocks of code and output before and after a sentence it may speak of.
A formula may speak of all: a function is defined once and used to the end."""
ANYWHERE = {"summary", "your-turn", "solution", "what-comes-next"}
"""Sections that speak of the whole lesson, as its opening does."""
NOT_THE_LESSONS = (
    ".lesson-header, .lesson-part, .contribute, .other-language, .headerlink"
)
EXCEPTIONS = {
    ("2_devices/plot_13_matmul_lab", 22.0): "quoted from a publication",
    ("2_devices/plot_13_matmul_lab", 181.0): "quoted from a publication",
    ("2_devices/plot_13_matmul_lab", 100.0): "100% is the whole",
}
"""Numbers that no code of the lesson can show, and why; at most five in the course."""

Claim = tuple[str, set[float]]


def numbers(text: str) -> set[float]:
    """Return the numbers of a text, however they are written."""
    return {value(x) for x in NUMBER.findall(text)}


def value(written: str) -> float:
    """Return what a number is worth."""
    return float(written.replace(",", ""))


def claims(page: Tag) -> Iterator[Claim]:
    """Yield each number of the prose, with those that code and outputs show near it."""
    for foreign in page.select(f"{NOT_THE_LESSONS}, a.reference.internal > .doc"):
        foreign.decompose()
    parts = page.find_all(("pre", *SENTENCES))
    shown = [numbers(x.get_text()) if x.name == "pre" else None for x in parts]
    whole = set().union(*filter(None, shown))
    for place, part in enumerate(parts):
        if part.name != "pre" and not part.find(SENTENCES):
            formulas = [x.extract().get_text(" ") for x in part.find_all("math")]
            yield from said(" ".join(formulas), whole)
            yield from said(
                part.get_text(" "), set().union(*seen_from(place, part, shown))
            )


def said(text: str, known: set[float]) -> Iterator[Claim]:
    """Yield each number of a text with what is known where it stands."""
    for written in NUMBER.findall(text):
        yield written, known


def seen_from(
    place: int, part: Tag, shown: list[set[float] | None]
) -> Iterator[set[float]]:
    """Yield the numbers of the blocks that a sentence may speak of."""
    section = part.find_parent("section")
    opens = section is None or section.find_parent("section") is None
    wide = opens or section.get("id") in ANYWHERE
    before = [x for x in shown[:place] if x is not None]
    after = [x for x in shown[place:] if x is not None]
    yield from before if wide else before[-LOOKED_AT:]
    yield from after if wide else after[:LOOKED_AT]


def unfounded(lesson: str, found: list[Claim]) -> list[str]:
    """Return the numbers that nothing near them shows."""
    return [
        written
        for written, near in found
        if value(written) not in near and (lesson, value(written)) not in EXCEPTIONS
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_numbers_of_the_prose_are_shown(site: Path, lesson: str) -> None:
    """What a sentence says, the code beside it computed or asserted."""
    found = list(claims(article(soup(site, f"en/lessons/{lesson}"))))

    assert unfounded(lesson, found) == []


def test_exceptions_are_few_and_needed(site: Path) -> None:
    """At most five, each of them still on its page."""
    said = {
        (lesson, value(written))
        for lesson, _ in EXCEPTIONS
        for written, _ in claims(article(soup(site, f"en/lessons/{lesson}")))
    }

    assert len(EXCEPTIONS) <= 5
    assert EXCEPTIONS.keys() <= said


def test_changed_digit_is_noticed(site: Path) -> None:
    """Of all ways to change one digit of a longer number, few give one that is near.

    A number of a single digit has too few others for that.
    """
    changes = [
        (lesson, changed, near)
        for lesson in LESSONS
        for written, near in claims(article(soup(site, f"en/lessons/{lesson}")))
        for changed in changed_digits(written)
    ]
    missed = [x for x in changes if not unfounded(x[0], [x[1:]])]

    assert len(changes) > 100
    assert len(missed) < 0.05 * len(changes), missed


def changed_digits(written: str) -> Iterator[str]:
    """Yield what a number of two digits or more can be mistyped as."""
    places = [place for place, letter in enumerate(written) if letter.isdigit()]
    for place in places if len(places) > 1 else []:
        for digit in set("123456789") - {written[place]}:
            yield written[:place] + digit + written[place + 1 :]
