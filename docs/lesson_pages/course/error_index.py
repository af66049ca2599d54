"""Quote the messages of errors that the lessons provoked, for the error index.

``.. message:: lessons/…`` with the beginning of a message below it shows the whole
message as that lesson printed it, and a link to the lesson.  A message that no
lesson printed is an error, and so is a printed one that the index leaves out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.cards import link_to
from lesson_pages.course.course import is_lesson
from lesson_pages.course.excerpt import OUTPUT

CATCHES = re.compile(r"^\s*except\b.*\bas\b", re.MULTILINE)
"""An error that a block of code gives a name, to print its message."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Messages:
    """What a page has to do with messages.

    Parameters
    ----------
    caught : list of str
        What its blocks of code that catch an error under a name printed.
    quoted : list of tuple of str
        What it quotes: the lesson and the beginning of the message.
    """

    caught: list[str]
    quoted: list[tuple[str, str]]


class MessageNode(nodes.General, nodes.Element):
    """Stands for the message until all pages are read."""


class Message(SphinxDirective):
    """``.. message:: LESSON`` with the beginning of a message as its content."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a place for the message."""
        self.assert_has_content()
        self.env.note_reread()
        begin = joined("\n".join(self.content))
        node = MessageNode(lesson=self.arguments[0], begin=begin)
        self.set_source_info(node)
        return [node]


def joined(text: str) -> str:
    """Write a text that was broken into lines as one line."""
    return " ".join(text.split())


def printed(doctree: nodes.document) -> Iterator[tuple[nodes.literal_block, str]]:
    """Yield what a lesson printed, each paragraph, after the block of code."""
    code = None
    for block in doctree.findall(nodes.literal_block):
        if OUTPUT not in block["classes"]:
            code = block
        elif code is not None:
            for paragraph in re.split(r"\n\s*\n", block.astext()):
                yield code, paragraph


class FillMessages(SphinxPostTransform):
    """Put the messages into their place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for node in list(self.document.findall(MessageNode)):
            node.replace_self(list(self._message(node)))

    def _message(self, node: MessageNode) -> Iterator[nodes.Element]:
        """Yield the message; nothing where this build leaves the lesson out."""
        lesson, begin = node["lesson"], node["begin"]
        if lesson not in self.env.all_docs:
            return
        texts = (joined(text) for _, text in printed(self.env.get_doctree(lesson)))
        text = next((x[x.index(begin) :] for x in texts if begin in x), None)
        if text is None:
            logger.warning("%s prints no %r", lesson, begin, location=node)
            return
        block = nodes.literal_block(text, text, language="none", classes=["message"])
        link = link_to(lesson, source=self.env.docname)
        yield block
        yield nodes.paragraph("", "", link, classes=["excerpt-source"])


class MessageCollector(EnvironmentCollector):
    """Keep what each lesson caught and printed, and what the index has of it."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        messages_of(env).pop(docname, None)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page."""
        caught = [
            text for code, text in printed(doctree) if CATCHES.search(code.astext())
        ]
        quoted = [(x["lesson"], x["begin"]) for x in doctree.findall(MessageNode)]
        messages_of(app.env)[app.env.docname] = Messages(caught, quoted)


def messages_of(env: BuildEnvironment) -> dict[str, Messages]:
    """Return the pages' messages as the environment keeps them."""
    messages: dict[str, Messages] = vars(env).setdefault("messages", {})
    return messages


def find_left_out(app: Sphinx, env: BuildEnvironment) -> None:
    """Name each error that a lesson catches and prints, and that the index lacks."""
    found = sorted(messages_of(env).items())
    begins = [begin for _, messages in found for _, begin in messages.quoted]
    for lesson, messages in found:
        for text in messages.caught if begins and is_lesson(lesson) else []:
            if not any(begin in joined(text) for begin in begins):
                message = "the error index lacks %r: add it to docs/errors.md"
                logger.warning(message, joined(text), location=lesson)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(MessageNode)
    app.add_directive("message", Message)
    app.add_post_transform(FillMessages)
    app.add_env_collector(MessageCollector)
    app.connect("env-check-consistency", find_left_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
