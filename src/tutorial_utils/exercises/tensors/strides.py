"""Checker of the exercise on what is shared and on a transpose made of strides."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor

from tutorial_utils.exercises.checking import Case, check_functions
from tutorial_utils.exercises.watching import Calls

JUDGEMENTS = (
    "t.T is a view: the two strides change places and no number moves.",
    "t.view(3, 2) is shared: view() never copies.",
    "t.T.contiguous() is a copy: t.T walks out of order, "
    "so the numbers go to a new tape.",
    "t.contiguous() is t itself: its order is right already.",
    "t.reshape(6) is shared: one stride of 1 describes it.",
    "t.T.reshape(6) is a copy: no single stride visits 0, 3, 1, 4, 2, 5.",
    "t[:, 1] is shared: it starts at cell 1 and has a stride of 3.",
    "t[:, [1]] is a copy: an index that is a list always copies.",
    "t.expand(4, 2, 3) is shared: a stride of 0 repeats without a copy.",
    "t.repeat(4, 1) is a copy: it writes the rows four times; expand() would not.",
)
"""The hints for wrong judgements; each begins with the operation to judge."""

COPIED = "the numbers are right, but they were copied: only the header may be new."
OTHER_CALL = "build it with t.as_strided(shape, strides) and nothing else."
VIEWED = "the shape is right and the numbers still stand in the old order."
NOT_SWAPPED = "the shape changed and the strides did not: they change places, too."
FROM_SHAPE = "t may be a view itself: take the strides from t.stride(), not its shape."
FROM_START = "t may start later on its tape: keep its storage_offset()."
WRONG_WALK = "the walk is wrong: row i of the result is column i of t."


def check_strides(
    shared: Callable[[str], bool], transpose: Callable[[Tensor], Tensor]
) -> None:
    """Check what a reader takes for shared, and a transpose made with strides.

    Parameters
    ----------
    shared
        Takes the text of an operation on a contiguous 2×3 matrix ``t`` and says
        whether the result lies in the storage of ``t``.
    transpose
        Takes a matrix and returns its transpose, a view made with ``as_strided()``.
    """
    check_functions(
        "strides",
        {"shared": (shared, _judgements()), "transpose": (transpose, _matrices())},
    )


def _judgements() -> Iterator[Case]:
    """Run each operation and see where its result lies."""
    t = torch.arange(6).view(2, 3)
    for hint in JUDGEMENTS:
        operation = hint.partition("is")[0].strip()
        result = eval(operation, {"t": t})
        yield Case(inputs=(operation,), expected=_share(t, result), hint=hint)


def _matrices(*, rounds: int = 3) -> Iterator[Case]:
    """Draw tall and wide matrices, whole ones and views that lack rows or columns."""
    generator = torch.Generator().manual_seed(7)
    for _ in range(rounds):
        n = int(torch.randint(3, 6, (), generator=generator))
        tall = torch.rand(n + 3, n, generator=generator)
        wide = torch.rand(n, n + 2, generator=generator)
        for t in (tall, wide, tall[:, : n - 1], wide[1:], wide.T):
            yield _transposition(t)


def _transposition(t: Tensor) -> Case:
    calls = Calls()
    return Case(
        inputs=(t,),
        expected=t.T.clone(),
        hint=partial(_explain, t),
        during=calls,
        judge=partial(_judge, t, calls),
    )


def _judge(t: Tensor, calls: Calls, answer: object) -> str | None:
    """Find a transpose with the right numbers that was not made with strides."""
    if not (isinstance(answer, Tensor) and torch.equal(answer, t.T)):
        return None
    if not _share(t, answer):
        return COPIED
    return None if "as_strided" in calls.names else OTHER_CALL


def _explain(t: Tensor, answer: np.ndarray) -> str:
    """Name the wrong walk that gives these numbers."""
    rows, columns = t.shape
    shape, strides = (columns, rows), (t.stride(1), t.stride(0))
    start = int(t.storage_offset())
    walks = {
        VIEWED: t.reshape(shape),
        NOT_SWAPPED: _walk(t, shape, t.stride(), start),
        FROM_SHAPE: _walk(t, shape, (1, columns), start),
        FROM_START: _walk(t, shape, strides, 0),
    }
    found = [hint for hint, walk in walks.items() if np.allclose(answer, walk)]
    return found[0] if found else WRONG_WALK


def _walk(
    t: Tensor, shape: tuple[int, ...], strides: tuple[int, ...], start: int
) -> Tensor:
    """Walk over the tape of ``t``, and over zeros where the walk leaves it."""
    tape = t.as_strided((t.untyped_storage().nbytes() // t.itemsize,), (1,), 0)
    longer = torch.cat([tape, tape.new_zeros(sum(shape) * (1 + max(strides)))])
    return longer.as_strided(shape, strides, start)


def _share(a: Tensor, b: Tensor) -> bool:
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
