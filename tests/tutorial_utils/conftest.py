"""The lesson's parabola, which the tests of the graph share."""

import pytest
import torch


@pytest.fixture
def x():
    """Return the leaf of the lesson, x = 2."""
    return torch.tensor(2.0, requires_grad=True)


@pytest.fixture
def y(x):
    """Return the parabola of the lesson at x = 2."""
    return x**2 + 3 * x + 1
