"""Every number that a lesson's sentences say stands in its code or in an output."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes

from site_build.check.content import Content, Fault
from site_build.check.kept_run import code_key, read_run
from site_build.check.lesson_layout import ENDS_WITH, is_lesson_link
from site_build.check.lesson_source import LessonSource, line_of

NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?")
LOOKED_AT = 5
"""How many blocks of code and output before and after a sentence it may speak of.
A formula may speak of all: a function is defined once and used to the end. So may the
lesson's opening and its last sections."""
EXCEPTIONS = {
    ("matmul_lab", 22.0): "quoted from a publication",
    ("matmul_lab", 181.0): "quoted from a publication",
    ("matmul_lab", 100.0): "100% is the whole",
}
"""Numbers that no code of the lesson can show, and why; at most five in the course."""
CURE = "is neither printed nor asserted nearby; show it, or leave it out"


class Claim(NamedTuple):
    """A number of the prose, its line, and the numbers that are shown near it."""

    written: str
    line: int
    shown: frozenset[float]


class Piece(NamedTuple):
    """What stands at a line of a lesson: it says numbers, or it shows them."""

    line: int
    says: str = ""
    shows: str = ""
    wide: bool = False


def value(written: str) -> float:
    """Return what a number is worth."""
    return float(written.replace(",", ""))


def numbers_are_shown(content: Content) -> Iterator[Fault]:
    """What a sentence says, the code beside it computed or asserted."""
    for lesson in content.course:
        run = read_run(content, lesson)
        if run.missing:
            continue
        unused = {number for name, number in EXCEPTIONS if name == lesson.topic}
        for claim in claims(lesson, run.outputs):
            number = value(claim.written)
            if (lesson.topic, number) in EXCEPTIONS:
                unused.discard(number)
            elif number not in claim.shown:
                yield Fault(lesson.file, claim.line, f"{claim.written} {CURE}")
        for number in unused:
            text = f"the exception {number:g} of {__name__} is not needed; delete it"
            yield Fault(lesson.file, 0, text)


def claims(lesson: LessonSource, outputs: dict[str, str]) -> Iterator[Claim]:
    """Yield each number of the prose, with those that code and outputs show near it."""
    pieces = sorted([*said(lesson), *shown(lesson, outputs)], key=lambda x: x.line)
    for place, piece in enumerate(pieces):
        if numbers := NUMBER.findall(piece.says):
            before = [x.shows for x in pieces[:place] if x.shows]
            after = [x.shows for x in pieces[place:] if x.shows]
            if not piece.wide:
                before, after = before[-LOOKED_AT:], after[:LOOKED_AT]
            near = frozenset(map(value, NUMBER.findall("\n".join(before + after))))
            yield from (Claim(written, piece.line, near) for written in numbers)


def said(lesson: LessonSource) -> Iterator[Piece]:
    """Yield the sentences and formulas of a lesson, and the code that they quote."""
    for node in lesson.prose.findall(nodes.Element):
        line = line_of(node)
        if isinstance(node, nodes.literal_block):
            yield Piece(line, shows=node.astext())
        elif isinstance(node, (nodes.math_block, nodes.math)):
            formula = re.sub(r"\\[A-Za-z]+|[_{}A-Za-z]", " ", node.astext())
            yield Piece(line, formula, wide=True)
        elif isinstance(node, nodes.paragraph):
            yield Piece(line, text_of(node), wide=is_wide(node))


def text_of(node: nodes.Node) -> str:
    """Return the text of a part of a sentence: no formula, no other lesson's title."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.math) or is_lesson_link(node):
        return " "
    return "".join(text_of(child) for child in node.children)


def is_wide(node: nodes.Node) -> bool:
    """Tell what may speak of the whole lesson: its opening, its last sections."""
    while not isinstance(node, (nodes.section, nodes.document)):
        node = node.parent
    in_section = isinstance(node.parent, nodes.section)
    return not in_section or node[0].astext() in ENDS_WITH


def shown(lesson: LessonSource, outputs: dict[str, str]) -> Iterator[Piece]:
    """Yield each block of code and, behind it, what it printed."""
    for block in lesson.code:
        yield Piece(block.line, shows=block.text)
        if printed := outputs.get(code_key(block.text)):
            yield Piece(block.line, shows=printed)
