"""Lead from lesson to lesson, across the parts; other pages lead nowhere.

Sphinx goes through every page of the site in the order of the toctrees: the
overview of a part stands between two lessons, and the glossary after the last.
"""

from itertools import pairwise
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.course import parts, title

FIRST = "start"
"""The page that one reads before the first lesson."""


def neighbours(env: BuildEnvironment, page: str) -> tuple[str | None, str | None]:
    """Return the pages to read before and after a page."""
    root = env.config.root_doc
    way = [root, FIRST, *(lesson for part in parts(env) for lesson in part.lessons)]
    steps = list(pairwise(x for x in way if x in env.all_docs))
    previous = {after: before for before, after in steps}
    following = dict(steps)
    for part in parts(env):
        previous[part.page] = previous.get(part.lessons[0])
        following[part.page] = part.lessons[0]
    return previous.get(page), following.get(page)


def link_neighbours(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the template which pages come before and after."""
    for key, other in zip(("prev", "next"), neighbours(app.env, page), strict=True):
        context[key] = other and {
            "link": app.builder.get_relative_uri(page, other),
            "title": title(app.env, other),
        }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("html-page-context", link_neighbours)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
