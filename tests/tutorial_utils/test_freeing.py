"""The figure of a graph before and after a backward pass."""

import matplotlib as mpl
import pytest
import torch
from tutorial_utils.freeing import draw_freeing

from tutorial_utils.graph import mark_freed, read_graph


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def freeing(operation):
    """Draw what a backward pass frees of an operation at 2."""
    x = torch.tensor(2.0, requires_grad=True)
    result = operation(x)
    before = read_graph(result, names={"x": x})
    result.backward()
    return draw_freeing(before, mark_freed(before, result))


def words(ax):
    """Return what stands in a panel."""
    return {text.get_text() for text in ax.texts}


def test_left_keeps_what_is_freed_on_the_right():
    """The panels differ in what is said of the saved tensors."""
    left, right = freeing(lambda x: x**2 + 1).figure.axes

    assert words(left) - words(right) == {"keeps self", "before"}
    assert words(right) - words(left) == {"self: freed", "after"}


@pytest.mark.parametrize(
    ("operation", "title"),
    [
        (lambda x: x**2 + 1, "1 saved tensor gone, all 3 boxes stay"),
        (lambda x: x.sin().exp(), "2 saved tensors gone, all 3 boxes stay"),
        (lambda x: x + 1, "0 saved tensors gone, all 2 boxes stay"),
    ],
    ids=["power", "chain", "sum"],
)
def test_the_title_counts_what_is_gone(operation, title):
    """Tensors that were freed, and boxes, which are all still there."""
    assert freeing(operation).get_title(loc="left") == title
