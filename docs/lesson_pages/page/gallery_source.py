"""Read what sphinx-gallery wrote of a lesson: without its boilerplate.

Its note, download boxes and empty code go before the page is parsed, so they are in
no catalogue either.  The page template links the downloads instead.
"""

import re

from sphinx.application import Sphinx

NOTE = re.compile(
    r"^\.\. only:: html\n\n +\.\. note::\n +:class: sphx-glr-download-link-note\n"
    r".*?(?=^\.\. rst-class:: sphx-glr-example-title$)",
    re.DOTALL | re.MULTILINE,
)
# what remains of a block that held nothing but a setting of sphinx-gallery
EMPTY_CODE = re.compile(
    r"^\.\. code-block:: Python\n(?: +:.*\n)*\s*(?=^\S)", re.MULTILINE
)
DOWNLOADS = re.compile(r"^\.\. _sphx_glr_download_.*", re.DOTALL | re.MULTILINE)


def without_boilerplate(source: str) -> str:
    """Blank the boilerplate; every other line keeps its number."""
    for pattern in (NOTE, EMPTY_CODE, DOWNLOADS):
        source = pattern.sub(lambda found: "\n" * found[0].count("\n"), source)
    return source


def clean(app: Sphinx, page: str, content: list[str]) -> None:
    """Clean a source file as it is read."""
    content[0] = without_boilerplate(content[0])
