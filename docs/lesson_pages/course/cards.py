"""Show the lessons of a part as cards: figure, title and first sentence.

``.. cards:: lessons/1_tensors/index`` takes the lessons from that page's toctree; with
``:intro:`` that page's first sentence comes first, and with ``:figures: 3`` only the
first three cards have a figure.  All comes from the pages in the language of the build.
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging

from lesson_pages.course.course import is_lesson, number, script_of
from lesson_pages.course.reading_time import minutes
from lesson_pages.later import Later, later, link_to
from lesson_pages.translation.typography import sentences

logger = logging.getLogger(__name__)


def first_sentence(doctree: nodes.document) -> list[nodes.Node]:
    """Return the first sentence of a page as text, code and formulas.

    It is that of the first paragraph directly below the title.
    """
    page = next(doctree.findall(nodes.section), doctree)
    opening = (child for child in page.children if isinstance(child, nodes.paragraph))
    sentence: list[nodes.Node] = []
    for piece in next(opening, nodes.paragraph()).findall(nodes.Text):
        if isinstance(piece.parent, nodes.literal | nodes.math):
            sentence.append(type(piece.parent)("", str(piece)))
            continue
        text = sentences(str(piece))
        sentence.append(nodes.Text(text[0]))
        if len(text) > 1:
            break
    return sentence


def first_figure(doctree: nodes.document) -> Iterator[nodes.image]:
    """Yield the page's first figure for each theme; its card's title is its text."""
    for theme in ("only-light", "only-dark"):
        for image in doctree.findall(nodes.image):
            if theme in image["classes"]:
                size = {key: image[key] for key in ("width", "height") if key in image}
                look = {"classes": ["figure", theme], "alt": "", "loading": "lazy"}
                uri = image["uri"]
                yield nodes.image(uri=uri, candidates={"*": uri}, **look, **size)
                break


@later(argument=True, intro=directives.flag, figures=directives.nonnegative_int)
def cards(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the introduction where it is asked for, then the cards."""
    page, options = place["argument"], place["options"]
    if page not in env.all_docs:
        logger.warning("cards: there is no page %r", page, location=place)
        return
    if "intro" in options:
        sentence = first_sentence(env.get_doctree(page))
        yield nodes.paragraph("", "", *sentence, classes=["intro"])
    box = nodes.container(classes=["cards"])
    for index, lesson in enumerate(env.toctree_includes.get(page, [])):
        doctree = env.get_doctree(lesson)
        if not (sentence := first_sentence(doctree)):
            message = "cards: %s has no sentence below its title for its card"
            logger.warning(message, lesson, location=place)
        is_illustrated = index < options.get("figures", index + 1)
        figures = list(first_figure(doctree)) if is_illustrated else []
        one = nodes.container(classes=["card"])
        if figures:
            one += nodes.container("", *figures, classes=["card-figure"])
        one += card(env, lesson, sentence)
        box += one
    yield box


def card(
    env: BuildEnvironment, lesson: str, sentence: list[nodes.Node]
) -> nodes.container:
    """Return what the card of a lesson says."""
    text = nodes.container(
        "",
        nodes.paragraph("", "", link_to(env, lesson), classes=["card-title"]),
        nodes.paragraph("", "", *sentence),
        classes=["card-text"],
    )
    if is_lesson(lesson):
        first = _("Lesson {number}").format(number=number(env, lesson))
        time = minutes(script_of(env, lesson))
        second = _("about {minutes} min").format(minutes=time)
        facts = [nodes.inline("", first), nodes.Text(" "), nodes.inline("", second)]
        text += nodes.paragraph("", "", *facts, classes=["card-facts"])
    return text
