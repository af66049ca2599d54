"""Write formulas as MathML when the site is built: no script, no other host.

All formulas are converted as soon as all pages are read.  The pages that have
one load a style sheet and a font that are made for these formulas.  A formula
in a title is plain text wherever the title stands alone: in the navigation, in
the name of the window.
"""

import hashlib
import io
import logging
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

import fontTools
from babel.messages.pofile import escape as escape_message
from docutils import nodes
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number
from sphinx.util.nodes import get_node_line
from sphinx.writers.html5 import HTML5Translator

from lesson_pages.cache import cache_of, cached
from lesson_pages.course.course import source_of
from lesson_pages.formulas.temml import Formula, Tex, convert
from lesson_pages.npm import FOLDER, package_file
from lesson_pages.page import Context
from lesson_pages.page.gallery_source import written
from lesson_pages.translation.untranslated import catalogue_file, read_catalogue

WHOLE_FONT = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2"
LICENCE = "@fontsource/noto-sans-math/LICENSE"
TEMML_STYLE = "temml/dist/Temml-NotoSans.css"
OWN_STYLE = FOLDER / "formulas.css"
PRELOAD = FOLDER / "templates" / "preload-font.js"
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
FONT, STYLE = "math.woff2", "math.css"

logging.getLogger("fontTools").setLevel(logging.WARNING)
WORDS = r"\text"


class TranslateFormulas(SphinxTransform):
    """Translate the words in formulas on lines of their own.

    A formula without words is in no catalogue.  Sphinx itself would translate a
    formula as a block of code, and in Markdown damage it.
    """

    def apply(self, **kwargs: object) -> None:
        """Change the document in place."""
        catalogue = read_catalogue(self.env, self.env.docname)
        for node in self.document.findall(nodes.math_block):
            source = node.rawsource = node.astext().strip()
            translation = catalogue.get(source)
            node["translatable"] = WORDS in source and not translation
            if translation:
                node.children = [nodes.Text(translation)]


def tex_of(node: nodes.Node) -> Tex:
    """Return the formula of a node."""
    return Tex(node.astext().strip(), isinstance(node, nodes.math_block))


def is_formula(node: nodes.Node) -> bool:
    """Tell a formula from the other nodes."""
    return isinstance(node, nodes.math | nodes.math_block)


def prepare(app: Sphinx, env: BuildEnvironment) -> None:
    """Convert the formulas of all pages and write what they need.

    An error has a line for each formula that cannot be read, with its place.
    """
    if app.builder.format != "html":
        return
    trees = ((page, env.get_doctree(page)) for page in sorted(env.found_docs))
    pages = {tex_of(x): page for page, tree in trees for x in tree.findall(is_formula)}
    cache = cache_of(app)
    errors: list[str] = []
    formulas = vars(env)["formulas"] = dict[Tex, Formula]()
    for (tex, page), answer in zip(pages.items(), convert(pages, cache), strict=True):
        if isinstance(answer, Formula):
            formulas[tex] = answer
        else:
            flat, place = " ".join(tex.source.split()), place_of(env, page, tex)
            errors.append(f"{place}: the formula “{flat}”: {answer}")
    if errors:
        raise ExtensionError("\n".join(sorted(errors)))
    make_titles_plain(env)
    if formulas:
        write_assets(app.outdir / "_static", list(formulas.values()), cache)


def formula_of(env: BuildEnvironment, node: nodes.Node) -> Formula:
    """Return the formula of a node, converted."""
    formulas: dict[Tex, Formula] = vars(env)["formulas"]
    return formulas[tex_of(node)]


def make_titles_plain(env: BuildEnvironment) -> None:
    """Take the MathML out of the titles that stand in another place."""
    titles = [*env.titles.values(), *env.longtitles.values(), *env.tocs.values()]
    for title in titles:
        for formula in list(title.findall(is_formula)):
            formula.parent.replace(formula, nodes.Text(formula_of(env, formula).text))


