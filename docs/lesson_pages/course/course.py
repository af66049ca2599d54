"""What the site knows of the course as a whole: its parts, its lessons, their order.

Parts are the pages in home's toctree that have lessons in their own.  What a
lesson needs is in its source: ``# sphinx_gallery_before = ["broadcasting"]`` names
the lessons to read before, by what stands behind the number in their files' names.
That number only sorts; the number that readers see is the place in the course.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join, logging
from sphinx_gallery.py_source_parser import extract_file_config

LESSON = re.compile(r"lessons/\w+/plot_\d+\w*")
NUMBERED = re.compile(r"plot_(\d+_)?")
ENTRY = re.compile(r"^\s+(plot_\w+)$", re.MULTILINE)
"""A lesson in the toctree of its part."""
FIRST = "start"
"""The page that one reads before the first lesson."""
ABOUT_LEFT_OUT = ["toc.excluded", "toc.not_readable"]
"""Types of the warnings that pages raise about those that are left out."""

logger = logging.getLogger(__name__)


@dataclass
class Course:
    """The course that a build shows."""

    parts: dict[str, list[str]] = field(default_factory=dict)
    """The lessons of each part that has one, in the order of the toctrees."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Each lesson's place in the course, also of those that a preview leaves out."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """The pages that a name stands for: should be one."""
    previous: dict[str, str] = field(default_factory=dict)
    following: dict[str, str] = field(default_factory=dict)
    """Where a page leads: from lesson to lesson, across the parts.  Other pages lead
    nowhere, but Sphinx would go through all of them."""

    @property
    def lessons(self) -> list[str]:
        """The pages of all lessons in order."""
        return [lesson for lessons in self.parts.values() for lesson in lessons]


def read_course(app: Sphinx, env: BuildEnvironment) -> None:
    """Read the toctrees, as soon as all pages are read."""
    course = Course()
    listed: list[str] = []
    for page in env.toctree_includes.get(env.config.root_doc, []):
        lessons = lessons_of(env, page)
        listed += lessons
        if shown := [lesson for lesson in lessons if lesson in env.all_docs]:
            course.parts[page] = shown
    course.numbers = {lesson: place for place, lesson in enumerate(listed, 1)}
    for page in sorted(env.found_docs | set(env.config.left_out)):
        course.named.setdefault(name_of(page), []).append(page)
    way = [env.config.root_doc, FIRST, *course.lessons]
    for before, after in pairwise(page for page in way if page in env.all_docs):
        course.previous[after], course.following[before] = before, after
    for part, (first, *_) in course.parts.items():
        course.following[part] = first
        if first in course.previous:
            course.previous[part] = course.previous[first]
    vars(env)["course"] = course


def lessons_of(env: BuildEnvironment, part: str) -> list[str]:
    """Return the lessons that a page lists, also those that a preview leaves out."""
    folder = part.rpartition("/")[0]
    names = ENTRY.findall(Path(env.doc2path(part)).read_text(encoding="utf-8"))
    return [page for page in (f"{folder}/{name}" for name in names) if is_lesson(page)]


def course_of(env: BuildEnvironment) -> Course:
    """Return the course of a build."""
    course: Course = vars(env)["course"]
    return course


def is_lesson(page: str) -> bool:
    """Tell a lesson from the other pages."""
    return LESSON.fullmatch(page) is not None


def number(env: BuildEnvironment, page: str) -> int:
    """Return a lesson's place in the course; 0 where no part lists it."""
    return course_of(env).numbers.get(page, 0)


def name_of(page: str) -> str:
    """Return what is said for a page in lists: a lesson's name without its number."""
    file = page.rpartition("/")[2]
    return NUMBERED.sub("", file, count=1) if NUMBERED.match(file) else page


def title(env: BuildEnvironment, page: str) -> str:
    """Return a page's title as plain text, in the language of the build."""
    return str(env.titles[page].astext())


def before(env: BuildEnvironment, page: str) -> list[str]:
    """Return the pages of the lessons to read before this one."""
    source = script_of(env, page).read_text(encoding="utf-8")
    pages = []
    for name in extract_file_config(source).get("before", []):
        found = course_of(env).named.get(name, [])
        fault = fault_of(found)
        if not fault and 0 < number(env, page) <= number(env, found[0]):
            fault = "does not come before"
        if fault:
            message = "sphinx_gallery_before: %r %s"
            logger.warning(message, name, fault, location=page)
        else:
            pages += found
    return [page for page in pages if page in env.all_docs]


def leave_out(app: Sphinx, config: Config) -> None:
    """Exclude the lessons of which a preview does without, and any word about them."""
    if config.left_out:
        pages = [f"{page}.rst" for page in config.left_out]
        config.exclude_patterns = [*config.exclude_patterns, *pages]
        config.suppress_warnings = [*config.suppress_warnings, *ABOUT_LEFT_OUT]


def link_left_out(
    app: Sphinx, env: BuildEnvironment, node: nodes.Element, text: nodes.Node
) -> nodes.Node | None:
    """Leave a text where a link leads to a lesson that this preview does without."""
    target, left_out = node["reftarget"], app.config.left_out
    if node["reftype"] == "doc":
        return text if docname_join(node["refdoc"], target) in left_out else None
    files = (source_of(env, page) for page in left_out if node["reftype"] == "ref")
    label = f".. _{target}:"
    return text if any(label in x.read_text("utf-8") for x in files) else None


def fault_of(pages: list[str]) -> str:
    """Say what is wrong with a name that does not stand for one page, if anything."""
    if len(pages) == 1:
        return ""
    return f"may be {' or '.join(pages)}" if pages else "is no page"


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
