"""Formulas become MathML at build time."""

import pytest
from sphinx.errors import ExtensionError


def test_formula_becomes_mathml(build):
    """Neither script nor image is needed to show a formula."""
    text = "T\n=\n\nIn a line :math:`x^2`.\n\n.. math:: y = 3x\n"

    page = build({"index.rst": text}, ["mathml"], html_math_renderer="mathml")

    assert len(page.soup("index").find_all("math")) == 2
    assert "mathjax" not in page.text("index").lower()


def test_formula_that_cannot_be_read_fails_with_its_place(build):
    """A mistake in TeX stops the build and names page, line and formula."""
    text = "T\n=\n\n.. math:: \\nosuch{x}\n"

    with pytest.raises(ExtensionError, match=r"index\.rst:4: the formula .*nosuch"):
        build({"index.rst": text}, ["mathml"], html_math_renderer="mathml")
