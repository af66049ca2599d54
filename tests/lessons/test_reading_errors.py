"""The drawings of where a program stopped and of which shapes clash."""

import pytest
import torch
from figures import texts, title
from torch import nn

from tutorial_utils.lessons.reading_errors import draw_clash, draw_traceback
from tutorial_utils.plotting import DATA, MODEL

OWN = "nn.Linear(3, 2)(torch.ones(1, 2))"


def test_a_traceback_shows_which_lines_are_yours():
    """Most are not; the lowest of yours has the arrow, the message stands below."""

    def predict():
        nn.Linear(3, 2)(torch.ones(1, 2))

    try:
        predict()
    except RuntimeError as error:
        ax = draw_traceback(error)
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}

    assert title(ax) == "5 lines, 2 of them yours"
    assert OWN in texts(ax, color=MODEL, weight="bold")
    others = texts(ax, color=DATA, weight="normal")
    assert "return F.linear(input, self.weight, …" in others
    assert texts(ax).count("→") == 1
    assert heights["→"] == heights[OWN]
    lowest = min(heights, key=heights.get)
    assert lowest.startswith("RuntimeError: mat1 and mat2 shapes")


@pytest.mark.parametrize(
    ("a", "b"), [((2, 3), (2,)), ((4, 3), (2, 3)), ((2, 3), (3,)), ((2, 3), (2, 1))]
)
def test_a_clash_is_found_where_torch_finds_it(a, b):
    """Lined up at the right, what fits can be added, and nothing else."""
    a, b = torch.ones(a), torch.ones(b)
    ax = draw_clash({"a": a, "b": b})
    try:
        a + b
        found = "The shapes fit"
    except RuntimeError as error:
        found = f"Clash in dimension {str(error)[-1]}"

    assert title(ax) == found
    assert ("≠" in texts(ax)) is (found != "The shapes fit")
    places = [patch.get_x() for patch in ax.patches]
    assert places == ([0, 0, 1, 1] if b.ndim == 2 else [0, 1, 1])
