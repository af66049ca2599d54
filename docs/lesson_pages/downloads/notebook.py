"""Make a lesson's notebook from its page, in the language of the page.

The code is what sphinx-gallery has run, cell by cell; the prose between is written
as Markdown.  The stub of the exercise is a cell of code that a run of the whole
notebook skips, and the solution is folded under its heading.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile, zip_longest
from types import MappingProxyType
from typing import Any

from docutils import nodes

from lesson_pages.downloads.markdown_writer import CODE, OUTPUT, Writer, named_lexer
from lesson_pages.page.solution import is_solution

EXERCISE = "your turn"  # what docutils makes of the English title, in every language
FIGURE = "figure"
STUB = {"tags": ["skip-execution"]}
FOLDED = {"jp-MarkdownHeadingCollapsed": True}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def make_notebook(
    document: nodes.document, writer: Writer, setup: str
) -> dict[str, Any]:
    """Return a notebook of a page in the form of version 4.5; `setup` comes first."""
    cells = [cell("code", setup), *split_page(document, writer)]
    folded = []
    for number, one in enumerate(cells):
        one["id"] = f"{one['cell_type']}-{number}"
        if one["metadata"] == FOLDED:
            one["metadata"] = FOLDED | {"id": one["id"]}  # where Colab looks for it
            folded.append(one["id"])
    metadata = {
        "colab": {"collapsed_sections": folded},
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def split_page(document: nodes.document, writer: Writer) -> Iterator[dict[str, Any]]:
    """Yield the cells of a page: a heading begins one, a block of code is one."""
    prose: list[nodes.Node] = []
    blocks = list(flatten(document))
    for number, block in enumerate(blocks):
        code, text = is_executed(block), block.astext().strip("\n")
        if code or is_stub(block) or isinstance(block, nodes.title):
            yield from prose_cells(prose, writer)
            prose = []
        if code:
            results = [*takewhile(is_result, blocks[number + 1 :])]
            if not any(map(is_executed, blocks[:number])):  # one block: printed above
                results += blocks[:number]
            shows = any(OUTPUT in x["classes"] for x in results)
            yield cell("code", text if shows else silence(text))
        elif is_stub(block):
            yield cell("code", text, STUB)
        elif not is_result(block):
            prose.append(block)
    yield from prose_cells(prose, writer)


def changed_line(source: str, document: nodes.document) -> int:
    """Return the line of a lesson's first statement that its page has not as it ran.

    It is 0 if readers take home all of them: a page turns tabs into spaces, takes the
    spaces from the ends of lines, in strings, too, and can hide code.
    """
    code = "\n".join(x.astext() for x in flatten(document) if is_executed(x))
    ran, shown = ast.parse(source).body[1:], ast.parse(code).body
    for statement, other in zip_longest(ran, shown):
        if statement is None or other is None or ast.dump(statement) != ast.dump(other):
            return getattr(statement, "lineno", 1)
    return 0


def is_executed(block: nodes.Node) -> bool:
    """Tell code of the lesson, whose language sphinx-gallery writes like this."""
    return isinstance(block, CODE) and named_lexer(block) == "Python"


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
    if not isinstance(block, CODE) or named_lexer(block) != "python":
        return False
    return EXERCISE in block.parent["names"] + block.parent["dupnames"]


def prose_cells(
    blocks: Iterable[nodes.Node], writer: Writer
) -> Iterator[dict[str, Any]]:
    """Yield a cell of a heading and its text; a solution's text is a second one."""
    blocks = list(blocks)
    if blocks and isinstance(blocks[0], nodes.title) and is_solution(blocks[0].parent):
        yield cell("markdown", writer.block(blocks.pop(0)), FOLDED)
    if text := writer.join(blocks):
        yield cell("markdown", text)


def cell(
    kind: str, text: str, metadata: Mapping[str, object] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a cell; one of code has not run."""
    lines = text.splitlines(keepends=True)
    made = {"cell_type": kind, "metadata": {**metadata}, "source": lines}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})
