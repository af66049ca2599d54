"""What the site knows of the course as a whole: its parts, its lessons, their order.

Parts are the pages in home's toctree that have lessons in their own.  What a
lesson needs is in its source: ``# sphinx_gallery_before = ["plot_01_…"]`` names
the lessons to read before.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx_gallery.py_source_parser import (
    extract_file_config,
    split_code_and_text_blocks,
)

LESSON = re.compile(r"lessons/\w+/plot_(\d+)\w*")
WORDS_A_MINUTE = 150
"""How fast one reads a text that asks questions."""
SECONDS_A_LINE = 6
"""How long one looks at a line of code and what it printed."""
EXERCISE = 5
"""Minutes for *Your turn*."""
STEP = 5
"""Minutes that a reading time is rounded up to."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A part of the course.

    Parameters
    ----------
    page : str
        Its page.
    lessons : tuple of str
        The pages of its lessons, in order.
    """

    page: str
    lessons: tuple[str, ...]


def is_lesson(page: str) -> bool:
    """Tell a lesson from the other pages."""
    return LESSON.fullmatch(page) is not None


def number(page: str) -> int:
    """Return a lesson's number, which is permanent."""
    found = LESSON.fullmatch(page)
    assert found is not None, f"{page} is no lesson"
    return int(found[1])


def parts(env: BuildEnvironment) -> Iterator[Part]:
    """Yield the parts in the order of home's toctrees."""
    for page in env.toctree_includes.get(env.config.root_doc, []):
        lessons = filter(is_lesson, env.toctree_includes.get(page, []))
        if found := tuple(lesson for lesson in lessons if lesson in env.all_docs):
            yield Part(page, found)


def title(env: BuildEnvironment, page: str) -> str:
    """Return a page's title as plain text, in the language of the build."""
    return str(env.titles[page].astext())


@cache
def minutes(source: Path) -> int:
    """Return how long a lesson takes with its exercise, the same in each language.

    Parameters
    ----------
    source : Path
        The lesson's script.
    """
    _, blocks = split_code_and_text_blocks(source)
    words = sum(len(x.content.split()) for x in blocks if x.type == "text")
    lines = sum(
        bool(line.strip())
        for block in blocks
        if block.type == "code"
        for line in block.content.splitlines()
    )
    total = words / WORDS_A_MINUTE + lines * SECONDS_A_LINE / 60 + EXERCISE
    return STEP * math.ceil(total / STEP)


def before(env: BuildEnvironment, page: str) -> list[str]:
    """Return the pages of the lessons to read before this one."""
    source = script_of(env, page).read_text(encoding="utf-8")
    names = extract_file_config(source).get("before", [])
    pages = {
        Path(lesson).name: lesson for part in parts(env) for lesson in part.lessons
    }
    for name in sorted(set(names) - pages.keys() - left_out(env)):
        message = "sphinx_gallery_before: there is no lesson %r"
        logger.warning(message, name, location=page)
    return [pages[name] for name in names if name in pages]


def script_of(env: BuildEnvironment, page: str) -> Path:
    """Return the script of a lesson as it was executed, beside its page."""
    return Path(env.srcdir, f"{page}.py")


def source_of(env: BuildEnvironment, page: str) -> Path:
    """Return the file that a person wrote: a lesson's script, not its page."""
    inside = page.removeprefix("lessons/")
    if inside == page:
        return Path(env.doc2path(page))
    suffix = ".py" if is_lesson(page) else ".rst"
    return env.srcdir.parent / "examples" / f"{inside}{suffix}"


def left_out(env: BuildEnvironment) -> set[str]:
    """Return the names of the lessons that a preview does without."""
    return {Path(page).name for page in getattr(env.config, "left_out", [])}
