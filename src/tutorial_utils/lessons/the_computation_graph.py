"""The checker of walk(), which counts the nodes of a computation graph."""

from collections.abc import Callable, Iterator
from random import Random

import torch
from torch import Tensor
from torch.autograd.graph import Node

from tutorial_utils.checking import Case, Checker

NOT_A_COUNT = "return how many notes there are, len(nodes), not the notes themselves."
VISITS = (
    "a note that several paths lead to is counted once for each path: "
    "remember where you have been."
)
EDGES = "those are the arrows between the notes; several arrows can end in one note."
NONES = "None was counted too: it stands for an input that is not tracked."
OPERATIONS = "the leaves are missing: AccumulateGrad is a note like the others."
NAMES = "two notes can have the same name: compare the notes, not their names."
ONE_STEP = "that is grad_fn and its neighbours: go on from each of them."
FIRST = "only the first input was followed: next_functions has one entry an input."
REMEMBERS = (
    "walk() still knows the notes of an earlier call: make the set anew each time. "
    "In `def walk(grad_fn, seen=set())` it is made only once."
)
WRONG = (
    "go from each note to all its next_functions, and count each note once; "
    "two notes can have the same name."
)

OPERATIONS_OF_TWO: tuple[Callable[[Tensor, Tensor], Tensor], ...] = (
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - 3 * b,
    lambda a, b: (a * b).sin(),
    lambda a, b: torch.stack([a, b, a]).sum(0),
)


def _cases() -> Iterator[Case]:
    """Draw graphs on which no two mistakes give the same number, then one again."""
    rng = Random(14)
    graphs: list[tuple[Node, list[tuple[int, str]]]] = []
    while len(graphs) < 6:
        grad_fn = _expression(rng)
        counts = _counts(grad_fn)
        if len(counts) == len(dict(counts)):
            graphs.append((grad_fn, counts))
    total = 0
    for grad_fn, ((nodes, hint), *mistakes) in [*graphs, graphs[0]]:
        total += nodes
        yield Case(
            inputs=(grad_fn,),
            expected=nodes,
            mistakes=[*mistakes, (0, REMEMBERS), (total, REMEMBERS)],
            hint=hint,
            judge=lambda found: [
                (isinstance(found, list | tuple | set | frozenset | dict), NOT_A_COUNT)
            ],
        )


def _expression(rng: Random) -> Node:
    """Combine three leaves and earlier results at random, add up what is left over."""
    values = [torch.ones(2, requires_grad=True) for _ in range(3)]
    unused = set(range(3))
    for _ in range(6):
        i, j = rng.randrange(len(values)), rng.randrange(len(values))
        unused = (unused - {i, j}) | {len(values)}
        values.append(rng.choice(OPERATIONS_OF_TWO)(values[i], values[j]))
    total = torch.stack([values[index] for index in sorted(unused)]).sum() + 1
    assert total.grad_fn is not None, "the sum is an operation"
    return total.grad_fn


def _counts(grad_fn: Node) -> list[tuple[int, str]]:
    """Return the number of nodes, then the numbers that mistakes give."""
    nodes = _reach(grad_fn)
    edges = sum(len(_inputs(node)) for node in nodes)
    nones = sum(len(node.next_functions) for node in nodes) - edges
    leaves = sum(not node.next_functions for node in nodes)
    return [
        (len(nodes), WRONG),
        (_visits(grad_fn, none=0), VISITS),
        (_visits(grad_fn, none=1), VISITS),
        (edges, EDGES),
        (len(nodes) + 1, NONES),
        (len(nodes) + nones, NONES),
        (len(nodes) - 1, "grad_fn itself counts, too."),
        (len(nodes) - leaves, OPERATIONS),
        (leaves, "those are the leaves alone; the operations above them count, too."),
        (len({node.name() for node in nodes}), NAMES),
        (1 + len(_inputs(grad_fn)), ONE_STEP),
        (_first_inputs(grad_fn), FIRST),
    ]


def _inputs(node: Node) -> list[Node]:
    return [target for target, _ in node.next_functions if target is not None]


def _reach(grad_fn: Node) -> list[Node]:
    nodes = [grad_fn]
    for node in nodes:  # grows while we walk
        nodes += [n for n in dict.fromkeys(_inputs(node)) if n not in nodes]
    return nodes


def _visits(node: Node, *, none: int) -> int:
    """Count a node once for each path, and what is not tracked as `none`."""
    inputs = _inputs(node)
    nones = none * (len(node.next_functions) - len(inputs))
    return 1 + nones + sum(_visits(below, none=none) for below in inputs)


def _first_inputs(grad_fn: Node) -> int:
    inputs = _inputs(grad_fn)
    return 1 + (_first_inputs(inputs[0]) if inputs else 0)


check_walk = Checker("walk", walk=_cases)
"""Checks a count of the nodes behind a ``grad_fn``, each once and itself included."""
