"""Set Chinese text as Chinese readers expect it."""

import re

from docutils import nodes
from sphinx.application import Sphinx

from lesson_pages.languages import HAN

CHARACTER = re.compile(rf"[{HAN}]")


def mark_latin(app: Sphinx, document: nodes.document) -> None:
    """Give emphasized words without a Han character the class ``latin``.

    Emphasis is a dot below each character, which suits no Latin word.
    """
    for element in document.findall(nodes.emphasis):
        if not CHARACTER.search(element.astext()):
            element["classes"].append("latin")
