"""Draw what decides whether a tensor keeps its gradient, and whether it has one."""

import warnings
from collections.abc import Mapping

from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import DATA, GRADIENT, INK, MODEL, draw_box, new_axes

COLUMNS = {"is_leaf": 0.95, "requires_grad": 1.85, "retains_grad": 3.15, "grad": 4.35}
"""Where the columns begin, in inches; the names stand on the left of them."""

WIDTH, ROW = 5.4, 0.36


def draw_leaves(tensors: Mapping[str, Tensor]) -> Axes:
    """Draw a table of tensors: who asks for a gradient, who keeps it, who has it.

    What is true is blue and has a frame; a gradient that is there is orange and bold.
    """
    filled = [name for name, tensor in tensors.items() if read_grad(tensor) is not None]
    names = ", ".join(filled) or "none"
    title = f"{len(filled)} of {len(tensors)} have a gradient: {names}"
    height = 4.8 / WIDTH * ROW * (len(tensors) + 1) + 0.5
    ax = new_axes(height=height, frame=False, title=title)
    ax.set(xlim=(0, WIDTH), ylim=(-ROW * (len(tensors) + 0.6), ROW / 2))
    for column, x in COLUMNS.items():
        ax.text(x, 0, column, color=DATA, size=10, va="center")
    for number, (name, tensor) in enumerate(tensors.items(), 1):
        y = -ROW * number
        ax.text(0, y, name, color=INK, weight="bold", va="center")
        for column in list(COLUMNS)[:-1]:
            x, answer = COLUMNS[column], getattr(tensor, column)
            if answer:
                corner, size = (x - 0.07, y - 0.38 * ROW), (0.6, 0.76 * ROW)
                draw_box(ax, corner, size=size, edgecolor=MODEL, lw=1.5)
            ax.text(x, y, str(answer), color=MODEL if answer else DATA, va="center")
        grad = read_grad(tensor)
        text = "None" if grad is None else str(grad.tolist())
        color, weight = (DATA, "normal") if grad is None else (GRADIENT, "bold")
        ax.text(COLUMNS["grad"], y, text, color=color, weight=weight, va="center")
    return ax


def read_grad(tensor: Tensor) -> Tensor | None:
    """Return the ``grad`` of a tensor without the warning for those that keep none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tensor.grad
