"""The checker of mul(a, b) and power(a, n): each misconception has its hint."""

import pytest

from tutorial_utils.engine import Value, as_value, mul, power
from tutorial_utils.exercises.autograd import engine as exercise
from tutorial_utils.exercises.autograd.engine import check_engine

PASSED = "engine: all 212 cases right"


def noting(edges, number=lambda a, b: a.data * b.data):
    """Make a product with the edges that a function of a and b returns."""

    def product(a, b):
        b = as_value(b)
        return Value(number(a, b), edges(a, b))

    return product


def raising(edges, number=lambda a, n: a.data**n):
    """Make a power with the edges that a function of a and n returns."""
    return lambda a, n: Value(number(a, n), edges(a, n))


def steep(slope):
    """Make a power with a slope."""
    return raising(lambda a, n: [(a, slope(a.data, n))])


def hasty(a, b):
    """Give gradients away at once."""
    b = as_value(b)
    a.grad += b.data
    b.grad += a.data
    return mul(a, b)


def by_input(a, b):
    """Keep the slopes in a dictionary, where x * x has one entry."""
    b = as_value(b)
    return Value(a.data * b.data, list({a: b.data, b: a.data}.items()))


def counting():
    """Make a product that goes wrong later."""
    calls = []

    def product(a, b):
        calls.append(1)
        return mul(a, b) if len(calls) < 20 else Value(a.data * as_value(b).data)

    return product


def edge_to_number(a, b):
    """Give a plain number an edge of its own."""
    number = b if isinstance(b, float) else b.data
    return Value(a.data * number, [(a, number), (b, a.data)])


class MyValue:
    """The class as the page writes it, in the reader's own file."""

    def __init__(self, data, edges=(), operation=""):
        self.data, self.edges, self.grad = data, edges, 0.0


def mine(a, b):
    """Multiply with the reader's class."""
    b = b if hasattr(b, "edges") else MyValue(b)
    return MyValue(a.data * b.data, ((b, a.data), (a, b.data)))


RIGHT = {
    "the solution": (mul, power),
    "one's own class": (
        mine,
        lambda a, n: MyValue(a.data**n, [[a, n * a.data**n / a.data]]),
    ),
    "a constant with an edge": (
        mul,
        raising(lambda a, n: [(a, n * a.data ** (n - 1)), (Value(n), 0.0)]),
    ),
}

WRONG_PRODUCTS = {
    "a number": (lambda a, b: a.data * 2, exercise.NO_VALUE),
    "a Value in a Value": (lambda a, b: Value(a * b), exercise.NO_NUMBER),
    "a sum": (
        noting(lambda a, b: [(a, 1.0), (b, 1.0)], lambda a, b: a.data + b.data),
        exercise.NUMBER,
    ),
    "text": (lambda a, b: Value("6"), exercise.NUMBER),
    "no edges": (noting(lambda a, b: []), exercise.NO_EDGES),
    "a flat list": (noting(lambda a, b: [a, b.data, b, a.data]), exercise.NO_PAIRS),
    "turned pairs": (
        noting(lambda a, b: [(b.data, a), (a.data, b)]),
        exercise.TURNED,
    ),
    "edges to numbers": (
        noting(lambda a, b: [(a.data, b.data), (b.data, a.data)]),
        exercise.TO_NUMBER,
    ),
    "one edge to a number": (
        noting(lambda a, b: [(a, b.data), (b.data, a.data)]),
        exercise.TO_NUMBER,
    ),
    "an edge to a constant": (edge_to_number, exercise.TO_CONSTANT),
    "slopes that are Values": (
        noting(lambda a, b: [(a, b), (b, a)]),
        exercise.SLOPE_VALUE,
    ),
    "edges to copies": (
        noting(lambda a, b: [(Value(a.data), b.data), (Value(b.data), a.data)]),
        exercise.TO_COPY,
    ),
    "an edge to one copy": (
        noting(lambda a, b: [(Value(a.data), b.data), (b, a.data + 1)]),
        exercise.TO_COPY,
    ),
    "gradients at once": (hasty, exercise.TOO_EARLY),
    "a constant without Value": (
        lambda a, b: Value(a.data * b.data, [(a, b.data), (b, a.data)]),
        exercise.AS_VALUE,
    ),
    "one factor": (noting(lambda a, b: [(a, b.data)]), exercise.ONE_FACTOR),
    "the other factor": (noting(lambda a, b: [(b, a.data)]), exercise.ONE_FACTOR),
    "a dictionary": (by_input, exercise.SAME_TWICE),
    "own factors": (
        noting(lambda a, b: [(a, a.data), (b, b.data)]),
        exercise.OWN_FACTOR,
    ),
    "ones": (noting(lambda a, b: [(a, 1.0), (b, 1.0)]), exercise.ONES),
    "something else": (noting(lambda a, b: [(a, 9.0), (b, 9.0)]), exercise.WRONG_SLOPE),
    "a memory": (counting(), exercise.IN_GRAPHS),
}

WRONG_POWERS = {
    "the other power": (lambda a, n: Value(a.data ^ n), exercise.NOT_A_POWER),
    "a product": (
        raising(lambda a, n: [(a, n)], lambda a, n: a.data * n),
        exercise.NUMBER,
    ),
    "a bare pair": (
        raising(lambda a, n: (a, n * a.data ** (n - 1))),
        exercise.NO_PAIRS,
    ),
    "an edge to n": (
        raising(lambda a, n: [(a, n * a.data ** (n - 1)), (n, 1.0)]),
        exercise.TO_CONSTANT,
    ),
    "without n": (steep(lambda x, n: x ** (n - 1)), exercise.NO_FACTOR),
    "the power itself": (steep(lambda x, n: x**n), exercise.NO_FACTOR),
    "the exponent as it was": (steep(lambda x, n: n * x**n), exercise.NOT_LOWERED),
    "the square's slope": (steep(lambda x, n: n * x), exercise.ONLY_SQUARES),
    "always 2": (steep(lambda x, n: 2 * x), exercise.ONLY_SQUARES),
    "always 5": (steep(lambda x, n: 5 * x**4), exercise.WRONG_SLOPE),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_each_way_to_note_the_edges_passes(line, answer):
    """The order of the edges, lists or tuples and the class are the reader's choice."""
    assert line(check_engine, *answer) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), WRONG_PRODUCTS.values(), ids=WRONG_PRODUCTS)
def test_each_wrong_product_gets_its_own_hint(line, wrong, hint):
    """The hint is chosen by what the edges say."""
    assert hint in line(check_engine, wrong, power)


@pytest.mark.parametrize(("wrong", "hint"), WRONG_POWERS.values(), ids=WRONG_POWERS)
def test_each_wrong_power_gets_its_own_hint(line, wrong, hint):
    """A right product does not hide it."""
    assert hint in line(check_engine, mul, wrong)


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    mistakes = [*WRONG_PRODUCTS.values(), *WRONG_POWERS.values()]
    assert texts == {hint for _, hint in mistakes}
