"""The picture of a graph agrees with the backward pass that it shows."""

from collections import Counter

import pytest
import torch
from figures import texts, title
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from random_graphs import edges, random_expression, reach, short, watch

from tutorial_utils.graph import read_graph, run_backward
from tutorial_utils.graph_drawing import draw_graph


@pytest.mark.parametrize("count", [30, pytest.param(200, marks=pytest.mark.slow)])
def test_boxes_arrows_and_order_are_those_of_the_real_backward_pass(seed, count):
    """What hooks see is what the picture shows: each node, each edge, each number."""
    for number in range(seed, seed + count):
        tensor, _ = random_expression(number, steps=5)
        ran = watch(reach(tensor))

        ax = draw_graph(run_backward(tensor), Figure().gca())

        labels = {node: f"{place}. {short(node)}" for place, node in enumerate(ran, 1)}
        framed = [text for text in ax.texts if text.get_bbox_patch()]
        boxes = {text.get_bbox_patch(): text.get_text() for text in framed}
        arrows = [a for a in ax.patches if isinstance(a, FancyArrowPatch)]
        drawn = Counter((boxes[a.patchA], boxes[a.patchB]) for a in arrows)
        ways = Counter((labels[one], labels[other]) for one, other, _ in edges(ran))
        assert (sorted(boxes.values()), drawn) == (sorted(labels.values()), ways), (
            number
        )


@pytest.mark.parametrize("saved", [True, False])
def test_kept_tensors_stand_beside_their_operations(seed, saved):
    """By their names, where the caller asks for them."""
    graph = read_graph(random_expression(seed)[0])
    names = [", ".join(kept.name for kept in node.saved) for node in graph.nodes]
    drawn = texts(draw_graph(graph, Figure().gca(), saved=saved))

    wanted = [f"keeps {words}" for words in names if words and saved]
    assert sorted(x for x in drawn if x.startswith("keeps ")) == sorted(wanted)


def test_the_graph_is_drawn_with_values_and_gradients(x, y):
    """Every operation, value and gradient stands in the figure, and the sum on top.

    Boxes are outlines, so that the figure suits light and dark pages.
    """
    ax = draw_graph(run_backward(y, names={"x": x, "y": y}))

    boxes = [text for text in ax.texts if text.get_bbox_patch()]
    drawn = ["1. Add", "2. Add", "3. Mul", "4. Pow", "x = 2"]
    assert sorted(box.get_text() for box in boxes) == drawn
    numbers = ["y = 11", "1", "1", "1", "4", "3", "grad 7"]
    assert sorted(texts(ax)) == sorted([*drawn, *numbers])
    assert title(ax) == "7 = 4 + 3"
    assert {box.get_bbox_patch().get_facecolor() for box in boxes} == {(0, 0, 0, 0)}


def test_layers_follow_the_longest_way_from_the_output(x):
    """A leaf stands below every operation that uses it, however early.

    Before the backward pass there is no order and no gradient to show.
    """
    ax = draw_graph(read_graph(x * (x + 1).exp().sin(), names={"x": x}))

    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
    assert heights == {"Mul": 0, "Sin": -1, "Exp": -2, "Add": -3, "x = 2": -4}


def test_tensors_of_several_numbers_are_drawn_by_shape():
    """Shapes stand where single numbers would."""
    a = torch.rand(2, 3, requires_grad=True)
    ax = draw_graph(run_backward(a.exp().sum(), names={"a": a}), Figure().gca())

    assert {"a: (2, 3)", "grad (2, 3)", "(2, 3)"} <= set(texts(ax))
    assert title(ax) == ""


def test_edges_between_the_same_nodes_are_drawn_apart(x):
    """The arrows of x * x bulge to different sides."""
    ax = draw_graph(run_backward(x * x, names={"x": x}))
    ax.figure.canvas.draw()

    left, right = (patch.get_window_extent() for patch in ax.patches)
    assert right.x0 > left.x0
    assert right.x1 > left.x1
    one, other = (patch.get_connectionstyle().rad for patch in ax.patches)
    assert one == -other > 0
