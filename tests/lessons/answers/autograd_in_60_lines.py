"""Known answers to mul(a, b) and power(a, n)."""

from tutorial_utils.engine import Value, as_value, mul
from tutorial_utils.lessons import autograd_in_60_lines as lesson


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
        (lambda a, b: a.data * 2, lesson.NO_VALUE),
        (lambda a, b: Value(a * b), lesson.NO_NUMBER),
        (noting(lambda a, b: [], lambda a, b: a.data + b.data), lesson.NUMBER),
        (lambda a, b: Value("6"), lesson.NUMBER),
        (noting(lambda a, b: []), lesson.NO_EDGES),
        (noting(lambda a, b: [a, b.data, b, a.data]), lesson.NO_PAIRS),
        (noting(lambda a, b: [(b.data, a), (a.data, b)]), lesson.TURNED),
        (noting(lambda a, b: [(a.data, b.data), (b.data, a.data)]), lesson.TO_NUMBER),
        (noting(lambda a, b: [(a, b.data), (b.data, a.data)]), lesson.TO_NUMBER),
        (edge_to_number, lesson.TO_CONSTANT),
        (noting(lambda a, b: [(a, b), (b, a)]), lesson.SLOPE_VALUE),
        (
            noting(lambda a, b: [(Value(a.data), b.data), (Value(b.data), a.data)]),
            lesson.TO_COPY,
        ),
        (
            noting(lambda a, b: [(Value(a.data), b.data), (b, a.data + 1)]),
            lesson.TO_COPY,
        ),
        (hasty, lesson.TOO_EARLY),
        (
            lambda a, b: Value(a.data * b.data, [(a, b.data), (b, a.data)]),
            lesson.AS_VALUE,
        ),
        (noting(lambda a, b: [(a, b.data)]), lesson.ONE_FACTOR),
        (noting(lambda a, b: [(b, a.data)]), lesson.ONE_FACTOR),
        (by_input, lesson.SAME_TWICE),
        (noting(lambda a, b: [(a, a.data), (b, b.data)]), lesson.OWN_FACTOR),
        (noting(lambda a, b: [(a, 1.0), (b, 1.0)]), lesson.ONES),
        (noting(lambda a, b: [(a, 9.0), (b, 9.0)]), lesson.WRONG_SLOPE),
        (counting, f"engine: {lesson.IN_GRAPHS}"),
    ],
    "power": [
        (lambda a, n: Value(a.data ^ n), lesson.NOT_A_POWER),
        (raising(lambda a, n: [(a, n)], lambda a, n: a.data * n), lesson.NUMBER),
        (raising(lambda a, n: (a, n * a.data ** (n - 1))), lesson.NO_PAIRS),
        (
            raising(lambda a, n: [(a, n * a.data ** (n - 1)), (n, 1.0)]),
            lesson.TO_CONSTANT,
        ),
        (steep(lambda x, n: x ** (n - 1)), lesson.NO_FACTOR),
        (steep(lambda x, n: x**n), lesson.NO_FACTOR),
        (steep(lambda x, n: n * x**n), lesson.NOT_LOWERED),
        (steep(lambda x, n: n * x), lesson.ONLY_SQUARES),
        (steep(lambda x, n: 2 * x), lesson.ONLY_SQUARES),
        (steep(lambda x, n: 5 * x**4), lesson.WRONG_SLOPE),
    ],
}
