"""Draw the graphs of two losses and what they share."""

from collections.abc import Mapping
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.text import Text
from torch import Tensor

from tutorial_utils.graph import Edge, Graph, Node, read_graph
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import GRADIENT


def draw_two_losses(
    loss1: Tensor, loss2: Tensor, *, names: Mapping[str, Tensor]
) -> Axes:
    """Draw the graphs of two losses in one picture.

    A shared operation that keeps tensors has a thick orange frame, and what it keeps
    stands beside it: the first backward pass frees it, and the second would need it.

    Parameters
    ----------
    loss1, loss2
        One number each, before any backward pass.
    names
        Names of the leaf and of other tensors on the way.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    named = {"loss1": loss1, "loss2": loss2, **names}
    graph = _without_top(read_graph(loss1 + loss2, names=named))
    ax = draw_graph(graph)
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    shared = shared_nodes(graph)
    for node, box in zip(graph.nodes, boxes, strict=True):
        if node in shared:
            _mark(ax, node, box)
    low, high = ax.get_ylim()
    ax.set_ylim(low + 0.3, high)  # no gradients stand below the leaf
    ax.set_title(_count(len(shared)))
    return ax


def _mark(ax: Axes, node: Node, box: Text) -> None:
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


def shared_nodes(graph: Graph) -> list[Node]:
    """Return the operations behind both of the first two nodes that keep tensors.

    Parameters
    ----------
    graph
        Its first two nodes are the last operations of the two losses.
    """
    first, second = _reach(graph, 0), _reach(graph, 1)
    both = [node for node in graph.nodes if node.id in first & second]
    return [node for node in both if node.saved and not node.is_leaf]


def _without_top(graph: Graph) -> Graph:
    """Take away the sum that was made only to read both graphs at once."""
    nodes = tuple(replace(node, id=node.id - 1) for node in graph.nodes[1:])
    edges = tuple(
        Edge(edge.source - 1, edge.target - 1, edge.position)
        for edge in graph.edges
        if edge.source > 0
    )
    return Graph(nodes, edges)


def _reach(graph: Graph, start: int) -> set[int]:
    """Return the nodes below one, itself included."""
    found = [start]
    for node in found:  # grows while we walk
        targets = [edge.target for edge in graph.edges if edge.source == node]
        found += [target for target in dict.fromkeys(targets) if target not in found]
    return set(found)


def _count(shared: int) -> str:
    if shared == 0:
        return "No shared operation keeps tensors"
    return f"{shared} shared operation{'s keep' if shared > 1 else ' keeps'} tensors"
