"""The checker of six programs whose gradient is None, to be repaired."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from tutorial_utils.checking import Calls, Case, check_functions, is_close

Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Program:
    """A program whose gradient is None, and the repairs that miss.

    ``right`` and each of the ``mistakes`` are formulas of ``x``, where the weights are
    ones.  ``none`` is the hint for a repair that still returns None; ``late`` is a
    method that comes too late if the answer is None, and the hint for that.
    """

    right: Function
    none: str
    mistakes: tuple[tuple[Function, str], ...]
    hint: str
    late: tuple[str, str] = ("", "")


FIRST_INDEX = "element(): the first number has the index 0."

PROGRAMS = {
    "bias": Program(
        right=lambda x: 2 * (x + 1),
        none="bias(): is b a leaf? Yes. Does it ask? Look at how b is made.",
        late=(
            "requires_grad_",
            "bias(): b must ask before the loss is computed, not afterwards.",
        ),
        mistakes=(
            (lambda x: 2 * (x + 1) * x, "bias() returns the gradient of w, not of b."),
            (lambda x: 2 * x, "bias() lost its ones: b still starts with 1, 1, 1."),
        ),
        hint="bias(): let b ask for its gradient and change nothing else.",
    ),
    "double": Program(
        right=lambda x: 2 * x**2,
        none="double(): w asks, but to() made it, so it is no leaf. Ask last.",
        late=(
            "retain_grad",
            "double(): retain_grad() only works if it is called before backward().",
        ),
        mistakes=(),
        hint="double(): change how w is made and nothing else.",
    ),
    "between": Program(
        right=lambda x: 2 * x,
        none="between(): h is no leaf, so it must be told to keep its gradient.",
        late=(
            "retain_grad",
            "between(): retain_grad() comes too late: call it before backward().",
        ),
        mistakes=(
            (lambda x: 2 * x**2, "between() returns the gradient of w, not of h."),
            (lambda x: x, "between() returns h, not its gradient."),
        ),
        hint="between(): let h keep its gradient and change nothing else.",
    ),
    "early": Program(
        right=lambda x: 2 * x**2,
        none="early(): the grad was read too soon: which line fills it?",
        mistakes=(
            (lambda x: 0 * x, "early(): those zeros were there before backward()."),
            (torch.ones_like, "early() returns w, not its gradient."),
            (lambda x: 4 * x**2, "early(): backward() ran twice, and gradients add."),
        ),
        hint="early(): move one line and change nothing else.",
    ),
    "element": Program(
        right=lambda x: 2 * x[0] ** 2,
        none="element(): w[0] makes a new tensor each time; what does w itself hold?",
        mistakes=(
            (
                lambda x: 2 * x**2,
                "element() returns the whole gradient; asked for is its first number.",
            ),
            (lambda x: 2 * x[1] ** 2, FIRST_INDEX),
            (lambda x: 2 * x[2] ** 2, FIRST_INDEX),
            (lambda x: x[0] / x[0], "element() returns a weight, not its gradient."),
        ),
        hint="element(): take the gradient of w first, then its first number.",
    ),
    "scale": Program(
        right=lambda x: 4 * (x**2).sum(),
        none="scale(): s is a leaf and asks, but no path leads from the loss to it.",
        mistakes=(
            (lambda x: 8 * x**2, "scale() returns the gradient of w, not of s."),
            (
                lambda x: 2 * (x**2).sum(),
                "scale() has lost its 2: s still starts with 2.",
            ),
            (lambda x: torch.tensor(2.0), "scale() returns s, not its gradient."),
        ),
        hint="scale(): let s itself go into the loss and change nothing else.",
    ),
}

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
    "does not require grad": (
        "nothing in the loss is tracked any more: w needs requires_grad=True."
    ),
    "a second time": "one backward() is enough here, so that line is too much.",
}


def check_missing(
    bias: Function,
    double: Function,
    between: Function,
    early: Function,
    element: Function,
    scale: Function,
) -> None:
    """Run six repaired programs and compare the gradients that they return.

    Each takes a vector of three numbers.
    """
    written = zip(
        [bias, double, between, early, element, scale],
        map(_cases, PROGRAMS.values()),
        strict=True,
    )
    check_functions("missing", dict(zip(PROGRAMS, written, strict=True)))


def _cases(program: Program, *, rounds: int = 2) -> Iterator[Case]:
    """Draw vectors for which each mistake gives another gradient."""
    generator = torch.Generator().manual_seed(17)
    precise = program is PROGRAMS["double"]
    for _ in range(rounds):
        x = 2 + torch.rand(3, generator=generator)
        calls = Calls()
        yield Case(
            inputs=(x.clone(),),
            expected=program.right(x.double()),
            hint=CONVERTED if precise else program.hint,
            errors=ERRORS,
            tolerance=1e-10 if precise else 1e-5,
            during=_watch(calls),
            judge=partial(_judge, program, x, calls),
        )


@contextmanager
def _watch(calls: Calls) -> Iterator[None]:
    """Note the calls, without the warning for who reads the grad of a non-leaf."""
    with warnings.catch_warnings(), calls:
        warnings.simplefilter("ignore")
        yield


def _judge(program: Program, x: Tensor, calls: Calls, answer: Any) -> str | None:
    """Name the mistake that gives this answer, whatever its shape."""
    if answer is None:
        method, hint = program.late
        return hint if method in calls.names else program.none
    if not isinstance(answer, Tensor):
        return None
    for mistake, hint in program.mistakes:
        if is_close(answer, mistake(x), tolerance=1e-5):
            return hint
    if not is_close(answer, program.right(x), tolerance=1e-5):
        return program.hint
    if program is not PROGRAMS["double"]:
        return None
    if "retain_grad" in calls.names:
        return STILL_NO_LEAF
    return STILL_FLOAT32 if answer.dtype == torch.float32 else None
