"""What the graphs of two losses share: the figure, and the checker of six pairs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts, is_nothing
from tutorial_utils.graph import Graph, read_graph
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import GRADIENT, label_line


def draw_two_losses(
    loss1: Tensor, loss2: Tensor, *, names: Mapping[str, Tensor]
) -> Axes:
    """Draw the graphs of two losses, before any backward pass, in one picture.

    A shared operation that keeps tensors has a thick orange frame, and what it keeps
    stands beside it: the first backward pass frees it, and the second would need it.
    ``names`` are those of the leaf and of other tensors on the way.
    """
    graph = read_graph(loss1, loss2, names={"loss1": loss1, "loss2": loss2, **names})
    ax = draw_graph(graph)
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    both = _reach(graph, 0) & _reach(graph, 1)
    shared = [x for x in graph.nodes if x.id in both and x.saved]
    for node in shared:
        frame = boxes[node.id].get_bbox_patch()
        assert frame is not None, "draw_graph() frames each node"
        frame.set(edgecolor=GRADIENT, linewidth=3)
        text = "keeps " + ", ".join(tensor.name for tensor in node.saved)
        beside = boxes[node.id]
        label_line(ax, 1, 0.5, text, GRADIENT, offset=(12, 0), xycoords=beside)
    low, high = ax.get_ylim()
    ax.set_ylim(low + 0.3, high)  # no gradients stand below the leaf
    keep = "operation keeps" if len(shared) == 1 else "operations keep"
    none = "No shared operation keeps tensors"
    ax.set_title(f"{len(shared)} shared {keep} tensors" if shared else none)
    return ax


def _reach(graph: Graph, start: int) -> set[int]:
    """Return the nodes below one, itself included."""
    found = {start}
    while more := {e.target for e in graph.edges if e.source in found} - found:
        found |= more
    return found


PAIRS = (
    "loss1 = w.exp().sum(); loss2 = w.exp().sum()",
    "h = w.exp(); loss1 = h.sum(); loss2 = (h * h).sum()",
    "h = w + 1; loss1 = (h * h).sum(); loss2 = h.exp().sum()",
    "h = 3 * w; loss1 = h.sum(); loss2 = (h * h).sum()",
    "h = w.exp(); loss1 = h.sum(); loss2 = (w * h.detach()).sum()",
    "loss1 = (w * w).sum(); loss2 = 2 * loss1",
)
HINTS = (
    "pair 1: exp() is computed twice, so each loss has a graph of its own.",
    "pair 2: both losses go back through one exp(), and it keeps its output.",
    "pair 3: the addition is all that the two share, and it keeps no tensor.",
    "pair 4: both losses go back through 3 * w, and a product keeps its factor, "
    "even a constant one.",
    "pair 5: detach() hands on the numbers without the way back, so the second "
    "loss never comes to exp().",
    "pair 6: the second loss goes back through the first one, and w * w keeps w.",
)
NOT_ANSWERS = "return six answers in round brackets, each of them True or False."
ALWAYS = (
    "not every pair needs it: a graph is kept only where both losses go through an "
    "operation that keeps tensors."
)
NEVER = "some of these pairs stop with an error: look for operations that both share."
OPPOSITE = "all six are the other way round: True stands for retain_graph=True."


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
    yield len(answer) != len(PAIRS), "there are six pairs, one answer for each."


def _cases() -> list[Case]:
    truth = np.array([fails_without(pair) for pair in PAIRS])
    case = Case(
        inputs=(),
        expected=tuple(truth.tolist()),
        mistakes=[(truth | True, ALWAYS), (truth & False, NEVER), (~truth, OPPOSITE)],
        hint=lambda found: HINTS[int((found != truth).argmax())],
        judge=_judge,
    )
    return [case] * len(PAIRS)  # one a pair


check_needs_retain = Checker("needs_retain", needs_retain=_cases)
"""Runs the six pairs of losses and compares: six truth values, whether
``loss1.backward()`` needs ``retain_graph=True`` so that ``loss2.backward()`` works."""
