"""How two shapes are broadcast, and the checker of functions without a loop."""

from collections.abc import Iterator, Mapping
from functools import partial

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Calls, Case, Checker
from tutorial_utils.plotting import DATA, MODEL, draw_matrix, label_line, new_axes


def draw_broadcast(a: Tensor, b: Tensor) -> Axes:
    """Draw two tensors, their repeated numbers and their sum, a matrix, as grids.

    A number that is stored has a firm frame, one that is repeated a dotted frame.
    """
    total = a + b
    rows, columns = total.shape
    width = 3 * columns + 2
    names = [str(tuple(x.shape)) for x in (a, b, total)]
    ax = new_axes(height=0.4 + 4.8 * (rows + 1) / width, frame=False, aspect="equal")
    ax.set(title="{} and {} meet as {}".format(*names))
    ax.set(xlim=(-0.1, width + 0.1), ylim=(rows + 0.8, -0.1))
    for place, (tensor, sign) in enumerate([(a, "+"), (b, "="), (total, "")]):
        left = place * (columns + 1)
        stored = torch.zeros(rows, columns, dtype=torch.bool)
        stored[: tensor.numel() // tensor.shape[-1], : tensor.shape[-1]] = True
        X = tensor.expand(rows, columns)
        draw_matrix(ax, left, X, names[place], strong=stored, weak=":")
        ax.text(left + columns + 0.5, rows / 2, sign, ha="center", va="center")
    return ax


def draw_fits(X: Tensor, y: Tensor, fits: Mapping[str, tuple[float, float]]) -> Axes:
    """Draw points and the lines, slope and bias by name, that were fitted to them.

    The right one is the last; those before it are dashed.
    """
    slopes = [round(slope, 1) + 0.0 for slope, _ in fits.values()]  # no -0.0
    ax = new_axes(title=f"Slope {slopes[0]} instead of {slopes[-1]}")
    ax.plot(X.flatten(), y.flatten(), "o", color=DATA, ms=3, zorder=3)
    ends = torch.stack([X.min(), X.max()])
    for name, (slope, bias) in fits.items():
        right = name == list(fits)[-1]
        ax.plot(ends, slope * ends + bias, "-" if right else "--", color=MODEL)
        at = ends.lerp(ends.flip(0), 0.25)[1].item()  # a quarter from the right
        offset = (-8.0, 4.0) if right else (0.0, -6.0)
        label_line(ax, at, slope * at + bias, name, MODEL, offset=offset)
    ax.set(xlabel="X", ylabel="y", xticks=[ends[0], ends.mean(), ends[1]])
    return ax


MOST_CALLS = 15
"""The calls of torch at most; the shortest loop over the rows makes more."""

LOOPS = "the answer may be right, but it loops: let broadcasting repeat the rows."

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


def _tables() -> Iterator[Case]:
    """Yield square matrices first: there a forgotten keepdim raises no error."""
    generator = torch.Generator().manual_seed(5)
    for (n, d), dim in [((8, 8), 0), ((9, 9), 1), ((11, 8), 0), ((8, 12), 1)]:
        scales = torch.rand(d, generator=generator) * 4 + 2
        X = scales * (torch.randn(n, d, generator=generator) + 1.5)
        calls = Calls()
        yield Case(
            inputs=(X.clone(), dim),  # a reader may write into X
            expected=_standardize(X, dim),
            mistakes=_wrong_tables(X, dim),
            hint=NOT_STANDARD,
            tolerance=1e-4,
            during=calls,
            judge=partial(calls.judge, MOST_CALLS, LOOPS),
        )


def _points() -> Iterator[Case]:
    """Yield as many rows in A as in B first: there a missing axis raises no error."""
    generator = torch.Generator().manual_seed(6)
    for n, m, d in [(9, 9, 3), (8, 11, 4), (12, 8, 2)]:
        A = torch.randn(n, d, generator=generator)
        B = torch.randn(m, d, generator=generator)
        right = torch.tensor([[(a - b).norm() for b in B] for a in A])
        total = (A[:, None] - B).abs().sum(-1)
        shapes = {(n, m, d): NOT_SUMMED, (m, n, d): NOT_SUMMED, (m, n): SWAPPED}
        shapes |= {(n, d): WRONG_SUM, (m, d): WRONG_SUM, (n,): ONE_TO_ONE}
        calls = Calls()
        yield Case(
            inputs=(A.clone(), B.clone()),
            expected=right,
            mistakes=[(right**2, SQUARED), (total, ABSOLUTE), (right.T, SWAPPED)],
            hint="square the differences, sum over the last axis, take the root.",
            shapes=shapes,
            errors={"must match the size of tensor": NOT_MET},
            tolerance=1e-4,
            during=calls,
            judge=partial(calls.judge, MOST_CALLS, LOOPS),
        )


def _standardize(X: Tensor, dim: int) -> Tensor:
    columns = X.unbind(1 - dim)
    return torch.stack([(x - x.mean()) / x.std() for x in columns], dim=1 - dim)


def _wrong_tables(X: Tensor, dim: int) -> list[tuple[Tensor, str]]:
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


check_broadcasting = Checker("broadcasting", standardize=_tables, distances=_points)
"""Checks two functions that compute with whole tensors.

The one gives a matrix mean 0 and standard deviation 1 along an axis; the other returns
the distances, ``(n, m)``, between the rows of ``(n, d)`` and ``(m, d)``.
"""
