"""Figures of a model that learns to read digits."""

import matplotlib as mpl
import pytest
import torch
from tutorial_utils.digits import KEPT, draw_accuracies, draw_digits, draw_progress


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


@pytest.mark.parametrize("count", [1, 5, 7])
def test_each_picture_stands_below_its_name(count):
    """The places that are left over in a row stay empty."""
    images, names = torch.rand(count, 8, 8), [str(i) for i in range(count)]

    axes = draw_digits(images, names, title="digits")

    shown = [torch.tensor(ax.images[0].get_array()) for ax in axes]
    torch.testing.assert_close(torch.stack(shown), images)
    assert [ax.get_title() for ax in axes] == names
    assert not any(ax.axison for ax in axes[0].figure.axes)


def test_progress_has_the_loss_above_the_accuracy():
    """The titles take their numbers from the first and the last epoch."""
    loss, accuracy = draw_progress([2.3, 0.5], [0.1, 0.96])

    assert loss.lines[0].get_ydata().tolist() == [2.3, 0.5]
    assert accuracy.lines[0].get_ydata().tolist() == [10, 96]
    assert loss.get_title(loc="left") == "Loss from 2.30 to 0.50"
    assert accuracy.get_title(loc="left") == "96 % of the held-out digits are right"


def test_two_loops_differ_in_colour_and_in_dashes():
    """Colour is not the only cue."""
    ax = draw_accuracies([0.5, 0.9], {"other": [0.75, 0.25]})

    right, other = ax.lines
    assert right.get_color() != other.get_color()
    assert right.get_linestyle() != other.get_linestyle()
    assert [text.get_text() for text in ax.texts] == [KEPT, "other"]
    title = "Epoch 1: 50 % and 75 %; epoch 2: 90 % and 25 %"
    assert ax.get_title(loc="left") == title
