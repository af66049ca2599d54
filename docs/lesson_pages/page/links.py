"""Links that only these pages have, and those that they do without.

Every page leads to itself in the other languages: the site is one folder a language
beside each other, so these links are relative and work from a disk, too.  Search
engines are given absolute addresses.

``{beside}`label <licences.txt>``` links what lies beside the languages: it is written
after Sphinx, so Sphinx cannot know it.
"""

from typing import Any
from urllib.parse import quote, urlencode, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _
from sphinx.util.docutils import ReferenceRole

from lesson_pages.course.course import source_of, title
from lesson_pages.languages import ENGLISH, LANGUAGES, language_of
from lesson_pages.page import Context
from lesson_pages.translation.untranslated import catalogue_file

REMEMBER = "remember-language.js"
VARIABLE = "sphx-glr-backref-instance"


class Beside(ReferenceRole):
    """The role ``beside``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a link that works from a disk, too."""
        up = "../" * (self.env.docname.count("/") + 1)
        return [nodes.reference("", self.title, refuri=up + self.target)], []


def unlink_variables(app: Sphinx, document: nodes.document, page: str) -> None:
    """Link functions and classes in code to their documentation, and no variable.

    Sphinx-gallery links ``x`` to the class of its value, too.  On a phone, where one
    scrolls with a finger on the code, such a link is mostly hit by mistake.
    """
    for link in list(document.findall(nodes.reference)):
        if VARIABLE in link["classes"]:
            link.replace_self(link.children)


def link_source(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Tell the template where to edit the page and where to report a mistake."""
    published = app.config.published
    if page not in app.env.found_docs or not published:
        return
    is_english = app.config.language == ENGLISH.sphinx
    path = source_of(app.env, page) if is_english else catalogue_file(app.env, page)
    file = path.relative_to(app.srcdir.parent).as_posix()
    about = urlencode({"title": f"{title(app.env, page)}: ", "body": f"{file}\n\n"})
    context["contribute"] = {
        "edit": f"{published.repository}/edit/{published.branch}/{quote(file)}",
        "report": f"{published.repository}/issues/new?{about}",
    }


def name_site(app: Sphinx, config: Config) -> None:
    """Give the site its title and its address in this language."""
    config.html_title = _(config.project)
    config.copyright = _(config.copyright)
    if config.html_baseurl:
        config.html_baseurl += f"{language_of(config.language).folder}/"
    if len(config.languages) > 1:
        app.add_js_file(REMEMBER, loading_method="defer")


def link_languages(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Tell the template where the other languages' pages are."""
    root = "../" * (page.count("/") + 1)
    file, base = app.builder.get_target_uri(page), app.config.html_baseurl
    context["languages"] = [
        {
            "name": language.name,
            "code": language.code,
            "href": f"{root}{language.folder}/{file}",
            "url": urljoin(base, f"../{language.folder}/{file}"),
            "current": language.sphinx == app.config.language,
        }
        for language in LANGUAGES
        if language.folder in app.config.languages
    ]
    is_home = page == app.config.root_doc
    english = f"../{ENGLISH.folder}/{file}"
    context["any_language"] = urljoin(base, ".." if is_home else english)
