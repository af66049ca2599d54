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
from sphinx.util.typing import ExtensionMetadata

from course import is_lesson
from languages import folder_of
from markdown import Writer
from needs import Supplies, read_supplies, script_metadata, setup_cell
from notebooks import make_notebook
from pipeline.languages import LANGUAGES
from scripts import UnfaithfulError, finish_script, localize_script
from untranslated import read_catalogue

SPEAKS = {language.sphinx: language.short for language in LANGUAGES}
"""How the metadata of a download names the language of its prose."""


class WriteDown(SphinxPostTransform):
    """Write the page as Markdown and as notebook, and keep both with the page.

    Links lead to their pages by now; nothing is yet made for browsers only.
    """

    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Leave the page itself as it is."""
        page = self.env.docname
        writer = make_writer(self.env, page)
        self.document["markdown"] = writer.block(self.document) + "\n"
        if is_lesson(page):
            source = lesson_source(self.env, page)
            language = SPEAKS[self.config.language]
            setup = setup_cell(source.read_text("utf-8"), supplies(self.env), language)
            notebook = make_notebook(self.document, source, writer, setup)
            self.document["notebook"] = notebook


def make_writer(env: BuildEnvironment, page: str) -> Writer:
    """Return what writes a page with the addresses of the published site."""
    root = f"{env.config.published.base_url}{folder_of(env.config.language)}/"
    return Writer(
        f"{root}{page}.html", lambda uri: f"{root}_images/{env.images[uri][1]}"
    )


def lesson_source(env: BuildEnvironment, page: str) -> Path:
    """Return the lesson of a page."""
    return Path(env.srcdir, f"{page}.py")


def supplies(env: BuildEnvironment) -> Supplies:
    """Return what lessons can ask for."""
    return read_supplies(Path(env.srcdir).parent)


def write_page(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write the files that lie beside a page, and tell the template of them."""
    if doctree is None or "markdown" not in doctree:
        return
    target = Path(app.outdir, f"{page}.md")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(doctree["markdown"], encoding="utf-8", newline="\n")
    context["markdown"] = target.name
    if is_lesson(page):
        text = json.dumps(doctree["notebook"], indent=1, ensure_ascii=False) + "\n"
        target.with_suffix(".ipynb").write_text(text, encoding="utf-8", newline="\n")
        script = make_script(app.env, page)
        target.with_suffix(".py").write_text(script, encoding="utf-8", newline="\n")


def make_script(env: BuildEnvironment, page: str) -> str:
    """Return a lesson's script in the language of the build.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the catalogue does not fit the lesson.
    """
    source = lesson_source(env, page)
    try:
        script = localize_script(source, read_catalogue(env, page))
    except UnfaithfulError as error:
        raise ExtensionError(f"{source.name}: {error}") from error
    language = SPEAKS[env.config.language]
    metadata = script_metadata(source.read_text("utf-8"), supplies(env), language)
    return finish_script(script, metadata)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_post_transform(WriteDown)
    app.connect("html-page-context", write_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
