"""What a lesson's page says about its lesson: where to get it, when it was run.

Both change without the lesson's text, so they are added as the page is written
and stand in no document tree and no catalogue.
"""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.course import (
    before,
    is_lesson,
    minutes,
    number,
    script_of,
    title,
)
from lesson_pages.course.evidence import read_manifest
from lesson_pages.languages import CHINESE
from lesson_pages.translation.language_links import folder_of

COLAB = "https://colab.research.google.com/github"
THREADS = re.compile(r", (\d+) threads?")


def where(ran: dict[str, Any], language: str) -> str:
    """Say which machine ran a lesson."""
    text = ", ".join(filter(None, [ran["machine"], ran["accelerator"]]))
    return THREADS.sub(r"，\1 个线程", text) if language == CHINESE.sphinx else text


def describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the template about the lesson."""
    if not is_lesson(page):
        return
    script = script_of(app.env, page)
    noted = read_manifest(app.env, page)
    ran = noted.get("executed")
    context["lesson"] = {
        "number": number(page),
        "minutes": minutes(script),
        "before": [link_to(app, page, other) for other in before(app.env, page)],
        "colab": colab(app, page),
        "script": script.name,
        "notebook": script.with_suffix(".ipynb").name,
        "executed": ran,
        "as_built": noted.get("as_built", False),
        "machine": where(ran, app.config.language) if ran else None,
        "part": context["parents"][-1] if context.get("parents") else None,
    }


def link_to(app: Sphinx, page: str, other: str) -> dict[str, Any]:
    """Return what a link from a lesson to another says and where it leads."""
    address = app.builder.get_relative_uri(page, other)
    return {"number": number(other), "title": title(app.env, other), "link": address}


def colab(app: Sphinx, page: str) -> str | None:
    """Return where a lesson's notebook opens in Colab; None where nothing is there."""
    published = app.config.published
    if not (published and published.notebooks_branch):
        return None
    repository = published.repository.removeprefix("https://github.com/")
    folder = folder_of(app.config.language)
    notebook = f"{folder}/{page.removeprefix('lessons/')}.ipynb"
    return f"{COLAB}/{repository}/blob/{published.notebooks_branch}/{notebook}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
