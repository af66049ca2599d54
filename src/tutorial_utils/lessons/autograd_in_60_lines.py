"""The graph of our own engine beside PyTorch's; the checker of mul() and power()."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, check_functions
from tutorial_utils.engine import Value, add, backward, in_order
from tutorial_utils.graph import Edge, Graph, Node
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import use_style

Mul = Callable[[Value, Value | float], Value]
Power = Callable[[Value, float], Value]
Slopes = dict[str, float]


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
    use_style()
    _, (left, right) = plt.subplots(1, 2, figsize=(4.8, 3.6))
    for ax, graph, owner in [(left, ours, "ours"), (right, theirs, "PyTorch")]:
        draw_graph(graph, ax)
        ax.set_title(f"{owner}: {ax.get_title(loc='left')}")
    return left, right


NO_VALUE = "a result has to remember where it came from: return Value(number, edges)."
NO_NUMBER = "Value wants the number: compute with a.data, not with a."
NUMBER = "the number of the result is wrong: see .data."
NO_EDGES = "the result has no edges, so no gradient gets through."
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
NOT_LOWERED = "in the slope the exponent is lower by one: n - 1."
ONLY_SQUARES = "that slope holds for n = 2 alone: it is short of a power of a.data."
WRONG_SLOPE = "a slope is wrong: how fast does the result change with this input?"
IN_GRAPHS = "right alone, wrong in a graph: does a call depend on the calls before it?"

ERRORS = {"has no attribute 'data'": AS_VALUE, "for ^": NOT_A_POWER}


def check_engine(mul: Mul, power: Power) -> None:
    """Check both operations alone, then together on 200 random graphs."""
    generator = torch.Generator().manual_seed(19)
    gradients = partial(_gradients, mul=mul, power=power)
    check_functions(
        "engine",
        {
            "mul": (mul, _products(generator)),
            "power": (power, _powers(generator)),
            "engine": (gradients, _graphs(generator)),
        },
    )


class Step(NamedTuple):
    """What one call has to note, and the wrong slopes with the hint for each."""

    number: float
    slopes: Slopes
    inputs: dict[str, Value]
    mistakes: tuple[tuple[Slopes, str], ...]


def _products(generator: torch.Generator) -> Iterator[Case]:
    for _ in range(4):
        a, b = _draw(generator), _draw(generator)
        x, y = a.data, b.data
        mistakes = (
            ({"a": y}, ONE_FACTOR),
            ({"b": x}, ONE_FACTOR),
            ({"a": x, "b": y}, OWN_FACTOR),
            ({"a": 1.0, "b": 1.0}, ONES),
        )
        step = Step(x * y, {"a": y, "b": x}, {"a": a, "b": b}, mistakes)
        yield _case((a, b), step)
    a = _draw(generator)
    twice = (({"a": a.data}, SAME_TWICE),)
    yield _case((a, a), Step(a.data**2, {"a": 2 * a.data}, {"a": a}, twice))
    yield _case((a, 3.0), Step(3 * a.data, {"a": 3.0}, {"a": a}, ()))


def _powers(generator: torch.Generator) -> Iterator[Case]:
    for n in (3, 2, 4, 0.5, -1, 1):
        a = _draw(generator)
        x = a.data
        mistakes = (
            ({"a": x ** (n - 1)}, NO_FACTOR),
            ({"a": x**n}, NO_FACTOR),
            ({"a": n * x**n}, NOT_LOWERED),
            ({"a": n * x}, ONLY_SQUARES),
            ({"a": 2 * x}, ONLY_SQUARES),
        )
        yield _case((a, n), Step(x**n, {"a": n * x ** (n - 1)}, {"a": a}, mistakes))


def _draw(generator: torch.Generator) -> Value:
    """Draw a number between 1.5 and 2.5, where the mistakes differ."""
    return Value(1.5 + torch.rand((), generator=generator, dtype=torch.float64).item())


def _case(inputs: tuple[Any, ...], step: Step) -> Case:
    return Case(
        inputs=inputs, expected=None, judge=partial(_judge, step), errors=ERRORS
    )


def _judge(step: Step, answer: Any) -> str | None:
    """Look at the number, at the form of the edges, then at the slopes."""
    if answer is None or answer is ...:
        return None
    if not (hasattr(answer, "data") and hasattr(answer, "edges")):
        return NO_VALUE
    if _is_value(answer.data):
        return NO_NUMBER
    if not _near(answer.data, step.number):
        return NUMBER
    if any(value.grad for value in step.inputs.values()):
        return TOO_EARLY
    return _judge_form(step, answer.edges) or _judge_slopes(step, answer.edges)


def _judge_form(step: Step, edges: Any) -> str | None:
    """Say what keeps the edges from being pairs of a `Value` and a number."""
    edges = list(edges) if np.iterable(edges) else [edges]
    if not edges:
        return NO_EDGES
    if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in edges):
        return NO_PAIRS
    firsts, seconds = zip(*edges, strict=True)
    leading = [_is_value(first) for first in firsts]
    if not any(leading):
        return TURNED if any(map(_is_value, seconds)) else TO_NUMBER
    if not all(leading):
        return TO_CONSTANT if len(step.inputs) == 1 else TO_NUMBER
    return None if all(map(_is_number, seconds)) else SLOPE_VALUE


def _is_value(thing: object) -> bool:
    return hasattr(thing, "edges")


def _is_number(thing: object) -> bool:
    return isinstance(thing, int | float | np.number)


def _judge_slopes(step: Step, edges: Any) -> str | None:
    """Add up the slopes of the edges to each input and find the mistake in them."""
    names = {value: name for name, value in step.inputs.items()}
    found: Slopes = {}
    for value, slope in edges:
        name = names.get(value, "")
        found[name] = found.get(name, 0.0) + slope
    others = found.pop("", None)
    if found and _alike(found, step.slopes):
        return None
    if others is not None:
        return TO_COPY
    hints = [hint for slopes, hint in step.mistakes if _alike(found, slopes)]
    return [*hints, WRONG_SLOPE][0]


def _alike(some: Slopes, other: Slopes) -> bool:
    return some.keys() == other.keys() and all(_near(some[k], other[k]) for k in some)


def _near(found: Any, expected: float) -> bool:
    return _is_number(found) and bool(np.allclose(found, expected, rtol=1e-9))


class Expression(NamedTuple):
    """A random directed acyclic graph: leaves, and steps of an operation and inputs."""

    leaves: tuple[float, ...]
    steps: tuple[tuple[str, int, int, float], ...]

    def build(self, values: list[Any], operations: dict[str, Any]) -> Any:
        """Compute the steps, then the sum of all, so that each of them counts."""
        for operation, i, j, n in self.steps:
            other = n if operation == "power" else values[j]
            values.append(operations[operation](values[i], other))
        total = values[0]
        for value in values[1:]:
            total = operations["add"](total, value)
        return total


def _graphs(generator: torch.Generator, *, count: int = 200) -> Iterator[Case]:
    """Draw graphs whose gradients are neither huge nor lost."""
    while count:
        expression = _expression(generator)
        gradients = _oracle(expression)
        if gradients.abs().max() < 1e6:
            yield Case(inputs=(expression,), expected=gradients, hint=IN_GRAPHS)
            count -= 1


def _expression(generator: torch.Generator) -> Expression:
    """Draw two to four leaves and up to nine steps."""

    def draw(size: int) -> int:
        return int(torch.randint(size, (), generator=generator))

    leaves = tuple(_draw(generator).data - 1 for _ in range(2 + draw(3)))
    steps = tuple(
        (
            ("add", "mul", "mul", "power")[draw(4)],
            draw(len(leaves) + k),
            draw(len(leaves) + k),
            (2, 3, -1, 0.5)[draw(4)],
        )
        for k in range(1 + draw(9))
    )
    return Expression(leaves, steps)


def _oracle(expression: Expression) -> Tensor:
    leaves = [
        torch.tensor(x, dtype=torch.float64, requires_grad=True)
        for x in expression.leaves
    ]
    operations = {"add": torch.add, "mul": torch.mul, "power": torch.pow}
    end = expression.build(list(leaves), operations)
    return torch.stack(torch.autograd.grad(end, leaves))


def _gradients(expression: Expression, *, mul: Mul, power: Power) -> Tensor:
    """Let the reader's operations and the engine's ``backward`` find the gradients."""
    leaves = [Value(x) for x in expression.leaves]
    operations = {"add": add, "mul": mul, "power": power}
    backward(expression.build(list(leaves), operations))
    return torch.tensor([leaf.grad for leaf in leaves], dtype=torch.float64)
