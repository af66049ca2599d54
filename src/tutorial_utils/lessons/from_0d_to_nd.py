"""Tensors drawn as what their shapes say, and the checker of reading a shape."""

import math
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from tutorial_utils.checking import Case, Checker, Verdicts
from tutorial_utils.plotting import DATA, INK, MODEL, draw_box, new_axes

GAP = 1.0  # between two drawings, in cells

SLANT = (0.5, 0.4)
"""How far a plane lies to the right of and above the one in front of it."""

PITCH = 2.3  # from one picture of a batch to the next; a plane is 1 wide and high
CHANNELS = {"R": "#C0392B", "G": "#2E8B57", "B": "#2F5FB3"}
"""The three channels, whose colours are what they mean."""

CREAM = "#FFF7EB"
"""Nearly white, but no grey: it stays light on the dark page."""


def draw_dimensions(tensors: Sequence[torch.Tensor]) -> Axes:
    """Draw tensors side by side: a point, a row, a grid, a cube, one cell a number.

    Each has three dimensions at most and no length of 0.
    """
    dimensions = ", ".join(str(tensor.ndim) for tensor in tensors)
    counts = ", ".join(str(tensor.numel()) for tensor in tensors)
    title = f"{dimensions} dimensions: {counts} numbers"
    ax = new_axes(height=2.2, frame=False, title=title, aspect="equal")
    left = 0.0
    for tensor in tensors:
        left += _draw_tensor(ax, tensor, left) + GAP
    ax.set(xlim=(-0.2, left - GAP + 0.2), ylim=(-3.6, 1.4))
    return ax


def _draw_tensor(ax: Axes, tensor: torch.Tensor, left: float) -> float:
    """Draw one tensor with its dimensions and its shape; return how wide it is."""
    planes = tensor.reshape((1,) * (3 - tensor.ndim) + tensor.shape)
    depth, _, columns = planes.shape
    for back in reversed(range(depth)):
        x, y = left + back * SLANT[0], back * SLANT[1]
        for row, column in np.ndindex(planes[back].shape):
            number = "" if back else f"{planes[0, row, column].item():g}"
            at = x + column, y - row - 1
            draw_box(ax, at, number, facecolor="white", ec=MODEL, lw=1.5)
    width = columns + (depth - 1) * SLANT[0]
    middle = left + width / 2
    ax.text(middle, -2.5, f"{tensor.ndim}-d", weight="bold", ha="center")
    ax.text(middle, -3.3, str(tuple(tensor.shape)), ha="center")
    return width


def draw_batch(batch: torch.Tensor) -> Axes:
    """Draw an ``(N, 3, H, W)`` batch of pictures, each as a stack of planes R, G and B.

    A plane is filled as strongly as its mean is large, from 0 to 1.
    """
    full, empty = ((batch == x).all(dim=(-2, -1)).sum().item() for x in (1, 0))
    ax = new_axes(
        height=2.2,
        frame=False,
        title=f"{tuple(batch.shape)}: {full} planes full, {empty} empty",
        xlim=(-0.8, PITCH * len(batch) - 0.5),
        ylim=(-1.4, 2.2),
        aspect="equal",
    )
    for n, picture in enumerate(batch):
        left = PITCH * n
        for c, name in reversed(list(enumerate(CHANNELS))):  # the last at the back
            x, y = left + 0.35 * c, 0.35 * c
            strength = float(picture[c].double().mean())
            draw_box(ax, (x, y), facecolor="white", edgecolor=DATA, lw=1.5)
            draw_box(ax, (x, y), facecolor=to_rgba(CHANNELS[name], strength))
            ink = CREAM if strength > 0.5 else INK
            at = x + 0.83, y + 0.82
            ax.text(*at, name, color=ink, ha="center", va="center", size=9)
        ax.text(left + 0.85, 1.85, f"batch[{n}]", color=INK, ha="center")
    count, channels, height, width = batch.shape
    ax.text(-0.1, 0.5, f"H\n{height}", color=INK, ha="right", va="center")
    ax.text(0.5, -0.1, f"W {width}", color=INK, ha="center", va="top")
    ax.text(1.25, 0.12, f"C {channels}", color=INK, ha="left", va="center")
    end = PITCH * (count - 1) + 1.7
    arrow = {"arrowstyle": "->", "color": DATA}
    ax.annotate("", (end, -0.8), (0.0, -0.8), arrowprops=arrow)
    ax.text(end / 2, -0.9, f"N {count}", color=INK, ha="center", va="top")
    return ax


SWAPPED = "the two are the wrong way round: first ndim, then numel."
LENGTH = "that is the length of the first axis; ndim is how many entries the shape has."
ADDED = "you added the lengths: 4 rows of 2 are 8 numbers, so multiply."
FIRST_AXIS = "that counts along the first axis only; multiply all the lengths."
LAST_AXIS = "that counts along the last axis only; multiply all the lengths."
TWO_AXES = "that multiplies the first two lengths only; multiply all of them."
NO_LENGTH = "len(t) is the first length, and () has none; len(t.shape) counts them."

ERRORS = {
    "'OnlyShape' object": "this t has nothing but t.shape; count with that.",
    "0-d tensor": NO_LENGTH,
    "out of range": "a shape can be (), and then there is no t.shape[0].",
}


class OnlyShape:
    """Has the shape of a tensor and a length like one, but no other attribute."""

    def __init__(self, *lengths: int) -> None:
        self.shape = torch.Size(lengths)

    def __len__(self) -> int:
        return len(torch.empty(self.shape, device="meta"))


def _cases() -> Iterator[Case]:
    """Yield three shapes of which each refutes some mistakes, then random ones."""
    rng = np.random.default_rng(2)
    shapes = [(4, 2, 3), (), (0, 3)]
    while len(shapes) < 8:
        shapes.append(tuple(rng.integers(2, 7, size=rng.integers(1, 6)).tolist()))
    for shape in shapes:
        yield Case(
            inputs=(OnlyShape(*shape),),
            expected=(len(shape), math.prod(shape)),
            hint=partial(_explain, shape),
            errors=ERRORS,
        )


check_describe = Checker("describe", describe=_cases)
"""Checks what tells ``ndim`` and ``numel`` of whatever has a ``shape``."""


def _explain(shape: tuple[int, ...], found: np.ndarray) -> Verdicts:
    ndim, numel = found
    yield (ndim, numel) == (math.prod(shape), len(shape)), SWAPPED
    if ndim != len(shape):
        yield not shape, "the shape () has no entry, so there are 0 dimensions."
        yield ndim == shape[0], LENGTH
        yield True, "ndim is how many entries the shape has, whatever they are."
    yield not shape, "the shape () belongs to a scalar, which holds 1 number."
    yield 0 in shape, "a length of 0 counts too: 0 rows hold 0 numbers."
    yield numel == 0, "a product that starts from 0 stays 0: start from 1."
    yield numel == sum(shape), ADDED
    yield numel == shape[0], FIRST_AXIS
    yield numel == shape[-1], LAST_AXIS
    yield numel == math.prod(shape[:2]), TWO_AXES
    yield True, "numel is all the lengths of the shape, multiplied."
