"""The drawings of a walk down a curve."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from tutorial_utils.lessons.what_is_pytorch import draw_descent, draw_steps
from tutorial_utils.plotting import GRADIENT, MODEL


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def f(x):
    """Return the height of a parabola with its lowest point at 1, 2."""
    return (x - 1) ** 2 + 2


def test_the_title_tells_where_the_walk_ended():
    """The finding comes from the data: steps, place and height."""
    ax = draw_descent(f, [4.0, 2.0, 1.0])

    assert ax.get_title(loc="left") == "After 2 steps: x = 1.00, y = 2.00"


def test_the_points_lie_on_the_curve():
    """Curve and walk are drawn from one function, each in its colour."""
    curve, walk = draw_descent(f, [4.0, 2.0, 1.0]).lines

    assert (curve.get_color(), walk.get_color()) == (MODEL, GRADIENT)
    for line in (curve, walk):
        np.testing.assert_allclose(line.get_ydata(), f(line.get_xdata()))


@pytest.mark.parametrize("path", [[4.0, 1.0], [-2.0, 1.0], [4.0, -1.5, 1.0]])
def test_the_curve_reaches_past_the_walk_on_both_sides(path):
    """The valley is seen whole, from whichever side the walk came."""
    curve, walk = draw_descent(f, path).lines

    assert curve.get_xdata().min() < walk.get_xdata().min()
    assert curve.get_xdata().max() > walk.get_xdata().max()


def test_steps_are_drawn_around_their_goal():
    """The walk against the number of the step, and the goal as a line across."""
    ax = draw_steps([3.0, -1.0, 3.1], goal=1.0)
    goal, walk = ax.lines

    assert set(goal.get_ydata()) == {1.0}
    assert list(walk.get_ydata()) == [3.0, -1.0, 3.1]
    assert ax.get_title(loc="left") == "Still between x = -1.0 and x = 3.1"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "x")
