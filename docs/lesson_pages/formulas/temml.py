"""Convert TeX to MathML with Temml, and to plain text for titles and descriptions.

The policy of the site forbids style attributes, so each becomes a class and a
rule of the style sheet for formulas.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from docutils.utils import column_width

from lesson_pages import npm
from lesson_pages.formulas.plain_text import plain_text

PROGRAM = Path(__file__).with_name("temml.mjs")
LIBRARY = "temml/dist/temml.cjs"
UNDERLINE = "\u0332"  # Temml puts it below each character that it stumbled over
ROW = re.compile(r"\n\s*\n")
ITALICS = {
    chr(int(unicodedata.decomposition(italic).removeprefix("<font> "), 16)): italic
    for italic in map(chr, [0x210E, *range(0x1D434, 0x1D467), *range(0x1D6A4, 0x1D71C)])
    if unicodedata.decomposition(italic)
}
LONG_ROW = 20  # characters; a longer one may be wider than a phone


@dataclass(frozen=True)
class Tex:
    """What an author wrote between dollars, in a sentence or on a line of its own."""

    source: str
    display: bool

    @property
    def rows(self) -> str:
        r"""The source with its rows aligned at each ``&``.

        A formula on a line of its own may have rows, ended by ``\\`` or an empty
        line, without an environment around them.
        """
        parts = [part for part in ROW.split(self.source) if part]
        bare = r"\begin" not in self.source
        if not self.display or not (len(parts) > 1 or (bare and r"\\" in self.source)):
            return self.source
        return r"\begin{aligned}" + r" \\ ".join(parts) + r"\end{aligned}"


@dataclass(frozen=True)
class Formula:
    """A formula for the page."""

    markup: str
    """The MathML, without any style attribute."""
    text: str
    """The formula in plain text, for titles and descriptions."""
    letters: frozenset[str]
    """What a font needs to show it."""
    rules: frozenset[str]
    """What the style sheet needs to say."""
    wide: bool
    """Whether it may be wider than a phone."""


def convert(formulas: Iterable[Tex], cache: Path) -> list[Formula | str]:
    """Convert formulas; one that cannot be read gives the reason instead."""
    asked = [(tex.rows, tex.display) for tex in formulas]
    answers = npm.convert(PROGRAM, LIBRARY, asked, cache)
    return [
        said(answer["error"]) if "error" in answer else finish(answer["mathml"])
        for answer in answers
    ]


def said(error: str) -> str:
    """Return what Temml says in one line; it takes an emoji for two characters."""
    text = error.replace(UNDERLINE, "").encode("utf-16", "surrogatepass")
    return " ".join(text.decode("utf-16", "replace").split())


def finish(markup: str) -> Formula:
    """Take the style attributes out of Temml's MathML and look at what it shows."""
    tree = ElementTree.fromstring(markup)
    shown = tree.find("semantics/*")
    assert shown is not None  # Temml annotates every formula
    rules = frozenset(move_style(x) for x in tree.iter() if "style" in x.attrib)
    rows = shown.findall(".//mtr") or [shown]
    widths: list[int] = [column_width("".join(row.itertext())) for row in rows]
    return Formula(
        markup=ElementTree.tostring(tree, "unicode", short_empty_elements=False),
        text=plain_text(shown, tree.findtext("semantics/annotation") or ""),
        letters=frozenset("".join(letters(x) for x in shown.iter())),
        rules=rules,
        wide=max(widths) > LONG_ROW,
    )


def move_style(element: ElementTree.Element) -> str:
    """Put a class in the place of a style; return a rule of the same strength."""
    style = element.attrib.pop("style")
    name = "tml-" + hashlib.sha256(style.encode()).hexdigest()[:6]
    element.set("class", f"{element.get('class', '')} {name}".strip())
    return f".{name}.{name} {{ {style} }}"


def letters(element: ElementTree.Element) -> str:
    """Return what an element shows; browsers slant a single letter and draw roots."""
    text = element.text or ""
    text += ITALICS.get(text, "") if element.tag == "mi" else ""
    return text + "√" if element.tag in ("msqrt", "mroot") else text
