"""The site's search: one record a section, and the scripts that look them up.

Sphinx's own search finds nothing on a Chinese page and is switched off.  The
index of a language is two classic scripts, which work from a disk, too.  They
and the search are loaded when a reader first searches: the outline with titles,
headings and keywords answers at once, the texts complete the answer.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from lesson_pages.cache import cache_of
from lesson_pages.npm import FOLDER, convert, package_file
from lesson_pages.page import Context
from lesson_pages.search.ranking import weight_of
from lesson_pages.search.search_words import read_words
from lesson_pages.search.sections import Section, read_sections

LOADER = "search-loader.js"
STYLE = "search.css"
SCRIPT = "search.js"
OUTLINE, TEXTS = "search-outline.js", "search-texts.js"
LICENCE = "search-license.txt"
MODULES = FOLDER / "search"
BUNDLE = Path(__file__).with_name("bundle.mjs")


def switch_off(app: Sphinx) -> None:
    """Write no index of Sphinx's."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def load_on_demand(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Let every page load the search when it is asked for."""
    pathto = context["pathto"]
    files = {"script": SCRIPT, "outline": OUTLINE, "texts": TEXTS, "style": STYLE}
    data = {name: pathto(f"_static/{file}", 1) for name, file in files.items()}
    data |= {
        "root": context["content_root"],
        "label": _("Search the course"),
        "hint": _("A word, a name, an error message"),
        "count": _("Pages found: {n}"),
        "best": _("The best {n} of {all} pages"),
        "none": _("Nothing found. Try fewer words, or another word for it."),
        "partly": _("Only titles and headings: the texts could not be loaded."),
        "failed": _("The search could not be loaded. Reload the page to try again."),
        "close": _("Close"),
    }
    attributes = {f"data-{name}": value for name, value in data.items()}
    app.add_js_file(LOADER, loading_method="defer", **attributes)


def keep_sections(app: Sphinx, document: nodes.document, page: str) -> None:
    """Keep the sections of a page as its readers get it, translated and resolved."""
    found = read_sections(document, app.env.titles[page].astext())
    sections_of(app.env)[page] = found


def sections_of(env: BuildEnvironment) -> dict[str, list[Section]]:
    """Return the sections of the pages that were written so far, by page."""
    sections: dict[str, list[Section]] = vars(env).setdefault("search_sections", {})
    return sections


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index, the scripts and the licence where the loader finds them."""
    if exception or app.builder.format != "html":
        return
    kept = sections_of(app.env)
    for page in sorted(app.env.found_docs - kept.keys()):
        document = app.env.get_doctree(page)  # unchanged, so not written
        app.env.apply_post_transforms(document, page)  # which keeps the sections
    pages = [(page, kept[page]) for page in sorted(app.env.found_docs)]
    static = Path(app.outdir, "_static")
    words, synonyms = read_words(app.env)
    outline = {
        "sections": [x for page in pages for x in outline_of(app, words, *page)],
        "synonyms": synonyms,
    }
    texts = [section.texts for _page, found in pages for section in found]
    # both parts bear one mark: a cache may keep an older part
    state = json.dumps([outline, texts]).encode()
    mark = {"digest": hashlib.sha256(state).hexdigest()[:12]}
    parts = (
        (OUTLINE, "searchOutline", outline),
        (TEXTS, "searchTexts", {"texts": texts}),
    )
    for file, name, part in parts:
        text = json.dumps(part | mark, ensure_ascii=False, separators=(",", ":"))
        (static / file).write_text(f"{name}={text}\n", encoding="utf-8")
    write_script(static, cache_of(app))


def outline_of(
    app: Sphinx, words: dict[str, list[str]], page: str, found: list[Section]
) -> Iterator[dict[str, Any]]:
    """Yield what is known of each section before its texts are there."""
    weight = weight_of(app.env, page)
    for section in found:
        record: dict[str, Any] = {
            "page": app.builder.get_target_uri(page),
            "title": found[0].heading,
            "anchor": section.anchor,
            "heading": section.heading,
        }
        if weight != 1:
            record["weight"] = weight
        if page in words and not section.anchor:
            record["words"] = ", ".join(words[page])
        yield record


def write_script(static: Path, cache: Path) -> None:
    """Put the search together with the library that it uses, and its licence."""
    sources = [*sorted(MODULES.glob("*.mjs")), package_file("minisearch/package.json")]
    made_from = {path.name: path.read_text(encoding="utf-8") for path in sources}
    item = {"entry": "../../theme/search/main.mjs", "made from": made_from}
    (script,) = convert(BUNDLE, "esbuild/lib/main.js", [item], cache)
    (static / SCRIPT).write_text(script, encoding="utf-8")
    licence = package_file("minisearch/LICENSE.txt").read_bytes()
    (static / LICENCE).write_bytes(licence)
