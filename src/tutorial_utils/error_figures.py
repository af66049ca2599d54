"""Draw what an error says: where a program stopped, and which shapes clash."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill, shorten
from traceback import FrameSummary, extract_tb
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.plotting import DATA, INK, MODEL, new_axes

LINE = 0.25
"""Height of a line of text in inches."""


def draw_traceback(error: BaseException) -> Axes:
    """Draw the lines that led to an error, from the outermost to where it was raised.

    The reader's lines are blue and bold, torch's grey; the lowest of the reader's is
    marked.  The error's own message stands below all of them.

    Parameters
    ----------
    error
        An error that was caught.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    frames = extract_tb(error.__traceback__)
    said = fill(f"{type(error).__name__}: {error}", 44)
    own = [number for number, frame in enumerate(frames) if not is_torch(frame)]
    height = LINE * (len(frames) + said.count("\n") + 1)
    ax = new_axes(height=height + 0.4)
    for number, frame in enumerate(frames):
        _draw_frame(ax, -LINE * number, frame, lowest=number == own[-1])
    below = -LINE * (len(frames) + said.count("\n") + 0.6)
    ax.text(0, below, said, color=INK, weight="bold", family="monospace", size=10)
    ax.set_title(f"{len(frames)} lines, {len(own)} of them yours")
    ax.set(xlim=(0, 4.6), ylim=(-height, LINE))
    ax.axis("off")
    return ax


def is_torch(frame: FrameSummary) -> bool:
    """Tell whether a line of a traceback lies in torch's own files."""
    return Path(torch.__file__).parent in Path(frame.filename).parents


def _draw_frame(ax: Axes, y: float, frame: FrameSummary, *, lowest: bool) -> None:
    """Write a line of code; the lowest of the reader's gets an arrow."""
    color, weight = (DATA, "normal") if is_torch(frame) else (MODEL, "bold")
    text = shorten(frame.line or frame.name, 41, placeholder=" …")
    style: dict[str, Any] = {"family": "monospace", "size": 10}
    ax.text(0.35, y, text, color=color, weight=weight, **style)
    ax.text(0, y, "→" if lowest else "", color=INK, weight="bold", **style)


def draw_clash(operands: Mapping[str, Tensor]) -> Axes:
    """Draw two shapes as broadcasting lines them up, from the right.

    Lengths fit if they are equal or one of them is 1 or missing; a pair that does not
    fit is blue and has a ≠ between.

    Parameters
    ----------
    operands
        The two tensors by name.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ndim = max(tensor.ndim for tensor in operands.values())
    rows = [[*[None] * (ndim - x.ndim), *x.shape] for x in operands.values()]
    pairs = list(zip(*rows, strict=True))
    ax = new_axes(height=2.0)
    for y, name in zip((0.1, -1.0), operands, strict=True):
        ax.text(-0.3, y, name, color=INK, ha="right", va="center", weight="bold")
    for dim, pair in enumerate(pairs):
        _draw_pair(ax, dim, pair)
    ax.set_title(_finding([dim for dim, pair in enumerate(pairs) if _clash(*pair)]))
    ax.set(xlim=(-1.5, max(ndim, 3)), ylim=(-1.4, 0.9))
    ax.axis("off")
    return ax


def _clash(a: int | None, b: int | None) -> bool:
    return a != b and not {1, None} & {a, b}


def _draw_pair(ax: Axes, dim: int, pair: tuple[int | None, ...]) -> None:
    """Draw the lengths of one dimension, one below the other."""
    color, sign = (MODEL, "≠") if _clash(*pair) else (DATA, "")
    style: dict[str, Any] = {"ha": "center", "va": "center"}
    ax.text(dim + 0.4, 0.6, f"dim {dim}", color=DATA, **style)
    ax.text(dim + 0.4, -0.45, sign, color=color, weight="bold", **style)
    for y, length in zip((0.1, -1.0), pair, strict=True):
        if length is not None:
            box = Rectangle((dim, y - 0.3), 0.8, 0.6, fill=False, ec=color, lw=2)
            ax.add_patch(box)
            ax.text(dim + 0.4, y, str(length), color=color, **style)


def _finding(clashes: list[int]) -> str:
    words = " and ".join(str(dim) for dim in clashes)
    return f"Clash in dimension {words}" if clashes else "The shapes fit"
