"""The autograd graph as PyTorch holds it: read, run backward and drawn.

Everything here comes from the live ``grad_fn`` of a tensor; nothing is
recomputed from the formula that made it. An edge points the way the gradient
travels: from the output towards the leaves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from torch import Tensor
from torch.autograd.graph import Node as GradFn
from torch.autograd.graph import get_gradient_edge
from torch.utils.hooks import RemovableHandle

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.text import Text

Gradients = tuple[Tensor | None, ...]
Place = tuple[float, float]


@dataclass(frozen=True)
class SavedTensor:
    """A tensor that an operation keeps for its own derivative.

    ``name`` is its role in the operation (``self``, ``other``, ``result``, …),
    ``shape`` its shape and ``bytes`` what its numbers take. Two saved tensors
    may share memory: ``x * x`` saves ``x`` twice.
    """

    name: str
    shape: tuple[int, ...]
    bytes: int


@dataclass(frozen=True)
class Node:
    """A step of the backward pass: the derivative of one operation, or a leaf.

    ``id`` counts from the output (0), breadth first. ``operation`` is the name
    that PyTorch gives the step, without its ``Backward0``: ``Add``, ``Pow``,
    and ``AccumulateGrad`` for a leaf. ``name`` is the caller's, ``value`` a copy
    of the leaf's or of the named tensor's numbers. ``order`` (from 1) and
    ``gradient`` (what arrives here, summed over all edges; of an operation with
    several results, at the first that is used) are known after
    :func:`run_backward`.
    """

    id: int
    operation: str
    saved: tuple[SavedTensor, ...] = ()
    name: str | None = None
    value: Tensor | None = field(default=None, compare=False)
    order: int | None = None
    gradient: Tensor | None = field(default=None, compare=False)

    @property
    def is_leaf(self) -> bool:
        """Whether gradients end here, in the ``grad`` of a leaf tensor."""
        return self.operation == "AccumulateGrad"


@dataclass(frozen=True)
class Edge:
    """A way from node ``source`` to node ``target``, which made one of its inputs.

    ``position`` says which input of the operation: 0 for the first. Inputs that
    are not tracked have no edge. ``gradient`` is what this edge alone carried.
    """

    source: int
    target: int
    position: int
    gradient: Tensor | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Graph:
    """The nodes behind a tensor, output first, and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, name: str) -> Node:
        """Return the node that the caller named `name`; KeyError if there is none."""
        named = {node.name: node for node in self.nodes}
        return named[name]

    def edges_into(self, name: str) -> tuple[Edge, ...]:
        """Return the edges that end in the node named `name`, one a path."""
        target = self.node(name).id
        return tuple(edge for edge in self.edges if edge.target == target)


