"""Show the lessons of a part as cards: figure, title and first sentence.

``.. cards:: lessons/1_tensors/index`` takes the lessons from that page's toctree; with
``:intro:`` that page's first sentence comes first, and with ``:figures: 3`` only the
first three cards have a figure.  All comes from the pages in the language of the build.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging

from lesson_pages.course.course import is_lesson, number, script_of
from lesson_pages.course.reading_time import minutes
from lesson_pages.later import Later, later, link_to
from lesson_pages.translation.sentences import sentences

logger = logging.getLogger(__name__)


@dataclass
class Card:
    """What a page contributes to its card."""

    sentence: list[nodes.Node]
    figures: list[dict[str, Any]]


def note_card(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the first sentence and figure of a page as it is read, translated already.

    The sentence is that of the first paragraph directly below the title.
    """
    page = next(doctree.findall(nodes.section), doctree)
    opening = (child for child in page.children if isinstance(child, nodes.paragraph))
    sentence = first_sentence(next(opening, nodes.paragraph()))
    cards_of(app.env)[app.env.docname] = Card(sentence, list(first_figure(doctree)))


def cards_of(env: BuildEnvironment) -> dict[str, Card]:
    """Return the card of each page that was ever read."""
    cards: dict[str, Card] = vars(env).setdefault("cards", {})
    return cards


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
    for theme in ("only-light", "only-dark"):
        for image in [image for image in images if theme in image["classes"]][:1]:
            size = {key: image[key] for key in ("width", "height") if key in image}
            yield {"uri": image["uri"], "classes": ["figure", theme], **size}


@later(argument=True, intro=directives.flag, figures=directives.nonnegative_int)
def cards(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the introduction where it is asked for, then the cards."""
    page, options = place["argument"], place["options"]
    if page not in env.all_docs:
        logger.warning("cards: there is no page %r", page, location=place)
        return
    if "intro" in options:
        yield nodes.paragraph("", "", *sentence_of(env, page), classes=["intro"])
    box = nodes.container(classes=["cards"])
    for index, lesson in enumerate(env.toctree_includes.get(page, [])):
        if not cards_of(env)[lesson].sentence:
            message = "cards: %s has no sentence below its title for its card"
            logger.warning(message, lesson, location=place)
        box += card(env, lesson, illustrated=index < options.get("figures", index + 1))
    yield box


def sentence_of(env: BuildEnvironment, page: str) -> list[nodes.Node]:
    """Return the first sentence of a page, to stand on another one."""
    return [piece.deepcopy() for piece in cards_of(env)[page].sentence]


def card(env: BuildEnvironment, lesson: str, *, illustrated: bool) -> nodes.Node:
    """Return the card of a lesson; its figure is decoration, the title is the text."""
    text = nodes.container(
        "",
        nodes.paragraph("", "", link_to(env, lesson), classes=["card-title"]),
        nodes.paragraph("", "", *sentence_of(env, lesson)),
        classes=["card-text"],
    )
    if is_lesson(lesson):
        first = _("Lesson {number}").format(number=number(env, lesson))
        time = minutes(script_of(env, lesson))
        second = _("about {minutes} min").format(minutes=time)
        facts = [nodes.inline("", first), nodes.Text(" "), nodes.inline("", second)]
        text += nodes.paragraph("", "", *facts, classes=["card-facts"])
    figures = [
        nodes.image(**x, candidates={"*": x["uri"]}, alt="", loading="lazy")
        for x in (cards_of(env)[lesson].figures if illustrated else [])
    ]
    shown = [nodes.container("", *figures, classes=["card-figure"])] if figures else []
    return nodes.container("", *shown, text, classes=["card"])
