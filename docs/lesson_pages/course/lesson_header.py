"""What stands around a lesson: where to get it, when it was run, what comes next.

That changes without the lesson's text, so it is added as the page is written and
stands in no document tree and no catalogue.
"""

import json
import re
from typing import Any

from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from lesson_pages.course.course import (
    before,
    course_of,
    is_lesson,
    number,
    script_of,
    title,
)
from lesson_pages.course.reading_time import minutes
from lesson_pages.languages import language_of
from lesson_pages.page import Context

COLAB = "https://colab.research.google.com/github"
THREADS = re.compile(r", (\d+) threads?$")


def read_manifest(env: BuildEnvironment, page: str) -> dict[str, Any]:
    """Return what is noted of a lesson's results; nothing where nobody noted it."""
    file = script_of(env, page).with_suffix(".manifest.json")
    text = file.read_text(encoding="utf-8") if file.is_file() else "{}"
    noted: dict[str, Any] = json.loads(text)
    return noted


def where(ran: dict[str, Any]) -> str:
    """Say which machine ran a lesson, its threads in the language of the build."""

    def threads(found: re.Match[str]) -> str:
        text = _("{count} thread") if found[1] == "1" else _("{count} threads")
        return _(", ") + text.format(count=found[1])

    machine = THREADS.sub(threads, ran["machine"])
    return str(_(", ")).join(filter(None, [machine, ran["accelerator"]]))


def describe(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Tell the template about the lesson."""
    if not is_lesson(page):
        return
    script = script_of(app.env, page)
    noted = read_manifest(app.env, page)
    ran = noted.get("executed")
    context["lesson"] = {
        "number": number(app.env, page),
        "minutes": minutes(script),
        "before": [link(app, page, other) for other in before(app.env, page)],
        "colab": colab(app, page),
        "script": script.name,
        "notebook": script.with_suffix(".ipynb").name,
        "executed": ran,
        "as_built": noted.get("as_built", False),
        "machine": where(ran) if ran else None,
        "part": context["parents"][-1] if context.get("parents") else None,
    }


def link(app: Sphinx, page: str, other: str) -> dict[str, str]:
    """Return what a link to another page says, escaped, and where it leads."""
    address = app.builder.get_relative_uri(page, other)
    return {"title": escape(title(app.env, other)), "link": address}


def link_neighbours(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Tell the template which pages come before and after."""
    course = course_of(app.env)
    for key, pages in {"prev": course.previous, "next": course.following}.items():
        context[key] = link(app, page, pages[page]) if page in pages else None


def colab(app: Sphinx, page: str) -> str | None:
    """Return where a lesson's notebook opens in Colab; None where nothing is there."""
    published = app.config.published
    if not (published and published.notebooks_branch):
        return None
    repository = published.repository.removeprefix("https://github.com/")
    if repository == published.repository:
        return None  # Colab knows no other host
    folder = language_of(app.config.language).folder
    notebook = f"{folder}/{page.removeprefix('lessons/')}.ipynb"
    return f"{COLAB}/{repository}/blob/{published.notebooks_branch}/{notebook}"
