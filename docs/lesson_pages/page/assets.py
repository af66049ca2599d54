"""Load the scripts and styles that a page has a use for, and no others."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from lesson_pages.page.solution import FoldNode

OPEN_SOLUTION = "open-solution.js"
COPY_BUTTON = {
    "copybutton.css",
    "copybutton.js",
    "clipboard.min.js",
    "documentation_options.js",  # which nothing else reads
}
UNUSED = {"sg-tags.js", "doctools.js", "sphinx_highlight.js", "translations.js"}
"""No lesson has tags, and Sphinx's own search is not there; the second would need the
right to run text as code, for the rule in the last."""


def load_solution_script(
    app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load what opens a fold for a link to something inside, where there is one."""
    if doctree is not None and any(doctree.findall(FoldNode)):
        app.add_js_file(OPEN_SOLUTION, loading_method="defer")


def drop_unused(
    app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take off the page what has nothing to do on it."""
    unused = UNUSED if has_code(doctree) else UNUSED | COPY_BUTTON
    for kind in ("css_files", "script_files"):
        context[kind] = [x for x in context[kind] if name_of(x) not in unused]


def has_code(doctree: nodes.document | None) -> bool:
    """Tell whether a page has code to copy: a quotation is copied where it is from."""
    blocks = doctree.findall(nodes.literal_block) if doctree is not None else ()
    return any("excerpt" not in block.parent["classes"] for block in blocks)


def name_of(asset: Any) -> str:
    """Return the name of the file of a style sheet or script."""
    return str(getattr(asset, "filename", asset)).rpartition("/")[2]
