"""The autograd graph as PyTorch holds it: read and run backward.

Everything here comes from the live ``grad_fn`` of a tensor; nothing is
recomputed from the formula that made it. An edge points the way the gradient
travels: from the output towards the leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

from torch import Tensor
from torch.autograd.graph import Node as GradFn
from torch.autograd.graph import get_gradient_edge

Gradients = tuple[Tensor | None, ...]
Runs = dict[int, tuple[Gradients, Gradients]]
"""What arrived at each node, by its id, and what it sent on, as they ran."""


@dataclass(frozen=True)
class SavedTensor:
    """A tensor that an operation keeps for its own derivative.

    Two may share memory: ``x * x`` saves ``x`` twice.
    """

    name: str  # its role in the operation: self, other, result, …
    shape: tuple[int, ...]
    bytes: int  # that its numbers take
    freed: bool = False  # by a backward pass, once `mark_freed` has looked


@dataclass(frozen=True)
class Node:
    """A step of the backward pass: the derivative of one operation, or a leaf.

    ``order`` and ``gradient`` are known after :func:`run_backward`.
    """

    id: int  # counted from the output (0), breadth first
    operation: str  # PyTorch's name without Backward0: Add; AccumulateGrad for a leaf
    saved: tuple[SavedTensor, ...] = ()
    name: str | None = None  # the caller's
    value: Tensor | None = field(default=None, compare=False)  # of a leaf or by name
    order: int | None = None  # from 1
    gradient: Tensor | None = field(default=None, compare=False)
    """What arrives here, summed over all edges; of an operation with several results,
    at the first that is used."""

    @property
    def is_leaf(self) -> bool:
        """Whether gradients end here, in the ``grad`` of a leaf tensor."""
        return self.operation == "AccumulateGrad"


@dataclass(frozen=True)
class Edge:
    """A way from node ``source`` to node ``target``, which made one of its inputs."""

    source: int
    target: int
    position: int  # of the input: 0 for the first; those not tracked have no edge
    gradient: Tensor | None = field(default=None, compare=False)  # this edge's alone


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


def read_graph(*tensors: Tensor, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Read the graph that PyTorch recorded while the tensors were computed.

    ``names`` are shown: ``{"x": x, "y": y}`` of leaves or results.  Raises ValueError
    if one of the tensors has no history or a named one is not in the graph, and
    RuntimeError if a backward pass has already freed the saved tensors.
    """
    return _describe(_reach(*tensors), names or {})


def run_backward(tensor: Tensor, *, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Call ``tensor.backward()`` and return its graph with what was seen on the way.

    The graph is read first, as by :func:`read_graph`, because the pass frees the saved
    tensors.  A hook on each node, called right after the node has run, notes the order,
    the gradient that arrived and the gradients sent along the edges.  The hooks change
    nothing and are removed at the end; ``grad`` of the leaves is filled as usual.
    """
    grad_fns, runs = _reach(tensor), Runs()
    graph = _describe(grad_fns, names or {})
    with ExitStack() as hooks:
        for index, grad_fn in enumerate(grad_fns):
            handle = grad_fn.register_hook(partial(_note_run, runs, index))
            hooks.callback(handle.remove)
        tensor.backward()  # type: ignore[no-untyped-call]
    nodes = [
        replace(
            graph.nodes[index],
            order=order,
            gradient=next((g for g in arrived if g is not None), None),
        )
        for order, (index, (arrived, _)) in enumerate(runs.items(), 1)
    ]
    edges = [replace(x, gradient=runs[x.source][1][x.position]) for x in graph.edges]
    return Graph(tuple(sorted(nodes, key=lambda node: node.id)), tuple(edges))


def _note_run(runs: Runs, index: int, sent: Gradients, arrived: Gradients) -> None:
    """Copy the gradients: the next backward pass adds into the memory of ``grad``."""
    seen = [
        [g if g is None else g.detach().clone() for g in x] for x in (arrived, sent)
    ]
    runs[index] = tuple(seen[0]), tuple(seen[1])


def mark_freed(graph: Graph, tensor: Tensor) -> Graph:
    """Return the graph of a tensor with a mark at each saved tensor that was freed.

    `graph` was read before the backward pass.
    """
    nodes = []
    for node, grad_fn in zip(graph.nodes, _reach(tensor), strict=True):
        freed = False
        try:
            _saved(grad_fn)
        except RuntimeError as error:
            if "freed" not in str(error):
                raise
            freed = True
        saved = tuple(replace(kept, freed=freed) for kept in node.saved)
        nodes.append(replace(node, saved=saved))
    return replace(graph, nodes=tuple(nodes))


def _reach(*tensors: Tensor) -> list[GradFn]:
    """Return the grad_fn nodes that tensors were computed through, breadth first."""
    if not all(tensor.requires_grad for tensor in tensors):
        raise ValueError(
            "this tensor has no history: PyTorch tracks a computation only if one of "
            "its inputs was made with requires_grad=True (and outside torch.no_grad())"
        )
    grad_fns = [get_gradient_edge(tensor).node for tensor in tensors]
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
    """List what `grad_fn`, of a built-in operation, keeps."""
    names = [name for name in dir(grad_fn) if name.startswith("_saved_")]
    try:
        kept = {name: getattr(grad_fn, name) for name in names}
    except RuntimeError as error:
        why = f"cannot be read: {error}"
        if "freed" in str(error):
            why = (
                "were freed by a backward pass: read the graph before backward(), or "
                "keep it with backward(retain_graph=True)"
            )
        operation = _operation(grad_fn)
        raise RuntimeError(f"the tensors that {operation} saved {why}") from error
    return tuple(
        SavedTensor(name.removeprefix("_saved_"), tuple(value.shape), value.nbytes)
        for name, values in kept.items()
        for value in (values if isinstance(values, (tuple, list)) else [values])
        if isinstance(value, Tensor)
    )
