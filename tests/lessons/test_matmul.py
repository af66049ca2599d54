"""The checker of matrix products with two loops, one and none."""

import pytest
import torch

from tutorial_utils.lessons import matrix_multiplication as exercise
from tutorial_utils.lessons.matrix_multiplication import check_matmul

PASSED = "matmul: all 15 cases right"


def entry_by_entry(A, B, entry, result=None):
    """Fill a matrix with what a function of two loops' indices gives."""
    result = torch.zeros(len(A), B.shape[1]) if result is None else result
    for i in range(len(A)):
        for j in range(B.shape[1]):
            result[i, j] = entry(i, j)
    return result


def fitting(product):
    """Let a product refuse matrices that do not fit."""

    def checked(A, B):
        if A.shape[1] != B.shape[0]:
            raise ValueError("inner lengths differ")
        return product(A, B)

    return checked


@fitting
def two_loops(A, B):
    """Answer as the lesson's solution does."""
    return entry_by_entry(A, B, lambda i, j: (A[i] * B[:, j]).sum())


@fitting
def one_loop(A, B):
    """Answer as the lesson's solution does."""
    result = torch.zeros(len(A), B.shape[1])
    for k in range(len(B)):
        result += A[:, k, None] * B[k]
    return result


@fitting
def no_loop(A, B):
    """Answer as the lesson's solution does."""
    return (A[:, :, None] * B).sum(dim=1)


@fitting
def by_columns(A, B):
    """Loop over the columns of B."""
    return torch.stack([(A * column).sum(1) for column in B.T], dim=1)


@fitting
def by_rows(A, B):
    """Loop over the rows of A."""
    return torch.stack([(A[i, :, None] * B).sum(0) for i in range(len(A))])


@fitting
def three_loops(A, B):
    """Add single products."""
    result = torch.zeros(len(A), B.shape[1])
    for i in range(len(A)):
        for j in range(B.shape[1]):
            for k in range(len(B)):
                result[i, j] += A[i, k] * B[k, j]
    return result


def outer(A, B):
    """Multiply each row of A, as a column, by B."""
    return A[:, :, None] * B


def last_only(A, B):
    """Replace the result in each round."""
    for k in range(len(B)):
        result = A[:, k, None] * B[k]
    return result


def unchecked_one_loop(A, B):
    """Loop over the columns of A, however many rows B has."""
    result = torch.zeros(len(A), B.shape[1])
    for k in range(A.shape[1]):
        result += A[:, k, None] * B[k]
    return result


def unchecked_two_loops(A, B):
    """Multiply row and column, which may be too short."""
    return entry_by_entry(A, B, lambda i, j: (A[i] * B[:, j]).sum())


def flat(A, B):
    """Take a column of A for a row."""
    result = torch.zeros(len(A), B.shape[1])
    for k in range(len(B)):
        result += A[:, k] * B[k]
    return result


def returns_silently(A, B):
    """Say what is wrong and raise nothing."""
    return two_loops(A, B) if A.shape[1] == len(B) else None


RIGHT = [
    (two_loops, one_loop, no_loop),
    (one_loop, by_columns, no_loop),
    (no_loop, by_rows, no_loop),
]
TWO = {
    "@": (lambda A, B: A @ B, exercise.READY_MADE),
    "dot": (
        lambda A, B: entry_by_entry(A, B, lambda i, j: A[i].dot(B[:, j])),
        exercise.READY_MADE,
    ),
    "einsum": (
        lambda A, B: torch.einsum("ik,kj->ij", A, B),
        exercise.READY_MADE,
    ),
    "NumPy": (
        lambda A, B: torch.from_numpy(A.numpy() @ B.numpy()),
        exercise.LISTS,
    ),
    "element-wise": (lambda A, B: A * B, exercise.ELEMENTWISE),
    "swapped": (lambda A, B: two_loops(B, A), exercise.SWAPPED),
    "row times row": (
        lambda A, B: entry_by_entry(A, B, lambda i, j: (A[i] * B[j]).sum()),
        exercise.ROWS,
    ),
    "column times column": (
        lambda A, B: entry_by_entry(A, B, lambda i, j: (A[:, i] * B[:, j]).sum()),
        exercise.COLUMNS,
    ),
    "turned": (lambda A, B: two_loops(A, B).T, exercise.TURNED),
    "three loops": (three_loops, exercise.THREE_LOOPS),
    "a mean": (lambda A, B: two_loops(A, B) / len(B), exercise.WRONG),
    "returns silently": (returns_silently, exercise.LEFT_OVER),
    "stretches": (unchecked_two_loops, exercise.STRETCHED),
}
ONE = {
    "a flat column": (flat, exercise.FLAT),
    "two loops": (two_loops, exercise.TWO_LOOPS),
    "overwritten": (last_only, exercise.OVERWRITTEN),
    "leaves rows out": (unchecked_one_loop, exercise.LEFT_OVER),
}
NONE = {
    "one loop": (one_loop, exercise.A_LOOP),
    "not summed": (outer, exercise.NOT_SUMMED),
    "sum over rows": (lambda A, B: outer(A, B).sum(0), exercise.WRONG_SUM),
    "sum over columns": (lambda A, B: outer(A, B).sum(2), exercise.WRONG_SUM),
    "stretches": (lambda A, B: outer(A, B).sum(1), exercise.STRETCHED),
}


@pytest.mark.parametrize("functions", RIGHT)
def test_every_right_way_passes(line, functions):
    """Who loops less than allowed is right too."""
    assert line(check_matmul, *functions) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), TWO.values(), ids=TWO)
def test_each_mistake_with_two_loops_gets_its_own_hint(line, wrong, hint):
    """The hint names what the reader has mixed up."""
    printed = line(check_matmul, wrong, one_loop, no_loop)

    assert printed == f"not yet: two_loops: {hint}"


@pytest.mark.parametrize(("wrong", "hint"), ONE.values(), ids=ONE)
def test_each_mistake_with_one_loop_gets_its_own_hint(line, wrong, hint):
    """Whole columns and rows are added up, none is left out."""
    printed = line(check_matmul, two_loops, wrong, no_loop)

    assert printed == f"not yet: one_loop: {hint}"


@pytest.mark.parametrize(("wrong", "hint"), NONE.values(), ids=NONE)
def test_each_mistake_without_a_loop_gets_its_own_hint(line, wrong, hint):
    """Broadcasting makes all products, the sum has one right axis."""
    printed = line(check_matmul, two_loops, one_loop, wrong)

    assert printed == f"not yet: no_loop: {hint}"


@pytest.mark.parametrize("loops", [0, 1, 2])
def test_the_limits_on_calls_lie_between_the_loops(loops):
    """The busiest right answer stays below a limit that one more loop passes."""
    fewest = [no_loop, by_columns, two_loops, three_loops][loops + 1]
    for case in list(exercise._cases(loops, ""))[:3]:
        with exercise.Calls() as calls:
            fewest(*case.inputs)
        n, k, m = (*case.inputs[0].shape, case.inputs[1].shape[1])

        assert len(calls.names) > exercise.CALLS_IN_A_ROUND * max(n, k, m) ** loops
