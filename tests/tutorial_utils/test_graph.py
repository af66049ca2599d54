"""The autograd graph: read and run backward."""

import pytest
import torch
from random_graphs import edges, random_expression, reach, short, watch
from torch.autograd.graph import saved_tensors_hooks

from tutorial_utils import graph as graphs
from tutorial_utils.graph import mark_freed, read_graph, run_backward


@pytest.mark.parametrize("number", range(8))
def test_graph_is_that_of_the_real_backward_pass(seed, number):
    """Nodes, edges, order, gradients and saved bytes are what walks and hooks see.

    Python numbers such as the 2 of ``2 * b`` are saved as tensors without dimensions;
    PyTorch does not show these to the hooks.
    """
    packed = []
    with saved_tensors_hooks(lambda x: packed.append(x) or x, lambda x: x):
        tensor, leaves = random_expression(seed + number)
    nodes = reach(tensor)
    fired = watch(nodes)

    graph = run_backward(tensor, names=dict(zip("ab", leaves, strict=True)))

    ids = [node.id for node in graph.nodes]
    first_met = list(dict.fromkeys(edge.target for edge in graph.edges))
    assert ids == [0, *first_met] == list(range(len(nodes)))  # breadth first
    long = [node.operation for node in graph.nodes]
    assert sorted((short(s), short(t), p) for s, t, p in edges(nodes)) == sorted(
        (long[e.source], long[e.target], e.position) for e in graph.edges
    )
    ran = sorted(graph.nodes, key=lambda node: node.order)
    assert [short(node) for node in fired] == [node.operation for node in ran]
    for node in graph.nodes[1:]:
        parts = [edge.gradient for edge in graph.edges if edge.target == node.id]
        torch.testing.assert_close(node.gradient, sum(parts))
    for name, leaf in zip("ab", leaves, strict=True):
        torch.testing.assert_close(graph.node(name).gradient, leaf.grad)
    saved = [s for node in graph.nodes for s in node.saved if s.shape]
    assert sorted((s.shape, s.bytes) for s in saved) == sorted(
        (tuple(x.shape), x.nbytes) for x in packed
    )


@pytest.mark.parametrize("number", range(8))
def test_backward_frees_every_saved_tensor(seed, number):
    """Nothing is marked while it is retained, everything behind it."""
    tensor, _ = random_expression(seed + number)
    graph = read_graph(tensor)
    tensor.backward(retain_graph=True)
    assert mark_freed(graph, tensor) == graph

    tensor.backward()
    marked = mark_freed(graph, tensor)

    assert marked.edges == graph.edges
    assert {kept.freed for node in marked.nodes for kept in node.saved} == {True}


def test_saved_tensors_in_a_tuple_are_found():
    """Indexing saves its index tensors, which PyTorch hands out as a tuple."""
    a = torch.rand(4, requires_grad=True)

    graph = read_graph(a[torch.tensor([0, 2])].sum())

    assert [(s.name, s.shape, s.bytes) for n in graph.nodes for s in n.saved] == [
        ("indices", (2,), 16)
    ]


def test_names_and_values_are_the_callers(x, y):
    """Leaves and results get the name and a copy of the value."""
    graph, leaf = read_graph(y, names={"x": x, "y": y}), read_graph(y).nodes[-1]
    with torch.no_grad():
        x.zero_()

    assert graph.node("x").is_leaf
    assert not graph.node("y").is_leaf
    assert graph.node("x").value.item() == 2.0
    assert graph.node("y").value.item() == 11.0
    assert (leaf.name, leaf.value.item()) == (None, 2.0)


def test_a_leaf_is_a_graph_of_one_node(x):
    """A leaf that asks for gradients can be read although no operation made it."""
    graph = run_backward(x, names={"x": x})

    assert [(n.operation, n.order) for n in graph.nodes] == [("AccumulateGrad", 1)]
    assert graph.edges == ()


def test_operations_with_several_results_are_read():
    """A gradient may arrive at one of several results of an operation."""
    a = torch.rand(3, 2, requires_grad=True)
    _, middle, _ = a.unbind(0)

    graph = run_backward(middle.sum(), names={"a": a})

    unbind = next(node for node in graph.nodes if node.operation == "Unbind")
    assert unbind.gradient.tolist() == [1.0, 1.0]


def test_a_long_chain_does_not_exhaust_the_stack(x):
    """Thousands of operations are walked without recursion."""
    total = x
    for _ in range(5_000):
        total = total + 1

    assert len(read_graph(total).nodes) == 5_001


def test_backward_leaves_no_hook_behind(monkeypatch, x):
    """After run_backward the graph is PyTorch's own again."""
    noted, note = [], graphs._note_run
    monkeypatch.setattr(graphs, "_note_run", lambda *run: noted.append(note(*run)))
    total = x + 1
    run_backward(total)
    total.backward()

    assert (len(noted), x.grad.item()) == (2, 2.0)


@pytest.mark.parametrize(
    "function",
    [lambda a: a.exp(), lambda a: a * a, lambda a: a + a],
    ids=["exp", "square", "sum"],
)
def test_later_changes_of_grad_do_not_reach_the_graph(function):
    """What was seen stays as it was when grad is added to, or overwritten in place."""
    a = torch.rand(3, requires_grad=True)
    graph = run_backward(function(a).sum(), names={"a": a})
    seen = a.grad.tolist()

    run_backward(function(a).sum(), names={"a": a})
    a.grad.zero_()

    assert graph.node("a").gradient.tolist() == seen
    assert sum(e.gradient for e in graph.edges_into("a")).tolist() == seen


@pytest.mark.parametrize("read", [read_graph, run_backward])
def test_a_tensor_without_history_names_the_cure(read):
    """What was not tracked has no graph: ask with requires_grad=True."""
    with pytest.raises(ValueError, match="requires_grad=True"):
        read(torch.ones(3) * 2)


@pytest.mark.parametrize("stranger", [torch.ones(1), torch.ones(1, requires_grad=True)])
def test_a_name_from_elsewhere_is_an_error(y, stranger):
    """A named tensor must be part of the graph."""
    with pytest.raises(ValueError, match="'z' is not in this graph"):
        read_graph(y, names={"z": stranger})


def test_a_freed_graph_names_the_cure(y):
    """After backward() the saved tensors are gone, and the message says so."""
    y.backward()

    with pytest.raises(RuntimeError, match=r"Pow saved were freed .*retain_graph=True"):
        read_graph(y)


def test_a_saved_tensor_that_was_overwritten_is_not_called_freed(x):
    """It is still there, but of other numbers."""
    root = x.exp()
    squared = root**2
    graph = read_graph(squared)
    root.add_(1)

    for ask in (read_graph, lambda tensor: mark_freed(graph, tensor)):
        with pytest.raises(RuntimeError, match=r"cannot be read: .*inplace"):
            ask(squared)
