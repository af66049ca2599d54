"""The picture of a graph agrees with the backward pass that it shows."""

from collections import Counter

import matplotlib as mpl
import pytest
import torch
from matplotlib.patches import FancyArrowPatch

from tutorial_utils.graph import read_graph, run_backward
from tutorial_utils.graph_drawing import draw_graph

OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - 2 * b,
    lambda a, b: (a + b).exp() / 10,
    lambda a, b: a.sin() * b,
    lambda a, b: a**2 + b,
    lambda a, b: torch.stack([a, b]).relu().sum(0),
]


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def random_expression(seed, *, steps=5):
    """Combine two leaves and earlier results at random into one number."""
    generator = torch.Generator().manual_seed(seed)
    values = [torch.rand(3, generator=generator, requires_grad=True) for _ in "ab"]
    for _ in range(steps):
        op, i, j = torch.randint(0, 10**6, (3,), generator=generator).tolist()
        operation = OPERATIONS[op % len(OPERATIONS)]
        values.append(operation(values[i % len(values)], values[j % len(values)]))
    return sum(values).sum()


def watch_backward(tensor):
    """Return a list that every node below a tensor enters when it runs.

    The list is empty until the backward pass has run.
    """
    nodes, ran = [tensor.grad_fn], []
    for node in nodes:
        nodes += {t for t, _ in node.next_functions if t is not None} - set(nodes)
        node.register_prehook(lambda gradients, node=node: ran.append(node))
    return ran


def label(order, node):
    """Write a node as the picture does."""
    return f"{order}. {node.name().split('::')[-1].split('Backward')[0]}"


@pytest.mark.parametrize("seed", range(200))
def test_boxes_arrows_and_order_are_those_of_the_real_backward_pass(pyplot, seed):
    """What hooks see is what the picture shows: each node, each edge, each number."""
    tensor = random_expression(seed)
    ran = watch_backward(tensor)

    ax = draw_graph(run_backward(tensor), pyplot.figure().gca())

    labels = {node: label(order, node) for order, node in enumerate(ran, start=1)}
    edges = [(n, t) for n in ran for t, _ in n.next_functions if t is not None]
    boxes = {t.get_bbox_patch(): t.get_text() for t in ax.texts if t.get_bbox_patch()}
    arrows = [a for a in ax.patches if isinstance(a, FancyArrowPatch)]
    assert sorted(boxes.values()) == sorted(labels.values())
    assert Counter((boxes[a.patchA], boxes[a.patchB]) for a in arrows) == Counter(
        (labels[source], labels[target]) for source, target in edges
    )


@pytest.mark.parametrize("seed", range(20))
def test_kept_tensors_are_those_of_the_live_nodes(pyplot, seed):
    """Beside the operations stand the names of the tensors that their nodes hold."""
    tensor = random_expression(seed)
    nodes = [tensor.grad_fn]
    for node in nodes:
        nodes += {t for t, _ in node.next_functions if t is not None} - set(nodes)
    kept = [
        [
            name.removeprefix("_saved_")
            for name in dir(node)
            if name.startswith("_saved_")
            and isinstance(getattr(node, name), torch.Tensor)
        ]
        for node in nodes
    ]

    ax = draw_graph(read_graph(tensor), pyplot.figure().gca(), saved=True)

    drawn = [t.get_text() for t in ax.texts if t.get_text().startswith("keeps ")]
    assert sorted(drawn) == sorted(
        f"keeps {', '.join(names)}" for names in kept if names
    )


def test_kept_tensors_are_drawn_only_where_asked_for(pyplot, y):
    """A lesson that is not about them shows none."""
    texts = draw_graph(read_graph(y), pyplot.figure().gca()).texts

    assert not [text for text in texts if text.get_text().startswith("keeps ")]
