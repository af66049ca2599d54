"""A lesson's script taken apart: prose with the script's own lines, code, settings."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, roles
from sphinx.util.nodes import extract_messages
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from gallery_store.lessons import Lesson
from lesson_pages.course.course import name_of

NAMES = ("attr", "class", "data", "exc", "func", "meth", "mod", "obj")
"""The roles that link a name of another project."""
ROLES = (*NAMES, "any", "doc", "download", "ref", "term")
"""The roles of Sphinx that a lesson may use; docutils has the others."""
SETTING = re.compile(r"^#\s*sphinx_gallery_(\w+)\s*=[ \t]*(.*?)[ \t]*$")


class Block(NamedTuple):
    """A block of code or of prose, and the line of the script that it begins at."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class LessonSource(Lesson):
    """A lesson as its author wrote it: a script of a checkout."""

    root: Path = Path()

    @property
    def page(self) -> str:
        """Its page on the site."""
        return f"lessons/{self.name}"

    @property
    def topic(self) -> str:
        """Its name without `plot_NN_`: what stores something about it calls it so."""
        return name_of(self.name)

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks, in order."""
        return [Block(*x) for x in split_code_and_text_blocks(self.root / self.file)[1]]

    @property
    def code(self) -> list[Block]:
        """The blocks of code, in order."""
        return [block for block in self.blocks if block.kind == "code"]

    @property
    def settings(self) -> list[tuple[int, str, object]]:
        """Line, name and value of each setting; None if it is none of Python's."""
        found = map(SETTING.match, self.text.splitlines())
        return [(n, x[1], literal(x[2])) for n, x in enumerate(found, 1) if x]

    @cached_property
    def prose(self) -> nodes.document:
        """The text as docutils reads it; a node's line is the script's line."""
        lines = [""] * (self.text.count("\n") + 2)
        for kind, text, first in self.blocks:
            if kind == "text":
                lines[first : first + text.count("\n") + 1] = text.split("\n")
        settings = get_default_settings(Parser)
        settings.report_level = settings.halt_level = 5
        settings.syntax_highlight = "none"
        for role in ROLES:
            roles.register_generic_role(role, nodes.inline)
        document = utils.new_document(self.file, settings)
        Parser().parse("\n".join(lines[1:]), document)
        return document

    @property
    def messages(self) -> list[tuple[int, str]]:
        """What has to be translated, with its line: prose and alternative texts."""
        found = []
        for node, text in extract_messages(self.prose):
            formula = node.astext() if isinstance(node, nodes.math_block) else ""
            if not formula or r"\text{" in formula:
                found.append((line_of(node), formula or text))
        for line, name, value in self.settings:
            if name == "alt" and isinstance(value, str):
                found.append((line, value))
        return found


def literal(value: str) -> object:
    """Return what a value is in Python; None if it is none."""
    try:
        return ast.literal_eval(value)
    except (SyntaxError, ValueError):
        return None


def line_of(node: nodes.Node) -> int:
    """Return the line that a node, or what is around it, begins at."""
    while node is not None and not node.line:
        node = node.parent
    return int(node.line) if node is not None else 0
