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
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.locale import _
from sphinx.util import logging

from lesson_pages.course.course import is_lesson, minutes, number, script_of
from lesson_pages.later import Later, LaterDirective, link_to
from lesson_pages.translation.sentences import sentences

THEMES = ("only-light", "only-dark")

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
        sentence = first_sentence(opening(doctree))
        figures = list(first_figure(doctree))
        cards_of(app.env)[app.env.docname] = Card(sentence, figures)


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
    images = list(doctree.findall(nodes.image))
    for theme in THEMES:
        for image in [image for image in images if theme in image["classes"]][:1]:
            size = {key: image[key] for key in ("width", "height") if key in image}
            yield {"uri": image["uri"], "classes": ["figure", theme], **size}


class Cards(LaterDirective):
    """``.. cards:: PAGE``: one card for each entry of that page's toctree."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "intro": directives.flag,
        "figures": directives.nonnegative_int,
    }

    def attributes(self) -> dict[str, object]:
        """Return the page and what its cards have."""
        figures = self.options.get("figures")
        intro = "intro" in self.options
        return {"page": self.arguments[0], "intro": intro, "figures": figures}


def make_cards(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the introduction where it is asked for, then the cards."""
    page, most = place["page"], place["figures"]
    if page not in env.all_docs:
        logger.warning("cards: there is no page %r", page, location=place)
    if place["intro"] and page in cards_of(env):
        yield nodes.paragraph("", "", *sentence_of(env, page), classes=["intro"])
    box = nodes.container(classes=["cards"])
    for index, lesson in enumerate(env.toctree_includes.get(page, [])):
        check(env, lesson, place)
        box += card_of(env, lesson, illustrated=most is None or index < most)
    yield box


def check(env: BuildEnvironment, lesson: str, place: Later) -> None:
    """Warn of a lesson that has no sentence for its card."""
    if not cards_of(env)[lesson].sentence:
        message = "cards: %s has no sentence below its title for its card"
        logger.warning(message, lesson, location=place)


def sentence_of(env: BuildEnvironment, page: str) -> list[nodes.Node]:
    """Return the first sentence of a page, to stand on another one."""
    return [piece.deepcopy() for piece in cards_of(env)[page].sentence]


def card_of(env: BuildEnvironment, lesson: str, *, illustrated: bool) -> nodes.Node:
    """Return the card of a lesson."""
    figures = cards_of(env)[lesson].figures if illustrated else []
    card = nodes.container(classes=["card"])
    if figures:
        card += nodes.container("", *map(decoration, figures), classes=["card-figure"])
    card += nodes.container(
        "",
        nodes.paragraph("", "", link_to(env, lesson), classes=["card-title"]),
        nodes.paragraph("", "", *sentence_of(env, lesson)),
        *facts_of(env, lesson),
        classes=["card-text"],
    )
    return card


def facts_of(env: BuildEnvironment, page: str) -> Iterator[nodes.Node]:
    """Yield a lesson's number and reading time."""
    if is_lesson(page):
        time = minutes(script_of(env, page))
        first = _("Lesson {number}").format(number=number(env, page))
        second = _("about {minutes} min").format(minutes=time)
        facts = [nodes.inline("", first), nodes.Text(" "), nodes.inline("", second)]
        yield nodes.paragraph("", "", *facts, classes=["card-facts"])


def decoration(figure: dict[str, Any]) -> nodes.image:
    """Show a figure as decoration: the title beside it is the text."""
    return nodes.image(
        **figure, candidates={"*": figure["uri"]}, alt="", loading="lazy"
    )
