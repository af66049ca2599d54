"""Look at every picture of the site: its words, and its bytes."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.nodes import traverse_parent

from lesson_pages import npm
from lesson_pages.cache import cache_of

MINIFY = Path(__file__).with_name("minify_svg.mjs")
LIBRARY = "svgo/dist/svgo-node.cjs"

logger = logging.getLogger(__name__)


def find_unnamed(app: Sphinx, document: nodes.document) -> None:
    """Warn of pictures without alternative text, in the language of the build.

    This looks at what a person wrote; the figures on cards are added later, where
    the title beside them is their text.
    """
    for image in document.findall(nodes.image):
        if not image.get("alt", "").strip():
            # in a Markdown sentence it has no line of its own
            place = next((x for x in traverse_parent(image) if x.line), image)
            message = "%s has no alternative text; say what a person would see"
            logger.warning(message, image["uri"], location=place)


def minify_figures(app: Sphinx, exception: Exception | None) -> None:
    """Write every SVG figure with a third fewer bytes: shorter numbers, no metadata."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir, app.builder.imagedir)
    copies = {
        folder / name: Path(app.srcdir, source).read_text(encoding="utf-8")
        for source, (_pages, name) in sorted(app.env.images.items())
        if source.endswith(".svg") and (folder / name).is_file()
    }
    light = npm.convert(MINIFY, LIBRARY, [*copies.values()], cache_of(app))
    for copy, text in zip(copies, light, strict=True):
        copy.write_text(text, encoding="utf-8")
