"""Draw a graph of our own engine beside PyTorch's."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes

from tutorial_utils.engine import Value, in_order
from tutorial_utils.graph import Edge, Graph, Node
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import use_style


def read_engine(end: Value, *, names: Mapping[str, Value] | None = None) -> Graph:
    """Describe what the engine recorded as the graph of PyTorch is described.

    The nodes stand breadth first, as there, and ``order`` counts the operations.
    A leaf without a name is a constant: its number stands for the operation.

    Parameters
    ----------
    end : Value
        Its ``backward()`` has run; the gradients are read off.
    names : mapping of str to Value, optional
        Names to show, such as ``{"x": x, "y": y}``; leaves or results.
    """
    values = _breadth_first(end)
    named = {value: name for name, value in (names or {}).items()}
    ran = [value for value in reversed(in_order(end)) if value.edges]
    nodes = [
        Node(
            id=index,
            operation=value.operation or _leaf(value, named),
            name=named.get(value),
            value=torch.tensor(value.data),
            order=ran.index(value) + 1 if value.edges else None,
            gradient=torch.tensor(value.grad),
        )
        for index, value in enumerate(values)
    ]
    return Graph(tuple(nodes), _edges(values))


def _breadth_first(end: Value) -> list[Value]:
    values = [end]
    for value in values:  # grows while we walk
        below = dict.fromkeys(below for below, _ in value.edges)
        values += [v for v in below if v not in values]
    return values


def _leaf(value: Value, named: Mapping[Value, str]) -> str:
    return "AccumulateGrad" if value in named else f"{value.data:g}"


def _edges(values: list[Value]) -> tuple[Edge, ...]:
    return tuple(
        Edge(source, values.index(below), place, torch.tensor(value.grad * slope))
        for source, value in enumerate(values)
        for place, (below, slope) in enumerate(value.edges)
    )


def draw_beside(ours: Graph, theirs: Graph) -> tuple[Axes, Axes]:
    """Draw a graph of the engine on the left and PyTorch's on the right.

    Parameters
    ----------
    ours, theirs
        From :func:`read_engine` and from :func:`tutorial_utils.graph.run_backward`.
    """
    use_style()
    _, (left, right) = plt.subplots(1, 2, figsize=(4.8, 3.6))
    for ax, graph, owner in [(left, ours, "ours"), (right, theirs, "PyTorch")]:
        draw_graph(graph, ax)
        ax.set_title(f"{owner}: {ax.get_title(loc='left')}")
    return left, right
