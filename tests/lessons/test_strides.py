"""The checker of shared() and transpose(): each misconception has its hint."""

import numpy as np
import pytest
import torch

from tutorial_utils.lessons import transpose_view_strides as exercise
from tutorial_utils.lessons.transpose_view_strides import JUDGEMENTS, check_strides

SHARED = {
    *("t.T", "t.view(3, 2)", "t.reshape(6)"),
    *("t.contiguous()", "t[:, 1]", "t.expand(4, 2, 3)"),
}


def shared(operation):
    """Answer as the lesson's solution does."""
    return operation in SHARED


def transpose(t):
    """Answer as the lesson's solution does."""
    return t.as_strided((t.shape[1], t.shape[0]), (t.stride(1), t.stride(0)))


def with_strides(strides, **options):
    """Return a transpose with the right shape and other strides."""
    return lambda t: t.as_strided(t.shape[::-1], strides(t), **options)


TRANSPOSE_MISTAKES = {
    "copies": (lambda t: transpose(t).clone(), exercise.COPIED),
    "lays the numbers out": (lambda t: t.T.contiguous(), exercise.COPIED),
    "uses .T": (lambda t: t.T, exercise.OTHER_CALL),
    "uses transpose()": (lambda t: t.transpose(0, 1), exercise.OTHER_CALL),
    "uses reshape()": (lambda t: t.reshape(t.shape[::-1]), exercise.VIEWED),
    "uses view()": (lambda t: t.view(t.shape[::-1]), exercise.VIEWED),
    "dense strides": (with_strides(lambda t: (t.shape[0], 1)), exercise.VIEWED),
    "keeps the strides": (with_strides(torch.Tensor.stride), exercise.NOT_SWAPPED),
    "strides from the shape": (
        with_strides(lambda t: (1, t.shape[1])),
        exercise.FROM_SHAPE,
    ),
    "starts at 0": (
        with_strides(lambda t: t.stride()[::-1], storage_offset=0),
        exercise.FROM_START,
    ),
    "mirrored": (lambda t: t.T.flip(0), exercise.WRONG_WALK),
}


def test_the_solution_passes(line):
    """Ten operations and fifteen matrices."""
    assert line(check_strides, shared, transpose) == "strides: all 25 cases right"


def test_running_the_operation_passes(line):
    """Who lets PyTorch answer has understood what sharing means."""

    def run(operation):
        t = torch.arange(6).view(2, 3)
        result = eval(operation, {"t": t})
        result[(0,) * result.ndim] = -1
        return bool((t < 0).any())

    assert line(check_strides, run, transpose) == "strides: all 25 cases right"


@pytest.mark.parametrize("hint", JUDGEMENTS)
def test_each_wrong_judgement_gets_its_own_hint(line, hint):
    """One wrong prediction among ten is found and explained."""

    def wrong(operation):
        return shared(operation) != hint.startswith(f"{operation} is ")

    printed = line(check_strides, wrong, transpose)

    assert printed.removeprefix("not yet: ").removeprefix("shared: ") == hint


@pytest.mark.parametrize("hint", JUDGEMENTS)
def test_each_hint_tells_the_truth(hint):
    """What the hint calls a copy is one."""
    operation = hint.partition("is")[0].strip()

    assert (operation in SHARED) is (" is a copy" not in hint)


@pytest.mark.parametrize("mistake", TRANSPOSE_MISTAKES)
def test_each_wrong_transpose_gets_its_own_hint(line, mistake):
    """Right numbers are not enough, and wrong ones betray how they were found."""
    wrong, hint = TRANSPOSE_MISTAKES[mistake]

    assert line(check_strides, shared, wrong) == f"not yet: transpose: {hint}"


def test_swapping_the_shape_of_an_array_gets_a_sentence(line):
    """An array of NumPy is no view of the tensor."""
    wrong = line(check_strides, shared, lambda t: np.zeros(t.T.shape))

    assert wrong == f"not yet: transpose: {exercise.WRONG_WALK}"
