"""Checker of the exercise that repairs six functions which stop with an error."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from tutorial_utils.exercises.checking import Case, check_functions, find_words

Function = Callable[..., Any]

BYTES = "halves have fractions, and bytes cannot hold them: not in place, no *=."
CHANGED = "the tensor that was handed over has changed: make a new one."

ERRORS = {"can't be cast to the desired output type": BYTES}


@dataclass(frozen=True)
class Repair:
    """A function to repair and the repairs that run and are wrong.

    Parameters
    ----------
    draw
        Makes the values to call the function with.
    right
        The oracle.
    mistakes
        Each pairs a wrong repair with the hint for its author.
    hint
        For answers that match none of them.
    """

    draw: Callable[[Generator], tuple[Tensor, ...]]
    right: Function
    mistakes: tuple[tuple[Function, str], ...]
    hint: str


def _draw_matrix(generator: Generator) -> tuple[Tensor, ...]:
    rows, more = torch.randint(2, 5, (2,), generator=generator).tolist()
    return (torch.randn(rows, rows + more, generator=generator),)


def _draw_samples(generator: Generator) -> tuple[Tensor, ...]:
    n = int(torch.randint(4, 7, (), generator=generator))
    X = torch.randn(n, 3, generator=generator)
    return X, torch.randn(2, 3, generator=generator)


def _draw_counts(generator: Generator) -> tuple[Tensor, ...]:
    counts = torch.randint(0, 50, (7,), generator=generator)
    counts[0] += (3 - counts.sum()) % 7  # the mean has a fraction
    return (counts,)


def _draw_image(generator: Generator) -> tuple[Tensor, ...]:
    image = torch.randint(0, 128, (3, 4), generator=generator)
    return ((2 * image + 1).to(torch.uint8),)  # odd: each half has a fraction


def _draw_signs(generator: Generator) -> tuple[Tensor, ...]:
    x = 0.1 + torch.rand(6, generator=generator)
    return (x * torch.tensor([1.0, -1.0, -1.0, 1.0, -1.0, 1.0]),)


REPAIRS = {
    "scores": Repair(
        _draw_samples,
        lambda X, W: X @ W.T,
        (
            (
                lambda X, W: X @ W.reshape(W.shape[::-1]),
                "scores() runs with W in the wrong order: view() and reshape() "
                "read on, .T turns rows into columns.",
            ),
        ),
        "scores() needs each row of X times each row of W, summed.",
    ),
    "average": Repair(
        _draw_counts,
        lambda counts: counts.double().mean(),
        (
            (
                lambda counts: counts.sum() // len(counts),
                "average() lost its fraction: // and integers cut it off.",
            ),
            (
                lambda counts: counts.sum(),
                "average() returns the sum; a mean is divided by the count.",
            ),
            (
                lambda counts: counts.median(),
                "average() returns the median; asked for is the mean.",
            ),
        ),
        "average() is not the mean: change the data type and nothing else.",
    ),
    "center": Repair(
        _draw_matrix,
        lambda X: X - X.mean(dim=1, keepdim=True),
        (
            (
                lambda X: X - X.mean(dim=0),
                "center() subtracts the means of the columns: dim=0 fits, "
                "but the rows need their own.",
            ),
            (
                lambda X: X - X.mean(),
                "center() subtracts one mean from all: each row has its own.",
            ),
            (
                lambda X: X.mean(dim=1, keepdim=True).expand_as(X),
                "center() returns the means; subtract them from X.",
            ),
        ),
        "center() has to leave rows whose mean is 0.",
    ),
    "columns": Repair(
        _draw_matrix,
        lambda X: X.T.reshape(-1),
        (
            (
                lambda X: X.reshape(-1),
                "columns() goes through the rows: keep the .T before the new shape.",
            ),
        ),
        "columns() has to begin with the first column of X, from top to bottom.",
    ),
    "darker": Repair(
        _draw_image,
        lambda image: image.double() / 2,
        (
            (
                lambda image: image // 2,
                "darker() lost the fractions: the result must not be uint8 again.",
            ),
            (
                lambda image: image,
                "darker() returns the image as it was.",
            ),
        ),
        "darker() has to multiply each pixel by 0.5.",
    ),
    "positive": Repair(
        _draw_signs,
        lambda x: x.clamp(min=0),
        (
            (
                lambda x: x,
                "positive() keeps the negative numbers: any() answers once for all, "
                "and each element has its own answer.",
            ),
            (
                lambda x: 0 * x,
                "positive() has only zeros left: all() answers once for all, "
                "and each element has its own answer.",
            ),
            (
                lambda x: x.abs(),
                "positive() has to put 0 for a negative number, not drop its sign.",
            ),
            (
                lambda x: (x > 0).double(),
                "positive() returns the answers; use them to choose between x and 0.",
            ),
        ),
        "positive() has to keep what is above 0 and put 0 for the rest.",
    ),
}


def check_repairs(
    scores: Function,
    average: Function,
    center: Function,
    columns: Function,
    darker: Function,
    positive: Function,
) -> None:
    """Check that six functions run and that their values are right.

    Parameters
    ----------
    scores
        Takes matrices of shapes ``(n, 3)`` and ``(k, 3)``; returns the products of
        each row of the first with each row of the second, of shape ``(n, k)``.
    average
        Takes integers and returns their mean.
    center
        Takes a matrix and returns it with the mean subtracted from each row.
    columns
        Takes a matrix and returns its numbers, column after column.
    darker
        Takes an image of bytes and returns the halves, as floating-point numbers.
    positive
        Takes a vector and returns it with 0 for the negative numbers.
    """
    written = (scores, average, center, columns, darker, positive)
    pairs = zip(REPAIRS.items(), written, strict=True)
    parts = {name: (function, _cases(repair)) for (name, repair), function in pairs}
    check_functions("repairs", parts)


def _cases(repair: Repair, *, count: int = 3) -> Iterator[Case]:
    generator = torch.Generator().manual_seed(8)
    for _ in range(count):
        inputs = repair.draw(generator)
        kept = tuple(value.clone() for value in inputs)
        hint = partial(_explain, repair, kept)
        yield Case(
            inputs=inputs,
            expected=repair.right(*kept),
            hint=hint,
            error_hint=partial(find_words, hints=ERRORS),
            judge=partial(_judge, inputs, kept),
        )


def _judge(
    inputs: tuple[Tensor, ...], kept: tuple[Tensor, ...], answer: object
) -> str | None:
    """Notice an answer that was written into the tensor handed over."""
    return None if all(map(torch.equal, inputs, kept)) else CHANGED


def _explain(repair: Repair, inputs: tuple[Tensor, ...], answer: np.ndarray) -> str:
    hints = [
        hint
        for mistake, hint in repair.mistakes
        if np.allclose(answer, mistake(*inputs), rtol=1e-5)
    ]
    return hints[0] if hints else repair.hint