def read_graph(tensor: Tensor, *, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Read the graph that PyTorch recorded while `tensor` was computed.

    Parameters
    ----------
    tensor : Tensor
        Any shape; it must have a history.
    names : mapping of str to Tensor, optional
        Names to show, such as ``{"x": x, "y": y}``; leaves or results.

    Raises
    ------
    ValueError
        If `tensor` has no history, or a named tensor is not in its graph.
    RuntimeError
        If a backward pass has already freed the saved tensors.
    """
    return _describe(_reach(tensor), names or {})


def run_backward(tensor: Tensor, *, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Call ``tensor.backward()`` and return its graph with what was seen on the way.

    The graph is read first, because the pass frees the saved tensors. A hook on
    each node (``Node.register_hook``, called right after the node has run)
    notes the order, the gradient that arrived and the gradient sent along each
    edge. The hooks change nothing and are removed at the end; ``grad`` of the
    leaves is filled as by any call of ``backward()``.

    Parameters
    ----------
    tensor : Tensor
        One number, as for ``backward()`` without an argument.
    names : mapping of str to Tensor, optional
        As for :func:`read_graph`, which also lists the errors.
    """
    grad_fns = _reach(tensor)
    graph = _describe(grad_fns, names or {})
    runs: dict[int, _Run] = {}
    with ExitStack() as hooks:
        for index, grad_fn in enumerate(grad_fns):
            hooks.callback(_note_run(grad_fn, index, runs).remove)
        tensor.backward()  # type: ignore[no-untyped-call]
    return _with_runs(graph, runs)


def _reach(tensor: Tensor) -> list[GradFn]:
    """Return the grad_fn nodes that `tensor` was computed through, breadth first."""
    if not tensor.requires_grad:
        raise ValueError(
            "this tensor has no history: PyTorch tracks a computation only if one of "
            "its inputs was made with requires_grad=True (and outside torch.no_grad())"
        )
    grad_fns = [get_gradient_edge(tensor).node]
    reached = set(grad_fns)
    for grad_fn in grad_fns:  # grows while we walk
        for target, _ in grad_fn.next_functions:
            if target is not None and target not in reached:
                reached.add(target)
                grad_fns.append(target)
    return grad_fns


def _describe(grad_fns: list[GradFn], names: Mapping[str, Tensor]) -> Graph:
    ids = {grad_fn: index for index, grad_fn in enumerate(grad_fns)}
    named = {_named_id(name, tensor, ids): name for name, tensor in names.items()}
    nodes = []
    for grad_fn, index in ids.items():
        name = named.get(index)
        tensor = names[name] if name else getattr(grad_fn, "variable", None)
        value = None if tensor is None else tensor.detach().clone()
        nodes.append(Node(index, _operation(grad_fn), _saved(grad_fn), name, value))
    edges = [
        Edge(ids[grad_fn], ids[target], position)
        for grad_fn in grad_fns
        for position, (target, _) in enumerate(grad_fn.next_functions)
        if target is not None
    ]
    return Graph(tuple(nodes), tuple(edges))


def _named_id(name: str, tensor: Tensor, ids: Mapping[GradFn, int]) -> int:
    if tensor.requires_grad and (node := get_gradient_edge(tensor).node) in ids:
        return ids[node]
    raise ValueError(
        f"{name!r} is not in this graph: name leaves made with requires_grad=True "
        "and results that the tensor was computed from"
    )


def _operation(grad_fn: GradFn) -> str:
    """Shorten ``torch::autograd::PowBackward0`` to ``Pow``."""
    return re.sub(r"Backwards?\d*$", "", grad_fn.name().rpartition("::")[2])


def _saved(grad_fn: GradFn) -> tuple[SavedTensor, ...]:
    """List what `grad_fn` keeps, in built-in operations and in custom functions."""
    names = [name for name in dir(grad_fn) if name.startswith("_saved_")]
    names += ["saved_tensors"] if hasattr(type(grad_fn), "saved_tensors") else []
    try:
        kept = {name: getattr(grad_fn, name) for name in names}
    except RuntimeError as error:
        raise RuntimeError(_why_not(grad_fn, error)) from error
    return tuple(
        SavedTensor(name.removeprefix("_saved_"), tuple(value.shape), value.nbytes)
        for name, values in kept.items()
        for value in (values if isinstance(values, (tuple, list)) else [values])
        if isinstance(value, Tensor)
    )


def _why_not(grad_fn: GradFn, error: RuntimeError) -> str:
    if "freed" not in str(error):
        return f"the tensors that {_operation(grad_fn)} saved cannot be read: {error}"
    return (
        f"the tensors that {_operation(grad_fn)} saved were freed by a backward pass: "
        "read the graph before backward(), or keep it with backward(retain_graph=True)"
    )


class _Run(NamedTuple):
    """What a hook saw: when a node ran, what arrived there and what it sent on."""

    order: int
    arrived: Gradients
    sent: Gradients


def _note_run(grad_fn: GradFn, index: int, runs: dict[int, _Run]) -> RemovableHandle:
    """Have the run of `grad_fn` written into `runs`.

    The gradients are copied: ``grad`` of a leaf may take over the same memory, and
    the next backward pass adds into it.
    """

    def hook(sent: Gradients, arrived: Gradients) -> None:
        runs[index] = _Run(len(runs) + 1, _copied(arrived), _copied(sent))

    return grad_fn.register_hook(hook)


def _copied(gradients: Gradients) -> Gradients:
    return tuple(None if g is None else g.detach().clone() for g in gradients)


def _with_runs(graph: Graph, runs: Mapping[int, _Run]) -> Graph:
    nodes = []
    for node in graph.nodes:
        order, arrived, _ = runs[node.id]
        gradient = next((g for g in arrived if g is not None), None)
        nodes.append(replace(node, order=order, gradient=gradient))
    edges = [
        replace(edge, gradient=runs[edge.source].sent[edge.position])
        for edge in graph.edges
    ]
    return Graph(tuple(nodes), tuple(edges))


def draw_graph(graph: Graph, ax: Axes | None = None) -> Axes:
    """Draw a graph: the output on top, the leaves below, arrows as the gradient goes.

    Blue is the forward pass (names and values), orange the backward pass: what each
    edge carried and, at a leaf, what arrived. Numbers in front of the operations are
    the order in which they ran. A tensor of several numbers is shown by its shape.
    Where several edges bring one number each to a leaf, the title adds them up.

    Parameters
    ----------
    graph : Graph
        From :func:`read_graph`, or from :func:`run_backward` with gradients.
    ax : Axes, optional
        Where to draw; by default a new figure, taller for a deeper graph.
    """
    from tutorial_utils.plotting import new_axes

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
    from tutorial_utils.plotting import GRADIENT, INK, MODEL

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
        _write_beside(ax, known, box, (0, 0.5), (-12, 0), INK)
    if node.is_leaf and node.gradient is not None:
        text = f"grad {_short(node.gradient)}"
        _write_beside(ax, text, box, (0.5, 0), (0, -16), GRADIENT)
    return box


def _known(node: Node) -> str | None:
    """Return ``x = 2`` for one named number, ``x: (2, 3)`` for several."""
    if node.name is None or node.value is None:
        return None
    sign = " =" if node.value.numel() == 1 else ":"
    return f"{node.name}{sign} {_short(node.value)}"


def _write_beside(
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

    from tutorial_utils.plotting import DATA, GRADIENT

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
    from tutorial_utils.plotting import GRADIENT

    start, end = arrow._posA_posB  # type: ignore[attr-defined]
    left = bend > 0 or (bend == 0 and start[0] + end[0] < 0)
    anchor = (0.5 if bend == 0 else 0 if left else 1, 0.5)
    _write_beside(ax, text, arrow, anchor, (-5 if left else 5, 0), GRADIENT)


def _short(tensor: Tensor) -> str:
    """Write one number in three digits; of several numbers, only the shape."""
    return f"{tensor.item():.3g}" if tensor.numel() == 1 else str(tuple(tensor.shape))
