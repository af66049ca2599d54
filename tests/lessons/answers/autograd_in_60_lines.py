"""Known answers to mul(a, b) and power(a, n)."""

from tutorial_utils.lessons import autograd_in_60_lines as lesson

CONVERT = "b = as_value(b)"
PRODUCT, EDGES = "a.data * b.data", "[(a, b.data), (b, a.data)]"
POWER, SLOPE = "a.data**n", "n * a.data ** (n - 1)"


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
    "power": [{"[(a": "[(Value(n), 0.0), (a"}],
}
WRONG = {
    "mul": [
        (lambda a, b: a.data * 2, lesson.NO_VALUE),
        ({PRODUCT: "a * b"}, lesson.NO_NUMBER),
        ({PRODUCT: "a.data + b.data"}, lesson.NUMBER),
        ({PRODUCT: "'6'"}, lesson.NUMBER),
        ({EDGES: "[]"}, "the result has no edges, so"),
        ({EDGES: "[a, b.data, b, a.data]"}, lesson.NO_PAIRS),
        ({EDGES: "[(b.data, a), (a.data, b)]"}, lesson.TURNED),
        ({EDGES: "[(a.data, b.data), (b.data, a.data)]"}, lesson.TO_NUMBER),
        ({"(b, a.data)": "(b.data, a.data)"}, lesson.TO_NUMBER),
        ({CONVERT: f"n = b; {CONVERT}", "(b, a.": "(n, a."}, lesson.TO_CONSTANT),
        ({EDGES: "[(a, b), (b, a)]"}, lesson.SLOPE_VALUE),
        ({EDGES: "[(Value(a.data), b.data), (b, a.data + 1)]"}, lesson.TO_COPY),
        ({CONVERT: f"{CONVERT}; a.grad += b.data; b.grad += a.data"}, "grad changed"),
        ({CONVERT: "pass"}, lesson.AS_VALUE),
        ({", (b, a.data)": ""}, lesson.ONE_FACTOR),
        ({"(a, b.data), ": ""}, lesson.ONE_FACTOR),
        ({EDGES: "list({a: b.data, b: a.data}.items())"}, lesson.SAME_TWICE),
        ({EDGES: "[(a, a.data), (b, b.data)]"}, lesson.OWN_FACTOR),
        ({EDGES: "[(a, 1.0), (b, 1.0)]"}, lesson.ONES),
        ({EDGES: "[(a, 9.0), (b, 9.0)]"}, "a slope is wrong: how"),
        (
            {
                "mul(a, b)": "mul(a, b, calls=[])",
                CONVERT: f"{CONVERT}; calls.append(1)",
                EDGES: f"{EDGES} if len(calls) % 20 else []",
            },
            f"engine: {lesson.IN_GRAPHS}",
        ),
    ],
    "power": [
        ({POWER: "a.data ^ n"}, lesson.NOT_A_POWER),
        ({POWER: "a.data * n"}, lesson.NUMBER),
        ({"[(": "(", ")]": ")"}, lesson.NO_PAIRS),
        ({"[(a": "[(n, 1.0), (a"}, lesson.TO_CONSTANT),
        ({SLOPE: "a.data ** (n - 1)"}, lesson.NO_FACTOR),
        ({SLOPE: "a.data**n"}, lesson.NO_FACTOR),
        ({"(n - 1)": "n"}, "in the slope the exponent is"),
        ({" ** (n - 1)": ""}, lesson.ONLY_SQUARES),
        ({SLOPE: "2 * a.data"}, lesson.ONLY_SQUARES),
        ({SLOPE: "5 * a.data**4"}, "a slope is wrong: how"),
    ],
}
