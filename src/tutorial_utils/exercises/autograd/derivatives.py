"""Checkers of the exercises on autograd: the oracle is autograd in double precision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from tutorial_utils.checking import Case, check_functions, find_words

Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Problem:
    """A function to differentiate by hand and the ways in which that goes wrong.

    ``mistakes`` pairs a wrong derivative with the hint for its author; ``hint`` is
    for answers that match none of them.
    """

    function: Function
    mistakes: tuple[tuple[Function, str], ...]
    hint: str


POWER = "a power is written with **; in Python, ^ is another operation."
TORCH_NAMES = "write torch.sin and torch.cos: torch is all that is imported."
NOT_NUMPY = "this x is tracked, and NumPy cannot track: write torch.sin and torch.cos."
NOT_A_TENSOR = "torch.sin and torch.cos take a tensor: something with x in it."
BY_HAND = "you are backward() here: write the derivative as a formula of x."

ERRORS = {
    "bitwise_xor": POWER,
    "for ^": POWER,
    **dict.fromkeys(["'sin'", "'cos'", "'np'", "'math'"], TORCH_NAMES),
    "Can't call numpy()": NOT_NUMPY,
    "must be Tensor": NOT_A_TENSOR,
    "does not require grad": BY_HAND,
}

VALUE = "that is the function's value, a height; asked for is the slope."

PROBLEMS = {
    "df": Problem(
        lambda x: x**3 - 5 * x + 4,
        (
            (lambda x: x**3 - 5 * x + 4, VALUE),
            (
                lambda x: 3 * x**2 - 5 + 4,
                "in df the 4 is still there: a constant has slope 0.",
            ),
            (
                lambda x: 3 * x**2,
                "df has one path too few: x also goes through -5 * x.",
            ),
            (lambda x: 0 * x - 5, "df has one path too few: x also goes through x**3."),
            (
                lambda x: 3 * x**2 - 5 * x,
                "in df, -5 * x climbs by -5 a step everywhere: no x is left.",
            ),
            (
                lambda x: 3 * x**3 - 5,
                "in df the power of x must drop by one: x**3 leaves x**2.",
            ),
            (
                lambda x: x**2 - 5,
                "in df the exponent must come down as a factor: 3 in front of x**2.",
            ),
        ),
        "df is not the slope of f: differentiate x**3, -5 * x and 4, then add.",
    ),
    "dg": Problem(
        lambda x: torch.sin(x**2),
        (
            (lambda x: torch.sin(x**2), VALUE),
            (
                lambda x: torch.cos(x**2),
                "dg lacks the inner factor: multiply by the slope of x**2.",
            ),
            (
                lambda x: 2 * x,
                "dg lacks the outer factor: multiply by the slope of sin at x**2.",
            ),
            (
                lambda x: torch.cos(2 * x),
                "in dg the inner slope is a factor; the cosine is still taken at x**2.",
            ),
            (
                lambda x: 2 * x * torch.cos(2 * x),
                "in dg the cosine is taken at x**2, not at its slope.",
            ),
            (
                lambda x: 2 * x * torch.sin(x**2),
                "in dg the outer function must be differentiated too: sin gives cos.",
            ),
            (
                lambda x: -2 * x * torch.cos(x**2),
                "dg has the wrong sign: the slope of sin is cos, without a minus.",
            ),
        ),
        "dg is not the slope of g: the slope outside times the slope inside.",
    ),
    "dh": Problem(
        lambda x: x**2 * torch.sin(x),
        (
            (lambda x: x**2 * torch.sin(x), VALUE),
            (
                lambda x: 2 * x * torch.cos(x),
                "in dh the two slopes are multiplied; a product has two paths, "
                "and their gradients are added.",
            ),
            (
                lambda x: 2 * x * torch.sin(x),
                "dh has one path too few: x also goes through sin(x).",
            ),
            (
                lambda x: x**2 * torch.cos(x),
                "dh has one path too few: x also goes through x**2.",
            ),
            (
                lambda x: 2 * x + torch.cos(x),
                "in dh each slope must be multiplied by the other factor.",
            ),
            (
                lambda x: 2 * x * torch.sin(x) - x**2 * torch.cos(x),
                "dh has a wrong sign: the slope of sin is cos, without a minus.",
            ),
        ),
        "dh is not the slope of h: take one path at a time, then add.",
    ),
}


def check_derivatives(df: Function, dg: Function, dh: Function) -> None:
    """Compare three derivatives written by hand with autograd.

    Parameters
    ----------
    df, dg, dh
        Each takes one number, a ``float64`` tensor of shape ``()``, and returns the
        derivative there of ``x**3 - 5 * x + 4``, ``sin(x**2)`` or ``x**2 * sin(x)``.
    """
    written = {"df": df, "dg": dg, "dh": dh}
    check_functions(
        "derivatives",
        {name: (written[name], _cases(PROBLEMS[name])) for name in PROBLEMS},
    )


def _cases(problem: Problem, *, count: int = 6) -> Iterator[Case]:
    """Draw points between 0.5 and 2, where the mistakes differ from one another."""
    generator = torch.Generator().manual_seed(13)
    for x in 0.5 + 1.5 * torch.rand(count, generator=generator, dtype=torch.float64):
        yield Case(
            inputs=(x.clone(),),
            expected=_slope(problem.function, x),
            hint=partial(_hint, problem, x),
            error_hint=partial(find_words, hints=ERRORS),
        )


def _slope(function: Function, x: Tensor) -> Tensor:
    x = x.clone().requires_grad_()
    (slope,) = torch.autograd.grad(function(x), x)
    return slope


def _hint(problem: Problem, x: Tensor, found: np.ndarray) -> str:
    hints = [
        hint
        for mistake, hint in problem.mistakes
        if np.allclose(found, mistake(x), rtol=1e-5)
    ]
    return hints[0] if hints else problem.hint
