"""Show how to mend a page: its source in the repository, and where to report.

In Chinese the source of a sentence is the page's catalogue.
"""

from typing import Any
from urllib.parse import quote, urlencode

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.course import source_of, title
from lesson_pages.languages import ENGLISH


def source_file(app: Sphinx, page: str) -> str:
    """Return the file that a person edits to change what a page says."""
    if app.config.language != ENGLISH.sphinx:
        return f"docs/locales/{app.config.language}/LC_MESSAGES/{page}.po"
    return source_of(app.env, page).relative_to(app.srcdir.parent).as_posix()


def add_links(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the template where to edit the page and where to report a mistake."""
    published = app.config.published
    if page not in app.env.found_docs or not published:
        return
    file = source_file(app, page)
    about = urlencode({"title": f"{title(app.env, page)}: ", "body": f"{file}\n\n"})
    context["contribute"] = {
        "edit": f"{published.repository}/edit/{published.branch}/{quote(file)}",
        "report": f"{published.repository}/issues/new?{about}",
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_config_value("published", None, "html")
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
