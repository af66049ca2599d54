"""What the graphs of two losses share: the figure, and the checker of six pairs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Verdicts, check_cases, is_nothing
from tutorial_utils.graph import Graph, Node, read_graph
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import GRADIENT


def draw_two_losses(
    loss1: Tensor, loss2: Tensor, *, names: Mapping[str, Tensor]
) -> Axes:
    """Draw the graphs of two losses, before any backward pass, in one picture.

    A shared operation that keeps tensors has a thick orange frame, and what it keeps
    stands beside it: the first backward pass frees it, and the second would need it.
    ``names`` are those of the leaf and of other tensors on the way.
    """
    named = {"loss1": loss1, "loss2": loss2, **names}
    graph = _without_top(read_graph(loss1 + loss2, names=named))
    ax = draw_graph(graph)
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    shared = shared_nodes(graph)
    for node in shared:
        box = boxes[node.id]
        frame = box.get_bbox_patch()
        assert frame is not None, "draw_graph() frames each node"
        frame.set(edgecolor=GRADIENT, linewidth=3)
        ax.annotate(
            "keeps " + ", ".join(tensor.name for tensor in node.saved),
            (1, 0.5),
            xytext=(12, 0),
            xycoords=box,
            textcoords="offset points",
            va="center",
            color=GRADIENT,
        )
    low, high = ax.get_ylim()
    ax.set_ylim(low + 0.3, high)  # no gradients stand below the leaf
    keep = "operation keeps" if len(shared) == 1 else "operations keep"
    none = "No shared operation keeps tensors"
    ax.set_title(f"{len(shared)} shared {keep} tensors" if shared else none)
    return ax


def shared_nodes(graph: Graph) -> list[Node]:
    """Return the operations behind both of the first two nodes that keep tensors."""
    both = _reach(graph, 0) & _reach(graph, 1)
    nodes = [node for node in graph.nodes if node.id in both]
    return [node for node in nodes if node.saved and not node.is_leaf]


def _without_top(graph: Graph) -> Graph:
    """Take away the sum that was made only to read both graphs at once."""
    nodes = [replace(node, id=node.id - 1) for node in graph.nodes[1:]]
    edges = [
        replace(edge, source=edge.source - 1, target=edge.target - 1)
        for edge in graph.edges
        if edge.source > 0
    ]
    return Graph(tuple(nodes), tuple(edges))


def _reach(graph: Graph, start: int) -> set[int]:
    """Return the nodes below one, itself included."""
    found = {start}
    while more := {e.target for e in graph.edges if e.source in found} - found:
        found |= more
    return found


PAIRS = {
    "loss1 = w.exp().sum(); loss2 = w.exp().sum()": (
        "pair 1: exp() is computed twice, so each loss has a graph of its own."
    ),
    "h = w.exp(); loss1 = h.sum(); loss2 = (h * h).sum()": (
        "pair 2: both losses go back through one exp(), and it keeps its output."
    ),
    "h = w + 1; loss1 = (h * h).sum(); loss2 = h.exp().sum()": (
        "pair 3: the addition is all that the two share, and it keeps no tensor."
    ),
    "h = 3 * w; loss1 = h.sum(); loss2 = (h * h).sum()": (
        "pair 4: both losses go back through 3 * w, and a product keeps its factor, "
        "even a constant one."
    ),
    "h = w.exp(); loss1 = h.sum(); loss2 = (w * h.detach()).sum()": (
        "pair 5: detach() hands on the numbers without the way back, so the second "
        "loss never comes to exp()."
    ),
    "loss1 = (w * w).sum(); loss2 = 2 * loss1": (
        "pair 6: the second loss goes back through the first one, and w * w keeps w."
    ),
}
"""Each pair as the lesson writes it, and the hint for a wrong answer."""

NOT_ANSWERS = "return six answers in round brackets, each of them True or False."
COUNT = "there are six pairs, one answer for each."
ALWAYS = (
    "not every pair needs it: a graph is kept only where both losses go through an "
    "operation that keeps tensors."
)
NEVER = "some of these pairs stop with an error: look for operations that both share."
OPPOSITE = "all six are the other way round: True stands for retain_graph=True."


def check_needs_retain(needs_retain: Callable[[], tuple[bool, ...]]) -> None:
    """Run the six pairs of losses and compare with what the reader expects.

    The reader's function returns six truth values: whether ``loss1.backward()`` needs
    ``retain_graph=True`` so that ``loss2.backward()`` can follow.
    """
    truth = np.array([fails_without(pair) for pair in PAIRS])
    hints = list(PAIRS.values())
    case = Case(
        inputs=(),
        expected=tuple(truth.tolist()),
        mistakes=[(truth | True, ALWAYS), (truth & False, NEVER), (~truth, OPPOSITE)],
        hint=lambda found: hints[int((found != truth).argmax())],
        judge=_judge,
    )
    check_cases("needs_retain", needs_retain, [case] * len(PAIRS))  # one a pair


def fails_without(pair: str) -> bool:
    """Run a pair without retain_graph; tell whether the second call stops."""
    names: dict[str, Any] = {"w": torch.tensor([0.5, 2.0], requires_grad=True)}
    exec(pair, names)
    names["loss1"].backward()
    try:
        names["loss2"].backward()
    except RuntimeError:
        return True
    return False


def _judge(answer: Any) -> Verdicts:
    """Say what is wrong with the answers before they are compared."""
    yield is_nothing(answer), None
    yield not isinstance(answer, tuple) or not answer, NOT_ANSWERS
    yield not all(isinstance(value, bool) for value in answer), NOT_ANSWERS
    yield len(answer) != len(PAIRS), COUNT