def write_assets(folder: Path, formulas: list[Formula], cache: Path) -> None:
    """Write the font of some formulas, its licence, and their style sheet."""
    folder.mkdir(exist_ok=True)
    letters = frozenset().union(*(formula.letters for formula in formulas))
    font = subset(package_file(WHOLE_FONT), "".join(sorted(letters)), cache)
    (folder / FONT).write_bytes(font)
    shutil.copyfile(package_file(LICENCE), folder / f"{FONT}.license.txt")
    rules = [
        f'@font-face {{ font-family: Formulas; src: url("{versioned(folder)}"); }}',
        FONT_FACE.sub("", package_file(TEMML_STYLE).read_text("utf-8")),
        *sorted(frozenset().union(*(formula.rules for formula in formulas))),
        OWN_STYLE.read_text("utf-8"),
    ]
    (folder / STYLE).write_text("\n".join(rules), "utf-8")


def subset(font: Path, characters: str, cache: Path) -> bytes:
    """Return a font with some characters, and with all that they stretch to."""

    def make() -> bytes:
        with TTFont(font, recalcTimestamp=False) as whole:
            subsetter = Subsetter(Options(hinting=False, notdef_outline=True))
            subsetter.populate(text=characters)
            subsetter.subset(whole)
            buffer = io.BytesIO()
            whole.save(buffer)  # as compressed as it was read
        return buffer.getvalue()

    version = fontTools.version.encode()
    return cached(cache, font.read_bytes(), version, characters.encode(), make=make)


def versioned(folder: Path) -> str:
    """Return the font's name with its version, so that browsers may keep it."""
    content = (folder / FONT).read_bytes()
    return f"{FONT}?v={hashlib.sha256(content).hexdigest()[:8]}"


def load_assets(app: Sphinx, page: str, context: Context, doctree: Any) -> None:
    """Load style sheet and font where there is a formula."""
    if "<math" not in context.get("body", ""):
        return
    font = context["pathto"](f"_static/{versioned(app.outdir / '_static')}", 1)
    script = PRELOAD.read_text("utf-8")
    context["metatags"] += f'<script data-font="{font}">\n{script}</script>\n'
    app.add_css_file(STYLE)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence; a wide one scrolls by itself on a phone."""
    formula = formula_of(self.builder.env, node)
    begin, end = ("<span{}>", "</span>") if formula.wide else ("", "")
    self.body.append(f"{begin.format(scrolls('wide-formula'))}{formula.markup}{end}")
    raise nodes.SkipNode


def scrolls(name: str) -> str:
    """Return the attributes of what scrolls, with the keyboard, too."""
    label = escape(_("Formula"))
    return f' class="{name}" tabindex="0" role="group" aria-label="{label}"'


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one.

    It stands in a box that scrolls, with the keyboard, too.
    """
    formula = formula_of(self.builder.env, node)
    attributes = scrolls("formula") if formula.wide else ' class="formula"'
    box = f"<div{attributes}>{formula.markup}</div>"
    if node.get("number"):
        number = get_node_equation_number(self, node)
        target = node["ids"][0]
        link = f'<a class="eqno" href="#{target}">({number})</a>'
        given = node["ids"] == node.parent["ids"]  # a box of the theme is the target
        own = "" if given else f' id="{target}"'
        box = f'<div class="equation"{own}>{box}{link}</div>'
    self.body.append(f"{box}\n")
    raise nodes.SkipNode


def place_of(env: BuildEnvironment, page: str, tex: Tex) -> str:
    """Return file and line of a formula, in what a person wrote.

    A formula that only a translation has stands in its catalogue.
    """
    texts = {source_of(env, page): tex.source}
    texts[catalogue_file(env, page)] = escape_message(tex.source)[1:-1]
    for file, text in texts.items():
        if file.is_file() and (line := line_of(file.read_text("utf-8"), text)):
            return f"{file}:{line}"
    formulas = env.get_doctree(page).findall(is_formula)
    node = next(node for node in formulas if tex_of(node) == tex)
    return written(env, f"{node.source}:{get_node_line(node)}")


def line_of(text: str, formula: str) -> int | None:
    """Return the line of a text that holds a formula, or begins it."""
    first = formula.partition("\n")[0] or "math::"
    for number, line in enumerate(text.splitlines(), 1):
        is_whole = line == first or line.endswith((f" {first}", f' "{first}"'))
        if is_whole or any(f"{x}{formula}{x}" in line for x in "`$"):
            return number
    return None
