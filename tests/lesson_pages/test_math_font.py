"""The font has what the formulas need, and no more."""

import io

import pytest
from fontTools.ttLib import TTFont

from lesson_pages.formulas.math_font import keep
from lesson_pages.formulas.mathml import WHOLE_FONT as FONT
from lesson_pages.npm import package_file


@pytest.fixture(scope="module")
def font() -> TTFont:
    """Keep a few characters of the font."""
    return TTFont(io.BytesIO(keep(package_file(FONT), "x𝑥+(∑√")))


def test_font_has_the_characters(font):
    """And few others."""
    assert {chr(x) for x in font.getBestCmap()} - {")"} == set("x𝑥+(∑√")


@pytest.mark.parametrize("letter", "(∑√")
def test_font_has_what_a_sign_stretches_to(font, letter):
    """A large parenthesis, sum or root is made of glyphs of its own."""
    variants = font["MATH"].table.MathVariants
    stretched = variants.VertGlyphCoverage.glyphs
    name = font.getBestCmap()[ord(letter)]
    made = variants.VertGlyphConstruction[stretched.index(name)]
    needed = {x.VariantGlyph for x in made.MathGlyphVariantRecord}

    assert len(needed) > 1
    assert needed <= set(font.getGlyphOrder())


def test_font_is_small():
    """The whole has 270 KB; a page has to do with less than a figure's bytes."""
    assert len(keep(package_file(FONT), "abcxyz𝑎𝑏𝑐𝑥𝑦𝑧0123456789=+−()[]{}∑√")) < 8_000


def test_font_is_the_same_bytes_each_time():
    """The site is the same bytes, too."""
    path = package_file(FONT)

    assert keep(path, "x𝑥+") == keep(path, "+𝑥x")


def test_characters_that_the_font_lacks_are_left_to_another():
    """Chinese words in a formula come from the reader's own font."""
    assert keep(package_file(FONT), "x批")
