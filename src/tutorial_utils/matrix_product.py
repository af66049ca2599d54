"""Draw a matrix product: one of its numbers, its shapes, its time."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.grids import draw_cell
from tutorial_utils.plotting import DATA, INK, MODEL, REFERENCE, label_line, new_axes
from tutorial_utils.timing import Timing


def draw_row_times_column(A: Tensor, B: Tensor, *, row: int, column: int) -> Axes:
    """Draw two matrices and their product, and what one number of it is made of.

    Parameters
    ----------
    A, B
        Matrices of shape ``(n, k)`` and ``(k, m)``.
    row, column
        Where the number stands in the product.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
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

    Parameters
    ----------
    *shapes
        Rows and columns of each matrix; each has as many rows as the one before it
        has columns.

    Returns
    -------
    Axes
        The axes of a new figure.
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

    Parameters
    ----------
    timings
        By name; the title compares the others with the last.

    Returns
    -------
    Axes
        The axes of a new figure; its time axis is logarithmic.
    """
    seconds = {name: timing.median for name, timing in timings.items()}
    *others, last = seconds
    ax = new_axes(height=0.9 + 0.5 * len(seconds))
    colors = [DATA] * len(others) + [MODEL]
    bars = ax.barh(list(seconds), list(seconds.values()), color=colors)
    labels = [str(timing).partition(" (")[0] for timing in timings.values()]
    ax.bar_label(bars, labels, padding=4)
    ratios = [_two_digits(seconds[name] / seconds[last]) for name in others]
    ax.set_title(f"{' or '.join(ratios)} times as long as {last}")
    ax.set_xscale("log")
    ax.set(xlabel="seconds", xlim=(min(seconds.values()) / 4, None))
    ax.margins(x=0.25)
    ax.invert_yaxis()
    return ax


def _two_digits(ratio: float) -> str:
    """Write a ratio with the digits that a measurement can tell: 29,000."""
    return f"{float(f'{ratio:.2g}'):,.0f}"
