"""Checker of the exercise that reads a shape: how many dimensions and numbers."""

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch

from tutorial_utils.exercises.checking import Case, check_cases, find_words

SWAPPED = "the two are the wrong way round: first ndim, then numel."
NO_AXES = "the shape () has no entry, so there are 0 dimensions."
LENGTH = "that is the length of the first axis; ndim is how many entries the shape has."
WRONG_NDIM = "ndim is how many entries the shape has, whatever they are."
FROM_ZERO = "a product that starts from 0 stays 0: start from 1."
ADDED = "you added the lengths: 4 rows of 2 are 8 numbers, so multiply."
FIRST_AXIS = "that counts along the first axis only; multiply all the lengths."
LAST_AXIS = "that counts along the last axis only; multiply all the lengths."
TWO_AXES = "that multiplies the first two lengths only; multiply all of them."
SCALAR = "the shape () belongs to a scalar, which holds 1 number."
EMPTY = "a length of 0 counts too: 0 rows hold 0 numbers."
WRONG_NUMEL = "numel is all the lengths of the shape, multiplied."
SHAPE_ONLY = "this t has nothing but t.shape; count with that."
NO_LENGTH = "len(t) is the first length, and () has none; len(t.shape) counts them."
NO_FIRST = "a shape can be (), and then there is no t.shape[0]."

ERRORS = {
    "'OnlyShape' object": SHAPE_ONLY,
    "0-d tensor": NO_LENGTH,
    "out of range": NO_FIRST,
}


def check_describe(describe: Callable[["OnlyShape"], tuple[int, int]]) -> None:
    """Check that a function tells ``ndim`` and ``numel`` from a shape.

    Parameters
    ----------
    describe
        Takes something that has a ``shape`` and returns the two numbers.
    """
    check_cases("describe", describe, _cases())


class OnlyShape:
    """Has the shape of a tensor and a length like one, but no other attribute.

    Parameters
    ----------
    *lengths
        The length of each axis.
    """

    def __init__(self, *lengths: int) -> None:
        self.shape = torch.Size(lengths)

    def __len__(self) -> int:
        return len(torch.empty(self.shape, device="meta"))


def _cases(*, count: int = 8) -> Iterator[Case]:
    """Yield three shapes of which each refutes some mistakes, then random ones."""
    rng = np.random.default_rng(2)
    shapes = [(4, 2, 3), (), (0, 3)]
    while len(shapes) < count:
        shapes.append(tuple(rng.integers(2, 7, size=rng.integers(1, 6)).tolist()))
    for shape in shapes:
        yield Case(
            inputs=(OnlyShape(*shape),),
            expected=(len(shape), math.prod(shape)),
            hint=partial(_explain, shape),
            error_hint=partial(find_words, hints=ERRORS),
        )


def _explain(shape: tuple[int, ...], found: np.ndarray) -> str:
    """Say what is wrong with the two numbers, or with the first wrong one."""
    ndim, numel = found
    if (ndim, numel) == (math.prod(shape), len(shape)):
        return SWAPPED
    if ndim != len(shape):
        return _explain_ndim(shape, ndim)
    return _explain_numel(shape, numel)


def _explain_ndim(shape: tuple[int, ...], found: float) -> str:
    if not shape:
        return NO_AXES
    return LENGTH if found == shape[0] else WRONG_NDIM


def _explain_numel(shape: tuple[int, ...], found: float) -> str:
    """Compare a wrong count with what each mistake gives for this shape."""
    if not shape:
        return SCALAR
    if 0 in shape:
        return EMPTY
    mistakes = {
        FROM_ZERO: 0,
        ADDED: sum(shape),
        FIRST_AXIS: shape[0],
        LAST_AXIS: shape[-1],
        TWO_AXES: math.prod(shape[:2]),
    }
    hints = [hint for hint, value in mistakes.items() if found == value]
    return hints[0] if hints else WRONG_NUMEL
