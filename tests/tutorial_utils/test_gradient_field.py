"""The figure of level lines and gradients."""

import matplotlib as mpl
import numpy as np
import pytest
import torch
from matplotlib.quiver import Quiver
from tutorial_utils.gradient_field import LONGEST, draw_gradients, find_gradients

XS, YS = range(-2, 3), range(1, 4)


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def surface(x, y):
    """Return the lesson's function."""
    return x**2 * y + y


@pytest.fixture
def ax():
    """Draw the lesson's figure."""
    return draw_gradients(surface, (2.0, 3.0), xs=XS, ys=YS)


def arrows(ax):
    """Return the arrows of a figure."""
    (quiver,) = (x for x in ax.collections if isinstance(x, Quiver))
    return quiver


def test_gradients_are_the_partial_derivatives():
    """Against the formulas from paper, at random points."""
    x, y = torch.rand(2, 4, 5, generator=torch.Generator().manual_seed(0)).unbind()
    dx, dy = find_gradients(surface, x, y)

    torch.testing.assert_close(dx, 2 * x * y)
    torch.testing.assert_close(dy, x**2 + 1)
    assert x.grad is None


def test_the_title_names_the_gradient_of_the_point(ax):
    """It takes its numbers from autograd."""
    assert ax.get_title(loc="left") == "At (2, 3) the gradient is (12, 5)"


def test_an_arrow_stands_at_each_point_and_fits_between_them(ax):
    """In one scale, the longest shorter than the distance."""
    quiver = arrows(ax)
    lengths = np.hypot(quiver.U, quiver.V) / quiver.scale

    assert len(quiver.XY) == len(XS) * len(YS)
    assert lengths.max() == pytest.approx(LONGEST)
    np.testing.assert_allclose(quiver.U, 2 * quiver.X * quiver.Y, rtol=1e-5)


def test_angles_are_true(ax):
    """A right angle is only seen where both axes have one scale."""
    ax.figure.draw_without_rendering()

    assert ax.get_aspect() == 1
    assert arrows(ax).angles == "xy"


def test_a_level_line_leads_through_the_point(ax):
    """Its height is one of the labels."""
    assert f"{surface(2, 3):g}" in {text.get_text() for text in ax.texts}
