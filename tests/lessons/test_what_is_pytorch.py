"""The walk down a curve: its figures, and the tolerance of its checker."""

import numpy as np
import pytest
from figures import title

from tutorial_utils.lessons.what_is_pytorch import draw_descent, draw_steps
from tutorial_utils.plotting import GRADIENT, MODEL


def f(x):
    """Return the height of a parabola with its lowest point at 1, 2."""
    return (x - 1) ** 2 + 2


@pytest.mark.parametrize("path", [[4.0, 2.0, 1.0], [-2.0, 1.0], [4.0, -1.5, 1.0]])
def test_walk_is_drawn_on_its_curve(path):
    """The valley is seen whole, from whichever side the walk came."""
    ax = draw_descent(f, path)
    curve, walk = ax.lines

    assert title(ax) == f"After {len(path) - 1} steps: x = 1.00, y = 2.00"
    assert (curve.get_color(), walk.get_color()) == (MODEL, GRADIENT)
    for line in (curve, walk):
        np.testing.assert_allclose(line.get_ydata(), f(line.get_xdata()))
    assert curve.get_xdata().min() < min(path)
    assert curve.get_xdata().max() > max(path)


def test_steps_are_drawn_around_their_goal():
    """The walk against the number of the step, and the goal as a line across."""
    ax = draw_steps([3.0, -1.0, 3.1], goal=1.0)
    goal, walk = ax.lines

    assert set(goal.get_ydata()) == {1.0}
    assert list(walk.get_ydata()) == [3.0, -1.0, 3.1]
    assert title(ax) == "Still between x = -1.0 and x = 3.1"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "x")
