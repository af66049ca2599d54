"""Take sphinx-gallery's note, download boxes and empty code off the lessons' pages.

They go before the page is parsed, so they are in no catalogue either.  The
page template links the downloads instead.  Scripts that find nothing to do on our
pages go, too: no lesson has tags, and Sphinx's own search is not there.
"""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

NOTE = re.compile(
    r"^\.\. only:: html\n\n +\.\. note::\n +:class: sphx-glr-download-link-note\n"
    r".*?(?=^\.\. rst-class:: sphx-glr-example-title$)",
    re.DOTALL | re.MULTILINE,
)
# what remains of a block that held nothing but a setting of sphinx-gallery
EMPTY_CODE = re.compile(
    r"^\.\. code-block:: Python\n(?: +:.*\n)*\s*(?=^\S)", re.MULTILINE
)
UNUSED_SCRIPTS = ("sg-tags.js", "doctools.js", "sphinx_highlight.js", "translations.js")
"""The second would need the right to run text as code, for the rule in the last."""
DOWNLOADS = re.compile(r"^\.\. _sphx_glr_download_.*", re.DOTALL | re.MULTILINE)


def without_boilerplate(source: str) -> str:
    """Blank the boilerplate; every other line keeps its number."""
    for pattern in (NOTE, EMPTY_CODE, DOWNLOADS):
        source = pattern.sub(lambda found: "\n" * found[0].count("\n"), source)
    return source


def strip(app: Sphinx, docname: str, content: list[str]) -> None:
    """Clean a source file as it is read."""
    content[0] = without_boilerplate(content[0])


def drop_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Load no script that has nothing to do."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not str(script.filename).endswith(UNUSED_SCRIPTS)
    ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("source-read", strip)
    app.connect("html-page-context", drop_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
