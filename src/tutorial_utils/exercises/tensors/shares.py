"""Checker of the exercise that tells which arrays and tensors share memory."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import numpy as np
import torch

from tutorial_utils.exercises.checking import Case, check_cases, find_words

Memory: TypeAlias = np.ndarray | torch.Tensor

EQUAL = "two separate tensors of ones are equal: compare memory, not values."
HEADERS = (
    "from_numpy() puts a second header on the same memory; "
    "id() and `is` compare headers only."
)
COPIED = "torch.tensor() copies, although the values are equal."
CAST = "another data type needs other bytes: float() had to copy here."
SLICED = (
    "a slice starts later in the same memory: first addresses are not enough. "
    "Look for a NumPy function about shared memory."
)
BESIDE = "two halves of one storage have no byte in common: a write stays in its half."
INTERLEAVED = (
    "every second element from 0 and from 1: the ranges overlap, no byte is in both. "
    "may_share_memory() compares ranges; another function looks at each byte."
)
ONE_KIND = "np.asarray() gives an array for either kind, without a copy."
ERRORS = {
    "'numpy.ndarray' object has no attribute": ONE_KIND,
    "'Tensor' object has no attribute": ONE_KIND,
    "expected np.ndarray (got Tensor)": ONE_KIND,
}


def check_shares(shares: Callable[[Memory, Memory], bool]) -> None:
    """Check that a function knows which arrays and tensors share memory.

    Parameters
    ----------
    shares
        Takes two arrays or tensors and says whether they have a byte in common.
    """
    check_cases("shares", shares, _pairs())


def _pairs(*, rounds: int = 3) -> Iterator[Case]:
    """Draw pairs of each kind, in random sizes and in either order."""
    rng = np.random.default_rng(4)
    for _ in range(rounds):
        for a, b, hint in _draw_pairs(rng):
            pair = (a, b) if rng.random() < 0.5 else (b, a)
            shared = np.shares_memory(np.asarray(a), np.asarray(b))
            yield Case(
                inputs=pair,
                expected=bool(shared),
                hint=hint,
                error_hint=partial(find_words, hints=ERRORS),
            )


def _draw_pairs(rng: np.random.Generator) -> list[tuple[Memory, Memory, str]]:
    """Make one pair for each misconception, which is wrong about this pair alone.

    No two pairs share memory: a reader may find out by writing.
    """
    size = int(rng.integers(6, 12))
    cut = int(rng.integers(1, size - 1))

    def fresh() -> tuple[np.ndarray, torch.Tensor]:
        array = rng.standard_normal(size)
        return array, torch.from_numpy(array)

    pairs = [fresh() for _ in range(6)]
    same, copied, cast, sliced, beside, interleaved = pairs
    return [
        (torch.ones(size), torch.ones(size), EQUAL),
        (*same, HEADERS),
        (copied[0], torch.tensor(copied[0]), COPIED),
        (cast[0], cast[1].float(), CAST),
        (sliced[0], sliced[1][cut:], SLICED),
        (beside[1][:cut], beside[0][cut:], BESIDE),
        (interleaved[0][::2], interleaved[1][1::2], INTERLEAVED),
    ]
