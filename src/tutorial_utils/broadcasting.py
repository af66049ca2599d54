"""Draw how two shapes are broadcast, and what that does to a fit."""

from collections.abc import Mapping
from itertools import product

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.grids import draw_cell
from tutorial_utils.plotting import DATA, INK, MODEL, label_line, new_axes


def draw_broadcast(a: Tensor, b: Tensor) -> Axes:
    """Draw two tensors, their repeated numbers and their sum as three grids.

    A number that is stored has a firm frame, one that is repeated a dotted frame.

    Parameters
    ----------
    a, b
        Tensors whose sum is a matrix.

    Returns
    -------
    Axes
        The axes of a new figure.
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
    """Draw points and the lines that were fitted to them.

    Parameters
    ----------
    X, y
        The points, as many numbers in each.
    fits
        Slope and bias of each line under its name, the right one last: the lines
        before it are dashed.

    Returns
    -------
    Axes
        The axes of a new figure.
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
