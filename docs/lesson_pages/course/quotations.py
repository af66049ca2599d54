"""Quote the lessons: nothing is copied by hand, so a quotation is as true as they are.

``.. excerpt:: lessons/…`` with ``:contains: TEXT`` shows the lesson's first block of
code that holds TEXT, what came out of it, and a link to the lesson.
``.. message:: lessons/…`` with the beginning of an error's message below it shows
the whole message as that lesson printed it.  A message that no lesson printed is an
error, and so is a printed one that the index of errors leaves out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from lesson_pages.course.course import is_lesson
from lesson_pages.later import Later, LaterDirective, link_to

OUTPUT = "sphx-glr-script-out"
CATCHES = re.compile(r"^\s*except\b.*\bas\b", re.MULTILINE)
"""An error that a block of code gives a name, to print its message."""

logger = logging.getLogger(__name__)


# -- Code and its output ---------------------------------------------------------------


class Excerpt(LaterDirective):
    """``.. excerpt:: LESSON`` with ``:contains: TEXT``."""

    required_arguments = 1
    option_spec = {"contains": directives.unchanged_required}  # noqa: RUF012

    def attributes(self) -> dict[str, object]:
        """Return the lesson and the text."""
        text = self.options.get("contains", "")
        return {"lesson": self.arguments[0], "contains": text}


def make_excerpt(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the quotation; nothing where this build leaves the lesson out."""
    lesson, text = place["lesson"], place["contains"]
    if lesson not in env.all_docs:
        return
    blocks = [block.deepcopy() for block in quoted(env.get_doctree(lesson), text)]
    if not blocks:
        message = "excerpt: no code of %s contains %r"
        logger.warning(message, lesson, text, location=place)
    yield nodes.container("", *blocks, source_line(env, lesson), classes=["excerpt"])


def quoted(doctree: nodes.document, text: str) -> list[nodes.literal_block]:
    """Return the first block of code that contains the text, and its output."""
    blocks = list(doctree.findall(nodes.literal_block))
    for index, block in enumerate(blocks):
        if text in block.astext():
            after = blocks[index + 1 : index + 2]
            return [block, *(x for x in after if OUTPUT in x["classes"])]
    return []


def source_line(env: BuildEnvironment, lesson: str) -> nodes.paragraph:
    """Return the line below a quotation that leads to its lesson."""
    link = link_to(env, lesson)
    return nodes.paragraph("", "", link, classes=["excerpt-source"])


# -- Messages of errors ----------------------------------------------------------------


class Messages(NamedTuple):
    """What a page printed of errors that it caught; the beginnings that it quotes."""

    caught: list[str]
    quoted: list[str]


class Message(LaterDirective):
    """``.. message:: LESSON`` with the beginning of a message as its content."""

    required_arguments = 1
    has_content = True

    def attributes(self) -> dict[str, object]:
        """Return the lesson and the beginning."""
        self.assert_has_content()
        return {"lesson": self.arguments[0], "begin": joined("\n".join(self.content))}


def make_message(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the message; nothing where this build leaves the lesson out."""
    lesson, begin = place["lesson"], place["begin"]
    if lesson not in env.all_docs:
        return
    texts = (joined(text) for _, text in printed(env.get_doctree(lesson)))
    text = next((x[x.index(begin) :] for x in texts if begin in x), None)
    if text is None:
        logger.warning("%s prints no %r", lesson, begin, location=place)
        return
    yield nodes.literal_block(text, text, language="none", classes=["message"])
    yield source_line(env, lesson)


def joined(text: str) -> str:
    """Write a text that was broken into lines as one line."""
    return " ".join(text.split())


def printed(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield what a lesson printed, each paragraph, after the block of code."""
    code = ""
    for block in doctree.findall(nodes.literal_block):
        if OUTPUT not in block["classes"]:
            code = block.astext()
        elif code:
            for paragraph in re.split(r"\n\s*\n", block.astext()):
                yield code, paragraph


class MessageCollector(EnvironmentCollector):
    """Keep what each lesson caught and printed, and what the index has of it."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        messages_of(env).pop(docname, None)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page."""
        caught = [text for code, text in printed(doctree) if CATCHES.search(code)]
        quoted = [x["begin"] for x in doctree.findall(Later) if "begin" in x]
        messages_of(app.env)[app.env.docname] = Messages(caught, quoted)


def messages_of(env: BuildEnvironment) -> dict[str, Messages]:
    """Return the pages' messages as the environment keeps them."""
    messages: dict[str, Messages] = vars(env).setdefault("messages", {})
    return messages


def find_left_out(app: Sphinx, env: BuildEnvironment) -> None:
    """Name each error that a lesson catches and prints, and that the index lacks."""
    found = sorted(messages_of(env).items())
    begins = [begin for _, messages in found for begin in messages.quoted]
    for lesson, messages in found:
        for text in messages.caught if begins and is_lesson(lesson) else []:
            if not any(begin in joined(text) for begin in begins):
                message = "the error index lacks %r: add it to docs/errors.md"
                logger.warning(message, joined(text), location=lesson)
