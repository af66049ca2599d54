"""Convert TeX to MathML with Temml, all formulas of the site in one call.

The policy of the site forbids style attributes, so each becomes a class and a
rule of the style sheet for formulas.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lesson_pages.formulas.plain_math import plain
from lesson_pages.npm import package_file, run_node

PROGRAM = Path(__file__).with_name("temml.mjs")
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
    """A formula as its author wrote it.

    Parameters
    ----------
    source : str
        What stands between the dollars.
    display : bool
        Whether it stands on a line of its own.
    """

    source: str
    display: bool

    @property
    def flat(self) -> str:
        """The source on one line, for messages."""
        return f"“{' '.join(self.source.split())}”"

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
    """A formula for the page.

    Parameters
    ----------
    markup : str
        The MathML, without any style attribute.
    text : str
        The formula in plain text, for titles and descriptions.
    letters : frozenset of str
        What a font needs to show it.
    styles : frozenset of str
        What the style sheet needs to say; `style_rule` makes a rule of each.
    wide : bool
        Whether it may be wider than a phone.
    """

    markup: str
    text: str
    letters: frozenset[str]
    styles: frozenset[str]
    wide: bool


def convert(formulas: Iterable[Tex]) -> list[Formula | str]:
    """Convert formulas; one that cannot be read gives the reason instead."""
    asked = [(tex.rows, tex.display) for tex in formulas]
    temml = package_file("temml/dist/temml.cjs")
    answers = json.loads(run_node(PROGRAM, json.dumps(asked), str(temml)))
    return [
        reason(answer["error"]) if "error" in answer else finish(answer["mathml"])
        for answer in answers
    ]


def reason(message: str) -> str:
    """Return Temml's complaint on one line."""
    return " ".join(message.replace(UNDERLINE, "").split())


def finish(markup: str) -> Formula:
    """Take the style attributes out of Temml's MathML and look at what it shows."""
    tree = ElementTree.fromstring(markup)
    shown = tree.find("semantics/*")
    assert shown is not None  # Temml annotates every formula
    styles = frozenset(style for x in tree.iter() if (style := move_style(x)))
    return Formula(
        markup=ElementTree.tostring(tree, "unicode", short_empty_elements=False),
        text=" ".join(plain(shown).split()),
        letters=frozenset("".join(letters(x) for x in shown.iter())),
        styles=styles,
        wide=longest_row(shown) > LONG_ROW,
    )


def move_style(element: ElementTree.Element) -> str:
    """Put a class in the place of a style; return the style."""
    style = element.attrib.pop("style", "")
    if style:
        classes = f"{element.get('class', '')} {style_class(style)}"
        element.set("class", classes.strip())
    return style


def style_class(style: str) -> str:
    """Return the class that stands for a style."""
    return "tml-" + hashlib.sha256(style.encode()).hexdigest()[:6]


def style_rule(style: str) -> str:
    """Return the rule for a style, as strong as Temml's own attribute would be."""
    name = style_class(style)
    return f".{name}.{name} {{ {style} }}"


def letters(element: ElementTree.Element) -> str:
    """Return what an element shows; browsers slant a single letter and draw roots."""
    text = element.text or ""
    text += ITALICS.get(text, "") if element.tag == "mi" else ""
    return text + "√" if element.tag in ("msqrt", "mroot") else text


def longest_row(shown: ElementTree.Element) -> int:
    """Return how many characters stand side by side; a Han character is two."""
    rows = shown.findall(".//mtr") or [shown]
    texts = ["".join(row.itertext()) for row in rows]
    return max(sum(1 + (x > "\u2e7f") for x in text) for text in texts)
