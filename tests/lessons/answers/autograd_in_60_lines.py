"""Known answers to mul(a, b) and power(a, n)."""

from tutorial_utils.engine import Value, as_value, mul
from tutorial_utils.lessons.autograd_in_60_lines import (
    AS_VALUE,
    IN_GRAPHS,
    NO_EDGES,
    NO_FACTOR,
    NO_NUMBER,
    NO_PAIRS,
    NO_VALUE,
    NOT_A_POWER,
    NOT_LOWERED,
    NUMBER,
    ONE_FACTOR,
    ONES,
    ONLY_SQUARES,
    OWN_FACTOR,
    SAME_TWICE,
    SLOPE_VALUE,
    TO_CONSTANT,
    TO_COPY,
    TO_NUMBER,
    TOO_EARLY,
    TURNED,
    WRONG_SLOPE,
)


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


def counting(a, b, calls=[]):  # noqa: B006
    """Make a product that goes wrong later."""
    calls.append(1)
    return mul(a, b) if len(calls) % 20 else Value(a.data * as_value(b).data)


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
    "mul, power": [
        (mine, lambda a, n: MyValue(a.data**n, [[a, n * a.data**n / a.data]]))
    ],
    "power": [raising(lambda a, n: [(a, n * a.data ** (n - 1)), (Value(n), 0.0)])],
}
WRONG = {
    "mul": [
        (lambda a, b: a.data * 2, NO_VALUE),
        (lambda a, b: Value(a * b), NO_NUMBER),
        (noting(lambda a, b: [], lambda a, b: a.data + b.data), NUMBER),
        (lambda a, b: Value("6"), NUMBER),
        (noting(lambda a, b: []), NO_EDGES),
        (noting(lambda a, b: [a, b.data, b, a.data]), NO_PAIRS),
        (noting(lambda a, b: [(b.data, a), (a.data, b)]), TURNED),
        (noting(lambda a, b: [(a.data, b.data), (b.data, a.data)]), TO_NUMBER),
        (noting(lambda a, b: [(a, b.data), (b.data, a.data)]), TO_NUMBER),
        (edge_to_number, TO_CONSTANT),
        (noting(lambda a, b: [(a, b), (b, a)]), SLOPE_VALUE),
        (
            noting(lambda a, b: [(Value(a.data), b.data), (Value(b.data), a.data)]),
            TO_COPY,
        ),
        (noting(lambda a, b: [(Value(a.data), b.data), (b, a.data + 1)]), TO_COPY),
        (hasty, TOO_EARLY),
        (lambda a, b: Value(a.data * b.data, [(a, b.data), (b, a.data)]), AS_VALUE),
        (noting(lambda a, b: [(a, b.data)]), ONE_FACTOR),
        (noting(lambda a, b: [(b, a.data)]), ONE_FACTOR),
        (by_input, SAME_TWICE),
        (noting(lambda a, b: [(a, a.data), (b, b.data)]), OWN_FACTOR),
        (noting(lambda a, b: [(a, 1.0), (b, 1.0)]), ONES),
        (noting(lambda a, b: [(a, 9.0), (b, 9.0)]), WRONG_SLOPE),
        (counting, f"engine: {IN_GRAPHS}"),
    ],
    "power": [
        (lambda a, n: Value(a.data ^ n), NOT_A_POWER),
        (raising(lambda a, n: [(a, n)], lambda a, n: a.data * n), NUMBER),
        (raising(lambda a, n: (a, n * a.data ** (n - 1))), NO_PAIRS),
        (raising(lambda a, n: [(a, n * a.data ** (n - 1)), (n, 1.0)]), TO_CONSTANT),
        (steep(lambda x, n: x ** (n - 1)), NO_FACTOR),
        (steep(lambda x, n: x**n), NO_FACTOR),
        (steep(lambda x, n: n * x**n), NOT_LOWERED),
        (steep(lambda x, n: n * x), ONLY_SQUARES),
        (steep(lambda x, n: 2 * x), ONLY_SQUARES),
        (steep(lambda x, n: 5 * x**4), WRONG_SLOPE),
    ],
}
