"""What several tests share: the lesson's parabola."""

import pytest
import torch
from figures import closed_figures  # noqa: F401 # for every test


@pytest.fixture
def x():
    """Return the leaf of the lesson, x = 2."""
    return torch.tensor(2.0, requires_grad=True)


@pytest.fixture
def y(x):
    """Return the parabola of the lesson at x = 2."""
    return x**2 + 3 * x + 1
