"""Figures of numerical differentiation."""

from figures import texts, title

from tutorial_utils.lessons.three_ways_to_a_derivative import draw_cost, draw_errors

STEPS = [1e-1, 1e-2, 1e-3]
ERRORS = {"float32": [1e-3, 1e-4, 1e-2], "float64": [1e-3, 1e-5, 1e-7]}


def test_each_data_type_is_a_line_with_its_lowest_point():
    """A V, a dot where it is lowest, and the best steps in the title."""
    ax = draw_errors(STEPS, ERRORS, autograd=1e-6)

    first, low, second, other_low, autograd = (
        line.get_xydata().tolist() for line in ax.lines
    )
    assert first == [list(p) for p in zip(STEPS, ERRORS["float32"], strict=True)]
    assert second == [list(p) for p in zip(STEPS, ERRORS["float64"], strict=True)]
    assert (low, other_low) == ([[1e-2, 1e-4]], [[1e-3, 1e-7]])
    assert {height for _, height in autograd} == {1e-6}
    assert title(ax) == "Best h: 1e-2 in float32, 1e-3 in float64"
    assert texts(ax) == ["float32", "float64", "autograd,\nfloat32"]
    assert ax.lines[0].get_linestyle() != ax.lines[2].get_linestyle()


def test_cost_is_drawn_for_both_ways():
    """Two lines over the number of parameters, and the last numbers in the title."""
    ax = draw_cost([10, 1000, 2000], [20, 2000, 4000], [2.5, 2.8, 2.94])

    heights = [line.get_ydata().tolist() for line in ax.lines]
    assert heights == [[20, 2000, 4000], [2.5, 2.8, 2.94]]
    assert title(ax) == "2,000 parameters: 4,000 forward passes or 2.9"
