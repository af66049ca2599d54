"""Load the scripts and styles that a page has a use for, and no others."""

from pathlib import Path
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


def load_scripts(
    app: Sphinx, page: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load what opens a fold for a link inside; drop what has nothing to do here.

    A quotation is copied where it comes from.
    """
    if doctree is not None and any(doctree.findall(FoldNode)):
        app.add_js_file(OPEN_SOLUTION, loading_method="defer")
    blocks = doctree.findall(nodes.literal_block) if doctree is not None else ()
    has_code = any("excerpt" not in block.parent["classes"] for block in blocks)
    unused = UNUSED if has_code else UNUSED | COPY_BUTTON
    for kind in ("css_files", "script_files"):
        files = [(x, Path(str(getattr(x, "filename", x))).name) for x in context[kind]]
        context[kind] = [x for x, name in files if name not in unused]
