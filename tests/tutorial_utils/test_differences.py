"""Figures of numerical differentiation."""

import matplotlib as mpl
import pytest
from tutorial_utils.differences import draw_cost, draw_errors

STEPS = [1e-1, 1e-2, 1e-3]
ERRORS = {"float32": [1e-3, 1e-4, 1e-2], "float64": [1e-3, 1e-5, 1e-7]}


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def test_each_data_type_is_a_line_with_its_lowest_point():
    """A V, and a dot where it is lowest."""
    ax = draw_errors(STEPS, ERRORS, autograd=1e-6)

    first, low, second, other_low, autograd = (
        line.get_xydata().tolist() for line in ax.lines
    )
    assert first == [list(p) for p in zip(STEPS, ERRORS["float32"], strict=True)]
    assert second == [list(p) for p in zip(STEPS, ERRORS["float64"], strict=True)]
    assert (low, other_low) == ([[1e-2, 1e-4]], [[1e-3, 1e-7]])
    assert {height for _, height in autograd} == {1e-6}


def test_the_title_names_the_best_steps():
    """Its numbers are those of the data."""
    ax = draw_errors(STEPS, ERRORS, autograd=1e-6)

    assert ax.get_title(loc="left") == "Best h: 1e-2 in float32, 1e-3 in float64"
    assert [text.get_text() for text in ax.texts] == [
        "float32",
        "float64",
        "autograd,\nfloat32",
    ]


def test_the_data_types_differ_in_more_than_colour():
    """Each has a dash of its own."""
    ax = draw_errors(STEPS, ERRORS, autograd=1e-6)

    assert ax.lines[0].get_linestyle() != ax.lines[2].get_linestyle()


def test_the_cost_is_drawn_for_both_ways():
    """Two lines over the number of parameters, and the last numbers in the title."""
    ax = draw_cost([10, 1000, 2000], [20, 2000, 4000], [2.5, 2.8, 2.94])

    heights = [line.get_ydata().tolist() for line in ax.lines]
    title = "2,000 parameters: 4,000 forward passes or 2.9"
    assert heights == [[20, 2000, 4000], [2.5, 2.8, 2.94]]
    assert ax.get_title(loc="left") == title


@pytest.mark.parametrize("draw", ["errors", "cost"])
def test_a_figure_can_be_drawn_into_given_axes(pyplot, draw):
    """The axes that come in go out."""
    ax = pyplot.figure().gca()
    if draw == "errors":
        drawn = draw_errors(STEPS, ERRORS, autograd=1e-6, ax=ax)
    else:
        drawn = draw_cost([1, 2], [2, 4], [3, 3], ax=ax)

    assert drawn is ax
