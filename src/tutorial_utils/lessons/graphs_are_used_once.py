"""What a backward pass frees: the figure, and the checker of the predictions."""

from collections.abc import Iterator
from functools import partial

from matplotlib.axes import Axes

from tutorial_utils.checking import Calls, Case, Checker, Verdicts
from tutorial_utils.graph import Graph
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import DATA, new_panels


def draw_freeing(before: Graph, after: Graph) -> Axes:
    """Draw a graph of one column before and after :func:`mark_freed`, side by side.

    Returns the axes on the left; the others are in the same figure.
    """
    left, right = new_panels(1, 2, height=3.2)
    for ax, graph, name in [(left, before, "before"), (right, after, "after")]:
        draw_graph(graph, ax, saved=True)
        ax.set_xlim(right=ax.get_xlim()[1] + 0.6)
        ax.text(0, ax.get_ylim()[0], name, ha="center", color=DATA)
    gone = sum(kept.freed for node in after.nodes for kept in node.saved)
    stay = f"all {len(after.nodes)} boxes stay"
    left.set_title(f"{gone} saved tensor{'s' * (gone != 1)} gone, {stay}")
    return left


PREDICTIONS = {
    "x + x": "x + x works twice: both slopes are 1 whatever x is, so it saves nothing.",
    "x * x": "x * x fails: each factor is the slope of the other, so both are saved.",
    "-x": "-x works twice: a minus is no product, no factor has to be saved.",
    "x / 2": "x / 2 fails: the constant was saved as a tensor, as the 3 of 3 * x is.",
    "x.exp()": "x.exp() fails: it saves its output, which is its own slope.",
    "x.mean()": "x.mean() works twice: how many numbers there were is no tensor.",
    "x - x.mean()": (
        "x - x.mean() works twice: two operations and two paths, "
        "but neither of the operations saves a tensor."
    ),
    "(x + 1) ** 2": (
        "(x + 1) ** 2 fails: the sum could run again, "
        "but the square has saved its input, and it is on the way."
    ),
}
"""The operations, and the hints for wrong predictions: it works twice, or it fails."""

ONLY_ONE = (
    "backward() was called once, and that call failed: the result has three numbers, "
    "add them up with sum() first."
)
ONCE = "backward() was called only once; the question is whether a second call works."
NEW_GRAPH = (
    "your second call did not meet the first one's graph: compute the result once, "
    "and call backward() twice on it, without retain_graph."
)

ERRORS = {
    "scalar": "backward() starts from one number: add up the result with sum() first.",
    "second": "that is the refusal itself: catch the RuntimeError and return False.",
    "name 'x' is not defined": (
        "the text speaks of a vector x: make it before you run the text with eval()."
    ),
    "'str' object has no attribute": (
        "operation is a text: predict from it, or run it with eval()."
    ),
    "require grad": "make x with requires_grad=True, else there is no graph to use.",
}


def _cases() -> Iterator[Case]:
    for operation, hint in PREDICTIONS.items():
        expected, calls = hint.startswith(f"{operation} works"), Calls()
        yield Case(
            inputs=(operation,),
            expected=expected,
            hint=hint,
            errors=ERRORS,
            during=calls,
            judge=partial(_judge, calls, expected),
        )


def _judge(calls: Calls, expected: bool, answer: object) -> Verdicts:
    """Say what is wrong with the trial of a reader who ran the operation."""
    count = calls.names.count("backward")
    yield count == 0 or not isinstance(answer, bool) or answer == expected, None
    yield count == 1, ONCE if answer else ONLY_ONE
    yield answer, NEW_GRAPH


check_again = Checker("again", again=_cases)
"""Checks predictions, from the text of an operation on a vector ``x``, whether
``backward()`` works twice on the sum of its result."""
