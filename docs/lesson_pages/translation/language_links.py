"""Link every page to the same page in the other languages of the site.

The site is one folder a language beside each other, so the links are relative
and work from a disk, too.  Search engines are given absolute addresses.
"""

from typing import Any
from urllib.parse import urljoin

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from lesson_pages.languages import ENGLISH, FOLDERS, LANGUAGES, language_of

SCRIPT = "remember-language.js"


def prepare(app: Sphinx, config: Config) -> None:
    """Give the site its title and its address in this language, and check the rest."""
    config.html_title = config.titles.get(config.language, config.project)
    config.copyright = config.authors.get(config.language, config.copyright)
    if config.html_baseurl:
        config.html_baseurl += f"{language_of(config.language).folder}/"
    if len(config.languages) > 1:
        app.add_js_file(SCRIPT, loading_method="defer")
    for folder in config.languages:
        if folder not in FOLDERS:
            known = ", ".join(FOLDERS)
            raise ConfigError(f"languages: {folder!r} is not one of {known}")


def add_links(app: Sphinx, page: str, context: dict[str, Any], doctree: object) -> None:
    """Tell the template where the other languages' pages are."""
    root = "../" * (page.count("/") + 1)
    file = app.builder.get_target_uri(page)
    context["languages"] = [
        {
            "name": language.name,
            "code": language.code,
            "href": f"{root}{language.folder}/{file}",
            "url": address(app.config, language.folder, file),
            "current": language.sphinx == app.config.language,
        }
        for language in LANGUAGES
        if language.folder in app.config.languages
    ]
    is_home = page == app.config.root_doc
    entrance = urljoin(app.config.html_baseurl, "..")
    english = address(app.config, ENGLISH.folder, file)
    context["any_language"] = entrance if is_home else english


def address(config: Config, folder: str, file: str) -> str:
    """Return where a page of a language is published."""
    base: str = config.html_baseurl
    return urljoin(base, f"../{folder}/{file}")
