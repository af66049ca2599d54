"""The autograd graph, drawn."""

import pytest
import torch

from tutorial_utils.graph import read_graph, run_backward
from tutorial_utils.graph_drawing import draw_graph


@pytest.fixture
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def test_the_graph_is_drawn_with_values_and_gradients(pyplot, x, y):
    """Every operation, value and gradient stands in the figure, and the sum on top."""
    ax = draw_graph(run_backward(y, names={"x": x, "y": y}))

    words = sorted(text.get_text() for text in ax.texts)
    boxes = ["1. Add", "2. Add", "3. Mul", "4. Pow", "x = 2"]
    assert words == sorted([*boxes, "y = 11", "1", "1", "1", "4", "3", "grad 7"])
    assert ax.get_title(loc="left") == "7 = 4 + 3"


def test_a_graph_that_was_only_read_is_drawn_without_numbers(pyplot, x, y):
    """Before the backward pass there is no order and no gradient to show."""
    ax = draw_graph(read_graph(y, names={"x": x}))

    assert sorted(text.get_text() for text in ax.texts) == [
        "Add",
        "Add",
        "Mul",
        "Pow",
        "x = 2",
    ]
    assert len(ax.patches) == 5


def test_layers_follow_the_longest_way_from_the_output(pyplot, x):
    """A leaf stands below every operation that uses it, however early."""
    ax = draw_graph(read_graph(x * (x + 1).exp().sin(), names={"x": x}))

    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
    assert heights == {"Mul": 0, "Sin": -1, "Exp": -2, "Add": -3, "x = 2": -4}


def test_tensors_of_several_numbers_are_drawn_by_shape(pyplot):
    """Shapes stand where single numbers would."""
    a = torch.rand(2, 3, requires_grad=True)
    ax = draw_graph(run_backward(a.exp().sum(), names={"a": a}), pyplot.figure().gca())

    words = [text.get_text() for text in ax.texts]
    assert {"a: (2, 3)", "grad (2, 3)", "(2, 3)"} <= set(words)
    assert ax.get_title(loc="left") == ""


def test_nothing_in_the_figure_is_filled(pyplot, x, y):
    """Boxes are outlines, so that the figure suits light and dark pages."""
    ax = draw_graph(run_backward(y, names={"x": x, "y": y}))

    boxes = [t.get_bbox_patch() for t in ax.texts if t.get_bbox_patch() is not None]
    assert boxes
    assert {box.get_facecolor() for box in boxes} == {(0, 0, 0, 0)}


def test_edges_between_the_same_nodes_are_drawn_apart(pyplot, x):
    """The arrows of x * x bulge to different sides."""
    ax = draw_graph(run_backward(x * x, names={"x": x}))
    ax.figure.canvas.draw()

    left, right = (patch.get_window_extent() for patch in ax.patches)
    assert right.x0 > left.x0
    assert right.x1 > left.x1
