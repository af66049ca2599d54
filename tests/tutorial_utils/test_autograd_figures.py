"""Figures of functions and their derivatives."""

import pytest
import torch
from tutorial_utils.autograd_figures import draw_tangent


def parabola(x):
    """Return the curve of the lesson."""
    return x**2 + 3 * x + 1


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


@pytest.mark.parametrize("at", [-1.5, 0.0, 2.0])
def test_the_tangent_has_the_slope_of_the_curve(at):
    """The line goes through the point with the slope found by central difference."""
    ax = draw_tangent(parabola, torch.tensor(at, dtype=torch.float64))

    curve, tangent = (line.get_xydata() for line in ax.lines[:2])
    (x0, y0), (x1, y1) = tangent
    slope = (parabola(at + 1e-4) - parabola(at - 1e-4)) / 2e-4
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-4)
    assert (y0 + y1) / 2 == pytest.approx(parabola(at), abs=1e-4)
    assert curve[:, 1] == pytest.approx(parabola(curve[:, 0]), abs=1e-4)


def test_the_title_and_the_step_tell_the_slope():
    """The number in the title comes from autograd."""
    ax = draw_tangent(parabola, torch.tensor(2.0))

    assert ax.get_title(loc="left") == "At x = 2 the slope is 7"
    assert [text.get_text() for text in ax.texts] == ["1", "7"]


def test_the_grad_of_the_point_is_left_alone():
    """Drawing does not add to the reader's gradients."""
    x = torch.tensor(2.0, requires_grad=True)
    parabola(x).backward()

    draw_tangent(parabola, x)

    assert x.grad.item() == 7.0
