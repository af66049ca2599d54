"""The graph of our own engine beside PyTorch's; the checker of mul() and power()."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts, is_nothing
from tutorial_utils.engine import Value, add, backward, in_order
from tutorial_utils.graph import Edge, Graph, Node
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import new_panels

Operation = Callable[..., Value]
Slopes = dict[Value, float]
Mistakes = list[tuple[Slopes, str]]


def read_engine(end: Value, *, names: Mapping[str, Value]) -> Graph:
    """Describe what the engine recorded as the graph of PyTorch is described.

    ``backward()`` of `end` has run.  The nodes stand breadth first, as there, and
    ``order`` counts the operations.  A leaf without a name is a constant: its number
    stands for the operation.
    """
    values = [end]
    for value in values:  # grows while we walk
        below = dict.fromkeys(below for below, _ in value.edges)
        values += [x for x in below if x not in values]
    named = {value: name for name, value in names.items()}
    ran = [value for value in reversed(in_order(end)) if value.edges]
    nodes = [
        Node(
            id=index,
            operation=value.operation
            or ("AccumulateGrad" if value in named else f"{value.data:g}"),
            name=named.get(value),
            value=torch.tensor(value.data),
            order=ran.index(value) + 1 if value.edges else None,
            gradient=torch.tensor(value.grad),
        )
        for index, value in enumerate(values)
    ]
    edges = [
        Edge(source, values.index(below), place, torch.tensor(value.grad * slope))
        for source, value in enumerate(values)
        for place, (below, slope) in enumerate(value.edges)
    ]
    return Graph(tuple(nodes), tuple(edges))


def draw_beside(ours: Graph, theirs: Graph) -> tuple[Axes, Axes]:
    """Draw a graph of the engine on the left and PyTorch's on the right."""
    left, right = new_panels(1, 2, height=3.6)
    for ax, graph, owner in [(left, ours, "ours"), (right, theirs, "PyTorch")]:
        draw_graph(graph, ax)
        ax.set_title(f"{owner}: {ax.get_title(loc='left')}")
    return left, right


NO_VALUE = "a result has to remember where it came from: return Value(number, edges)."
NO_NUMBER = "Value wants the number: compute with a.data, not with a."
NUMBER = "the number of the result is wrong: see .data."
NO_PAIRS = "edges is a list of pairs: [(a, slope)], with square and round brackets."
TURNED = "in each pair the input comes first, then the slope: (a, slope)."
TO_NUMBER = "an edge leads to a itself; a.data is a number, which cannot keep a grad."
SLOPE_VALUE = "a slope is a number: take .data of what you compute it from."
TO_COPY = "the edges have to lead to the Value that was handed over, not to a new one."
TOO_EARLY = "grad changed already: only note the edges, backward() does the rest."
AS_VALUE = "b may be a number, as in x * 3: begin with b = as_value(b)."
NOT_A_POWER = "a power is written with **; in Python, ^ is another operation."
ONE_FACTOR = "a product has two inputs, and each of them gets an edge."
SAME_TWICE = "in x * x two paths lead to the same Value, and both count."
OWN_FACTOR = "towards a the slope is the other factor: the larger b, the more a counts."
ONES = "both slopes are 1, as for a sum; a product climbs by its other factor."
TO_CONSTANT = "a plain number, such as n, cannot keep a grad: it gets no edge."
NO_FACTOR = "the slope lacks a factor: the exponent comes down in front."
ONLY_SQUARES = "that slope holds for n = 2 alone: it is short of a power of a.data."
IN_GRAPHS = "right alone, wrong in a graph: does a call depend on the calls before it?"

ERRORS = {"has no attribute 'data'": AS_VALUE, "for ^": NOT_A_POWER}


def check_engine(mul: Operation, power: Operation) -> None:
    """Check both operations alone, then together on 200 random graphs."""
    rng = Random(19)
    together = partial(_gradients, mul=mul, power=power)
    products, powers, graphs = (partial(x, rng) for x in (_products, _powers, _graphs))
    check = Checker("engine", mul=products, power=powers, engine=graphs)
    check(mul, power, together)


def _products(rng: Random) -> Iterator[Case]:
    for _ in range(4):
        a, b = Value(rng.uniform(1.5, 2.5)), Value(rng.uniform(1.5, 2.5))
        x, y = a.data, b.data
        mistakes = [
            ({a: y}, ONE_FACTOR),
            ({b: x}, ONE_FACTOR),
            ({a: x, b: y}, OWN_FACTOR),
            ({a: 1.0, b: 1.0}, ONES),
        ]
        yield _case((a, b), x * y, {a: y, b: x}, mistakes)
    a = Value(rng.uniform(1.5, 2.5))
    yield _case((a, a), a.data**2, {a: 2 * a.data}, [({a: a.data}, SAME_TWICE)])
    yield _case((a, 3.0), 3 * a.data, {a: 3.0}, [])


