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
from lesson_pages.downloads.prose import Words
from lesson_pages.downloads.requirements import (
    read_supplies,
    script_head,
    setup_cell,
)
from lesson_pages.downloads.script import NO_SCREEN, finish_script, localize_script
from lesson_pages.formulas.mathml import formula_of
from lesson_pages.languages import LANGUAGES, language_of
from lesson_pages.page.gallery_source import written
from lesson_pages.translation.untranslated import read_catalogue


class WriteDown(SphinxPostTransform):
    """Write the page as Markdown and as notebook, and keep both with the page.

    Links lead to their pages by now; nothing is yet made for browsers only.
    """

    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Leave the page itself as it is; links need to know where it is published."""
        if not self.config.published:
            return
        page, images = self.env.docname, self.env.images
        folder = url(self.env, "_images/")
        writer = Writer(
            url(self.env, f"{page}.html"), lambda uri: folder + images[uri][1]
        )
        try:
            self.document["markdown"] = writer.block(self.document) + "\n"
        except ExtensionError as error:
            raise ExtensionError(written(self.env, str(error))) from error
        if is_lesson(page):
            source = script_of(self.env, page).read_text("utf-8")
            language = language_of(self.config.language)
            setup = setup_cell(source, read_supplies(self.env.srcdir), language)
            self.document["notebook"] = make_notebook(self.document, writer, setup)


def url(env: BuildEnvironment, file: str) -> str:
    """Return where a file is published in the language of the build."""
    language = language_of(env.config.language)
    return f"{env.config.published.base_url}{language.folder}/{file}"


def write_page(
    app: Sphinx,
    page: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write the files that lie beside a page, and tell the template of them."""
    if doctree is None or "markdown" not in doctree:
        return
    files = {".md": doctree["markdown"]}
    context["markdown"] = f"{Path(page).name}.md"
    if is_lesson(page):
        notebook = json.dumps(doctree["notebook"], indent=1, ensure_ascii=False)
        files |= {".ipynb": f"{notebook}\n", ".py": make_script(app.env, page)}
    for suffix, text in files.items():
        file = Path(app.outdir, f"{page}{suffix}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def make_script(env: BuildEnvironment, page: str) -> str:
    """Return a lesson's script in the language of the build."""
    path, language = script_of(env, page), language_of(env.config.language)
    script = localize_script(path, read_catalogue(env, page))
    source, address = path.read_text("utf-8"), url(env, f"{page}.html")
    supplies = read_supplies(env.srcdir)
    head = script_head(path.name, source, address, supplies, language)
    catalogues = (read_catalogue(env, "sphinx", x) for x in LANGUAGES)
    no_screen = " ".join(x.get(NO_SCREEN, NO_SCREEN) for x in catalogues)

    def name(page: str) -> str:
        page = page.removeprefix("/")
        return title(env, page) if page in env.titles else page  # of a preview

    def formula(source: str) -> str:
        return formula_of(env, nodes.math("", source)).text

    return finish_script(script, head, Words(name, formula), no_screen)
