"""Name every picture that a reader who cannot see it would learn nothing from.

This looks at what a person wrote; the figures on cards are added later, where
the title beside them is their text.
"""

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)


class FindPictures(SphinxTransform):
    """Warn of pictures without alternative text, in the language of the build."""

    def apply(self, **kwargs: Any) -> None:
        """Look at every picture of the page."""
        for image in self.document.findall(nodes.image):
            if not image.get("alt", "").strip():
                message = "%s has no alternative text; say what a person would see"
                logger.warning(message, image["uri"], location=place_of(image))


def place_of(node: nodes.Node) -> nodes.Node:
    """Return what has a line: a picture in a Markdown sentence has none of its own."""
    return node if node.line or node.parent is None else place_of(node.parent)
