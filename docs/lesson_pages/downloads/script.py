"""Make a lesson's script from its page, in the language of the page.

The code is what sphinx-gallery has run; the prose is there to be read in an editor,
in comments, so it loses the marks that become links on a page.
"""

from collections.abc import Callable
from itertools import groupby
from textwrap import indent

from docutils import nodes
from docutils.utils import column_width
from sphinx.locale import _
from sphinx.util.nodes import traverse_parent

from lesson_pages.downloads.markdown_writer import (
    BLOCKS,
    CODE,
    EMPHASIS,
    INLINE,
    Methods,
    Writer,
)
from lesson_pages.downloads.notebook import flatten, is_executed, is_result

ADORNMENTS = "=-~^\"'"
SHOWN = "The figures; the program ends when their windows are closed."
NO_SCREEN = "No screen: the figures are on the lesson's page."
"""Printed in all languages, because the code is the same in all."""
SHOW = """
# %%
# {comment}

import matplotlib.pyplot as plt

if plt.get_backend().lower() == "agg":
    print("{no_screen}")
else:
    plt.show()
"""


def make_script(document: nodes.document, writer: Writer, head: str) -> str:
    """Return a page as a script, below a head that says how to run it."""
    parts = [head]
    blocks = (block for block in flatten(document) if not is_result(block))
    for is_code, run in groupby(blocks, is_executed):
        if is_code:
            parts += [block.astext().strip("\n") + "\n" for block in run]
        elif text := writer.join(run):
            lines = (commented(line) for line in text.splitlines())
            parts.append("\n".join(["# %%", *lines]) + "\n")
    return "\n".join(parts)


def commented(line: str) -> str:
    """Return a line of prose as a comment that no editor and no installer obeys."""
    space = " " * line.startswith(("%%", "///"))  # a cell, and the head of a script
    return f"# {space}{line}".rstrip()


def show_figures(no_screen: str) -> str:
    """Return the end of a script: the site shows its figures by itself."""
    return SHOW.format(comment=_(SHOWN), no_screen=no_screen)


class PlainWriter(Writer):
    """Write nodes in words.

    A link to one of the `titles` says it in quotes; `formula` says TeX in plain text.
    """

    broken = "\n"

    def __init__(self, titles: set[str], formula: Callable[[nodes.math], str]) -> None:
        super().__init__("", str)
        blocks: Methods = {
            (nodes.paragraph, nodes.caption): Writer.inline,
            CODE: lambda _, node: node.astext().strip("\n"),
            nodes.math_block: PlainWriter._formula,
            nodes.reference: PlainWriter._named,
            nodes.title: PlainWriter._underlined,
        }
        inline: Methods = {
            nodes.Text: lambda _, node: node.astext(),
            nodes.math: lambda _, node: formula(node),
            nodes.reference: PlainWriter._named,
            nodes.subscript: lambda self, node: f"_{self.inline(node)}",
            nodes.superscript: lambda self, node: f"^{self.inline(node)}",
        }
        self.methods = {**BLOCKS, **blocks}, {**INLINE, **inline}
        self.titles = titles

    def emphasize(
        self, kind: type, text: str, before: str = "", after: str = ""
    ) -> str:
        """Mark a text as its author did."""
        mark, _tag = EMPHASIS.get(kind, ("", ""))
        return f"{mark}{text}{mark}"

    def box(self, title: str, text: str) -> str:
        """Return what stands beside the text, deeper than its title."""
        return f"{title}\n\n{indent(text, ' ' * 3)}"

    def picture(self, alt: str, address: str) -> str:
        """Say what a picture shows."""
        return f"[{alt}]"

    def _cell(self, entry: nodes.Node) -> str:
        return super()._cell(entry).replace("<br>", " ").replace(r"\|", "|")

    def _formula(self, node: nodes.math_block) -> str:
        number = f"  ({node['number']})" if node.get("number") else ""
        return f"{node.astext().strip()}{number}"

    def _underlined(self, node: nodes.title) -> str:
        depth = len(list(traverse_parent(node, nodes.section)))
        text = self.inline(node)
        return f"{text}\n{ADORNMENTS[:depth][-1] * column_width(text)}"

    def _named(self, node: nodes.reference) -> str:
        text, address = self.inline(node), node.get("refuri", "")
        first = node.children[0]
        if isinstance(first, nodes.Text):
            return f"{text} ({address})" if address not in ("", text) else text
        if text not in self.titles or "doc" not in first["classes"]:
            return text
        before = "".join(x.astext() for x in node.parent[: node.parent.index(node)])
        return text if before.endswith("“") else f"“{text}”"
