"""Checker of the exercise that writes down a Jacobian, row by row."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from unittest.mock import patch

import numpy as np
import torch
from torch import Tensor

from tutorial_utils.checking import Case, check_cases, find_words

Function = Callable[[Tensor], Tensor]

READY_MADE = "ready-made"
BY_HAND = "make it yourself: torch.autograd.grad, once for each number of f(x)."
A_LIST = "those are the rows, in a list or a tuple: torch.stack(rows) makes a matrix."
ONE_ROW = "that is one row, or all of them added up: make a row for each output."
TURNED = "rows and columns have changed places: a row for each number of f(x)."
ADDED_UP = (
    "each row has the rows before it added: backward() adds to x.grad. "
    "Use torch.autograd.grad, or clear x.grad before each row."
)
SAME_ROW = (
    "all rows are equal: x.grad is the same tensor each time, and later calls change "
    "it. Use torch.autograd.grad, or append x.grad.clone()."
)
ALL_ONES = (
    "each row is the sum of all rows: v was 1 everywhere, or sum() was taken. "
    "For row i, only number i of v is 1."
)
DIAGONAL = "only the diagonal is filled: each output may depend on every input."
BACKWARDS = "the rows are in the wrong order: row i belongs to number i of f(x)."
WRONG = "row i is the gradient of number i of f(x): a v of zeros with a 1 at i."

NO_V = "y has several numbers: hand over v, or ask for the gradient of y[i] alone."
LENGTH = "v needs a weight for each number of f(x), not for each number of x."
RETAIN = "the rows share one graph: keep it with retain_graph=True."
A_TUPLE = "torch.autograd.grad returns a tuple: write (row,) = torch.autograd.grad(…)."
UNTRACKED = "this y is not tracked: compute it as f(x), with x as it was handed over."
OTHER_X = "ask for the gradient by the very x that went into f; a part is another one."

ERRORS = {
    READY_MADE: BY_HAND,
    "only for scalar outputs": NO_V,
    "Mismatch in shape": LENGTH,
    "backward through the graph a second time": RETAIN,
    "but got tuple": A_TUPLE,
    "does not require grad": UNTRACKED,
    "to not have been used in the graph": OTHER_X,
}


def check_jacobian(jacobian: Callable[[Function, Tensor], Tensor]) -> None:
    """Compare a reader's Jacobians with :func:`torch.autograd.functional.jacobian`.

    Parameters
    ----------
    jacobian
        Takes a function and a tracked ``float64`` vector.  The function takes such a
        vector and returns another; the answer has a row for each of its numbers and
        a column for each number of the vector.
    """
    check_cases("jacobian", jacobian, _cases())


def _cases() -> Iterator[Case]:
    """Draw functions with as many, more, and fewer results than inputs."""
    generator = torch.Generator().manual_seed(16)
    for rows, columns in [(3, 3), (4, 2), (2, 5), (5, 3), (1, 4), (3, 1)]:
        A, B = torch.randn(
            2, rows, columns, generator=generator, dtype=torch.float64
        ).unbind()
        x = torch.rand(columns, generator=generator, dtype=torch.float64)
        f = partial(_waves, A, B)
        expected = torch.autograd.functional.jacobian(f, x)  # type: ignore[no-untyped-call]
        yield Case(
            inputs=(f, x.requires_grad_()),
            expected=expected,
            hint=partial(_explain, x, expected),
            error_hint=partial(find_words, hints=ERRORS),
            tolerance=1e-6,
            during=_by_hand(),
            judge=partial(_judge, (rows, columns)),
        )


def _waves(A: Tensor, B: Tensor, x: Tensor) -> Tensor:
    """Return a vector each of whose numbers depends on all of ``x``."""
    return torch.sin(A @ x) + (B @ x) ** 2


@contextmanager
def _by_hand() -> Iterator[None]:
    """Let the ready-made functions fail."""
    refused = RuntimeError(READY_MADE)
    with ExitStack() as stack:
        for module, name in [
            (torch.autograd.functional, "jacobian"),
            (torch.func, "jacrev"),
            (torch.func, "jacfwd"),
        ]:
            stack.enter_context(patch.object(module, name, side_effect=refused))
        yield


def _judge(shape: tuple[int, int], answer: object) -> str | None:
    """Name the mistake that gives the answer another type or shape."""
    if isinstance(answer, list | tuple) and all(isinstance(x, Tensor) for x in answer):
        return A_LIST
    if not isinstance(answer, Tensor) or answer.shape == shape:
        return None
    hints: dict[tuple[int, ...], str] = {shape[::-1]: TURNED, shape[1:]: ONE_ROW}
    return hints.get(tuple(answer.shape))


def _explain(x: Tensor, expected: Tensor, found: np.ndarray) -> str:
    """Recognise a wrong matrix: compare it with what each mistake gives."""
    mistakes = [(ADDED_UP, expected.cumsum(0)), (BACKWARDS, expected.flip(0))]
    if expected.shape[0] == expected.shape[1]:
        diagonals = [expected.diag(), expected.sum(0)]
        mistakes += [(TURNED, expected.T)]
        mistakes += [(DIAGONAL, diagonal.diag()) for diagonal in diagonals]
    for hint, wrong in mistakes:
        if np.allclose(found, wrong, rtol=1e-5):
            return hint
    if len(found) > 1 and np.allclose(found, found[0]):
        return ALL_ONES if x.grad is None else SAME_ROW
    return WRONG
