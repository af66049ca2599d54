"""Load the button that copies code only where there is code to copy.

A quotation on another page is not: one copies it where it comes from.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

FILES = (
    "copybutton.css",
    "copybutton.js",
    "clipboard.min.js",
    "documentation_options.js",  # which nothing else reads
)


def has_code(doctree: nodes.document | None) -> bool:
    """Tell whether a page has a block of code of its own."""
    blocks = doctree.findall(nodes.literal_block) if doctree is not None else ()
    return any("excerpt" not in block.parent["classes"] for block in blocks)


def drop_files(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take the button's files off a page that has no use for them."""
    if has_code(doctree):
        return
    for kind in ("css_files", "script_files"):
        context[kind] = [x for x in context[kind] if not is_named(x)]


def is_named(asset: Any) -> bool:
    """Tell whether a style sheet or script belongs to the button."""
    return str(getattr(asset, "filename", asset)).rpartition("/")[2] in FILES


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("html-page-context", drop_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
