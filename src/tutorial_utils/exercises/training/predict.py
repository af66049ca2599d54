"""Checker of the exercise that predicts what a kept gradient holds."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch

from tutorial_utils.checking import Case, check_functions

Formula = Callable[[float, float], float]

START = 3.0
"""Where ``x`` is in each program."""

VALUE = "that is the value of the function; what arrives in x.grad is its slope."
SUM = "each call adds its slope, the third one of A, too."
NO_COPY = (
    "in B, kept is no copy: it is a second name for the tensor in x.grad, "
    "and backward() adds to that tensor."
)
REPLACED = "a call does not replace what the calls before it left: it adds to it."
COPY = "in C, clone() made a copy, and nobody adds to the copy."
LET_GO = (
    "in D, None lets go of the tensor: kept still names it, "
    "and the next call makes a new one."
)
ZEROED = "in E, zero_() writes zeros into the tensor, and kept is a name for it, too."
ADDED_AGAIN = (
    "in E, kept is still a name for x.grad after zero_(): "
    "the second call adds to the zeros."
)
CLEARED = "in E, nothing is left of the first call when the second one adds."
WRONG = "go line by line: which tensor does kept name, and which one is written to?"


PROGRAMS: dict[str, tuple[tuple[Formula, str], ...]] = {
    "(a * x).backward(); (b * x).backward(); (a * x).backward(); kept = x.grad": (
        (lambda a, b: a, REPLACED),
        (lambda a, b: a + b, SUM),
    ),
    "(a * x).backward(); kept = x.grad; (b * x).backward()": (
        (lambda a, b: a, NO_COPY),
        (lambda a, b: b, REPLACED),
    ),
    "(a * x).backward(); kept = x.grad.clone(); (b * x).backward()": (
        (lambda a, b: a + b, COPY),
        (lambda a, b: b, COPY),
    ),
    "(a * x).backward(); kept = x.grad; x.grad = None; (b * x).backward()": (
        (lambda a, b: a + b, LET_GO),
        (lambda a, b: b, LET_GO),
        (lambda a, b: 0.0, LET_GO),
    ),
    "(a * x).backward(); kept = x.grad; x.grad.zero_(); (b * x).backward()": (
        (lambda a, b: a, ZEROED),
        (lambda a, b: 0.0, ADDED_AGAIN),
        (lambda a, b: a + b, CLEARED),
    ),
}
"""The programs A to E, and the wrong predictions with the hints for their authors."""


def check_predict(predict: Callable[[str, float, float], float]) -> None:
    """Compare predictions of what ``kept`` holds with what the programs leave in it.

    Parameters
    ----------
    predict
        Takes the letter of a program and the numbers ``a`` and ``b``, and returns one
        number.
    """
    generator = torch.Generator().manual_seed(21)
    parts = {
        letter: (predict, _cases(letter, program, generator))
        for letter, program in zip("ABCDE", PROGRAMS, strict=True)
    }
    check_functions("predict", parts)


def _cases(
    letter: str, program: str, generator: torch.Generator, *, rounds: int = 2
) -> Iterator[Case]:
    for _ in range(rounds):
        a, b = (1 + 8 * torch.rand(2, generator=generator)).tolist()
        yield Case(
            inputs=(letter, a, b),
            expected=_run(program, a, b),
            hint=partial(_explain, program, a, b),
            judge=partial(_judge, letter),
        )


def _judge(letter: str, answer: object) -> str | None:
    """Notice who takes the None of program D for what ``kept`` holds."""
    return LET_GO if letter == "D" and answer is None else None


def _run(program: str, a: float, b: float) -> float:
    """Run a program and return the number that ``kept`` holds at its end."""
    x = torch.tensor(START, requires_grad=True)
    names = {"x": x, "a": a, "b": b}
    exec(program, names)
    kept = names["kept"]
    assert isinstance(kept, torch.Tensor), "each program makes a kept"
    return kept.item()


def _explain(program: str, a: float, b: float, answer: np.ndarray) -> str:
    """Find the mistake that gives the answer."""
    mistakes = PROGRAMS[program]
    hints = [hint for wrong, hint in mistakes if np.allclose(answer, wrong(a, b))]
    if hints:
        return hints[0]
    values = [START * a, START * b, START * (a + b), START * (a + b + a)]
    return VALUE if np.isclose(values, answer).any() else WRONG
