"""Checker of the exercise that multiplies matrices with two loops, one and none."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import torch
from torch import Tensor

from tutorial_utils.exercises.checking import Case, check_functions
from tutorial_utils.exercises.watching import Calls

Product: TypeAlias = Callable[[Tensor, Tensor], Tensor]

CALLS_IN_A_ROUND = 16
"""The calls of torch that one round of a loop takes at most."""

READY = frozenset(
    {"matmul", "mm", "bmm", "mv", "dot", "inner", "vdot", "einsum", "tensordot"}
    | {"linear", "addmm", "addmv", "baddbmm"}
)
"""What torch calls its own products."""

READY_MADE = "that is a product of torch's own; write it with * and sum()."
LISTS = "stay with tensors: no lists and no arrays of NumPy."
THREE_LOOPS = "the third loop is in there: row * column multiplies all pairs at once."
TWO_LOOPS = (
    "that is a second loop: add up columns of A times rows of B, whole ones, "
    "A[:, k][:, None] * B[k]."
)
A_LOOP = "that still loops: let broadcasting make all products, A[:, :, None] * B."
ELEMENTWISE = "* pairs equal places; what is needed is each row with each column."
SWAPPED = "that is B times A: the rows come from A, the columns from B."
ROWS = "that is row times row: take the columns of B, B[:, j]."
COLUMNS = "that is column times column: take the rows of A, A[i]."
TURNED = "rows and columns of the result are swapped."
FLAT = "A[:, k] is flat and meets B[k] one to one: A[:, k][:, None] is a column."
OVERWRITTEN = "only the last products are left: add with +=, do not replace with =."
NOT_SUMMED = "those are all products; sum over the axis that A and B have in common."
WRONG_SUM = "the sum ran over another axis than the one that A and B have in common."
WRONG = "entry i, j is the sum of row i of A times column j of B."
LEFT_OVER = "B has more rows than A has columns, and you left some out: raise an error."
STRETCHED = (
    "B has one row, A has several columns, and * repeated it without a word: "
    "compare the inner lengths and raise an error."
)


def check_matmul(two_loops: Product, one_loop: Product, no_loop: Product) -> None:
    """Check three ways to write a matrix product.

    Each takes matrices of shape ``(n, k)`` and ``(k, m)`` and returns their product,
    found with ``*`` and sums; other shapes have to raise an error.

    Parameters
    ----------
    two_loops, one_loop, no_loop
        They may loop as often as their names say.
    """
    parts = {
        "two_loops": (two_loops, _cases(2, THREE_LOOPS)),
        "one_loop": (one_loop, _cases(1, TWO_LOOPS)),
        "no_loop": (no_loop, _cases(0, A_LOOP)),
    }
    check_functions("matmul", parts)


def _cases(loops: int, too_many: str) -> Iterator[Case]:
    """Yield products, square ones first, then matrices that do not fit."""
    generator = torch.Generator().manual_seed(6)
    for n, k, m in [(12, 12, 12), (10, 14, 11), (13, 10, 12)]:
        A = torch.randn(n, k, generator=generator)
        B = torch.randn(k, m, generator=generator)
        calls = Calls()
        yield Case(
            inputs=(A, B),
            expected=A @ B,
            hint=partial(_explain, A, B),
            tolerance=1e-4,
            during=calls,
            judge=partial(_judge, A, B, calls, loops, too_many),
        )
    for rows, hint in [(5, LEFT_OVER), (1, STRETCHED)]:
        pair = torch.ones(2, 4), torch.ones(rows, 3)
        yield Case(inputs=pair, expected=Exception, hint=hint)


def _judge(
    A: Tensor, B: Tensor, calls: Calls, loops: int, too_many: str, answer: object
) -> str | None:
    """Say what is wrong with the way to the answer, or with its shape."""
    if not READY.isdisjoint(calls.names):
        return READY_MADE
    if calls.left_torch():
        return LISTS
    (n, k), m = A.shape, B.shape[1]
    if isinstance(answer, Tensor) and answer.shape != (n, m):
        return _explain_shape((n, k, m), tuple(answer.shape))
    most = CALLS_IN_A_ROUND * max(n, k, m) ** loops
    return too_many if len(calls.names) > most else None


def _explain_shape(sizes: tuple[int, int, int], shape: tuple[int, ...]) -> str | None:
    """Name the mistake that gives the product another shape."""
    n, k, m = sizes
    hints: dict[tuple[int, ...], str] = {
        (n, k, m): NOT_SUMMED,
        (m, n): TURNED,
        (k, m): WRONG_SUM,
        (n, k): WRONG_SUM,
    }
    return hints.get(shape)


def _explain(A: Tensor, B: Tensor, found: object) -> str:
    """Recognise a wrong product: compare it with what each mistake gives."""
    mistakes = [(OVERWRITTEN, A[:, -1:] * B[-1:])]
    if A.shape == B.shape:
        mistakes += [
            (ELEMENTWISE, A * B),
            (SWAPPED, B @ A),
            (ROWS, A @ B.T),
            (COLUMNS, A.T @ B),
            (TURNED, (A @ B).T),
            (FLAT, (A.T * B).sum(dim=0).expand_as(A)),
        ]
        mistakes += [(WRONG_SUM, (A[:, :, None] * B).sum(axis)) for axis in (0, 2)]
    answer = torch.as_tensor(found).float()
    for hint, wrong in mistakes:
        if torch.allclose(answer, wrong, rtol=1e-3, atol=1e-3):
            return hint
    return WRONG
