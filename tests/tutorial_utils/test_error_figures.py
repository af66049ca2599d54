"""The drawings of where a program stopped and of which shapes clash."""

import matplotlib.pyplot as plt
import pytest
import torch
from torch import nn

from tutorial_utils.lessons.reading_errors import draw_clash, draw_traceback
from tutorial_utils.plotting import DATA, MODEL


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.fixture
def drawn():
    """Draw the traceback of a layer that gets too few numbers."""

    def predict():
        nn.Linear(3, 2)(torch.ones(1, 2))

    try:
        predict()
    except RuntimeError as error:
        return draw_traceback(error)


def texts(ax):
    """Return the words of a drawing, from the first drawn to the last."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_own_lines_differ_from_those_of_torch(drawn):
    """The reader's line is blue and bold, all others are grey."""
    lines = [text for text in drawn.texts if text.get_text()]
    styles = {text.get_text(): (text.get_color(), text.get_weight()) for text in lines}

    assert styles["nn.Linear(3, 2)(torch.ones(1, 2))"] == (MODEL, "bold")
    assert styles["return F.linear(input, self.weight, …"] == (DATA, "normal")


def test_the_lowest_own_line_is_marked(drawn):
    """One arrow, at the height of the line to look at."""
    heights = {text.get_text(): text.get_position()[1] for text in drawn.texts}

    assert texts(drawn).count("→") == 1
    assert heights["→"] == heights["nn.Linear(3, 2)(torch.ones(1, 2))"]


def test_the_message_stands_at_the_bottom(drawn):
    """With the name of the error before it, as Python has it."""
    last = min(drawn.texts, key=lambda text: text.get_position()[1])

    assert last.get_text().startswith("RuntimeError: mat1 and mat2 shapes")


def test_the_title_counts_the_lines(drawn):
    """The finding: most lines of a traceback are not yours."""
    assert drawn.get_title(loc="left") == "5 lines, 2 of them yours"


@pytest.mark.parametrize(
    ("a", "b"), [((2, 3), (2,)), ((4, 3), (2, 3)), ((2, 3), (3,)), ((2, 3), (2, 1))]
)
def test_a_clash_is_found_where_torch_finds_it(a, b):
    """What the drawing calls fitting can be added, and nothing else."""
    a, b = torch.ones(a), torch.ones(b)
    ax = draw_clash({"a": a, "b": b})
    try:
        a + b
        found = "The shapes fit"
    except RuntimeError as error:
        found = f"Clash in dimension {str(error)[-1]}"

    assert ax.get_title(loc="left") == found
    assert ("≠" in texts(ax)) is (found != "The shapes fit")


def test_shapes_are_lined_up_at_the_right():
    """The only length of a vector stands below the last of a matrix."""
    ax = draw_clash({"X": torch.ones(2, 3), "mean": torch.ones(2)})
    places = [patch.get_xy() for patch in ax.patches]

    assert [x for x, _ in places] == [0, 1, 1]
