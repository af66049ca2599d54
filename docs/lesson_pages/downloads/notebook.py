"""Make a lesson's notebook from its page, in the language of the page.

The code is the lesson's, cell by cell; the prose between is the page's, written as
Markdown.  The stub of the exercise is a cell of code that a run of the whole
notebook skips, and the solution is folded under its heading.
"""

import ast
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx_gallery.py_source_parser import (
    remove_config_comments,
    remove_ignore_blocks,
    split_code_and_text_blocks,
)

from lesson_pages.downloads.markdown_writer import CODE, OUTPUT, Writer, lexer_of
from lesson_pages.page.solution import is_solution

EXERCISE = "your turn"  # what docutils makes of the English title, in every language
FIGURE = "figure"
STUB = {"tags": ["skip-execution"]}
FOLDED = {"jp-MarkdownHeadingCollapsed": True}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def make_notebook(
    document: nodes.document, lesson: Path, writer: Writer, setup: str
) -> dict[str, Any]:
    """Return a notebook of a page in the form of version 4.5.

    The first cell is `setup`; the others have the code of `lesson`.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the page has other code than the lesson, or prose that cannot be written.
    """
    cells = [code_cell(setup), *split_page(document, lesson, writer)]
    for number, one in enumerate(cells):
        one["id"] = f"{one['cell_type']}-{number}"
    folded = [one for one in cells if one["metadata"] == FOLDED]
    for one in folded:
        one["metadata"] = FOLDED | {"id": one["id"]}  # where Colab looks for it
    return {
        "cells": cells,
        "metadata": {
            "colab": {"collapsed_sections": [one["id"] for one in folded]},
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def split_page(
    document: nodes.document, lesson: Path, writer: Writer
) -> Iterator[dict[str, Any]]:
    """Yield the cells of a page: a heading begins one, a block of code is one."""
    code = code_blocks(lesson)
    prose: list[nodes.Node] = []
    blocks = list(flatten(document))
    for number, block in enumerate(blocks):
        text = block.astext().strip("\n") if isinstance(block, CODE) else None
        runs = text is not None and code[:1] == [text]
        if runs or is_stub(block) or isinstance(block, nodes.title):
            yield from prose_cells(prose, writer)
            prose = []
        if runs:
            results = list(takewhile(is_result, blocks[number + 1 :]))
            silent = not any(OUTPUT in result["classes"] for result in results)
            yield code_cell(silence(code.pop(0)) if silent else code.pop(0))
        elif is_stub(block):
            yield code_cell(block.astext().strip("\n"), STUB)
        elif not is_result(block):
            prose.append(block)
    yield from prose_cells(prose, writer)
    if code:
        raise ExtensionError(f"{lesson.name}: its page lacks the code {code[0]!r}")


def code_blocks(lesson: Path) -> list[str]:
    """Return the code of a lesson, block by block, as its page shows it."""
    _, blocks = split_code_and_text_blocks(lesson)
    texts = [block.content for block in blocks if block.type == "code"]
    shown = [remove_config_comments(remove_ignore_blocks(x)) for x in texts]
    return [text.strip("\n") for text in shown if text.strip()]


def silence(code: str) -> str:
    """End the value on the last line with a semicolon, so that Jupyter hides it.

    A page shows no value that stands for a drawing, and so does its notebook.
    """
    statements = ast.parse(code).body
    if not statements or not isinstance(last := statements[-1], ast.Expr):
        return code
    assert last.end_lineno is not None  # ast.parse writes it
    lines = code.split("\n")
    line = lines[last.end_lineno - 1].encode()
    start, comment = line[: last.end_col_offset], line[last.end_col_offset :]
    lines[last.end_lineno - 1] = (start + b";" + comment).decode()
    return "\n".join(lines)


def flatten(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield what the sections of a page hold, as one sequence."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from flatten(child)
        else:
            yield child


def is_result(block: nodes.Node) -> bool:
    """Tell what a lesson's code has made: the notebook makes its own."""
    classes = block["classes"] if isinstance(block, nodes.Element) else []
    return OUTPUT in classes or (isinstance(block, nodes.image) and FIGURE in classes)


def is_stub(block: nodes.Node) -> bool:
    """Tell the code that the exercise begins with."""
    if not isinstance(block, CODE) or lexer_of(block) != "python":
        return False
    return EXERCISE in block.parent["names"] + block.parent["dupnames"]


def prose_cells(
    blocks: Iterable[nodes.Node], writer: Writer
) -> Iterator[dict[str, Any]]:
    """Yield one cell for a heading and what follows, or none if there is nothing.

    The heading of a solution is a cell of its own: what follows is folded under it.
    """
    blocks = list(blocks)
    if blocks and isinstance(blocks[0], nodes.title) and is_solution(blocks[0].parent):
        yield cell("markdown", writer.block(blocks.pop(0)), FOLDED)
    text = "\n\n".join(filter(None, map(writer.block, blocks)))
    if text:
        yield cell("markdown", text, {})


def code_cell(text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a cell of code that has not run."""
    return cell("code", text, metadata or {}) | {"execution_count": None, "outputs": []}


def cell(kind: str, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return a cell."""
    lines = text.splitlines(keepends=True)
    return {"cell_type": kind, "metadata": metadata, "source": lines}
