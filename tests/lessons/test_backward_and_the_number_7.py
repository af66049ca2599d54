"""The figure of a function and its derivative."""

import pytest
import torch
from figures import texts, title

from tutorial_utils.lessons.backward_and_the_number_7 import draw_tangent


def parabola(x):
    """Return the curve of the lesson."""
    return x**2 + 3 * x + 1


@pytest.mark.parametrize("at", [-1.5, 0.0, 2.0])
def test_tangent_has_the_slope_of_the_curve(at):
    """The line goes through the point with the slope found by central difference."""
    ax = draw_tangent(parabola, torch.tensor(at, dtype=torch.float64))

    curve, tangent = (line.get_xydata() for line in ax.lines[:2])
    (x0, y0), (x1, y1) = tangent
    slope = (parabola(at + 1e-4) - parabola(at - 1e-4)) / 2e-4
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-4)
    assert (y0 + y1) / 2 == pytest.approx(parabola(at), abs=1e-4)
    assert curve[:, 1] == pytest.approx(parabola(curve[:, 0]), abs=1e-4)


def test_title_and_step_tell_the_slope():
    """The number comes from autograd, and the reader's gradients stay as they are."""
    x = torch.tensor(2.0, requires_grad=True)
    ax = draw_tangent(parabola, x)

    assert title(ax) == "At x = 2 the slope is 7"
    assert texts(ax) == ["1", "7"]
    assert x.grad is None
