"""How two shapes are broadcast, and the checker of functions without a loop."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import product

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Calls, Case, check_functions
from tutorial_utils.plotting import DATA, INK, MODEL, draw_cell, label_line, new_axes


def draw_broadcast(a: Tensor, b: Tensor) -> Axes:
    """Draw two tensors, their repeated numbers and their sum, a matrix, as grids.

    A number that is stored has a firm frame, one that is repeated a dotted frame.
    """
    total = a + b
    rows, columns = total.shape
    width = 3 * columns + 2
    ax = new_axes(height=0.4 + 4.8 * (rows + 1) / width)
    for place, tensor, sign in [(0, a, "+"), (1, b, "="), (2, total, "")]:
        left = place * (columns + 1)
        _draw_grid(ax, left, tensor, total.shape)
        ax.text(left + columns + 0.5, rows / 2, sign, ha="center", va="center")
    ax.set_title(f"{_shape(a)} and {_shape(b)} meet as {_shape(total)}")
    ax.set(xlim=(-0.1, width + 0.1), ylim=(rows + 0.8, -0.1), aspect="equal")
    ax.axis("off")
    return ax


def _draw_grid(ax: Axes, left: int, tensor: Tensor, shape: torch.Size) -> None:
    """Draw a tensor with its copies, from a left edge on, and its shape below."""
    rows, columns = shape
    stored = tensor.reshape(-1, tensor.shape[-1]).shape
    for i, j in product(range(rows), range(columns)):
        own = i < stored[0] and j < stored[1]
        number = tensor.expand(shape)[i, j].item()
        draw_cell(ax, left + j, i, f"{number:g}", strong=own, other=":")
    middle = left + columns / 2
    ax.text(middle, rows + 0.2, _shape(tensor), color=INK, ha="center", va="top")


def _shape(tensor: Tensor) -> str:
    return str(tuple(tensor.shape))


def draw_fits(X: Tensor, y: Tensor, fits: Mapping[str, tuple[float, float]]) -> Axes:
    """Draw points and the lines, slope and bias by name, that were fitted to them.

    The right one is the last; those before it are dashed.
    """
    ax = new_axes()
    ax.plot(X.flatten(), y.flatten(), "o", color=DATA, ms=3, zorder=3)
    ends = torch.stack([X.min(), X.max()])
    for name, (slope, bias) in fits.items():
        right = name == list(fits)[-1]
        ax.plot(ends, slope * ends + bias, "-" if right else "--", color=MODEL)
        at = ends.lerp(ends.flip(0), 0.25)[1].item()  # a quarter from the right
        offset = (-8.0, 4.0) if right else (0.0, -6.0)
        label_line(ax, at, slope * at + bias, name, MODEL, offset=offset)
    slopes = [round(slope, 1) + 0.0 for slope, _ in fits.values()]  # no -0.0
    ax.set_title(f"Slope {slopes[0]} instead of {slopes[-1]}")
    ax.set(xlabel="X", ylabel="y", xticks=[ends[0], ends.mean(), ends[1]])
    return ax


MOST_CALLS = 15
"""The calls of torch at most; the shortest loop over the rows makes more."""

LOOPS = "the answer may be right, but it loops: let broadcasting repeat the rows."
LISTS = "stay with tensors: no lists and no arrays of NumPy."

CENTERED = "the mean is 0 now, the standard deviation is not yet 1: divide by std()."
SCALED = "the standard deviation is 1, the mean is not 0: subtract the mean first."
VARIANCE = "that is divided by the variance; the standard deviation is std()."
UNEQUAL = "std() divides by n - 1: call it without unbiased or correction."
BRACKETS = "brackets are missing: subtract first, then divide the difference."
WHOLE = "that is one mean for the whole table; each column has its own: mean(dim)."
OTHER_AXIS = (
    "that is the other axis: hand the argument on, mean(dim, keepdim=True); "
    "dim=0 runs down and leaves one mean per column."
)
NO_KEEPDIM = "the means of the rows became one row of numbers: keepdim=True is missing."
NOT_STANDARD = (
    "along dim the mean is not 0 or the standard deviation is not 1; "
    "[:, None] is right for dim=1 only, keepdim=True for both."
)

ONE_TO_ONE = "each row of A met one row of B; it must meet all: A[:, None]."
NOT_MET = "A[:, None] has the shape (n, 1, d), which meets the (m, d) of B."
NOT_SUMMED = "those are the differences; square them and sum over the last axis."
WRONG_SUM = "subtract each row of B from each of A, A[:, None] - B; sum over dim=-1."
SWAPPED = "rows and columns are swapped: row i belongs to A[i], column j to B[j]."
SQUARED = "those are still squared: take the root."
ABSOLUTE = "those are sums of absolute values: square, sum, take the root last."
NOT_DISTANCES = "square the differences, sum over the last axis, take the root."

ERRORS = {"must match the size of tensor": NOT_MET}


def check_broadcasting(
    standardize: Callable[[Tensor, int], Tensor],
    distances: Callable[[Tensor, Tensor], Tensor],
) -> None:
    """Check two functions that compute with whole tensors.

    The one gives a matrix mean 0 and standard deviation 1 along an axis; the other
    returns the distances, ``(n, m)``, between the rows of ``(n, d)`` and ``(m, d)``.
    """
    check_functions(
        "broadcasting",
        {"standardize": (standardize, _tables()), "distances": (distances, _points())},
    )


def _tables() -> Iterator[Case]:
    """Yield square matrices first: there a forgotten keepdim raises no error."""
    generator = torch.Generator().manual_seed(5)
    for (n, d), dim in [((8, 8), 0), ((9, 9), 1), ((11, 8), 0), ((8, 12), 1)]:
        scales = torch.rand(d, generator=generator) * 4 + 2
        X = scales * (torch.randn(n, d, generator=generator) + 1.5)
        mistakes = _wrong_tables(X, dim)
        yield _case((X, dim), _standardize(X, dim), mistakes, NOT_STANDARD)


def _points() -> Iterator[Case]:
    """Yield as many rows in A as in B first: there a missing axis raises no error."""
    generator = torch.Generator().manual_seed(6)
    for n, m, d in [(9, 9, 3), (8, 11, 4), (12, 8, 2)]:
        A = torch.randn(n, d, generator=generator)
        B = torch.randn(m, d, generator=generator)
        right = _distances(A, B)
        total = (A[:, None] - B).abs().sum(-1)
        mistakes = [(right**2, SQUARED), (total, ABSOLUTE), (right.T, SWAPPED)]
        yield _case((A, B), right, mistakes, NOT_DISTANCES, _judge_shape, ERRORS)


def _case(
    inputs: tuple[Tensor, Tensor | int],
    expected: Tensor,
    mistakes: list[tuple[Tensor, str]],
    hint: str,
    judge_shape: Callable[..., str | None] = lambda *_: None,
    errors: Mapping[str, str] | None = None,
) -> Case:
    """Make a case whose answer must have been found without a loop."""
    calls = Calls()

    def judge(answer: object) -> str | None:
        if calls.left_torch():
            return LISTS
        return judge_shape(*inputs, answer) or (
            LOOPS if len(calls.names) > MOST_CALLS else None
        )

    return Case(
        inputs=tuple(deepcopy(value) for value in inputs),  # a reader may write into X
        expected=expected,
        mistakes=mistakes,
        hint=hint,
        errors=errors or {},
        tolerance=1e-4,
        during=calls,
        judge=judge,
    )


def _standardize(X: Tensor, dim: int) -> Tensor:
    """Return the oracle's answer, column by column."""
    columns = X.unbind(1 - dim)
    return torch.stack([(x - x.mean()) / x.std() for x in columns], dim=1 - dim)


