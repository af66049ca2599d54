"""Set Chinese text as Chinese readers expect it."""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

from lesson_pages.languages import HAN

CHARACTER = re.compile(rf"[{HAN}]")


class MarkLatinEmphasis(SphinxTransform):
    """Give emphasized words without a Han character the class ``latin``.

    Emphasis is a dot below each character, which suits no Latin word.
    """

    def apply(self, **kwargs: object) -> None:
        """Change the document in place."""
        for element in self.document.findall(nodes.emphasis):
            if not CHARACTER.search(element.astext()):
                element["classes"].append("latin")
