"""A formula in plain text, for a window's title."""

import pytest

from lesson_pages.formulas.temml import Tex, convert

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
    r"\hat{y}": "y",
    r"\operatorname{f}(x)": "f(x)",
    r"\max_i x": "max_i x",
}


@pytest.mark.parametrize(("source", "text"), PLAIN.items())
def test_formula_is_said_in_one_line(source, text):
    """Powers are small where there are such characters, fractions have a slash."""
    (formula,) = convert([Tex(source, display=True)])

    assert formula.text == text
