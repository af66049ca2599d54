"""The checker of shares(a, b): each misconception has its hint."""

import numpy as np
import pytest
import torch

from tutorial_utils.exercises.tensors import shares as exercise
from tutorial_utils.exercises.tensors.shares import check_shares


def address(x):
    """Return the first address of an array or a tensor."""
    return np.asarray(x).ctypes.data


def right(a, b):
    """Answer as the lesson's solution does."""
    return np.shares_memory(np.asarray(a), np.asarray(b))


def equal(a, b):
    """Compare the values."""
    return np.array_equal(np.asarray(a), np.asarray(b))


def whole_storage(a, b):
    """Compare where the storages begin, once every array is followed to its base."""

    def start(x):
        x = np.asarray(x)
        while isinstance(x.base, np.ndarray):
            x = x.base
        if isinstance(x.base, torch.Tensor):
            return x.base.untyped_storage().data_ptr()
        return x.ctypes.data

    return start(a) == start(b)


def believes_tensor_shares(a, b):
    """Take torch.tensor() for one more name of the array."""
    return right(a, b) or (
        type(a) is not type(b) and a.dtype.itemsize == 8 and equal(a, b)
    )


def believes_float_shares(a, b):
    """Take float() for one more name of the array."""
    return right(a, b) or a.dtype.itemsize != b.dtype.itemsize


RAISING = {
    "arrays have no data_ptr()": lambda a, b: a.data_ptr() == b.data_ptr(),
    "tensors have no ctypes": lambda a, b: a.ctypes.data == b.ctypes.data,
    "made a tensor twice": lambda a, b: torch.from_numpy(a) is torch.from_numpy(b),
}


@pytest.mark.parametrize("mistake", RAISING)
def test_what_only_one_kind_can_gets_a_hint(line, mistake):
    """The exception's line stays, and the way to treat both kinds alike follows."""
    printed = line(check_shares, lambda a, b: RAISING[mistake](a, b) and False)

    assert printed.startswith("not yet: shares() stops with ")
    assert printed.endswith(f" (Hint: {exercise.ONE_KIND})")


SHARES_MISTAKES = {
    "always True": (lambda a, b: True, exercise.EQUAL),
    "compares values": (equal, exercise.EQUAL),
    "always False": (lambda a, b: False, exercise.HEADERS),
    "compares objects": (lambda a, b: a is b, exercise.HEADERS),
    "compares id()": (lambda a, b: id(a) == id(b), exercise.HEADERS),
    "tensor() shares": (believes_tensor_shares, exercise.COPIED),
    "float() shares": (believes_float_shares, exercise.CAST),
    "compares addresses": (lambda a, b: address(a) == address(b), exercise.SLICED),
    "compares storages": (whole_storage, exercise.BESIDE),
    "compares ranges": (
        lambda a, b: np.may_share_memory(np.asarray(a), np.asarray(b)),
        exercise.INTERLEAVED,
    ),
}


def test_the_solution_knows_every_pair(line):
    """NumPy's answer passes on all cases."""
    assert line(check_shares, right) == "shares: all 21 cases right"


def test_writing_and_looking_passes(line):
    """The exercise's own definition is an answer too: write, look, put it back."""

    def shares(a, b):
        before = np.asarray(b).copy()
        kept = np.asarray(a).copy()
        np.asarray(a)[:] = np.nan
        changed = not np.array_equal(before, np.asarray(b))
        np.asarray(a)[:] = kept
        return changed

    assert line(check_shares, shares) == "shares: all 21 cases right"


def test_writing_without_putting_back_passes(line):
    """No pair is spoilt by what a reader wrote into an earlier one."""

    def shares(a, b):
        before = np.asarray(b).copy()
        a[...] = 7.25
        return not np.array_equal(np.asarray(b), before)

    assert line(check_shares, shares) == "shares: all 21 cases right"


@pytest.mark.parametrize("mistake", SHARES_MISTAKES)
def test_each_wrong_test_of_sharing_gets_its_own_hint(line, mistake):
    """Each kind of pair refutes one misconception."""
    wrong, hint = SHARES_MISTAKES[mistake]

    assert line(check_shares, wrong) == f"not yet: {hint}"


@pytest.mark.parametrize("kind", range(7))
def test_answering_wrongly_on_one_kind_of_pair_is_noticed(kind):
    """No kind of pair is there for decoration: each has an answer of its own."""
    cases = list(exercise._pairs())

    assert len({case.hint for case in cases}) == 7
    assert len({case.expected for case in cases[kind::7]}) == 1
