"""A formula becomes MathML, plain text, and what a font and a style sheet need."""

import io

import pytest
from fontTools.ttLib import TTFont

from lesson_pages.formulas import temml
from lesson_pages.formulas.mathml import WHOLE_FONT, subset
from lesson_pages.formulas.temml import Formula, Tex
from lesson_pages.npm import package_file

PLAIN = {
    "x^2": "x²",
    "2x + 3": "2x + 3",
    "x^{-1}": "x⁻¹",
    "2^n": "2ⁿ",
    "e^{x + 1}": "e^(x + 1)",
    r"A^\top": "Aᵀ",
    r"\frac{dy}{dx}": "dy/dx",
    r"\frac{a + b}{2}": "(a + b)/2",
    "x_i": "x_i",
    r"\sum_{i=1}^n x_i": "∑_(i = 1)^n x_i",
    r"\sqrt{x}": "√(x)",
    r"(y - \hat{y})^2": "(y − ŷ)²",
    r"\vec{v}": "v⃗",
    r"\sqrt[3]{8}": "³√(8)",
    r"\frac{1}{2}x": "(1/2)x",
    r"\frac{1}{\frac1x}": "1/(1/x)",
    r"\frac{a}{bc}": "a/(bc)",
    "e^{2x}": "e^(2x)",
    "{a+b}^2": "(a + b)²",
    "{x^2}^3": "(x²)³",
    "x_i y x_{ij} a_{1,2}": "x_i y x_ij a_(1,2)",
    r"n\log x": "n log x",
    "f''(x)": "f′′(x)",
    "x_{y^2} + x_1^2": "x_(y²) + x_1²",
    r"\int_0^1 f\,dx": "∫_0^1 f dx",
    r"\operatorname{f}(x)": "f(x)",
    r"\max_i x": "max_i x",
}
LOSSY = (
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
    r"\begin{cases} 1 & x > 0 \\ 0 \end{cases}",
    r"\binom{n}{k}",
    r"a=b \\ c=d",
    r"\overline{ab}",
    r"\widehat{xy}",
    r"\underbrace{a+b}_{c}",
    r"\overset{!}{=}",
    r"\cancel{x}",
    r"{}^{a}b",
)
WIDE = {
    "x": False,
    "+".join("abcdefghijklmnop"): True,
    r"\text{一二三四五六七八九十}": False,
    r"\text{一二三四五六七八九十一}": True,
    r"\begin{aligned} a &= b + c + d \\ &= e + f + g + h \\ \end{aligned}": False,
}
SHAPES = r"\sqrt{x} + \sin h + \theta"
ALL = [*PLAIN, *LOSSY, *WIDE, SHAPES]


@pytest.fixture(scope="module")
def converted(cache) -> dict[str, Formula]:
    """Convert all of them in one call, each on a line of its own."""
    formulas = temml.convert([Tex(x, display=True) for x in ALL], cache)
    return dict(zip(ALL, formulas, strict=True))


def test_formula_is_said_in_one_line(converted):
    """Powers are small where there are such characters, fractions have a slash.

    One whose longest row is long may be wide; a Han character counts as two letters.
    """
    assert {source: converted[source].text for source in PLAIN} == PLAIN
    assert {source: converted[source].wide for source in WIDE} == WIDE


@pytest.mark.parametrize("source", LOSSY)
def test_formula_that_one_line_would_falsify_stays_tex(converted, source):
    """A reader of the script can still read it, or look at the page."""
    assert source.split(r"\\")[0] in converted[source].text


def test_single_letter_needs_its_italic_too(converted):
    """Browsers slant a letter that stands alone, and draw the sign of a root."""
    letters = converted[SHAPES].letters

    assert letters >= set("x𝑥√ℎ𝜃sin+")
    assert "𝑠" not in letters


# -- The font --------------------------------------------------------------------------

FONT = package_file(WHOLE_FONT)
SIGNS = "(∑√"


def test_font_has_the_characters_and_what_signs_stretch_to(cache):
    """And few others: the whole has 270 KB, and no Chinese ones.

    A large parenthesis, sum or root is made of glyphs of its own.
    """
    characters = f"abcxyz𝑎𝑏𝑐𝑥𝑦𝑧0123456789=+−[]{{}}{SIGNS}"
    data = subset(FONT, f"{characters}批", cache)
    font = TTFont(io.BytesIO(data))
    names, variants = font.getBestCmap(), font["MATH"].table.MathVariants
    stretched = variants.VertGlyphCoverage.glyphs

    assert {chr(x) for x in names} - {")"} == set(characters)
    assert len(data) < 8_000
    for sign in SIGNS:
        made = variants.VertGlyphConstruction[stretched.index(names[ord(sign)])]
        needed = {x.VariantGlyph for x in made.MathGlyphVariantRecord}
        assert len(needed) > 1
        assert needed <= set(font.getGlyphOrder())


def test_font_is_the_same_bytes_each_time_and_made_once(tmp_path, monkeypatch):
    """The site is the same bytes, too; a build that needs no new letter is quick."""
    one, other = (subset(FONT, "x𝑥+", tmp_path / run) for run in ("1", "2"))
    monkeypatch.setattr("lesson_pages.formulas.mathml.TTFont", None)

    assert one == other == subset(FONT, "x𝑥+", tmp_path / "1")
