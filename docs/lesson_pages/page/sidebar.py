"""Keep the sidebar small: every part, and the lessons of the current part only.

The theme writes the whole course into every page, which grows with the square
of the number of lessons.
"""

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

BEFORE_THEME = 400


def spoken(tree: str) -> str:
    """Say to screen readers which page this is and how deep the captions stand."""
    tree = tree.replace('href="#"', 'aria-current="page" href="#"')
    return tree.replace('role="heading"', 'role="heading" aria-level="2"')


def shorten(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the theme a short tree whatever tree it asks for."""
    if "toctree" not in context:
        return
    tree = context["toctree"](
        collapse=True, maxdepth=2, titles_only=True, includehidden=True
    )
    context["toctree"] = lambda **_: spoken(tree or "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("html-page-context", shorten, priority=BEFORE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
