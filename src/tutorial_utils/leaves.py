"""Draw what decides whether a tensor keeps its gradient, and whether it has one."""

import warnings
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.plotting import DATA, GRADIENT, INK, MODEL, new_axes

COLUMNS = {"is_leaf": 0.95, "requires_grad": 1.85, "retains_grad": 3.15, "grad": 4.35}
"""Where the columns begin, in inches; the names stand on the left of them."""

WIDTH, ROW = 5.4, 0.36


def draw_leaves(tensors: Mapping[str, Tensor]) -> Axes:
    """Draw a table of tensors: who asks for a gradient, who keeps it, who has it.

    What is true is blue and has a frame; a gradient that is there is orange and bold.
    """
    ax = new_axes(height=4.8 / WIDTH * ROW * (len(tensors) + 1) + 0.5)
    for column, x in COLUMNS.items():
        ax.text(x, 0, column, color=DATA, size=10, va="center")
    for number, (name, tensor) in enumerate(tensors.items(), 1):
        _draw_row(ax, -ROW * number, name, tensor)
    filled = [name for name, tensor in tensors.items() if read_grad(tensor) is not None]
    names = ", ".join(filled) or "none"
    ax.set_title(f"{len(filled)} of {len(tensors)} have a gradient: {names}")
    ax.set(xlim=(0, WIDTH), ylim=(-ROW * (len(tensors) + 0.6), ROW / 2))
    ax.axis("off")
    return ax


def read_grad(tensor: Tensor) -> Tensor | None:
    """Return the ``grad`` of a tensor without the warning for those that keep none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tensor.grad


def _draw_row(ax: Axes, y: float, name: str, tensor: Tensor) -> None:
    """Write a tensor's name, three answers and its gradient."""
    ax.text(0, y, name, color=INK, weight="bold", va="center")
    for column in list(COLUMNS)[:-1]:
        _draw_answer(ax, COLUMNS[column], y, answer=getattr(tensor, column))
    grad = read_grad(tensor)
    text = "None" if grad is None else str(grad.tolist())
    color, weight = (DATA, "normal") if grad is None else (GRADIENT, "bold")
    ax.text(COLUMNS["grad"], y, text, color=color, weight=weight, va="center")


def _draw_answer(ax: Axes, x: float, y: float, *, answer: bool) -> None:
    if answer:
        low, height = y - 0.38 * ROW, 0.76 * ROW
        frame = Rectangle((x - 0.07, low), 0.6, height, fc="none", ec=MODEL, lw=1.5)
        ax.add_patch(frame)
    ax.text(x, y, str(answer), color=MODEL if answer else DATA, va="center")