def _distances(A: Tensor, B: Tensor) -> Tensor:
    """Return the oracle's answer, pair by pair."""
    rows = [torch.stack([(a - b).norm() for b in B]) for a in A]
    return torch.stack(rows)


def _wrong_tables(X: Tensor, dim: int) -> list[tuple[Tensor, str]]:
    """Return what each mistake gives."""
    mean, std = X.mean(dim, keepdim=True), X.std(dim, keepdim=True)
    mistakes = [
        (X - mean, CENTERED),
        (X / std, SCALED),
        ((X - mean) / std**2, VARIANCE),
        ((X - mean) / X.std(dim, correction=0, keepdim=True), UNEQUAL),
        (X - mean / std, BRACKETS),
        ((X - X.mean()) / X.std(), WHOLE),
        (_standardize(X, 1 - dim), OTHER_AXIS),
    ]
    if dim == 1 and X.shape[0] == X.shape[1]:
        lying = [(X.mean(1), X.std(1)), (X.mean(1), std), (mean, X.std(1))]
        mistakes += [((X - m) / s, NO_KEEPDIM) for m, s in lying]
    return mistakes


def _judge_shape(A: Tensor, B: Tensor, answer: object) -> str | None:
    """Name the mistake that gives distances another shape."""
    (n, d), m = A.shape, len(B)
    hints = {
        (m, n): SWAPPED,
        (n, m, d): NOT_SUMMED,
        (m, n, d): NOT_SUMMED,
        (n, d): WRONG_SUM,
        (m, d): WRONG_SUM,
        (n,): ONE_TO_ONE,
    }
    shape = tuple(getattr(answer, "shape", ()))
    return None if shape == (n, m) else hints.get(shape)
