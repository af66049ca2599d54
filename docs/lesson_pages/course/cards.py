"""Show the lessons of a part as cards: figure, title and first sentence.

``.. cards:: lessons/1_tensors/index`` takes the lessons from that page's
toctree; with ``:intro:`` that page's first sentence comes first, and with
``:figures: 3`` only the first three cards have a figure.  Everything
comes from the pages in the language of the build, so a card is translated as
soon as its lesson is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.course import is_lesson, minutes, number, script_of
from lesson_pages.translation.sentences import sentences

THEMES = {"only-light", "only-dark"}

logger = logging.getLogger(__name__)


@dataclass
class Card:
    """What a page contributes to its card."""

    sentence: list[nodes.Node] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)


class CardCollector(EnvironmentCollector):
    """Keep the first sentence and the first figure of every page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        cards_of(env).pop(docname, None)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page, translated already."""
        cards_of(app.env)[app.env.docname] = Card(
            sentence=first_sentence(opening(doctree)),
            figures=list(first_figure(doctree)),
        )


def cards_of(env: BuildEnvironment) -> dict[str, Card]:
    """Return the pages' cards as the environment keeps them."""
    cards: dict[str, Card] = vars(env).setdefault("cards", {})
    return cards


def opening(doctree: nodes.document) -> nodes.paragraph:
    """Return the first paragraph directly below the page's title, or an empty one."""
    page = next(doctree.findall(nodes.section), doctree)
    found = (child for child in page.children if isinstance(child, nodes.paragraph))
    return next(found, nodes.paragraph())


def first_sentence(paragraph: nodes.paragraph) -> list[nodes.Node]:
    """Return the first sentence of a paragraph as text, code and formulas."""
    sentence: list[nodes.Node] = []
    for piece in paragraph.findall(nodes.Text):
        if isinstance(piece.parent, nodes.literal | nodes.math):
            sentence.append(type(piece.parent)("", str(piece)))
            continue
        text = sentences(str(piece))
        sentence.append(nodes.Text(text[0]))
        if len(text) > 1:
            break
    return sentence


def first_figure(doctree: nodes.document) -> Iterator[dict[str, Any]]:
    """Yield file, size and class of the page's first figure, once for each theme."""
    missing = set(THEMES)
    for image in doctree.findall(nodes.image):
        for theme in missing.intersection(image["classes"]):
            missing.remove(theme)
            size = {key: image[key] for key in ("width", "height") if key in image}
            yield {"uri": image["uri"], "classes": ["figure", theme], **size}
            break


def link_to(page: str, *, source: str) -> addnodes.pending_xref:
    """Return a link to a page that says the page's title."""
    return addnodes.pending_xref(
        "",
        nodes.inline(),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{page}",
        refdoc=source,
        refexplicit=False,
        refwarn=True,
    )


def copies(pieces: list[nodes.Node]) -> list[nodes.Node]:
    """Return nodes that may stand on another page, too."""
    return [piece.deepcopy() for piece in pieces]


class CardsNode(nodes.General, nodes.Element):
    """Stands for the cards until all pages are read."""


class Cards(SphinxDirective):
    """``.. cards:: PAGE``: one card for each entry of that page's toctree."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "intro": directives.flag,
        "figures": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Leave a place for the cards."""
        self.env.note_reread()
        figures = self.options.get("figures")
        intro = "intro" in self.options
        node = CardsNode(page=self.arguments[0], intro=intro, figures=figures)
        self.set_source_info(node)
        return [node]


class FillCards(SphinxPostTransform):
    """Put the cards into their place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for node in list(self.document.findall(CardsNode)):
            if node["page"] not in self.env.all_docs:
                message = "cards: there is no page %r"
                logger.warning(message, node["page"], location=node)
            lessons = self.env.toctree_includes.get(node["page"], [])
            for lesson in lessons:
                self._check(lesson, node)
            box = nodes.container(classes=["cards"])
            most = len(lessons) if node["figures"] is None else node["figures"]
            box += [self._card(lesson, i < most) for i, lesson in enumerate(lessons)]
            node.replace_self([*self._intro(node), box])

    def _check(self, page: str, node: CardsNode) -> None:
        """Warn of a page that has nothing to say on its card."""
        if not cards_of(self.env)[page].sentence:
            message = "cards: %s has no sentence below its title for its card"
            logger.warning(message, page, location=node)

    def _intro(self, node: CardsNode) -> list[nodes.Node]:
        """Return the first sentence of the part where it is asked for."""
        card = cards_of(self.env).get(node["page"])
        if card is None or not node["intro"]:
            return []
        return [nodes.paragraph("", "", *copies(card.sentence), classes=["intro"])]

    def _card(self, lesson: str, illustrated: bool) -> nodes.container:
        card = cards_of(self.env)[lesson]
        link = link_to(lesson, source=self.env.docname)
        figure = nodes.container(classes=["card-figure"])
        figure += [self._image(attributes) for attributes in card.figures]
        text = nodes.container(
            "",
            nodes.paragraph("", "", link, classes=["card-title"]),
            nodes.paragraph("", "", *copies(card.sentence)),
            *self._facts(lesson),
            classes=["card-text"],
        )
        parts = [figure, text] if card.figures and illustrated else [text]
        return nodes.container("", *parts, classes=["card"])

    def _facts(self, page: str) -> list[nodes.Node]:
        """Return a lesson's number and reading time."""
        if not is_lesson(page):
            return []
        first = _("Lesson {number}").format(number=number(page))
        time = minutes(script_of(self.env, page))
        second = _("about {minutes} min").format(minutes=time)
        facts = [nodes.inline("", first), nodes.Text(" "), nodes.inline("", second)]
        return [nodes.paragraph("", "", *facts, classes=["card-facts"])]

    def _image(self, attributes: dict[str, Any]) -> nodes.image:
        """Show a figure as decoration: the title beside it is the text."""
        uri = attributes["uri"]
        return nodes.image(**attributes, candidates={"*": uri}, alt="", loading="lazy")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(CardsNode)
    app.add_directive("cards", Cards)
    app.add_env_collector(CardCollector)
    app.add_post_transform(FillCards)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
