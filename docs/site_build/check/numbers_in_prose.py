"""Every number that a lesson's sentences say stands in its code or in an output."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from site_build.check.content import Content, Fault
from site_build.check.kept_run import code_key, read_run
from site_build.check.lesson_source import LessonSource, line_of

NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?")
LOOKED_AT = 5
"""How many blocks of code and output before and after a sentence it may speak of.
A formula may speak of all: a function is defined once and used to the end."""
ANYWHERE = {"Summary", "Your turn", "Solution", "What comes next"}
"""Sections that speak of the whole lesson, as its opening does."""
EXCEPTIONS = {
    ("matmul_lab", 22.0): "quoted from a publication",
    ("matmul_lab", 181.0): "quoted from a publication",
    ("matmul_lab", 100.0): "100% is the whole",
}
"""Numbers that no code of the lesson can show, and why; at most five in the course."""


@dataclass(frozen=True)
class Claim:
    """A number of the prose, its line, and the numbers that are shown near it."""

    written: str
    line: int
    shown: frozenset[float]

    @property
    def founded(self) -> bool:
        """Whether the number is shown."""
        return value(self.written) in self.shown


@dataclass(frozen=True)
class Piece:
    """What stands at a place of a lesson: it says numbers, or it shows them."""

    line: int
    text: str = ""
    formulas: str = ""
    shown: frozenset[float] | None = None
    wide: bool = False


def value(written: str) -> float:
    """Return what a number is worth."""
    return float(written.replace(",", ""))


def numbers(text: str) -> frozenset[float]:
    """Return the numbers of a text, however they are written."""
    return frozenset(value(x) for x in NUMBER.findall(text))


def numbers_are_shown(content: Content) -> Iterator[Fault]:
    """What a sentence says, the code beside it computed or asserted."""
    used = set()
    for lesson in content.course:
        run = read_run(content, lesson)
        for claim in claims(lesson, run.outputs) if run.shows_all else ():
            exception = lesson.name, value(claim.written)
            if exception in EXCEPTIONS:
                used.add(exception)
            elif not claim.founded:
                cure = (
                    "is neither printed nor asserted nearby; show it, or leave it out"
                )
                yield Fault(lesson.file, claim.line, f"{claim.written} {cure}")
        if run.shows_all:
            for name, number in EXCEPTIONS.keys() - used:
                if name == lesson.name:
                    text = f"the exception {number:g} of {__name__} is not needed"
                    yield Fault(lesson.file, 0, f"{text}; delete it")


def claims(lesson: LessonSource, outputs: dict[str, str]) -> Iterator[Claim]:
    """Yield each number of the prose, with those that code and outputs show near it.

    Parameters
    ----------
    lesson : LessonSource
        The lesson.
    outputs : dict of str to str
        What each block of code printed, by its `code_key()`.
    """
    parts = sorted([*said(lesson), *shown(lesson, outputs)], key=lambda part: part.line)
    whole = frozenset().union(*(x.shown for x in parts if x.shown is not None))
    for place, part in enumerate(parts):
        for written in NUMBER.findall(part.formulas):
            yield Claim(written, part.line, whole)
        near = near_numbers(place, parts) if part.text else frozenset()
        for written in NUMBER.findall(part.text):
            yield Claim(written, part.line, near)


def near_numbers(place: int, parts: list[Piece]) -> frozenset[float]:
    """Return the numbers of the blocks that a sentence may speak of."""
    before = [x.shown for x in parts[:place] if x.shown is not None]
    after = [x.shown for x in parts[place:] if x.shown is not None]
    if not parts[place].wide:
        before, after = before[-LOOKED_AT:], after[:LOOKED_AT]
    return frozenset().union(*before, *after)


def said(lesson: LessonSource) -> Iterator[Piece]:
    """Yield the sentences and formulas of a lesson, and the code that they quote."""
    for node in lesson.prose.findall(nodes.Element):
        if isinstance(node, nodes.literal_block):
            yield Piece(line_of(node), shown=numbers(node.astext()))
        elif isinstance(node, nodes.math_block):
            yield Piece(line_of(node), formulas=plain(node.astext()))
        elif isinstance(node, nodes.paragraph):
            formulas = [plain(x.astext()) for x in node.findall(nodes.math)]
            text = "".join(text_of(child) for child in node.children)
            yield Piece(line_of(node), text, " ".join(formulas), wide=is_wide(node))


def text_of(node: nodes.Node) -> str:
    """Return the text of a part of a sentence: no formula, no other lesson's title."""
    if isinstance(node, nodes.math):
        return " "
    if isinstance(node, nodes.inline) and node.get("role") == "doc":
        return " "
    if isinstance(node, nodes.Text):
        return str(node)
    return " ".join(text_of(child) for child in node.children)


def plain(formula: str) -> str:
    """Return a formula with its numbers alone: ``x_{12}`` has 12."""
    return re.sub(r"\\[A-Za-z]+|[_{}A-Za-z]", " ", formula)


def is_wide(node: nodes.Node) -> bool:
    """Tell a sentence that may speak of the whole lesson."""
    section = node.parent
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    if section is None or not isinstance(section.parent, nodes.section):
        return section is None or section[0].astext() in ANYWHERE or opens(section)
    return section[0].astext() in ANYWHERE


def opens(section: nodes.section) -> bool:
    """Tell the section that the lesson's title heads."""
    return any(isinstance(child, nodes.section) for child in section.children)


def shown(lesson: LessonSource, outputs: dict[str, str]) -> Iterator[Piece]:
    """Yield each block of code and, behind it, what it printed."""
    for block in lesson.code:
        yield Piece(block.line, shown=numbers(block.text))
        if printed := outputs.get(code_key(block.text)):
            yield Piece(block.line, shown=numbers(printed))
