"""Write what readers take home, beside each page and in its language.

Every page is there as Markdown, every lesson as a script and as a notebook.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from lesson_pages.course.course import is_lesson, script_of, source_of, title
from lesson_pages.downloads.markdown_writer import Writer, place_of
from lesson_pages.downloads.notebook import changed_line, make_notebook
from lesson_pages.downloads.requirements import (
    read_supplies,
    script_head,
    setup_cell,
)
from lesson_pages.downloads.script import (
    NO_SCREEN,
    PlainWriter,
    make_script,
    show_figures,
)
from lesson_pages.figures.scraper import alternative_texts
from lesson_pages.formulas.mathml import formula_of
from lesson_pages.languages import LANGUAGES, language_of
from lesson_pages.page import Context
from lesson_pages.translation.untranslated import read_catalogue

REFUSED = "%r cannot be written as Markdown, which notebooks need; say it another way"
CHANGED = (
    "what readers take home would not be this code; hide none of it, and write "
    r"\t and \x20 for tabs and for spaces at the ends of lines"
)

logger = logging.getLogger(__name__)


def write_down(app: Sphinx, document: nodes.document, page: str) -> None:
    """Write the page as Markdown, script and notebook, and keep them with the page.

    Links need to know where it is published; nothing is yet made for browsers only.
    """
    if app.config.published:
        document["beside"] = files_beside(app.env, document, page)


def files_beside(
    env: BuildEnvironment, document: nodes.document, page: str
) -> dict[str, str]:
    """Return what lies beside a page, by suffix."""
    folder, address = _url(env, "_images/"), _url(env, f"{page}.html")
    images = {uri: name for uri, (_, name) in env.images.items()}
    writer = Writer(address, lambda uri: folder + images.get(uri, uri))
    files = {".md": writer.block(document) + "\n"}
    for node in writer.refused:
        logger.warning(REFUSED, type(node).__name__, location=place_of(node))
    if not is_lesson(page):
        return files
    path, language = script_of(env, page), language_of(env.config.language)
    source, supplies = path.read_text("utf-8"), read_supplies(env.srcdir)
    if line := changed_line(source, document):
        logger.warning(CHANGED, location=f"{source_of(env, page)}:{line}")
    notebook = make_notebook(document, writer, setup_cell(source, supplies, language))
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    head = script_head(path.name, source, address, supplies, language)
    titles = {title(env, other) for other in env.titles}
    plain = PlainWriter(titles, lambda node: formula_of(env, node).text)
    script = make_script(document, plain, head)
    if alternative_texts(source):
        catalogues = (read_catalogue(env, "sphinx", x) for x in LANGUAGES)
        script += show_figures(
            " ".join(x.get(NO_SCREEN, NO_SCREEN) for x in catalogues)
        )
    return files | {".ipynb": f"{text}\n", ".py": script}


def _url(env: BuildEnvironment, file: str) -> str:
    language = language_of(env.config.language)
    return f"{env.config.published.base_url}{language.folder}/{file}"


def write_page(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Write the files that lie beside a page, and tell the template of them."""
    if doctree is None or not doctree.get("beside"):
        return
    context["markdown"] = f"{Path(page).name}.md"
    for suffix, text in doctree["beside"].items():
        file = Path(app.outdir, f"{page}{suffix}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
