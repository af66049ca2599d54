"""Figures of a model that learns to read digits, and the orders of the five lines."""

import random
from itertools import permutations

import pytest
import torch
from exercises import exercise_of
from figures import texts, title

from tutorial_utils.lessons import the_training_loop as lesson

INDENT = "\n        "
LINES = (
    "optimizer.zero_grad()",
    "prediction = model(X)",
    "loss = loss_fn(prediction, y)",
    "loss.backward()",
    "optimizer.step()",
)


@pytest.mark.parametrize("count", [1, 5, 7])
def test_each_picture_stands_below_its_name(count):
    """The places that are left over in a row stay empty."""
    images, names = torch.rand(count, 8, 8), [str(i) for i in range(count)]

    axes = lesson.draw_digits(images, names, title="digits")

    shown = [torch.tensor(ax.images[0].get_array()) for ax in axes]
    torch.testing.assert_close(torch.stack(shown), images)
    assert [ax.get_title() for ax in axes] == names
    assert not any(ax.axison for ax in axes[0].figure.axes)


def test_progress_has_the_loss_above_the_accuracy():
    """The titles take their numbers from the first and the last epoch."""
    loss, accuracy = lesson.draw_progress([2.3, 0.5], [0.1, 0.96])

    assert loss.lines[0].get_ydata().tolist() == [2.3, 0.5]
    assert accuracy.lines[0].get_ydata().tolist() == [10, 96]
    assert title(loss) == "Loss from 2.30 to 0.50"
    assert title(accuracy) == "96 % of the held-out digits are right"


def test_two_loops_differ_in_colour_and_in_dashes():
    """Colour is not the only cue."""
    ax = lesson.draw_accuracies([0.5, 0.9], {"other": [0.75, 0.25]})

    right, other = ax.lines
    assert right.get_color() != other.get_color()
    assert right.get_linestyle() != other.get_linestyle()
    assert texts(ax) == [lesson.KEPT, "other"]
    assert title(ax) == "Epoch 1: 50 % and 75 %; epoch 2: 90 % and 25 %"


@pytest.mark.parametrize("count", [12, pytest.param(120, marks=pytest.mark.slow)])
def test_four_orders_pass(seed, line, count):
    """Of all 120; each of the others gets a hint."""
    clear, *rest = LINES
    learn = {(*rest[:place], clear, *rest[place:]) for place in (0, 1, 2, 4)}
    changed = exercise_of("the_training_loop").changed
    right = set()
    for order in learn.union(random.Random(seed).sample([*permutations(LINES)], count)):
        body = {INDENT.join(LINES): INDENT.join(order)}
        said = line(lesson.check_train_epoch, changed("train_epoch", body))
        if said.endswith("cases right"):
            right.add(order)
        else:
            assert said.startswith("not yet: ")

    assert right == learn


def test_no_digit_is_in_both_parts():
    """What is held out was never learned from."""
    train, held_out = lesson._split_digits()

    assert len(train) + len(held_out) == 1797
    seen = {tuple(row.tolist()) for row in train.tensors[0]}
    assert seen.isdisjoint(tuple(row.tolist()) for row in held_out.tensors[0])
