"""Figure of a function of two numbers and of the directions its gradients point in."""

from collections.abc import Callable

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import GRADIENT, MODEL, new_axes

LONGEST = 0.9
"""The longest arrow, in units of the axes, which are one unit apart."""

Surface = Callable[[Tensor, Tensor], Tensor]


def find_gradients(function: Surface, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the two partial derivatives of a function at each point.

    Parameters
    ----------
    function
        Takes two tensors of one shape and works on each pair by itself.
    x, y
        The points; their ``grad`` is left alone.
    """
    x, y = x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_()
    dx, dy = torch.autograd.grad(function(x, y).sum(), (x, y))
    return dx, dy


def draw_gradients(
    function: Surface, at: tuple[float, float], *, xs: range, ys: range
) -> Axes:
    """Draw the level lines of a function and its gradients, one as the subject.

    Parameters
    ----------
    function
        Takes two tensors of one shape and works on each pair by itself.
    at
        The point whose gradient the title names; a level line leads through it.
    xs, ys
        Where the arrows start; the figure goes on by one unit to each side.
    """
    ax = new_axes()
    ax.set_aspect("equal")
    wide, high = (torch.linspace(r[0] - 1, r[-1] + 1, 200) for r in (xs, ys))
    heights = function(*torch.meshgrid(wide, high, indexing="xy"))
    here = torch.tensor(at)
    level = function(*here).item()
    levels = [level * part for part in (0.1, 0.3, 0.6, 1, 1.7)]
    lines = ax.contour(wide, high, heights, levels, colors=MODEL, linewidths=1)
    ax.clabel(lines, fontsize=9, fmt="%g")
    _draw_arrows(ax, function, xs, ys)
    dx, dy = find_gradients(function, *here)
    ax.plot(*at, "o", color=GRADIENT)
    ax.set_title(f"At ({at[0]:g}, {at[1]:g}) the gradient is ({dx:g}, {dy:g})")
    ax.set(xlabel="x", ylabel="y", xticks=[*xs], yticks=[*ys])
    return ax


def _draw_arrows(ax: Axes, function: Surface, xs: range, ys: range) -> None:
    """Draw the gradient at each point, all on one scale."""
    columns, rows = torch.tensor([*xs]).float(), torch.tensor([*ys]).float()
    x, y = torch.meshgrid(columns, rows, indexing="xy")
    dx, dy = find_gradients(function, x, y)
    scale = torch.hypot(dx, dy).max().item() / LONGEST
    ax.quiver(
        *(x, y, dx, dy), color=GRADIENT, angles="xy", scale_units="xy", scale=scale
    )
