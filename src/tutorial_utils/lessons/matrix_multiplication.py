"""A matrix product's numbers, shapes and times, and the checker of three products."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Calls, Case, Checker
from tutorial_utils.plotting import (
    DATA,
    MODEL,
    REFERENCE,
    draw_box,
    draw_matrix,
    label_line,
    new_axes,
)
from tutorial_utils.timing import Timing


def draw_row_times_column(A: Tensor, B: Tensor, *, row: int, column: int) -> Axes:
    """Draw two matrices, their product and what one number of it is made of."""
    (n, k), m, result = A.shape, B.shape[1], A @ B
    height, width = max(n, k), 2 * m + k + 2
    pairs = zip(A[row].tolist(), B[:, column].tolist(), strict=True)
    total = f"{result[row, column].item():g}"
    ax = new_axes(height=0.5 + 3.6 * (height + 0.8) / width, frame=False)
    ax.set(title=" + ".join(f"{a:g}·{b:g}" for a, b in pairs) + f" = {total}")
    ax.set(xlim=(-0.1, width + 0.1), ylim=(height + 0.8, -0.1), aspect="equal")
    in_row = torch.arange(n)[:, None] == row
    in_column = torch.arange(m) == column
    draw_matrix(ax, 0, A, f"row {row}", strong=in_row.expand(n, k), weak="-")
    counts, name = in_column.expand(k, m), f"column {column}"
    draw_matrix(ax, k + 1, B, name, strong=counts, weak="-")
    counts, name = in_row & in_column, f"[{row}, {column}]"
    draw_matrix(ax, k + m + 2, result, name, strong=counts, weak="-")
    for x, sign in [(k + 0.5, "@"), (k + m + 1.5, "=")]:
        ax.text(x, height / 2, sign, ha="center", va="center")
    return ax


def draw_shape_chain(*shapes: Sequence[int]) -> Axes:
    """Draw matrices as boxes of their shape, in a product, and the box of the result.

    Each has as many rows as the one before it has columns.
    """
    boxes: list[Sequence[int]] = [*shapes, (shapes[0][0], shapes[-1][1])]
    lefts = [sum(c + 2.6 for _, c in boxes[:i]) for i in range(len(boxes))]
    chain = " @ ".join(str(tuple(shape)) for shape in shapes)
    ax = new_axes(height=1.8, frame=False, title=f"{chain} gives {boxes[-1]}")
    ax.set(xlim=(-1, lefts[-1] + boxes[-1][1] + 0.2), aspect="equal")
    ax.set_ylim(max(rows for rows, _ in boxes) + 0.2, -1.4)
    for left, (rows, columns) in zip(lefts, boxes, strict=True):
        color = REFERENCE if left == lefts[-1] else MODEL
        draw_box(ax, (left, 0), size=(columns, rows), edgecolor=color, lw=2)
        label_line(ax, left, rows / 2, str(rows), color, offset=(-4, 0))
        label_line(ax, left + columns / 2, 0, str(columns), color, offset=(0, 4))
        sign = "@" if color == MODEL else "="
        ax.text(left - 1.7, 1.1, sign if left else "", ha="center", va="center")
    bent = {"arrowstyle": "<->", "color": DATA, "connectionstyle": "arc3,rad=-0.3"}
    for (a, b), (_, k) in zip(pairwise(lefts[:-1]), shapes, strict=False):
        ends = (b - 0.4, k / 2 - 0.5), (a + k / 2 + 0.4, -0.6)
        ax.annotate("", *ends, arrowprops=bent)
    return ax


def draw_times(timings: Mapping[str, Timing]) -> Axes:
    """Draw how long each way takes as a bar, on a logarithmic axis.

    The title compares the others with the last.
    """
    seconds = {name: timing.median for name, timing in timings.items()}
    *others, last = seconds
    rounded = [float(f"{seconds[name] / seconds[last]:.2g}") for name in others]
    ratios = [f"{ratio:,.0f}" for ratio in rounded]  # a measurement tells two digits
    title = f"{' or '.join(ratios)} times as long as {last}"
    ax = new_axes(height=0.9 + 0.5 * len(seconds), title=title, xlabel="seconds")
    colors = [DATA] * len(others) + [MODEL]
    bars = ax.barh(list(seconds), list(seconds.values()), color=colors)
    labels = [str(timing).partition(" (")[0] for timing in timings.values()]
    ax.bar_label(bars, labels, padding=4)
    ax.set(xscale="log", xlim=(min(seconds.values()) / 4, None))
    ax.margins(x=0.25)
    ax.invert_yaxis()
    return ax


CALLS_IN_A_ROUND = 16  # the calls of torch that one round of a loop takes at most

READY = frozenset(
    {"matmul", "mm", "bmm", "mv", "dot", "inner", "vdot", "einsum", "tensordot"}
    | {"linear", "addmm", "addmv", "baddbmm"}
)
"""What torch calls its own products."""

READY_MADE = "that is a product of torch's own; write it with * and sum()."
THREE_LOOPS = "the third loop is in there: row * column multiplies all pairs at once."
TWO_LOOPS = (
    "that is a second loop: add up columns of A times rows of B, whole ones, "
    "A[:, k][:, None] * B[k]."
)
A_LOOP = "that still loops: let broadcasting make all products, A[:, :, None] * B."
TURNED = "rows and columns of the result are swapped."
FLAT = "A[:, k] is flat and meets B[k] one to one: A[:, k][:, None] is a column."
OVERWRITTEN = "only the last products are left: add with +=, do not replace with =."
NOT_SUMMED = "those are all products; sum over the axis that A and B have in common."
WRONG_SUM = "the sum ran over another axis than the one that A and B have in common."
LEFT_OVER = "B has more rows than A has columns, and you left some out: raise an error."
STRETCHED = (
    "B has one row, A has several columns, and * repeated it without a word: "
    "compare the inner lengths and raise an error."
)


def _cases(loops: int, too_many: str) -> Iterator[Case]:
    """Yield products, square ones first, then matrices that do not fit."""
    generator = torch.Generator().manual_seed(6)
    for n, k, m in [(12, 12, 12), (10, 14, 11), (13, 10, 12)]:
        A = torch.randn(n, k, generator=generator)
        B = torch.randn(k, m, generator=generator)
        shapes = {(n, k, m): NOT_SUMMED, (m, n): TURNED}
        calls, most = Calls(), CALLS_IN_A_ROUND * max(n, k, m) ** loops
        yield Case(
            inputs=(A, B),
            expected=A @ B,
            mistakes=_mistakes(A, B),
            hint="entry i, j is the sum of row i of A times column j of B.",
            shapes=shapes | {(k, m): WRONG_SUM, (n, k): WRONG_SUM},
            tolerance=1e-4,
            during=calls,
            judge=partial(_judge, calls, most, too_many),
        )
    for rows, hint in [(5, LEFT_OVER), (1, STRETCHED)]:
        pair = torch.ones(2, 4), torch.ones(rows, 3)
        yield Case(inputs=pair, expected=Exception, hint=hint)


def _judge(calls: Calls, most: int, too_many: str, answer: object) -> str | None:
    """Refuse torch's own product, and more calls than the loops need."""
    made = not READY.isdisjoint(calls.names)
    return READY_MADE if made else calls.judge(most, too_many, answer)


def _mistakes(A: Tensor, B: Tensor) -> list[tuple[Tensor, str]]:
    overwritten = (A[:, -1:] * B[-1:], OVERWRITTEN)
    if A.shape != B.shape:
        return [overwritten]
    products = A[:, :, None] * B
    return [
        overwritten,
        (A * B, "* pairs equal places; what is needed is each row with each column."),
        (B @ A, "that is B times A: the rows come from A, the columns from B."),
        (A @ B.T, "that is row times row: take the columns of B, B[:, j]."),
        (A.T @ B, "that is column times column: take the rows of A, A[i]."),
        ((A @ B).T, TURNED),
        ((A.T * B).sum(dim=0).expand_as(A), FLAT),
        (products.sum(0), WRONG_SUM),
        (products.sum(2), WRONG_SUM),
    ]


check_matmul = Checker(
    "matmul",
    two_loops=partial(_cases, 2, THREE_LOOPS),
    one_loop=partial(_cases, 1, TWO_LOOPS),
    no_loop=partial(_cases, 0, A_LOOP),
)
"""Checks three ways to write the product of matrices ``(n, k)`` and ``(k, m)``.

Each uses ``*`` and sums, may loop as often as its name says, and has to raise an error
for other shapes.
"""
