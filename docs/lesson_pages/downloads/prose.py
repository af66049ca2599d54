"""Write the prose of a script: in the reader's language, and in plain words.

A text in reStructuredText is taken apart into blocks: a title, a paragraph, the text
of a list item, of a directive.  A block is translated if the page's catalogue has it
as a whole, and never looked at again, so that no message can damage a part of
another.  A page makes links of the marks within sentences; who reads a script in an
editor would only see marks, so they go.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from textwrap import dedent

from docutils.utils import column_width

# "- ", "1. ", ".. admonition:: ", ":alt: ", each perhaps inside of another
LEAD = re.compile(r" *(?:(?:[-*+•]|(?:\d+|#)\.|\.\. [\w:-]+::|:\w+:) +)*")
BODY_IS_CODE = re.compile(r"( *)\.\. (?:code-block|math|parsed-literal|raw)::")
FORMULA = re.compile(r"( *\.\. math::) *(.*)")
OPTION = re.compile(r" +:[\w-]+:")
ADORNMENT = re.compile(r" *([^\w\s])\1{2,} *")
ROLE = re.compile(r":(?:\w+:)?(\w+):`([^`]+)`")
LABELLED = re.compile(r"(.+?)\s*<(.+)>", re.DOTALL)
LITERAL = re.compile(r"``(.+?)``", re.DOTALL)
WEB = re.compile(r"`([^`<]+?)\s*<([^`>]+)>`__?")
BOX = re.compile(r"( *)\.\. [\w-]+:: (.+)")
CALLED = {"func", "meth"}
NAMED = CALLED | {"attr", "class", "data", "exc", "mod", "obj"}


Translate = Callable[[str], str | None]
"""Returns the translation of a whole block; None if it is no message."""


def flat(text: str) -> str:
    """Return a text on one line; spaces that do not break stay what they are."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def localize_prose(lines: list[str], translate: Translate) -> list[str]:
    """Translate lines of reStructuredText, block by block."""
    blocks = split_prose(lines)
    return [line for block in blocks for line in localize_block(block, translate)]


def split_prose(lines: list[str]) -> Iterator[list[str]]:
    """Yield the blocks of a text; what has no words is a block, too.

    A block ends at an empty line and where the text begins in another column.
    A title is one block together with the lines above and below it.
    """
    block: list[str] = []
    verbatim: int | None = None  # the column of the directive whose body this is
    for line in lines:
        if verbatim is not None and (not line.strip() or column(line) > verbatim):
            block.append(line)
            continue
        if verbatim is not None or not continues(block, line):
            yield block
            block = []
        block.append(line)
        found = BODY_IS_CODE.match(line)
        verbatim = len(found[1]) if found else None
    yield block


def continues(block: list[str], line: str) -> bool:
    """Tell whether a line belongs to the block above it."""
    if not block or not line.strip() or not block[-1].strip():
        return False
    if ADORNMENT.fullmatch(line):
        return len(block) < 3 and not ADORNMENT.fullmatch(block[-1])
    if ADORNMENT.fullmatch(block[-1]):
        return len(block) == 1
    return column(line) == len(lead_of(block[0]))


def column(line: str) -> int:
    """Return the column in which a line's text begins."""
    return len(line) - len(line.lstrip(" "))


def lead_of(line: str) -> str:
    """Return the marks and spaces before a block's text."""
    found = LEAD.match(line)
    assert found is not None  # it may be empty
    return found[0]


def localize_block(block: list[str], translate: Translate) -> list[str]:
    """Return a block's lines, translated if the catalogue has their text."""
    text = [line for line in block if not ADORNMENT.fullmatch(line)]
    if text and FORMULA.match(text[0]):
        return localize_formula(block, translate)
    if not text or BODY_IS_CODE.match(text[0]):
        return block
    lead = lead_of(text[0])
    translation = translate("\n".join(text)[len(lead) :])
    if translation is None:
        return block
    line = lead + translation
    width: int = max(3, column_width(line))
    done = [x.strip()[0] * width if ADORNMENT.fullmatch(x) else line for x in block]
    return [x for x, _lines in groupby(done)]


def localize_formula(block: list[str], translate: Translate) -> list[str]:
    """Return the lines of a formula, translated if the catalogue has its words."""
    found = FORMULA.fullmatch(block[0])
    assert found is not None  # the caller has looked
    options = [line for line in block if OPTION.match(line)]
    source = [found[2], *(line for line in block[1:] if line not in options)]
    translation = translate("\n".join(source))
    if translation is None:
        return block
    indented = " " * (column(block[0]) + 3) + translation
    empty = takewhile(lambda line: not line, reversed(block))
    return [found[1], *options, "", indented, *empty]


@dataclass(frozen=True)
class Words:
    """Write prose in words.

    `title` returns the title of the page that a link names, `formula` says TeX in
    plain text.
    """

    title: Callable[[str], str]
    formula: Callable[[str], str]

    def lines(self, lines: list[str]) -> list[str]:
        """Return prose without marks; code in it loses its indent, so it would run."""
        return [line for block in split_prose(lines) for line in self._block(block)]

    def _block(self, block: list[str]) -> Iterator[str]:
        first, *rest = block or [""]
        if BODY_IS_CODE.match(first):
            code = rest[1:] if rest[:1] == [""] else rest
            yield from dedent("\n".join(code)).split("\n")
        elif box := BOX.fullmatch(first):
            yield f"{box[1]}{self.say(box[2])}"
        else:
            yield from self.say("\n".join(block)).split("\n") if block else ()

    def say(self, text: str) -> str:
        """Return a text without the marks within its sentences."""
        text = WEB.sub(r"\1 (\2)", LITERAL.sub(r"`\1`", text))
        return ROLE.sub(self._role, text)

    def _role(self, found: re.Match[str]) -> str:
        kind, content = found.groups()
        labelled = None if kind == "math" else LABELLED.fullmatch(content)
        if labelled:
            return labelled[1]
        if kind == "doc":
            quoted = found.string[: found.start()].endswith("“")
            return self.title(content) if quoted else f"“{self.title(content)}”"
        if kind == "math":
            return self.formula(content)
        if kind not in NAMED:
            return content
        shown = content.rpartition(".")[2] if content.startswith("~") else content
        called = kind in CALLED and not shown.endswith(")")
        return f"`{shown.lstrip('~!.')}{'()' if called else ''}`"
