"""Fold the solution of an exercise, so that a reader meets it only when asking for it.

What a section *Solution* holds goes into ``<details>``; its heading stays
outside, in the page's table of contents.  It needs no script.  A small one,
on these pages only, opens the fold for a link to something inside.
"""

from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator

NAME = "solution"  # what docutils makes of the English title, in every language


class FoldNode(nodes.General, nodes.Element):
    """Holds what is shown on demand."""


def is_solution(section: nodes.section) -> bool:
    """Tell the section of a solution; a page may have several."""
    return NAME in section["names"] + section["dupnames"]


def fold_solutions(app: Sphinx, document: nodes.document, page: str) -> None:
    """Put all but the heading into a fold, for browsers only.

    Table of contents, catalogues and quotations on other pages come from the
    page as it was before.
    """
    for section in filter(is_solution, list(document.findall(nodes.section))):
        title, *content = section.children
        fold = FoldNode("", *content, ids=[f"{section['ids'][0]}-text"])
        section.children = []
        section += [title, fold] if content else [title]


def visit_fold(translator: HTML5Translator, node: FoldNode) -> None:
    """Open the fold."""
    summary = f"<summary>{escape(_('Show the solution'))}</summary>"
    name = node["ids"][0]
    translator.body.append(f'<details class="solution" id="{name}">{summary}\n')


def depart_fold(translator: HTML5Translator, node: FoldNode) -> None:
    """Close the fold."""
    translator.body.append("</details>\n")
