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
                place = image  # in a Markdown sentence it has no line of its own
                while not place.line and place.parent is not None:
                    place = place.parent
                message = "%s has no alternative text; say what a person would see"
                logger.warning(message, image["uri"], location=place)
