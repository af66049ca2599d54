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
from typing import NamedTuple

from torch import Tensor
from torch.autograd.graph import Node as GradFn
from torch.autograd.graph import get_gradient_edge
from torch.utils.hooks import RemovableHandle

Gradients = tuple[Tensor | None, ...]


@dataclass(frozen=True)
class SavedTensor:
    """A tensor that an operation keeps for its own derivative.

    ``name`` is its role in the operation (``self``, ``other``, ``result``, …),
    ``shape`` its shape and ``bytes`` what its numbers take. Two saved tensors
    may share memory: ``x * x`` saves ``x`` twice. ``freed`` says whether a
    backward pass has let go of it, once :func:`mark_freed` has looked.
    """

    name: str
    shape: tuple[int, ...]
    bytes: int
    freed: bool = False


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


def read_graph(*tensors: Tensor, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Read the graph that PyTorch recorded while the tensors were computed.

    ``names`` are shown: ``{"x": x, "y": y}`` of leaves or results.

    Raises
    ------
    ValueError
        If one of them has no history, or a named tensor is not in the graph.
    RuntimeError
        If a backward pass has already freed the saved tensors.
    """
    return _describe(_reach(*tensors), names or {})


def run_backward(tensor: Tensor, *, names: Mapping[str, Tensor] | None = None) -> Graph:
    """Call ``tensor.backward()`` and return its graph with what was seen on the way.

    The graph is read first, as by :func:`read_graph`, because the pass frees the saved
    tensors.  A hook on each node, called right after the node has run, notes the order,
    the gradient that arrived and the gradients sent along the edges.  The hooks change
    nothing and are removed at the end; ``grad`` of the leaves is filled as usual.
    """
    grad_fns = _reach(tensor)
    graph = _describe(grad_fns, names or {})
    runs: dict[int, _Run] = {}
    with ExitStack() as hooks:
        for index, grad_fn in enumerate(grad_fns):
            hooks.callback(_note_run(grad_fn, index, runs).remove)
        tensor.backward()  # type: ignore[no-untyped-call]
    return _with_runs(graph, runs)


def mark_freed(graph: Graph, tensor: Tensor) -> Graph:
    """Return the graph of a tensor with a mark at each saved tensor that was freed.

    `graph` was read before the backward pass.
    """
    nodes = [
        replace(node, saved=tuple(_look_again(grad_fn, kept) for kept in node.saved))
        for node, grad_fn in zip(graph.nodes, _reach(tensor), strict=True)
    ]
    return replace(graph, nodes=tuple(nodes))


def _look_again(grad_fn: GradFn, kept: SavedTensor) -> SavedTensor:
    prefix = "" if kept.name == "saved_tensors" else "_saved_"
    try:
        getattr(grad_fn, prefix + kept.name)
    except RuntimeError as error:
        if "freed" not in str(error):
            raise
        return replace(kept, freed=True)
    return kept


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
