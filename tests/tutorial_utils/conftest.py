"""What several tests share: the lesson's parabola, and a seed for random graphs."""

import os
import random

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


@pytest.fixture
def seed():
    """Return another seed each time, shown where a test fails; SEED=123 repeats it."""
    chosen = int(os.environ.get("SEED", random.randrange(10**6)))
    print("SEED", chosen)
    return chosen
