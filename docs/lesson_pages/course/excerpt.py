"""Quote a block of a lesson together with the output it printed.

``.. excerpt:: lessons/…`` with ``:contains: TEXT`` shows the lesson's first
block of code that holds TEXT, what came out of it, and a link to the lesson.
Nothing is copied by hand, so a quotation is as true as the lesson.
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.cards import link_to

OUTPUT = "sphx-glr-script-out"

logger = logging.getLogger(__name__)


class ExcerptNode(nodes.General, nodes.Element):
    """Stands for the quotation until all pages are read."""


class Excerpt(SphinxDirective):
    """``.. excerpt:: LESSON`` with ``:contains: TEXT``."""

    required_arguments = 1
    option_spec = {"contains": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Leave a place for the quotation."""
        self.env.note_reread()
        text = self.options.get("contains", "")
        node = ExcerptNode(lesson=self.arguments[0], contains=text)
        self.set_source_info(node)
        return [node]


def quoted(doctree: nodes.document, text: str) -> Iterator[nodes.Element]:
    """Yield the first block of code that contains the text, then its output."""
    blocks = iter(list(doctree.findall(nodes.literal_block)))
    code = next((block for block in blocks if text in block.astext()), None)
    if code is None:
        return
    yield code
    after = next(blocks, None)
    if after is not None and OUTPUT in after["classes"]:
        yield after


class FillExcerpts(SphinxPostTransform):
    """Put the quotations into their place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for node in list(self.document.findall(ExcerptNode)):
            node.replace_self(list(self._boxes(node)))

    def _boxes(self, node: ExcerptNode) -> Iterator[nodes.container]:
        """Yield the quotation; nothing where this build leaves the lesson out."""
        lesson = node["lesson"]
        if lesson not in self.env.all_docs:
            return
        blocks = list(quoted(self.env.get_doctree(lesson), node["contains"]))
        if not blocks:
            message = "excerpt: no code of %s contains %r"
            logger.warning(message, lesson, node["contains"], location=node)
        link = link_to(lesson, source=self.env.docname)
        yield nodes.container(
            "",
            *(block.deepcopy() for block in blocks),
            nodes.paragraph("", "", link, classes=["excerpt-source"]),
            classes=["excerpt"],
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(ExcerptNode)
    app.add_directive("excerpt", Excerpt)
    app.add_post_transform(FillExcerpts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
