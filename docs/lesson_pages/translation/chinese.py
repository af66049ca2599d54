"""Set Chinese text as Chinese readers expect it.

A line end between two Han characters would show as a gap: the lines are joined.
Emphasis is a dot below each character, which suits no Latin word: those are marked.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

from lesson_pages.languages import HAN

FULL_WIDTH = rf"{HAN}\u2e80-\u33ff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2026\u2014"
"""Characters, radicals, punctuation, quotation marks, ellipsis and dash."""
VERBATIM = (nodes.literal, nodes.math, nodes.raw)
CHARACTER = re.compile(rf"[{HAN}]")
CUT = "\x1f"  # between two pieces of a sentence
GAP = re.compile(
    rf"(?<=[{FULL_WIDTH}])({CUT}*)[ \t]*\n[ \t]*({CUT}*)(?=[{FULL_WIDTH}])"
)


def joined(texts: list[str]) -> list[str]:
    """Drop line ends between Han characters, also across the pieces of a sentence.

    The pieces are those into which inline markup cuts a paragraph; none gets lost.
    """
    return GAP.sub(r"\1\2", CUT.join(texts)).split(CUT)


class JoinLines(SphinxTransform):
    """Join the lines of every paragraph, title and list item, not those of code."""

    def apply(self, **kwargs: object) -> None:
        """Change the document in place."""
        for element in self.document.findall(nodes.TextElement):
            pieces = list(element.findall(nodes.Text))
            is_part = isinstance(element.parent, nodes.TextElement)
            if is_part or not pieces or isinstance(element, nodes.FixedTextElement):
                continue
            texts = [
                "x" if isinstance(piece.parent, VERBATIM) else str(piece)
                for piece in pieces
            ]
            for piece, old, new in zip(pieces, texts, joined(texts), strict=True):
                if new != old:
                    piece.parent.replace(piece, nodes.Text(new))


class MarkLatinEmphasis(SphinxTransform):
    """Give emphasized words without a Han character the class ``latin``."""

    def apply(self, **kwargs: object) -> None:
        """Change the document in place."""
        for element in self.document.findall(nodes.emphasis):
            if not CHARACTER.search(element.astext()):
                element["classes"].append("latin")
