"""Read what sphinx-gallery wrote of a lesson: without boilerplate, by its own lines.

Its note, download boxes and empty code go before the page is parsed, so they are in
no catalogue either.  The page template links the downloads instead.  A warning names
the line of the lesson, which a person wrote, and not that of the generated page.
"""

import logging
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

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
DOWNLOADS = re.compile(r"^\.\. _sphx_glr_download_.*", re.DOTALL | re.MULTILINE)
LINES = re.compile(r"\.\. GENERATED FROM PYTHON SOURCE LINES (\d+)-(\d+)")
PLACE = re.compile(r"([^:]+)(?::(\d+))?((?::.*)?)", re.DOTALL)
"""File, line and what follows, in a location or an error."""


# -- Boilerplate -----------------------------------------------------------------------


def without_boilerplate(source: str) -> str:
    """Blank the boilerplate; every other line keeps its number."""
    for pattern in (NOTE, EMPTY_CODE, DOWNLOADS):
        source = pattern.sub(lambda found: "\n" * found[0].count("\n"), source)
    return source


def clean(app: Sphinx, page: str, content: list[str]) -> None:
    """Clean a source file as it is read."""
    content[0] = without_boilerplate(content[0])


# -- Lines -----------------------------------------------------------------------------


def written(env: BuildEnvironment, text: str) -> str:
    """Let a text that begins with file and line of a lesson's page name its script."""
    found = PLACE.fullmatch(text)
    page = env.path2doc(found[1]) if found else None
    if found is None or page is None or not page.startswith("lessons/"):
        return text
    return place_of(env, page, int(found[2]) if found[2] else None) + found[3]


def place_of(env: BuildEnvironment, page: str, line: int | None) -> str:
    """Return file and line of what a person wrote, for a line of a page's source."""
    source, read = source_of(env, page), Path(env.doc2path(page))
    if not source.is_file():
        source = read
    if line is None:
        return str(source)
    if source.suffix == ".py":
        line = script_line(read.read_text("utf-8"), source.read_text("utf-8"), line)
    return f"{source}:{line}"


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
    wanted = bare(lines[min(line, len(lines)) - 1])
    block = enumerate(written[first - 1 : last], first)
    return next((place for place, text in block if bare(text) == wanted), first)


def bare(text: str) -> str:
    """Return a line of prose or code without what makes it a comment."""
    return text.strip().removeprefix("#").strip()


class NameSource(logging.Filter):
    """Let warnings about a generated page name the lesson that it was made of."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env = env

    def filter(self, record: logging.LogRecord) -> bool:
        """Change where the record says that it belongs."""
        if isinstance(location := getattr(record, "location", None), str):
            vars(record)["location"] = written(self.env, location)
        return True


def name_sources(app: Sphinx) -> None:
    """Listen to all that Sphinx warns of, after its own filters."""
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(NameSource(app.env))
