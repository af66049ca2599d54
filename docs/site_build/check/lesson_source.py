"""A lesson's script taken apart: prose with the script's own lines, code, settings."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, roles
from sphinx.util.nodes import extract_messages
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from lesson_pages.course.course import name_of

ROLES = (
    *("attr", "class", "data", "exc", "func", "meth", "mod", "obj"),
    *("any", "doc", "download", "ref", "term"),
)
"""The roles of Sphinx that a lesson may use; docutils has the others."""
SETTING = re.compile(r"^#\s*sphinx_gallery_(\w+)\s*=[ \t]*(.*?)[ \t]*$")


@dataclass(frozen=True)
class Block:
    """A block of code: its source, and the line of the script that it begins at."""

    text: str
    line: int


@dataclass(frozen=True)
class Setting:
    """A comment `# sphinx_gallery_NAME = VALUE` and its line."""

    name: str
    value: str
    line: int

    @property
    def literal(self) -> object:
        """What the value is in Python; None if it is none."""
        try:
            return ast.literal_eval(self.value)
        except (SyntaxError, ValueError):
            return None


@dataclass(frozen=True)
class LessonSource:
    """A lesson as its author wrote it.

    Parameters
    ----------
    path : Path
        The script.
    file : str
        The script as messages name it, from the checkout's root.
    text : str
        The source.
    """

    path: Path
    file: str
    text: str

    @property
    def part(self) -> str:
        """The folder that it is in."""
        return self.path.parent.name

    @property
    def page(self) -> str:
        """Its page on the site."""
        return f"lessons/{self.part}/{self.path.stem}"

    @property
    def name(self) -> str:
        """Its name without `plot_NN_`: what stores something about it calls it so."""
        return name_of(self.page)

    @cached_property
    def _blocks(self) -> list[tuple[str, str, int]]:
        return list(split_code_and_text_blocks(self.path)[1])

    @cached_property
    def error(self) -> tuple[int, str] | None:
        """The line and the reason why Python cannot read it; None if it can."""
        try:
            ast.parse(self.text)
        except SyntaxError as error:
            return error.lineno or 0, error.msg
        return None

    @property
    def code(self) -> list[Block]:
        """The blocks of code, in order."""
        return [
            Block(text, line) for kind, text, line in self._blocks if kind == "code"
        ]

    @property
    def settings(self) -> Iterator[Setting]:
        """The settings of the lesson and of its blocks."""
        for line, text in enumerate(self.text.splitlines(), 1):
            if found := SETTING.match(text):
                yield Setting(found[1], found[2], line)

    def settings_named(self, name: str, block: Block | None = None) -> list[Setting]:
        """Return the settings of one name, of the lesson or of one block of it."""
        first = block.line if block else 0
        last = first + block.text.count("\n") + 1 if block else len(self.text)
        return [x for x in self.settings if x.name == name and first <= x.line <= last]

    @cached_property
    def prose(self) -> nodes.document:
        """The text as docutils reads it; a node's line is the script's line."""
        lines = [""] * (self.text.count("\n") + 2)
        for kind, text, first in self._blocks:
            if kind == "text":
                lines[first : first + text.count("\n") + 1] = text.split("\n")
        document = utils.new_document(self.file, _settings())
        for role in ROLES:
            roles.register_local_role(role, _keep_role)
        Parser().parse("\n".join(lines[1:]), document)
        return document

    @property
    def messages(self) -> list[tuple[int, str]]:
        """What has to be translated, with its line: prose and alternative texts."""
        found = [
            (line_of(node), node.astext() if is_formula(node) else text)
            for node, text in extract_messages(self.prose)
            if not is_formula(node) or r"\text{" in node.astext()
        ]
        alts = [(x.line, x.literal) for x in self.settings_named("alt")]
        return found + [(line, alt) for line, alt in alts if isinstance(alt, str)]


def read_source(path: Path, root: Path) -> LessonSource:
    """Return the lesson in a file."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return LessonSource(path, path.relative_to(root).as_posix(), text)


def is_formula(node: nodes.Node) -> bool:
    """Tell a formula on a line of its own."""
    return isinstance(node, nodes.math_block)


def line_of(node: nodes.Node) -> int:
    """Return the line that a node, or what is around it, begins at."""
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 0


def _settings() -> object:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    settings.syntax_highlight = "none"
    return settings


def _keep_role(
    name: str, rawtext: str, text: str, lineno: int, *_: object, **__: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Keep a reference with its role and target, whatever it leads to."""
    shown, target = text, text
    if explicit := re.fullmatch(r"(.*?)\s*<([^>]+)>", text, re.DOTALL):
        shown, target = explicit.groups()
    node = nodes.inline(rawtext, shown, role=name, target=target)
    node.line = lineno
    return [node], []
