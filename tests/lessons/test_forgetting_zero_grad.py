"""The drawings of walks that swing, and the loops of the page."""

import numpy as np
import pytest
from exercises import exercise_of
from figures import title

from tutorial_utils.lessons import forgetting_zero_grad as lesson
from tutorial_utils.lessons.forgetting_zero_grad import draw_paths, draw_phase
from tutorial_utils.plotting import GRADIENT, REFERENCE

SWINGS = np.cos(np.arange(201) / 2)
REACH = np.abs(SWINGS[180:]).max()
PATHS = {"swings": SWINGS, "arrives": 0.9 ** np.arange(201) * SWINGS}
LABELS = [("swings", GRADIENT), ("arrives", REFERENCE)]


def labels(ax):
    """Return the names on the lines, with their colours."""
    return [(text.get_text(), text.get_color()) for text in ax.texts]


def test_paths_are_drawn_up_to_a_step():
    """What swings is firm, what arrives is dashed; the title looks at all steps."""
    ax = draw_paths(PATHS, until=60)

    for drawn, path in zip(ax.lines, PATHS.values(), strict=True):
        np.testing.assert_array_equal(drawn.get_ydata(), path[:61])
    assert [drawn.get_linestyle() for drawn in ax.lines] == ["-", "--"]
    assert labels(ax) == LABELS
    assert title(ax) == f"After 200 steps it still swings to {REACH:.2f}"


def test_phase_is_the_place_against_the_last_step():
    """Place minus step is the place before."""
    ax = draw_phase(PATHS)

    for drawn, path in zip(ax.lines, PATHS.values(), strict=True):
        place, step = drawn.get_data()
        np.testing.assert_allclose(place, path[1:])
        np.testing.assert_allclose(place - step, path[:-1])
    assert labels(ax) == LABELS
    assert title(ax) == f"After 200 steps: {REACH:.2f} without friction, 0.00 with"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("first", "STANDS_STILL"), ("second", "SWINGS"), ("fourth", "SWINGS")],
)
def test_three_loops_of_the_page_are_wrong_and_one_is_right(line, name, hint):
    """Each of the page's loops does what the solution says of it."""
    loops = {}
    stub = exercise_of("forgetting_zero_grad").stub
    exec(stub.partition("\ncheck_loops(")[0], loops)

    printed = line(lesson.check_loops, *[loops[name]] * 4)

    assert printed == f"not yet: first: {getattr(lesson, hint)}"
    assert line(lesson.check_loops, *[loops["third"]] * 4).endswith("cases right")
