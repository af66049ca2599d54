"""Draw the autograd graph with its values, gradients and order of execution."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text
from torch import Tensor

from tutorial_utils.graph import Edge, Graph, Node
from tutorial_utils.plotting import DATA, GRADIENT, INK, MODEL, label_line, new_axes

Place = tuple[float, float]


def draw_graph(graph: Graph, ax: Axes | None = None, *, saved: bool = False) -> Axes:
    """Draw a graph: the output on top, the leaves below, arrows as the gradient goes.

    Blue is the forward pass (names and values), orange the backward pass: what each
    edge carried and, at a leaf, what arrived. Numbers in front of the operations are
    the order in which they ran. A tensor of several numbers is shown by its shape.
    Where several edges bring one number each to a leaf, the title adds them up.
    Without ``ax`` a new figure is as tall as the graph is deep. With ``saved``, beside
    each operation stand the tensors that it keeps, or that :func:`mark_freed` found
    freed.
    """
    places = _places(graph)
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    depth = -min(y for _, y in places)
    ax = ax or new_axes(height=0.85 * (depth + 1) + 0.3)
    ax.set(xlim=(left - 0.8, right + 0.8), ylim=(-depth - 0.7, 0.3))
    ax.set_title(_sum_of_paths(graph))
    ax.axis("off")
    boxes = []
    for node, place in zip(graph.nodes, places, strict=True):
        boxes.append(_draw_node(ax, node, place, saved=saved))
    drawn: Counter[tuple[int, int]] = Counter()
    pairs = [(edge.source, edge.target) for edge in graph.edges]
    for edge, pair in zip(graph.edges, pairs, strict=True):
        middle = (pairs.count(pair) - 1) / 2  # edges between two nodes fan out
        rows = places[edge.source][1] - places[edge.target][1]  # one goes round a row
        bend = 0.7 * (middle - drawn[pair]) - (1.6 / rows if rows > 1 else 0)
        drawn[pair] += 1
        _draw_edge(ax, edge, boxes[edge.source], boxes[edge.target], bend)
    return ax


def _sum_of_paths(graph: Graph) -> str:
    """Return ``7 = 4 + 3`` for a leaf that several paths bring one number each."""
    for leaf in graph.nodes:
        parts = [edge.gradient for edge in graph.edges if edge.target == leaf.id]
        numbers = [_short(g) for g in parts if g is not None and g.numel() == 1]
        if leaf.is_leaf and leaf.gradient is not None and len(numbers) > 1:
            return f"{_short(leaf.gradient)} = {' + '.join(numbers)}"
    return ""


def _places(graph: Graph) -> list[Place]:
    """Return (x, y) for each node: y is minus the longest way from the output."""
    drawing = nx.DiGraph()
    drawing.add_nodes_from(node.id for node in graph.nodes)
    drawing.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    places: dict[int, Place] = {}
    for depth, layer in enumerate(nx.topological_generations(drawing)):
        for column, index in enumerate(sorted(layer)):
            places[index] = (column - (len(layer) - 1) / 2, -depth)
    return [places[node.id] for node in graph.nodes]


def _draw_node(ax: Axes, node: Node, place: Place, *, saved: bool) -> Text:
    known = ""  # x = 2 for one named number, x: (2, 3) for several
    if node.name is not None and node.value is not None:
        sign = " =" if node.value.numel() == 1 else ":"
        known = f"{node.name}{sign} {_short(node.value)}"
    step = node.operation if node.order is None else f"{node.order}. {node.operation}"
    frame = {"boxstyle": "round", "facecolor": "none", "edgecolor": MODEL}
    box = ax.text(
        *place,
        known if node.is_leaf and known else step,
        ha="center",
        va="center",
        color=INK,
        bbox=frame | {"linewidth": 2 if node.is_leaf else 1},
    )
    beside: dict[str, Any] = {"xycoords": box, "va": "center"}
    if known and not node.is_leaf:
        label_line(ax, 0, 0.5, known, INK, offset=(-12, 0), **beside)
    if node.is_leaf and node.gradient is not None:
        text = f"grad {_short(node.gradient)}"
        label_line(ax, 0.5, 0, text, GRADIENT, offset=(0, -16), **beside)
    if saved and node.saved:
        names = ", ".join(tensor.name for tensor in node.saved)
        freed = all(tensor.freed for tensor in node.saved)
        text = f"{names}: freed" if freed else f"keeps {names}"
        color = GRADIENT if freed else MODEL
        label_line(ax, 1, 0.5, text, color, offset=(10, 0), **beside)
    return box


def _draw_edge(ax: Axes, edge: Edge, source: Text, target: Text, bend: float) -> None:
    """Draw an arrow, and what it carried on the side to which it bulges.

    A positive bend bulges to the left.
    """
    start, end = source.get_position(), target.get_position()
    arrow = FancyArrowPatch(
        start,
        end,
        patchA=source.get_bbox_patch(),
        patchB=target.get_bbox_patch(),
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-|>",
        mutation_scale=12,
        color=DATA if edge.gradient is None else GRADIENT,
        zorder=4,  # above the boxes, whose size is known once they are drawn
    )
    ax.add_patch(arrow)
    if edge.gradient is not None:
        left = bend > 0 or (bend == 0 and start[0] + end[0] < 0)
        x, offset = (0.5 if bend == 0 else 0 if left else 1), (-5 if left else 5, 0)
        text = _short(edge.gradient)
        label_line(ax, x, 0.5, text, GRADIENT, offset=offset, xycoords=arrow)


def _short(tensor: Tensor) -> str:
    """Write one number in three digits; of several numbers, only the shape."""
    return f"{tensor.item():.3g}" if tensor.numel() == 1 else str(tuple(tensor.shape))
