"""Figures of the lessons on autograd that show a function and its derivative."""

from collections.abc import Callable

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import DATA, GRADIENT, MODEL, label_line, new_axes


def draw_tangent(
    function: Callable[[Tensor], Tensor],
    at: Tensor,
    *,
    reach: float = 2.0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a function of one number and its tangent, with the slope autograd finds.

    Parameters
    ----------
    function
        Takes a tensor of any shape and works on each number by itself.
    at
        One number, where the tangent touches.  Its ``grad`` is left alone.
    reach
        How far the curve and the tangent go on to each side of ``at``.
    """
    ax = ax or new_axes()
    touch = at.detach().clone().requires_grad_()
    height = function(touch)
    (slope,) = torch.autograd.grad(height, touch)
    x0, y0, m = touch.item(), height.item(), slope.item()
    xs = torch.linspace(x0 - reach, x0 + reach, 101)
    ax.plot(xs, function(xs), color=MODEL)
    ends = torch.tensor([x0 - reach, x0 + reach])
    ax.plot(ends, y0 + m * (ends - x0), color=GRADIENT)
    ax.plot(x0, y0, "o", color=GRADIENT)
    _draw_rise(ax, (x0, y0), m)
    ax.set(xlabel="x", ylabel="y", title=f"At x = {x0:g} the slope is {m:g}")
    return ax


def _draw_rise(ax: Axes, point: tuple[float, float], slope: float) -> None:
    """Draw one step to the right and the climb of the tangent over it."""
    x, y = point
    ax.plot([x, x + 1, x + 1], [y, y, y + slope], color=DATA, linestyle=":")
    label_line(ax, x + 0.5, y, "1", DATA, offset=(0, -4))
    label_line(ax, x + 1, y + slope / 2, f"{slope:g}", GRADIENT, offset=(6, 0))
