"""The drawings of walks that swing."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tutorial_utils.pendulum import draw_paths, draw_phase

from tutorial_utils.plotting import GRADIENT, REFERENCE

SWINGS = np.cos(np.arange(201) / 2)
REACH = np.abs(SWINGS[180:]).max()
PATHS = {"swings": SWINGS, "arrives": 0.9 ** np.arange(201) * SWINGS}


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def labels(ax):
    """Return the names on the lines, with their colours."""
    return [(text.get_text(), text.get_color()) for text in ax.texts]


def test_paths_are_drawn_up_to_a_step():
    """What swings is firm, what arrives is dashed; each has its name beside it."""
    ax = draw_paths(PATHS, until=60)

    for drawn, path in zip(ax.lines, PATHS.values(), strict=True):
        np.testing.assert_array_equal(drawn.get_ydata(), path[:61])
    assert [drawn.get_linestyle() for drawn in ax.lines] == ["-", "--"]
    assert labels(ax) == [("swings", GRADIENT), ("arrives", REFERENCE)]


def test_the_title_tells_how_far_the_end_swings():
    """It looks at all steps, drawn or not."""
    title = draw_paths(PATHS, until=5).get_title(loc="left")

    assert title == f"After 200 steps it still swings to {REACH:.2f}"


def test_phase_is_the_place_against_the_last_step():
    """Place minus step is the place before."""
    ax = draw_phase(PATHS)

    for drawn, path in zip(ax.lines, PATHS.values(), strict=True):
        place, step = drawn.get_data()
        np.testing.assert_allclose(place, path[1:])
        np.testing.assert_allclose(place - step, path[:-1])


def test_the_title_of_the_phase_compares_the_two():
    """The finding is what friction leaves."""
    ax = draw_phase(PATHS)

    title = f"After 200 steps: {REACH:.2f} without friction, 0.00 with"
    assert ax.get_title(loc="left") == title
    assert labels(ax) == [("swings", GRADIENT), ("arrives", REFERENCE)]
