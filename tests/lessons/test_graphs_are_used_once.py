"""The figure of a graph before and after a backward pass, and the truth of hints."""

import pytest
import torch
from exercises import exercise_of
from figures import texts, title

from tutorial_utils.graph import mark_freed, read_graph
from tutorial_utils.lessons.graphs_are_used_once import PREDICTIONS, draw_freeing


def freeing(operation):
    """Draw what a backward pass frees of an operation at 2."""
    x = torch.tensor(2.0, requires_grad=True)
    result = operation(x)
    before = read_graph(result, names={"x": x})
    result.backward()
    return draw_freeing(before, mark_freed(before, result))


def test_left_keeps_what_is_freed_on_the_right():
    """The panels differ in what is said of the saved tensors."""
    left, right = (set(texts(ax)) for ax in freeing(lambda x: x**2 + 1).figure.axes)

    assert left - right == {"keeps self", "before"}
    assert right - left == {"self: freed", "after"}


@pytest.mark.parametrize(
    ("operation", "found"),
    [
        (lambda x: x**2 + 1, "1 saved tensor gone, all 3 boxes stay"),
        (lambda x: x.sin().exp(), "2 saved tensors gone, all 3 boxes stay"),
        (lambda x: x + 1, "0 saved tensors gone, all 2 boxes stay"),
    ],
    ids=["power", "chain", "sum"],
)
def test_title_counts_what_is_gone(operation, found):
    """Tensors that were freed, and boxes, which are all still there."""
    assert title(freeing(operation)) == found


@pytest.mark.parametrize("operation", PREDICTIONS)
def test_each_hint_tells_the_truth(operation):
    """What the hint says of an operation is what happens."""
    tries = exercise_of("graphs_are_used_once").answers.tries
    does = "works twice" if tries(operation) else "fails"

    assert PREDICTIONS[operation].startswith(f"{operation} {does}: ")
