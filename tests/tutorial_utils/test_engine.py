"""Autograd in 60 lines: the numbers and gradients of PyTorch."""

import random

import pytest
import torch

from tutorial_utils.engine import Value, as_value, backward, exp, in_order

OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1),
    lambda a, b: -a,
    lambda a, b: 2 - a,
    lambda a, b: a - 2,
    lambda a, b: a / 2,
    lambda a, b: 2 / (a * a + 1),
    lambda a, b: (0.1 * a).exp(),
    lambda a, b: (a * a + 1) ** -0.5,
]


def program(steps, values):
    """Run a random program, and add up what it has computed."""
    for operation, i, j in steps:
        values.append(OPERATIONS[operation](values[i], values[j]))
    return sum(values[1:], values[0])


@pytest.mark.parametrize("number", range(30))
def test_gradients_of_random_programs_are_those_of_pytorch(seed, number):
    """Value and slopes agree to the last digits, over two calls."""
    draw = random.Random(seed + number)
    numbers = [draw.uniform(-2, 2) for _ in range(3)]
    ours = [Value(x) for x in numbers]
    leaf = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    steps = [
        (draw.randrange(len(OPERATIONS)), draw.randrange(n), draw.randrange(n))
        for n in range(3, 12)
    ]
    end, result = program(steps, list(ours)), program(steps, list(leaf))

    for _ in range(2):
        end.backward()
        result.backward(retain_graph=True)

    assert end.data == pytest.approx(result.item(), rel=1e-9)
    assert [x.grad for x in ours] == pytest.approx(leaf.grad.tolist(), rel=1e-9)


def test_a_leaf_goes_back_to_itself():
    """Its slope towards itself is 1, and a constant stays a number."""
    x = Value(0.7)
    backward(x)

    assert repr(x) == "Value(0.7, grad=1)"
    assert as_value(x) is x
    assert exp(as_value(0)).data == 1


def test_each_value_is_listed_once_after_its_inputs():
    """Although 65,536 paths lead to the first; no value is compared with all others."""
    compared = []

    class Watched(Value):
        def __eq__(self, other):
            compared.append(other)
            return self is other

        __hash__ = Value.__hash__

    end = Value(0.0, [(Watched(1.0), 1.0) for _ in range(1024)])
    for _ in range(16):
        end = end * end

    values = in_order(end)

    assert (len(values), values[-1]) == (1041, end)
    places = {value: place for place, value in enumerate(values)}
    assert all(places[x] < places[v] for v in values for x, _ in v.edges)
    assert len(compared) < 100
