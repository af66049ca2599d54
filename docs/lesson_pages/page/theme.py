"""Make the theme's templates say what ours need, and ours safe.

The templates of this site escape whatever is put into them, unlike Sphinx's own: a
title or the name of a machine is never markup.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lesson_pages.page import Context
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


def prepare_templates(app: Sphinx) -> None:
    """Escape what our templates show, and give them the filter ``swap``."""
    if app.builder.format != "html":
        return
    folders = [Path(app.confdir, folder) for folder in app.config.templates_path]
    ours = {x.relative_to(y).as_posix() for y in folders for x in y.rglob("*.*")}
    environment = app.builder.templates.environment
    environment.autoescape = lambda name: name in ours
    environment.filters["swap"] = swap


def swap(html: str, theirs: str, ours: str) -> Markup:
    """Replace what the theme wrote by what this site says, escaped.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the theme writes something else by now.
    """
    if theirs not in html:
        raise ExtensionError(
            f"the theme no longer writes {theirs!r}: "
            "bring docs/theme/templates/page.html up to date with it"
        )
    return Markup(str(html).replace(theirs, escape(ours)))


def load_scripts(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
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
