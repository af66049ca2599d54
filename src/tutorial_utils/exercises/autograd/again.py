"""Checker of the exercise that predicts for which operations backward() works twice."""

from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from tutorial_utils.checking import Calls, Case, check_cases, find_words

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
"""The operations and the hints for wrong predictions."""

ONLY_ONE = (
    "backward() was called once, and that call failed: the result has three numbers, "
    "add them up with sum() first."
)
ONCE = "backward() was called only once; the question is whether a second call works."
NEW_GRAPH = (
    "your second call did not meet the first one's graph: compute the result once, "
    "and call backward() twice on it, without retain_graph."
)
NO_SUM = "backward() starts from one number: add up the result with sum() first."
REFUSED = "that is the refusal itself: catch the RuntimeError and return False."
NO_X = "the text speaks of a vector x: make it before you run the text with eval()."
A_TEXT = "operation is a text: predict from it, or run it with eval()."
NOT_TRACKED = "make x with requires_grad=True, else there is no graph to use."

ERRORS = {
    "only for scalar outputs": NO_SUM,
    "backward through the graph a second time": REFUSED,
    "name 'x' is not defined": NO_X,
    "'str' object has no attribute": A_TEXT,
    "does not require grad": NOT_TRACKED,
}


def check_again(again: Callable[[str], bool]) -> None:
    """Check a reader's predictions by running ``backward()`` twice.

    Parameters
    ----------
    again
        Takes the text of an operation on a vector ``x`` and says whether a second
        ``backward()`` works on the sum of its result.
    """
    check_cases("again", again, _cases())


def _cases() -> Iterator[Case]:
    """Run each operation and try the second call."""
    generator = torch.Generator().manual_seed(15)
    for operation, hint in PREDICTIONS.items():
        x = 1 + torch.rand(3, generator=generator)
        expected = _works_twice(eval(operation, {"x": x.requires_grad_()}))
        calls = Calls()
        yield Case(
            inputs=(operation,),
            expected=expected,
            hint=hint,
            error_hint=partial(find_words, hints=ERRORS),
            during=calls,
            judge=partial(_judge, calls, expected),
        )


def _works_twice(result: Tensor) -> bool:
    total = result.sum()
    total.backward()  # type: ignore[no-untyped-call]
    try:
        total.backward()  # type: ignore[no-untyped-call]
    except RuntimeError:
        return False
    return True


def _judge(calls: Calls, expected: bool, answer: object) -> str | None:
    """Say what is wrong with the trial of a reader who ran the operation."""
    count = calls.names.count("backward")
    if count == 0 or not isinstance(answer, bool) or answer == expected:
        return None
    if count == 1:
        return ONCE if answer else ONLY_ONE
    return NEW_GRAPH if answer else None
