"""Link every page to the same page in the other languages of the site.

The site is one folder a language beside each other, so the links are relative
and work from a disk, too.  Search engines are given absolute addresses.
"""

from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.config import Config

from lesson_pages.languages import ENGLISH, LANGUAGES, language_of

SCRIPT = "remember-language.js"


def prepare(app: Sphinx, config: Config) -> None:
    """Give the site its title and its address in this language."""
    config.html_title = config.titles.get(config.language, config.project)
    config.copyright = config.authors.get(config.language, config.copyright)
    if config.html_baseurl:
        config.html_baseurl += f"{language_of(config.language).folder}/"
    if len(config.languages) > 1:
        app.add_js_file(SCRIPT, loading_method="defer")


def add_links(app: Sphinx, page: str, context: dict[str, Any], doctree: object) -> None:
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
