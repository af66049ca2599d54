"""The checker of six programs whose gradient is None, to be repaired."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import torch
from torch import Tensor

from tutorial_utils.checking import Calls, Case, Verdicts, check_functions, is_close

Function = Callable[[Tensor], Tensor]


class Program(NamedTuple):
    """A program whose gradient is None, and the repairs that miss.

    ``right`` and each of the ``mistakes`` are formulas of ``x``, where the weights are
    ones.  ``none`` is the hint for a repair that still returns None, or the hint
    ``late`` if it calls the ``method``, which comes too late then.
    """

    right: Function
    none: str
    mistakes: tuple[tuple[Function, str], ...]
    hint: str
    late: str = ""
    method: str = "retain_grad"


FIRST_INDEX = "element(): the first number has the index 0."

PROGRAMS = {
    "bias": Program(
        right=lambda x: 2 * (x + 1),
        none="bias(): is b a leaf? Yes. Does it ask? Look at how b is made.",
        late="bias(): b must ask before the loss is computed, not afterwards.",
        method="requires_grad_",
        mistakes=(
            (lambda x: 2 * (x + 1) * x, "bias() returns the gradient of w, not of b."),
            (lambda x: 2 * x, "bias() lost its ones: b still starts with 1, 1, 1."),
        ),
        hint="bias(): let b ask for its gradient and change nothing else.",
    ),
    "double": Program(
        right=lambda x: 2 * x**2,
        none="double(): w asks, but to() made it, so it is no leaf. Ask last.",
        late="double(): retain_grad() only works if it is called before backward().",
        mistakes=(),
        hint="double(): change how w is made and nothing else.",
    ),
    "between": Program(
        right=lambda x: 2 * x,
        none="between(): h is no leaf, so it must be told to keep its gradient.",
        late="between(): retain_grad() comes too late: call it before backward().",
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
    written = [bias, double, between, early, element, scale]
    cases = zip(written, map(_cases, PROGRAMS.values()), strict=True)
    check_functions("missing", dict(zip(PROGRAMS, cases, strict=True)))


def _cases(program: Program) -> Iterator[Case]:
    """Draw vectors for which each mistake gives another gradient."""
    generator = torch.Generator().manual_seed(17)
    precise = program is PROGRAMS["double"]
    for _ in range(2):
        x, calls = 2 + torch.rand(3, generator=generator), Calls()
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


def _judge(program: Program, x: Tensor, calls: Calls, answer: Any) -> Verdicts:
    """Name the mistake that gives this answer, whatever its shape."""
    yield answer is None and program.method in calls.names, program.late
    yield answer is None, program.none
    yield not isinstance(answer, Tensor), None
    for mistake, hint in program.mistakes:
        yield is_close(answer, mistake(x), tolerance=1e-5), hint
    yield not is_close(answer, program.right(x), tolerance=1e-5), program.hint
    yield program is not PROGRAMS["double"], None
    yield "retain_grad" in calls.names, STILL_NO_LEAF
    yield answer.dtype == torch.float32, STILL_FLOAT32
