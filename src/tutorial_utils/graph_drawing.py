"""Draw the autograd graph with its values, gradients and order of execution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from torch import Tensor

from tutorial_utils.graph import Edge, Graph, Node
from tutorial_utils.plotting import DATA, GRADIENT, INK, MODEL, new_axes

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.text import Text

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
    ax.axis("off")
    boxes = [
        _draw_node(ax, node, place)
        for node, place in zip(graph.nodes, places, strict=True)
    ]
    for node, box in zip(graph.nodes, boxes, strict=True):
        if saved and node.saved:
            text, color = _kept(node)
            write_beside(ax, text, box, (1, 0.5), (10, 0), color)
    bends = _bends(graph, places)
    for edge, bend in zip(graph.edges, bends, strict=True):
        _draw_edge(ax, edge, boxes[edge.source], boxes[edge.target], bend)
    ax.set_title(_sum_of_paths(graph))
    return ax


def _sum_of_paths(graph: Graph) -> str:
    """Return ``7 = 4 + 3`` for a leaf that several paths bring one number each."""
    for leaf in graph.nodes:
        parts = [
            e.gradient for e in graph.edges if e.target == leaf.id and leaf.is_leaf
        ]
        numbers = [_short(g) for g in parts if g is not None and g.numel() == 1]
        if leaf.gradient is not None and len(numbers) > 1:
            return f"{_short(leaf.gradient)} = {' + '.join(numbers)}"
    return ""


def _places(graph: Graph) -> list[Place]:
    """Return (x, y) for each node: y is minus the longest way from the output."""
    import networkx as nx

    drawing = nx.DiGraph()
    drawing.add_nodes_from(node.id for node in graph.nodes)
    drawing.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    places: dict[int, Place] = {}
    for depth, layer in enumerate(nx.topological_generations(drawing)):
        for column, index in enumerate(sorted(layer)):
            places[index] = (column - (len(layer) - 1) / 2, -depth)
    return [places[node.id] for node in graph.nodes]


def _bends(graph: Graph, places: list[Place]) -> list[float]:
    """Return how far each edge bulges to the left (negative: to the right).

    Edges between the same two nodes fan out; one that passes a row goes round it.
    """
    pairs = [(edge.source, edge.target) for edge in graph.edges]
    drawn: Counter[tuple[int, int]] = Counter()
    bends = []
    for source, target in pairs:
        middle = (pairs.count((source, target)) - 1) / 2
        rows = places[source][1] - places[target][1]
        fan = middle - drawn[source, target]
        bends.append(0.7 * fan - (1.6 / rows if rows > 1 else 0))
        drawn[source, target] += 1
    return bends


def _draw_node(ax: Axes, node: Node, place: Place) -> Text:
    known = _known(node)
    step = node.operation if node.order is None else f"{node.order}. {node.operation}"
    box = ax.text(
        *place,
        known if node.is_leaf and known else step,
        ha="center",
        va="center",
        color=INK,
        bbox={
            "boxstyle": "round",
            "facecolor": "none",
            "edgecolor": MODEL,
            "linewidth": 2 if node.is_leaf else 1,
        },
    )
    if known and not node.is_leaf:
        write_beside(ax, known, box, (0, 0.5), (-12, 0), INK)
    if node.is_leaf and node.gradient is not None:
        text = f"grad {_short(node.gradient)}"
        write_beside(ax, text, box, (0.5, 0), (0, -16), GRADIENT)
    return box


def _known(node: Node) -> str | None:
    """Return ``x = 2`` for one named number, ``x: (2, 3)`` for several."""
    if node.name is None or node.value is None:
        return None
    sign = " =" if node.value.numel() == 1 else ":"
    return f"{node.name}{sign} {_short(node.value)}"


def _kept(node: Node) -> tuple[str, str]:
    """Return what to write of a node's saved tensors, and its colour."""
    names = ", ".join(tensor.name for tensor in node.saved)
    if all(tensor.freed for tensor in node.saved):
        return f"{names}: freed", GRADIENT
    return f"keeps {names}", MODEL


def write_beside(
    ax: Axes, text: str, artist: Artist, anchor: Place, offset: Place, color: str
) -> None:
    """Write at a distance, in points, from a place of the artist's bounding box."""
    ax.annotate(
        text,
        anchor,
        xytext=offset,
        xycoords=artist,
        textcoords="offset points",
        ha=("right", "center", "left")[(offset[0] > 0) - (offset[0] < 0) + 1],
        va="center",
        color=color,
    )


def _draw_edge(ax: Axes, edge: Edge, source: Text, target: Text, bend: float) -> None:
    from matplotlib.patches import FancyArrowPatch

    arrow = FancyArrowPatch(
        source.get_position(),
        target.get_position(),
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
        _label_edge(ax, arrow, _short(edge.gradient), bend)


def _label_edge(ax: Axes, arrow: FancyArrowPatch, text: str, bend: float) -> None:
    """Write beside the middle of an arrow, on the side to which it bulges."""
    start, end = arrow._posA_posB  # type: ignore[attr-defined]
    left = bend > 0 or (bend == 0 and start[0] + end[0] < 0)
    anchor = (0.5 if bend == 0 else 0 if left else 1, 0.5)
    write_beside(ax, text, arrow, anchor, (-5 if left else 5, 0), GRADIENT)


def _short(tensor: Tensor) -> str:
    """Write one number in three digits; of several numbers, only the shape."""
    return f"{tensor.item():.3g}" if tensor.numel() == 1 else str(tuple(tensor.shape))
