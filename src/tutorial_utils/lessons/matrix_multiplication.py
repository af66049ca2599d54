"""A matrix product's numbers, shapes and times, and the checker of three products."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, product
from typing import TypeAlias

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.checking import Calls, Case, check_functions
from tutorial_utils.plotting import (
    DATA,
    INK,
    MODEL,
    REFERENCE,
    draw_cell,
    label_line,
    new_axes,
)
from tutorial_utils.timing import Timing


def draw_row_times_column(A: Tensor, B: Tensor, *, row: int, column: int) -> Axes:
    """Draw two matrices, their product and what one number of it is made of."""
    n, k, m = *A.shape, B.shape[1]
    result, height = A @ B, max(n, k)
    ax = new_axes(height=0.5 + 3.6 * (height + 0.8) / (2 * m + k + 2))
    lefts = [0, k + 1, k + m + 2]
    _draw_matrix(ax, lefts[0], A, (row, slice(None)), f"row {row}")
    _draw_matrix(ax, lefts[1], B, (slice(None), column), f"column {column}")
    _draw_matrix(ax, lefts[2], result, (row, column), f"[{row}, {column}]")
    for left, sign in zip(lefts[1:], "@=", strict=True):
        ax.text(left - 0.5, height / 2, sign, ha="center", va="center")
    pairs = zip(A[row].tolist(), B[:, column].tolist(), strict=True)
    total = f"{result[row, column].item():g}"
    ax.set_title(" + ".join(f"{a:g}·{b:g}" for a, b in pairs) + f" = {total}")
    ax.set(xlim=(-0.1, lefts[2] + m + 0.1), ylim=(height + 0.8, -0.1), aspect="equal")
    ax.axis("off")
    return ax


def _draw_matrix(
    ax: Axes, left: int, X: Tensor, strong: tuple[int | slice, ...], name: str
) -> None:
    """Draw the numbers of a matrix, some of them strong, and a name below."""
    counts = torch.zeros(X.shape, dtype=torch.bool)
    counts[strong] = True
    n, m = X.shape
    for i, j in product(range(n), range(m)):
        text = f"{X[i, j].item():g}"
        draw_cell(ax, left + j, i, text, strong=bool(counts[i, j]))
    ax.text(left + m / 2, n + 0.2, name, color=INK, ha="center", va="top")


def draw_shape_chain(*shapes: Sequence[int]) -> Axes:
    """Draw matrices as boxes of their shape, in a product, and the box of the result.

    Each has as many rows as the one before it has columns.
    """
    boxes: list[Sequence[int]] = [*shapes, (shapes[0][0], shapes[-1][1])]
    lefts = [sum(c + 2.6 for _, c in boxes[:i]) for i in range(len(boxes))]
    ax = new_axes(height=1.8)
    for left, box in zip(lefts, boxes, strict=True):
        _draw_box(ax, left, box, last=left == lefts[-1])
    for (a, b), (first, _) in zip(pairwise(lefts[:-1]), pairwise(shapes), strict=True):
        _link(ax, (a + first[1] / 2 + 0.4, -0.6), (b - 0.4, first[1] / 2 - 0.5))
    for left in lefts[1:]:
        sign = "=" if left == lefts[-1] else "@"
        ax.text(left - 1.7, 1.1, sign, ha="center", va="center")
    chain = " @ ".join(str(tuple(shape)) for shape in shapes)
    ax.set_title(f"{chain} gives {boxes[-1]}")
    ax.set(xlim=(-1, lefts[-1] + boxes[-1][1] + 0.2), aspect="equal")
    ax.set_ylim(max(rows for rows, _ in boxes) + 0.2, -1.4)
    ax.axis("off")
    return ax


def _draw_box(ax: Axes, left: float, box: Sequence[int], *, last: bool) -> None:
    """Draw a matrix as a box, with its rows on the left and its columns on top."""
    rows, columns = box
    color = REFERENCE if last else MODEL
    ax.add_patch(Rectangle((left, 0), columns, rows, fc="none", ec=color, lw=2))
    label_line(ax, left, rows / 2, str(rows), color, offset=(-4, 0))
    label_line(ax, left + columns / 2, 0, str(columns), color, offset=(0, 4))


def _link(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a curve between two lengths that have to be equal."""
    bent = {"arrowstyle": "<->", "color": DATA, "connectionstyle": "arc3,rad=-0.3"}
    ax.annotate("", end, start, arrowprops=bent)


def draw_times(timings: Mapping[str, Timing]) -> Axes:
    """Draw how long each way takes as a bar, on a logarithmic axis.

    The title compares the others with the last.
    """
    seconds = {name: timing.median for name, timing in timings.items()}
    *others, last = seconds
    ax = new_axes(height=0.9 + 0.5 * len(seconds))
    colors = [DATA] * len(others) + [MODEL]
    bars = ax.barh(list(seconds), list(seconds.values()), color=colors)
    labels = [str(timing).partition(" (")[0] for timing in timings.values()]
    ax.bar_label(bars, labels, padding=4)
    rounded = [float(f"{seconds[name] / seconds[last]:.2g}") for name in others]
    ratios = [f"{ratio:,.0f}" for ratio in rounded]  # a measurement tells two digits
    ax.set_title(f"{' or '.join(ratios)} times as long as {last}")
    ax.set_xscale("log")
    ax.set(xlabel="seconds", xlim=(min(seconds.values()) / 4, None))
    ax.margins(x=0.25)
    ax.invert_yaxis()
    return ax


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
    """Check three ways to write the product of matrices ``(n, k)`` and ``(k, m)``.

    Each uses ``*`` and sums, may loop as often as its name says, and has to raise an
    error for other shapes.
    """
    check_functions(
        "matmul",
        {
            "two_loops": (two_loops, _cases(2, THREE_LOOPS)),
            "one_loop": (one_loop, _cases(1, TWO_LOOPS)),
            "no_loop": (no_loop, _cases(0, A_LOOP)),
        },
    )


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
            mistakes=_mistakes(A, B),
            hint=WRONG,
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
        shapes = {(n, k, m): NOT_SUMMED, (m, n): TURNED}
        sums = dict.fromkeys([(k, m), (n, k)], WRONG_SUM)
        return (shapes | sums).get(tuple(answer.shape))
    most = CALLS_IN_A_ROUND * max(n, k, m) ** loops
    return too_many if len(calls.names) > most else None


def _mistakes(A: Tensor, B: Tensor) -> list[tuple[Tensor, str]]:
    """Return what each mistake gives."""
    overwritten = (A[:, -1:] * B[-1:], OVERWRITTEN)
    if A.shape != B.shape:
        return [overwritten]
    products = A[:, :, None] * B
    return [
        overwritten,
        (A * B, ELEMENTWISE),
        (B @ A, SWAPPED),
        (A @ B.T, ROWS),
        (A.T @ B, COLUMNS),
        ((A @ B).T, TURNED),
        ((A.T * B).sum(dim=0).expand_as(A), FLAT),
        (products.sum(0), WRONG_SUM),
        (products.sum(2), WRONG_SUM),
    ]
