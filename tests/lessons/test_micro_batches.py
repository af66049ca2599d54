"""Figures of gradient accumulation, and the bytes that a forward pass keeps."""

import pytest
import torch
from figures import texts, title
from torch import nn

from tutorial_utils.lessons import micro_batches as lesson

ERRORS = {"bare": 3.0, "halved": 0.25, "right": 1e-7}


@pytest.mark.parametrize("samples", [2, 5])
def test_what_two_operations_keep_is_counted_once(samples):
    """A ReLU keeps its output, the next layer's input; parameters do not count."""
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))

    assert lesson.saved_bytes(model, torch.rand(samples, 3)) == samples * (3 + 4) * 4


def test_each_optimizer_has_a_panel_with_both_losses():
    """The last losses are in the title."""
    first, second = lesson.draw_losses(
        {"SGD": ([1.0, 0.5], [2.0, 8.0]), "Adam": ([1.0, 0.9], [1.0, 0.9])},
        names=("right", "wrong"),
    )

    assert [line.get_ydata().tolist() for line in first.lines] == [[1, 0.5], [2, 8]]
    assert title(first) == "SGD: loss 0.5 or 8"
    assert title(second) == "Adam: loss 0.9 or 0.9"
    assert texts(first) == ["right", "wrong"]


def test_two_losses_that_coincide_are_both_seen():
    """One line is wide, the other is dashed and lies on it."""
    (ax,) = lesson.draw_losses({"Adam": ([1.0], [1.0])}, names=("right", "wrong"))

    below, above = ax.lines
    assert below.get_linewidth() > 2 * above.get_linewidth()
    assert below.get_linestyle() != above.get_linestyle()


def test_each_size_has_a_bar_with_its_kilobytes():
    """The title compares the last with the first."""
    ax = lesson.draw_saved_bytes({64: 8000, 16: 2000})

    assert [bar.get_height() for bar in ax.patches] == [8, 2]
    assert texts(ax) == ["8", "2"]
    assert title(ax) == "16 samples at a time: 1/4 of the bytes"


def test_each_recipe_has_its_error_and_the_right_one_another_mark():
    """Colour is not the only cue."""
    ax = lesson.draw_errors(ERRORS)

    assert [line.get_xdata()[0] for line in ax.lines] == list(ERRORS.values())
    assert [line.get_marker() for line in ax.lines] == ["o", "o", "D"]
    assert title(ax) == "right: 1e-07; the others: 0.25 or more"