def _powers(rng: Random) -> Iterator[Case]:
    for n in (3, 2, 4, 0.5, -1, 1):
        a = Value(x := rng.uniform(1.5, 2.5))
        mistakes = [
            ({a: x ** (n - 1)}, NO_FACTOR),
            ({a: x**n}, NO_FACTOR),
            ({a: n * x**n}, "in the slope the exponent is lower by one: n - 1."),
            ({a: n * x}, ONLY_SQUARES),
            ({a: 2 * x}, ONLY_SQUARES),
        ]
        yield _case((a, n), x**n, {a: n * x ** (n - 1)}, mistakes)


def _case(
    inputs: tuple[Any, ...], number: float, slopes: Slopes, mistakes: Mistakes
) -> Case:
    """Make a call that has to note a number and, by input, the slopes."""
    judge = partial(_judge, number, slopes, mistakes)
    return Case(inputs=inputs, expected=None, judge=judge, errors=ERRORS)


def _judge(number: float, slopes: Slopes, mistakes: Mistakes, answer: Any) -> Verdicts:
    """Look at the number, at the form of the edges, then at the slopes."""
    yield is_nothing(answer), None
    yield not (hasattr(answer, "data") and hasattr(answer, "edges")), NO_VALUE
    yield hasattr(answer.data, "edges"), NO_NUMBER
    yield not _near(answer.data, number), NUMBER
    yield any(value.grad for value in slopes), TOO_EARLY
    edges = list(answer.edges) if np.iterable(answer.edges) else [answer.edges]
    yield not edges, "the result has no edges, so no gradient gets through."
    paired = [isinstance(pair, tuple | list) and len(pair) == 2 for pair in edges]
    yield not all(paired), NO_PAIRS
    firsts, seconds = zip(*edges, strict=True)
    leading = [hasattr(first, "edges") for first in firsts]
    turned = any(hasattr(second, "edges") for second in seconds)
    yield not any(leading), TURNED if turned else TO_NUMBER
    yield not all(leading), TO_CONSTANT if len(slopes) == 1 else TO_NUMBER
    yield not all(map(_is_number, seconds)), SLOPE_VALUE
    found: Slopes = {}
    for value, slope in edges:
        found[value] = found.get(value, 0.0) + slope
    known = {value: slope for value, slope in found.items() if value in slopes}
    yield _alike(known, slopes), None
    yield len(known) < len(found), TO_COPY
    yield from ((_alike(known, wrong), hint) for wrong, hint in mistakes)
    yield True, "a slope is wrong: how fast does the result change with this input?"


def _is_number(thing: object) -> bool:
    return isinstance(thing, int | float | np.number)


def _alike(some: Slopes, other: Slopes) -> bool:
    return some.keys() == other.keys() and all(_near(some[k], other[k]) for k in some)


def _near(found: Any, expected: float) -> bool:
    return _is_number(found) and bool(np.allclose(found, expected, rtol=1e-9))


def _graphs(rng: Random) -> Iterator[Case]:
    """Draw 200 graphs whose gradients are neither huge nor lost."""
    operations = {"add": torch.add, "mul": torch.mul, "power": torch.pow}
    count = 0
    while count < 200:
        seed, size = rng.random(), rng.randint(2, 4)
        numbers = [rng.uniform(0.5, 1.5) for _ in range(size)]
        leaves = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
        end = _combine(list(leaves), seed, operations)
        (gradients,) = torch.autograd.grad(end, leaves)
        if gradients.abs().max() < 1e6:
            yield Case(inputs=(numbers, seed), expected=gradients, hint=IN_GRAPHS)
            count += 1


def _gradients(
    numbers: list[float], seed: float, *, mul: Operation, power: Operation
) -> Tensor:
    """Let the reader's operations and the engine's ``backward`` find the gradients."""
    leaves = [Value(x) for x in numbers]
    operations = {"add": add, "mul": mul, "power": power}
    backward(_combine(leaves, seed, operations))
    return torch.tensor([leaf.grad for leaf in leaves], dtype=torch.float64)


def _combine(leaves: list[Any], seed: float, operations: Mapping[str, Any]) -> Any:
    """Combine leaves and results, at random but alike for a seed, and add up all."""
    rng, values = Random(seed), [*leaves]
    for _ in range(rng.randint(1, 9)):
        operation = rng.choice(("add", "mul", "mul", "power"))
        others: list[Any] = [2, 3, -1, 0.5] if operation == "power" else values
        inputs = rng.choice(values), rng.choice(others)
        values.append(operations[operation](*inputs))
    total = values[0]
    for value in values[1:]:
        total = operations["add"](total, value)
    return total
