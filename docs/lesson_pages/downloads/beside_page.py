"""Write what readers take home, beside each page and in its language.

Every page is there as Markdown, every lesson as a script and as a notebook.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from lesson_pages.course.course import is_lesson, script_of, title
from lesson_pages.downloads.markdown_writer import Writer
from lesson_pages.downloads.notebook import make_notebook
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
from lesson_pages.page.gallery_source import written
from lesson_pages.translation.untranslated import read_catalogue


class WriteDown(SphinxPostTransform):
    """Write the page as Markdown, script and notebook, and keep them with the page.

    Links lead to their pages by now; nothing is yet made for browsers only.
    """

    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Leave the page itself as it is; links need to know where it is published."""
        if not self.config.published:
            return
        page, images = self.env.docname, self.env.images
        folder, address = url(self.env, "_images/"), url(self.env, f"{page}.html")
        writer = Writer(address, lambda uri: folder + images[uri][1])
        try:
            files = {".md": writer.block(self.document) + "\n"}
        except ExtensionError as error:
            raise ExtensionError(written(self.env, str(error))) from error
        if is_lesson(page):
            files |= lesson_files(self.env, self.document, writer, address)
        self.document["beside"] = files


def url(env: BuildEnvironment, file: str) -> str:
    """Return where a file is published in the language of the build."""
    language = language_of(env.config.language)
    return f"{env.config.published.base_url}{language.folder}/{file}"


def lesson_files(
    env: BuildEnvironment, document: nodes.document, writer: Writer, address: str
) -> dict[str, str]:
    """Return a lesson's script and notebook by suffix."""
    path, language = script_of(env, env.docname), language_of(env.config.language)
    source, supplies = path.read_text("utf-8"), read_supplies(env.srcdir)
    notebook = make_notebook(document, writer, setup_cell(source, supplies, language))
    plain = PlainWriter(
        {title(env, page) for page in env.titles},
        lambda node: formula_of(env, node).text,
    )
    head = script_head(path.name, source, address, supplies, language)
    script = make_script(document, plain, head)
    if alternative_texts(source):
        catalogues = (read_catalogue(env, "sphinx", x) for x in LANGUAGES)
        script += show_figures(
            " ".join(x.get(NO_SCREEN, NO_SCREEN) for x in catalogues)
        )
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    return {".ipynb": f"{text}\n", ".py": script}


def write_page(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Write the files that lie beside a page, and tell the template of them."""
    if doctree is None or "beside" not in doctree:
        return
    context["markdown"] = f"{Path(page).name}.md"
    for suffix, text in doctree["beside"].items():
        file = Path(app.outdir, f"{page}{suffix}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
