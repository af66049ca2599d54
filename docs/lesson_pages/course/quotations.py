"""Quote the lessons: nothing is copied by hand, so a quotation is as true as they are.

``.. excerpt:: lessons/…`` with ``:contains: TEXT`` shows the lesson's first block of
code that holds TEXT, what came out of it, and a link to the lesson.
``.. message:: lessons/…`` with the beginning of an error's message below it shows
the whole message as that lesson printed it.  A message that no lesson printed is an
error, and so is a printed one that the index of errors leaves out.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from lesson_pages.course.course import is_lesson
from lesson_pages.later import Later, later, link_to

OUTPUT = "sphx-glr-script-out"
CATCHES = re.compile(r"^\s*except\b.*\bas\b", re.MULTILINE)
"""An error that a block of code gives a name, to print its message."""

logger = logging.getLogger(__name__)


@later(argument=True, contains=directives.unchanged_required)
def excerpt(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield code and its output; nothing where this build leaves the lesson out."""
    lesson, text = place["argument"], place["options"].get("contains", "")
    if lesson not in env.all_docs:
        return
    blocks = list(env.get_doctree(lesson).findall(nodes.literal_block))
    first = next((i for i, x in enumerate(blocks) if text in x.astext()), len(blocks))
    output = [x for x in blocks[first + 1 : first + 2] if OUTPUT in x["classes"]]
    quoted = [block.deepcopy() for block in [*blocks[first : first + 1], *output]]
    if not quoted:
        message = "excerpt: no code of %s contains %r"
        logger.warning(message, lesson, text, location=place)
    yield nodes.container("", *quoted, _source_line(env, lesson), classes=["excerpt"])


def _source_line(env: BuildEnvironment, lesson: str) -> nodes.paragraph:
    link = link_to(env, lesson)
    return nodes.paragraph("", "", link, classes=["excerpt-source"])


@later(argument=True, content=True)
def message(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the message; nothing where this build leaves the lesson out."""
    lesson, begin = place["argument"], place["content"]
    if lesson not in env.all_docs:
        return
    texts = (text for _, text in printed(env.get_doctree(lesson)))
    text = next((x[x.index(begin) :] for x in texts if begin in x), None)
    if text is None:
        logger.warning("%s prints no %r", lesson, begin, location=place)
        return
    yield nodes.literal_block(text, text, language="none", classes=["message"])
    yield _source_line(env, lesson)


def printed(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield what a lesson printed, paragraphs as lines, after its block of code."""
    code = ""
    for block in doctree.findall(nodes.literal_block):
        if OUTPUT not in block["classes"]:
            code = block.astext()
        elif code:
            for paragraph in re.split(r"\n\s*\n", block.astext()):
                yield code, " ".join(paragraph.split())


def find_left_out(app: Sphinx, env: BuildEnvironment) -> None:
    """Name each error that a lesson catches and prints, and that the index lacks."""
    pages = {page: env.get_doctree(page) for page in sorted(env.all_docs)}
    places = (place for tree in pages.values() for place in tree.findall(Later))
    begins = [x["content"] for x in places if x["kind"] == "message"]
    for lesson in filter(is_lesson, pages if begins else ()):
        for code, text in printed(pages[lesson]):
            if CATCHES.search(code) and not any(begin in text for begin in begins):
                message = "the error index lacks %r: add it to docs/errors.md"
                logger.warning(message, text, location=lesson)
