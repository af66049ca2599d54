"""Write formulas as MathML when the site is built: no script, no other host.

All formulas are converted as soon as all pages are read.  The pages that have
one load a style sheet and a font that are made for these formulas.  A formula
in a title is plain text wherever the title stands alone: in the navigation, in
the name of the window.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from lesson_pages.formulas.math_font import keep
from lesson_pages.formulas.places import place_of
from lesson_pages.formulas.temml import Formula, Tex, convert, style_rule
from lesson_pages.npm import FOLDER, package_file
from lesson_pages.translation.untranslated import read_catalogue

WHOLE_FONT = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2"
LICENCE = "@fontsource/noto-sans-math/LICENSE"
TEMML_STYLE = "temml/dist/Temml-NotoSans.css"
OWN_STYLE = FOLDER / "formulas.css"
PRELOAD = Path(__file__).parents[2] / "theme" / "templates" / "preload-font.js"
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
FONT, STYLE = "math.woff2", "math.css"
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

    Raises
    ------
    sphinx.errors.ExtensionError
        If a formula cannot be read; each has a line with its place.
    """
    if app.builder.format != "html":
        return
    places = {tex_of(node): (page, node) for page, node in formulas_of(env)}
    converted = dict(zip(places, convert(places) if places else [], strict=True))
    errors = [
        f"{place_of(env, *places[tex])}: the formula {tex.flat}: {answer}"
        for tex, answer in converted.items()
        if isinstance(answer, str)
    ]
    if errors:
        raise ExtensionError("\n".join(sorted(errors)))
    formulas = {tex: x for tex, x in converted.items() if isinstance(x, Formula)}
    vars(env)["formulas"] = formulas
    make_titles_plain(env)
    if formulas:
        write_assets(app.outdir / "_static", list(formulas.values()))


def formula_of(env: BuildEnvironment, node: nodes.Node) -> Formula:
    """Return the formula of a node, converted."""
    formulas: dict[Tex, Formula] = vars(env)["formulas"]
    return formulas[tex_of(node)]


def formulas_of(env: BuildEnvironment) -> Iterator[tuple[str, nodes.Element]]:
    """Yield every formula of the site with its page."""
    for page in sorted(env.found_docs):
        for node in env.get_doctree(page).findall(is_formula):
            yield page, node


def make_titles_plain(env: BuildEnvironment) -> None:
    """Take the MathML out of the titles that stand in another place."""
    titles = [*env.titles.values(), *env.longtitles.values(), *env.tocs.values()]
    for element in [x for title in titles for x in title.findall(nodes.Element)]:
        element.children = [
            nodes.Text(formula_of(env, child).text) if is_formula(child) else child
            for child in element.children
        ]


def write_assets(folder: Path, formulas: list[Formula]) -> None:
    """Write the font of some formulas, its licence, and their style sheet."""
    folder.mkdir(exist_ok=True)
    letters = frozenset().union(*(formula.letters for formula in formulas))
    styles = frozenset().union(*(formula.styles for formula in formulas))
    (folder / FONT).write_bytes(keep(package_file(WHOLE_FONT), letters))
    shutil.copyfile(package_file(LICENCE), folder / f"{FONT}.license.txt")
    rules = [
        f'@font-face {{ font-family: Formulas; src: url("{versioned(folder)}"); }}',
        FONT_FACE.sub("", package_file(TEMML_STYLE).read_text("utf-8")),
        *map(style_rule, sorted(styles)),
        OWN_STYLE.read_text("utf-8"),
    ]
    (folder / STYLE).write_text("\n".join(rules), "utf-8")


def versioned(folder: Path) -> str:
    """Return the font's name with its version, so that browsers may keep it."""
    content = (folder / FONT).read_bytes()
    return f"{FONT}?v={hashlib.sha256(content).hexdigest()[:8]}"


def load_assets(
    app: Sphinx, page: str, context: dict[str, Any], doctree: object
) -> None:
    """Load style sheet and font where there is a formula."""
    if "<math" not in context.get("body", ""):
        return
    font = context["pathto"](f"_static/{versioned(app.outdir / '_static')}", 1)
    script = PRELOAD.read_text("utf-8")
    context["metatags"] += f'<script data-font="{font}">\n{script}</script>\n'
    app.add_css_file(STYLE)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    self.body.append(formula_of(self.builder.env, node).markup)
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    box = box_of(formula_of(self.builder.env, node))
    if node.get("number"):
        number = get_node_equation_number(self, node)
        link = f'<a class="eqno" href="#{node["ids"][0]}">({number})</a>'
        box = f'<div class="equation"{id_of(node)}>{box}{link}</div>'
    self.body.append(f"{box}\n")
    raise nodes.SkipNode


def id_of(node: nodes.math_block) -> str:
    """Return what makes a formula a target, unless a box of the theme is one."""
    given = node["ids"] == node.parent["ids"]
    return "" if given else f' id="{node["ids"][0]}"'


def box_of(formula: Formula) -> str:
    """Return a formula in a box that scrolls, with the keyboard, too."""
    name = escape(_("Formula"))
    reachable = f' tabindex="0" role="group" aria-label="{name}"'
    return (
        f'<div class="formula"{reachable if formula.wide else ""}>'
        f"{formula.markup}</div>"
    )
