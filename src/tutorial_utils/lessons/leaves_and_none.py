"""The checker of six programs whose gradient is None, to be repaired."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor

from tutorial_utils.checking import Calls, Case, Checker, Verdicts, is_close

Answers = list[tuple[Tensor, str]]


NONE = {
    "bias": "bias(): is b a leaf? Yes. Does it ask? Look at how b is made.",
    "double": "double(): w asks, but to() made it, so it is no leaf. Ask last.",
    "between": "between(): h is no leaf, so it must be told to keep its gradient.",
    "early": "early(): the grad was read too soon: which line fills it?",
    "element": "element(): w[0] makes a new tensor each time; what does w itself hold?",
    "scale": "scale(): s is a leaf and asks, but no path leads from the loss to it.",
}
LATE = {
    "bias": "bias(): b must ask before the loss is computed, not afterwards.",
    "double": "double(): retain_grad() only works if it is called before backward().",
    "between": "between(): retain_grad() comes too late: call it before backward().",
}
"""The hints for a repair that still returns None, and for one that comes too late."""

STILL_NO_LEAF = (
    "double(): retain_grad() shows the gradient, but w is still no leaf, and only "
    "leaves can be trained. Ask last."
)
STILL_FLOAT32 = "double() returns a gradient in float32: w has to be float64 itself."
CONVERTED = "double() computed in float32 and converted the result: make w float64."

ERRORS = {
    "'NoneType' object": "there is no gradient yet: put this line behind backward().",
    "can't retain_grad": (
        "retain_grad() is for non-leaves; a leaf asks with requires_grad=True."
    ),
    "a grad_fn": "nothing in the loss is tracked any more: w needs requires_grad=True.",
    "a second time": "one backward() is enough here, so that line is too much.",
}


def _answers(x: Tensor) -> dict[str, Answers]:
    """Return the right gradients with a hint for others, then mistakes with theirs."""
    w, first = 2 * x**2, "element(): the first number has the index 0."
    whole = "element() returns the whole gradient; asked for is its first number."
    s = 2 * w.sum()  # the gradient of s; w is that of w
    return {
        "bias": [
            (2 * x + 2, "bias(): let b ask for its gradient and change nothing else."),
            (w + 2 * x, "bias() returns the gradient of w, not of b."),
            (2 * x, "bias() lost its ones: b still starts with 1, 1, 1."),
        ],
        "double": [(w, "double(): change how w is made and nothing else.")],
        "between": [
            (2 * x, "between(): let h keep its gradient and change nothing else."),
            (w, "between() returns the gradient of w, not of h."),
            (x, "between() returns h, not its gradient."),
        ],
        "early": [
            (w, "early(): move one line and change nothing else."),
            (0 * x, "early(): those zeros were there before backward()."),
            (torch.ones_like(x), "early() returns w, not its gradient."),
            (2 * w, "early(): backward() ran twice, and gradients add."),
        ],
        "element": [
            (w[0], "element(): take the gradient of w first, then its first number."),
            (w, whole),
            (w[1], first),
            (w[2], first),
            (torch.tensor(1.0), "element() returns a weight, not its gradient."),
        ],
        "scale": [
            (s, "scale(): let s itself go into the loss and change nothing else."),
            (4 * w, "scale() returns the gradient of w, not of s."),
            (s / 2, "scale() has lost its 2: s still starts with 2."),
            (torch.tensor(2.0), "scale() returns s, not its gradient."),
        ],
    }


def _cases(name: str) -> Iterator[Case]:
    """Draw vectors for which each mistake gives another gradient."""
    generator = torch.Generator().manual_seed(17)
    for _ in range(2):
        x, calls = 2 + torch.rand(3, generator=generator), Calls()
        answers = _answers(x.double())[name]
        right, hint = answers[0]
        yield Case(
            inputs=(x,),
            expected=right,
            hint=CONVERTED if name == "double" else hint,
            errors=ERRORS,
            tolerance=1e-10 if name == "double" else 1e-5,
            during=_watch(calls),
            judge=partial(_judge, name, answers, calls),
        )


@contextmanager
def _watch(calls: Calls) -> Iterator[None]:
    """Note the calls, without the warning for who reads the grad of a non-leaf."""
    with warnings.catch_warnings(), calls:
        warnings.simplefilter("ignore")
        yield


def _judge(name: str, answers: Answers, calls: Calls, answer: Any) -> Verdicts:
    """Name the mistake that gives this answer, whatever its shape."""
    method = "requires_grad_" if name == "bias" else "retain_grad"
    yield answer is None and name in LATE and method in calls.names, LATE.get(name)
    yield answer is None, NONE[name]
    yield not isinstance(answer, Tensor), None
    (right, other), *mistakes = answers
    for wrong, hint in mistakes:
        yield is_close(answer, wrong, tolerance=1e-5), hint
    yield not is_close(answer, right, tolerance=1e-5), other
    if name == "double":
        yield "retain_grad" in calls.names, STILL_NO_LEAF
        yield answer.dtype == torch.float32, STILL_FLOAT32


check_missing = Checker("missing", **{x: partial(_cases, x) for x in NONE})
"""Compares the gradients that six repaired programs return for three numbers."""
