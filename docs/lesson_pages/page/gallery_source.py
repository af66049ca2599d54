"""Read what sphinx-gallery wrote of a lesson: without boilerplate, by its own lines.

Its note, download boxes and empty code go before the page is parsed, so they are in
no catalogue either.  The page template links the downloads instead.  A warning names
the line of the lesson, which a person wrote, and not that of the generated page.
"""

import logging as standard
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from lesson_pages.course.course import source_of

NOTE = re.compile(
    r"^\.\. only:: html\n\n +\.\. note::\n +:class: sphx-glr-download-link-note\n"
    r".*?(?=^\.\. rst-class:: sphx-glr-example-title$)",
    re.DOTALL | re.MULTILINE,
)
# what remains of a block that held nothing but a setting of sphinx-gallery
EMPTY_CODE = re.compile(
    r"^\.\. code-block:: Python\n(?: +:.*\n)*\s*(?=^\S)", re.MULTILINE
)
# below what a lesson of one block printed
GAP = re.compile(r"^\|\n(?=\n\n\.\. code-block:: Python$)", re.MULTILINE)
DOWNLOADS = re.compile(r"^\.\. _sphx_glr_download_.*", re.DOTALL | re.MULTILINE)
LINES = re.compile(r"\.\. GENERATED FROM PYTHON SOURCE LINES (\d+)-(\d+)")
PLACE = re.compile(r"([^:]+)(?::(\d+))?((?::.*)?)", re.DOTALL)
"""File, line and what follows, in a location or an error."""

logger = logging.getLogger(__name__)


def clean(app: Sphinx, page: str, content: list[str]) -> None:
    """Blank the boilerplate of a page as it is read; other lines keep their numbers."""
    for pattern in (NOTE, EMPTY_CODE, GAP, DOWNLOADS):
        content[0] = pattern.sub(lambda x: "\n" * x[0].count("\n"), content[0])


def written(env: BuildEnvironment, text: str) -> str:
    """Let a text that begins with file and line of a lesson's page name its script."""
    found = PLACE.fullmatch(text)
    page = env.path2doc(found[1]) if found else None
    if found is None or page is None or not page.startswith("lessons/"):
        return text
    read = Path(env.doc2path(page))
    source = source_of(env, page) if source_of(env, page).is_file() else read
    if not found[2]:
        return f"{source}{found[3]}"
    line = int(found[2])
    if source.suffix == ".py":
        line = script_line(read.read_text("utf-8"), source.read_text("utf-8"), line)
    return f"{source}:{line}{found[3]}"


def script_line(page: str, script: str, line: int) -> int:
    """Return the line of a lesson's script that a line of its page was made of.

    It is the one with the same text in the block that sphinx-gallery names above, or
    the block's first.
    """
    lines, written = page.splitlines(), script.splitlines()
    first, last = 1, len(written)
    for text in lines[:line]:
        if found := LINES.fullmatch(text):
            first, last = int(found[1]), int(found[2])
    wanted = _bare(lines[min(line, len(lines)) - 1])
    block = enumerate(written[first - 1 : last], first)
    return next((place for place, text in block if _bare(text) == wanted), first)


def _bare(text: str) -> str:
    return text.strip().removeprefix("#").strip()


def find_outside(app: Sphinx, document: nodes.document) -> None:
    """Warn of files outside the folder of the pages: nothing would see them change."""
    folder = app.srcdir.resolve()
    for file in sorted(map(str, app.env.dependencies.get(app.env.docname, ()))):
        if not (folder / file).resolve().is_relative_to(folder):
            message = "%s is outside of docs/; quote it, or bring it here"
            logger.warning(message, file, location=app.env.docname)


def name_sources(app: Sphinx) -> None:
    """Let all that Sphinx warns of name lessons, after its own filters."""

    def name_source(record: standard.LogRecord) -> bool:
        if isinstance(location := getattr(record, "location", None), str):
            vars(record)["location"] = written(app.env, location)
        return True

    for handler in standard.getLogger("sphinx").handlers:
        handler.addFilter(name_source)
