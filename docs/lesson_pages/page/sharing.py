"""Tell search engines, and whoever is sent a link, what a page is about.

The description is the beginning of the page itself, in its language.  The
pictures are one a language; `nox -s pictures` draws them.
"""

from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Any

from docutils import nodes
from docutils.utils import column_width
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from lesson_pages.formulas.mathml import formula_of, is_formula
from lesson_pages.languages import LANGUAGES, language_of
from lesson_pages.page import Context
from lesson_pages.translation.typography import sentences

LONGEST = 200
"""Letters that fit below a shared link; a Han character takes two."""
ASIDE = (nodes.Admonition, nodes.Invisible, nodes.field_list, nodes.docinfo)


def add_tags(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Tell the template what the page is about and where it is published."""
    published = app.config.published
    if not published:
        return
    language = language_of(app.config.language)
    root = f"{published.base_url}{language.folder}/"
    title = context.get("title") or app.config.html_title
    context["sharing"] = {
        "title": Markup(title).striptags(),
        "description": describe(doctree, app.env) if doctree else "",
        "url": f"{root}{app.builder.get_target_uri(page)}",
        "image": f"{published.base_url}share-{language.folder}.png",
        "locale": language.sharing,
        "others": [x.sharing for x in LANGUAGES if x != language],
    }


def describe(doctree: nodes.document, env: BuildEnvironment) -> str:
    """Return the first sentences of a page, as many as fit, in plain text."""
    text = " ".join(next(paragraphs(doctree, env), "").split())
    beginnings = list(accumulate(filter(None, sentences(text)))) or [""]
    fitting = list(takewhile(lambda text: column_width(text) <= LONGEST, beginnings))
    return fitting[-1] if fitting else beginnings[0]


def paragraphs(doctree: nodes.document, env: BuildEnvironment) -> Iterator[str]:
    """Yield the paragraphs of the page's own text, formulas as plain text."""
    asides = {x for kind in ASIDE for y in doctree.findall(kind) for x in y.findall()}
    for paragraph in doctree.findall(nodes.paragraph):
        if paragraph.astext().strip() and paragraph not in asides:
            yield "".join(
                formula_of(env, x.parent).text if is_formula(x.parent) else str(x)
                for x in paragraph.findall(nodes.Text)
            )
