"""Cut and set text as its readers expect it, English and Chinese."""

import re

from docutils import nodes
from docutils.utils import punctuation_chars
from sphinx.application import Sphinx
from sphinx.util import logging

from lesson_pages.languages import HAN, LANGUAGES

END = re.compile(r"(?<=[。？！])(?![”」])|(?<=[.?!])(?=\s|$)")
CHARACTER = re.compile(rf"[{HAN}]")
BESIDE_MARKS = "".join(language.script for language in LANGUAGES) + "（）《》「」“”"
"""What a mark may touch and still be one, as it may touch a comma."""
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Characters that control a terminal, or turn round the rest of a line."""

logger = logging.getLogger(__name__)


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


def find_unseen(app: Sphinx, document: nodes.document) -> None:
    """Warn of characters that nobody sees; browsers and editors obey some of them."""
    for text in document.findall(nodes.Text):
        for character in sorted(set(UNSEEN.findall(text.astext()))):
            code = character.encode("unicode_escape").decode()
            logger.warning("%s is not to be seen; leave it out", code, location=text)


def accept_marks_without_spaces() -> None:
    """Let docutils see markup that touches a Chinese character.

    Its own setting for that also takes the asterisks out of ``2*3*4``.
    """
    if BESIDE_MARKS not in punctuation_chars.delimiters:
        punctuation_chars.delimiters += BESIDE_MARKS
