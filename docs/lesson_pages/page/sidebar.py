"""Keep the sidebar small: every part, and the lessons of the current part only.

The theme writes the whole course into every page, which grows with the square
of the number of lessons.
"""

from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx

from lesson_pages.page import Context


def shorten(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Give the theme a short tree whatever tree it asks for."""
    tree = context["toctree"](
        collapse=True, maxdepth=2, titles_only=True, includehidden=True
    )
    # say to screen readers which page this is and how deep the captions stand
    tree = (tree or "").replace('href="#"', 'aria-current="page" href="#"')
    tree = tree.replace('role="heading"', 'role="heading" aria-level="2"')
    context["toctree"] = lambda **_: Markup(tree)
