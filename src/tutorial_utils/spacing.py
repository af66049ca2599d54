"""Draw how far apart the numbers of a floating-point data type lie."""

import math
from collections.abc import Sequence

import torch
from matplotlib.axes import Axes

from tutorial_utils.plotting import DATA, GRADIENT, MODEL, label_line, new_axes

STYLES = (("-", MODEL), ("--", DATA), (":", DATA))


def find_spacing(values: torch.Tensor) -> torch.Tensor:
    """Return the distance from each value to the next larger one of its data type.

    Parameters
    ----------
    values
        Numbers of a floating-point data type.

    Returns
    -------
    Tensor
        In ``float64``; infinite where the next value is, and nan above that.
    """
    above = torch.nextafter(values, torch.full_like(values, math.inf))
    return above.double() - values.double()


def draw_spacing(dtypes: Sequence[torch.dtype], *, at: float) -> Axes:
    """Draw the spacing of data types against the size of the number.

    Parameters
    ----------
    dtypes
        Three at most.  The first is drawn as the subject, and marked.
    at
        Where the title reads off the first one's spacing, from 1 to 1e9.

    Returns
    -------
    Axes
        The axes of a new figure, both of them logarithmic.
    """
    ax = new_axes(height=3.6)
    x = torch.logspace(-2, 9, 600, dtype=torch.float64)
    for dtype, (style, color) in zip(dtypes, STYLES, strict=False):
        _draw_line(ax, x, dtype, style, color)
    gap = find_spacing(torch.tensor(at, dtype=dtypes[0])).item()
    ax.plot(at, gap, "o", color=GRADIENT, ms=7)
    label_line(ax, at, gap, f"{gap:g}", GRADIENT, offset=(-4, 5))
    ax.axhline(1, color=DATA, lw=1)
    label_line(ax, 0.01, 1, "step of 1", DATA, offset=(1, 3))
    ax.set_title(f"At {at:,.0f} {_name(dtypes[0])} moves in steps of {gap:g}")
    ax.set(xscale="log", yscale="log", xlabel="number", ylabel="step to the next")
    return ax


def _draw_line(
    ax: Axes, x: torch.Tensor, dtype: torch.dtype, style: str, color: str
) -> None:
    """Draw one data type as far as it reaches, with its name at the end."""
    gaps = find_spacing(x.to(dtype))
    seen = gaps.isfinite()
    ax.plot(x[seen], gaps[seen], style, color=color)
    end = x[seen][-1].item(), gaps[seen][-1].item()
    label_line(ax, *end, _name(dtype), color, offset=(5, 0))


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
