"""The figure of level lines and gradients, and the checker of Jacobians."""

import numpy as np
import pytest
import torch
from exercises import exercise_of
from figures import texts, title
from matplotlib.quiver import Quiver

from tutorial_utils.lessons import many_variables as lesson
from tutorial_utils.lessons.many_variables import draw_gradients, find_gradients

XS, YS = range(-2, 3), range(1, 4)


def surface(x, y):
    """Return the lesson's function."""
    return x**2 * y + y


def test_gradients_are_the_partial_derivatives():
    """Against the formulas from paper, at random points."""
    x, y = torch.rand(2, 4, 5, generator=torch.Generator().manual_seed(0)).unbind()
    dx, dy = find_gradients(surface, x, y)

    torch.testing.assert_close(dx, 2 * x * y)
    torch.testing.assert_close(dy, x**2 + 1)
    assert x.grad is None


def test_an_arrow_stands_at_each_point_and_fits_between_them():
    """In one scale and in true angles, the longest shorter than the distance."""
    ax = draw_gradients(surface, (2.0, 3.0), xs=XS, ys=YS)
    ax.figure.draw_without_rendering()

    (quiver,) = (x for x in ax.collections if isinstance(x, Quiver))
    lengths = np.hypot(quiver.U, quiver.V) / quiver.scale
    assert len(quiver.XY) == len(XS) * len(YS)
    assert lengths.max() == pytest.approx(lesson.LONGEST)
    np.testing.assert_allclose(quiver.U, 2 * quiver.X * quiver.Y, rtol=1e-5)
    assert (ax.get_aspect(), quiver.angles) == (1, "xy")


def test_title_names_the_gradient_of_the_point():
    """It takes its numbers from autograd, and a level line leads through the point."""
    ax = draw_gradients(surface, (2.0, 3.0), xs=XS, ys=YS)

    assert title(ax) == "At (2, 3) the gradient is (12, 5)"
    assert f"{surface(2, 3):g}" in texts(ax)


def test_ready_made_functions_are_back_afterwards(line):
    """They fail only while the reader's function runs."""
    line(lesson.check_jacobian, **exercise_of("many_variables").solution)
    found = torch.autograd.functional.jacobian(torch.square, torch.ones(2))

    torch.testing.assert_close(found, 2 * torch.eye(2))
