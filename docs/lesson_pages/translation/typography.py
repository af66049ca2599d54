"""Cut and set text as its readers expect it, English and Chinese."""

import re

from docutils import nodes
from sphinx.application import Sphinx

from lesson_pages.languages import HAN

END = re.compile(r"(?<=[。？！])(?![”」])|(?<=[.?!])(?=\s|$)")
CHARACTER = re.compile(rf"[{HAN}]")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; joined, they are the text."""
    return END.split(text)


def mark_latin(app: Sphinx, document: nodes.document) -> None:
    """Give emphasized words without a Han character the class ``latin``.

    Emphasis is a dot below each character, which suits no Latin word.
    """
    for element in document.findall(nodes.emphasis):
        if not CHARACTER.search(element.astext()):
            element["classes"].append("latin")
