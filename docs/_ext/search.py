"""The site's search: one record a section, and the scripts that look them up.

Sphinx's own search finds nothing on a Chinese page and is switched off.  The
records of a language are a classic script, which works from a disk, too; they
and the search are loaded when a reader first searches.
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from course import is_lesson
from node import FOLDER, package_file, run_node

LOADER = "search-loader.js"
STYLE = "search.css"
SCRIPT = "search.js"
RECORDS = "search-records.js"
LICENCE = "search-license.txt"
WORDS = "search_words.toml"
OF_A_LIST = 0.2
WEIGHTS = {"index": OF_A_LIST, "lessons/index": OF_A_LIST, "glossary": 0.4}
"""What a page counts for; a lesson counts for 1."""
UNSEEN = (nodes.section, nodes.title, nodes.raw, nodes.Invisible)
BEFORE_OTHERS = 400  # those that choose among the page's scripts
WORD_LANGUAGES = {"en": "en", "zh_CN": "zh"}

logger = logging.getLogger(__name__)


def switch_off(app: Sphinx) -> None:
    """Write no index of Sphinx's."""
    app.builder.search = False


def load_on_demand(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Let every page load the search when it is asked for."""
    pathto = context["pathto"]
    files = {"script": SCRIPT, "records": RECORDS, "style": STYLE}
    data = {name: pathto(f"_static/{file}", 1) for name, file in files.items()}
    data |= {
        "root": context["content_root"],
        "label": _("Search the course"),
        "hint": _("A word, a name, an error message"),
        "count": _("Pages found: {n}"),
        "none": _("Nothing found. Try fewer words, or another word for it."),
        "failed": _("The search could not be loaded. Reload the page to try again."),
        "close": _("Close"),
    }
    attributes = {f"data-{name}": value for name, value in data.items()}
    app.add_js_file(LOADER, loading_method="defer", **attributes)


# -- Records ---------------------------------------------------------------------------


class Records:
    """What the search knows of the pages that a build writes."""

    def __init__(self) -> None:
        self.sections: list[dict[str, str]] = []

    def collect(
        self,
        app: Sphinx,
        page: str,
        template: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Take the sections of a page as it is written, translated and resolved."""
        if doctree is None:
            return
        words = read_words(app.env).get(page, {})
        common = {
            "page": app.builder.get_target_uri(page),
            "title": app.env.titles[page].astext(),
        }
        for section in doctree.findall(nodes.section):
            record = common | read_section(section) | weight(app.env, page)
            if record["anchor"] == first_anchor(doctree):
                language = WORD_LANGUAGES[app.config.language]
                record |= {"anchor": "", "words": words.get(language, "")}
            self.sections.append(record)

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write records, scripts and licence where the loader finds them."""
        if exception or app.builder.format != "html":
            return
        static = Path(app.outdir, "_static")
        sections = sorted(self.sections, key=lambda x: x["page"])
        found = {"sections": sections, "synonyms": read_synonyms(app.env)}
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        (static / RECORDS).write_text(f"searchRecords={text}\n", encoding="utf-8")
        write_script(static)


def weight(env: BuildEnvironment, page: str) -> dict[str, float]:
    """Let lessons come before pages that list them, or explain a word in a line."""
    lists = any(map(is_lesson, env.toctree_includes.get(page, [])))
    value = OF_A_LIST if lists else WEIGHTS.get(page, 1)
    return {} if value == 1 else {"weight": value}


def first_anchor(doctree: nodes.document) -> str:
    """Return the anchor of the section that is the page."""
    section = next(doctree.findall(nodes.section))
    return str(section["ids"][0])


def read_section(section: nodes.section) -> dict[str, str]:
    """Return anchor, heading, prose and code of a section without those inside it."""
    blocks = list(own_blocks(section))
    code = [x.astext() for x in blocks if isinstance(x, nodes.literal_block)]
    prose = [x.astext() for x in blocks if not isinstance(x, nodes.literal_block)]
    return {
        "anchor": section["ids"][0],
        "heading": section.next_node(nodes.title).astext(),
        "text": " ".join(" ".join(prose).split()),
        "code": "\n".join(code),
    }


def own_blocks(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the paragraphs, terms and blocks of code, but not those of sections."""
    for child in node.children:
        if isinstance(child, UNSEEN):
            continue
        if isinstance(child, (nodes.TextElement, nodes.literal_block)):
            yield child
        elif isinstance(child, nodes.Element):
            yield from own_blocks(child)


# -- Words -----------------------------------------------------------------------------


def read_words(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return the words that readers use for a page, by page and language."""
    path = Path(env.srcdir, WORDS)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        words: dict[str, dict[str, str]] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExtensionError(f"docs/{WORDS}: {error}") from error
    return words


def check_words(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages that are not there and of languages that are missing."""
    left_out = set(getattr(app.config, "left_out", []))
    for page, words in read_words(env).items():
        if page not in env.found_docs | left_out:
            logger.warning("%s: there is no page %r", WORDS, page)
        if words.keys() != set(WORD_LANGUAGES.values()):
            logger.warning("%s: %r needs en and zh, no more", WORDS, page)


def read_synonyms(env: BuildEnvironment) -> list[list[str]]:
    """Return the pairs of the glossary: English word, Chinese word."""
    path = Path(env.srcdir, "glossary.csv")
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [[row["en"], row["zh"]] for row in csv.DictReader(file)]


# -- Files -----------------------------------------------------------------------------


def write_script(static: Path) -> None:
    """Put the search together with the library that it uses, and its licence."""
    package_file("esbuild/lib/main.js")
    licence = package_file("minisearch/LICENSE.txt").read_bytes()
    source = FOLDER / "search"
    run_node(source / "build.mjs", "", str(source / "main.mjs"), str(static / SCRIPT))
    (static / LICENCE).write_bytes(licence)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    records = Records()
    app.connect("builder-inited", switch_off)
    app.connect("env-check-consistency", check_words)
    app.connect("html-page-context", load_on_demand, priority=BEFORE_OTHERS)
    app.connect("html-page-context", records.collect)
    app.connect("build-finished", records.write)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
