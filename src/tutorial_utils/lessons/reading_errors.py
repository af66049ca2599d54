"""Where a program stopped and which shapes clash, and the checker of six repairs."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from textwrap import fill, shorten
from traceback import FrameSummary, extract_tb
from typing import Any, NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Generator, Tensor

from tutorial_utils.checking import Case, check_functions
from tutorial_utils.plotting import DATA, INK, MODEL, new_axes

LINE = 0.25
"""Height of a line of text in inches."""


def draw_traceback(error: BaseException) -> Axes:
    """Draw the lines that led to a caught error, from the outermost inwards.

    The reader's lines are blue and bold, torch's grey; the lowest of the reader's is
    marked.  The error's own message stands below all of them.
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
    """
    ndim = max(tensor.ndim for tensor in operands.values())
    rows = [[*[None] * (ndim - x.ndim), *x.shape] for x in operands.values()]
    pairs = list(zip(*rows, strict=True))
    ax = new_axes(height=2.0)
    for y, name in zip((0.1, -1.0), operands, strict=True):
        ax.text(-0.3, y, name, color=INK, ha="right", va="center", weight="bold")
    for dim, pair in enumerate(pairs):
        _draw_pair(ax, dim, pair)
    clashes = [str(dim) for dim, pair in enumerate(pairs) if _clash(*pair)]
    found = f"Clash in dimension {' and '.join(clashes)}" if clashes else ""
    ax.set_title(found or "The shapes fit")
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


Function = Callable[..., Any]

BYTES = "halves have fractions, and bytes cannot hold them: not in place, no *=."
CHANGED = "the tensor that was handed over has changed: make a new one."

ERRORS = {"can't be cast to the desired output type": BYTES}


class Repair(NamedTuple):
    """A function to repair, and the repairs that run and are wrong."""

    draw: Callable[[Generator], tuple[Tensor, ...]]  # makes the inputs
    right: Function
    hint: str  # for answers that no known mistake gives
    mistakes: tuple[tuple[str, Function], ...]  # each behind its hint


def _draw_matrix(generator: Generator) -> tuple[Tensor, ...]:
    rows, more = torch.randint(2, 5, (2,), generator=generator).tolist()
    return (torch.randn(rows, rows + more, generator=generator),)


def _draw_samples(generator: Generator) -> tuple[Tensor, ...]:
    n = int(torch.randint(4, 7, (), generator=generator))
    X = torch.randn(n, 3, generator=generator)
    return X, torch.randn(2, 3, generator=generator)


def _draw_counts(generator: Generator) -> tuple[Tensor, ...]:
    counts = torch.randint(0, 50, (7,), generator=generator)
    counts[0] += (3 - counts.sum()) % 7  # the mean has a fraction
    return (counts,)


def _draw_image(generator: Generator) -> tuple[Tensor, ...]:
    image = torch.randint(0, 128, (3, 4), generator=generator)
    return ((2 * image + 1).to(torch.uint8),)  # odd: each half has a fraction


def _draw_signs(generator: Generator) -> tuple[Tensor, ...]:
    x = 0.1 + torch.rand(6, generator=generator)
    return (x * torch.tensor([1.0, -1.0, -1.0, 1.0, -1.0, 1.0]),)


REPAIRS = {
    "scores": Repair(
        _draw_samples,
        lambda X, W: X @ W.T,
        "scores() needs each row of X times each row of W, summed.",
        (
            (
                "scores() runs with W in the wrong order: view() and reshape() "
                "read on, .T turns rows into columns.",
                lambda X, W: X @ W.reshape(W.shape[::-1]),
            ),
        ),
    ),
    "average": Repair(
        _draw_counts,
        lambda x: x.double().mean(),
        "average() is not the mean: change the data type and nothing else.",
        (
            (
                "average() lost its fraction: // and integers cut it off.",
                lambda x: x.sum() // len(x),
            ),
            ("average() returns the sum; a mean is divided by the count.", torch.sum),
            ("average() returns the median; asked for is the mean.", torch.median),
        ),
    ),
    "center": Repair(
        _draw_matrix,
        lambda X: X - X.mean(dim=1, keepdim=True),
        "center() has to leave rows whose mean is 0.",
        (
            (
                "center() subtracts the means of the columns: dim=0 fits, "
                "but the rows need their own.",
                lambda X: X - X.mean(dim=0),
            ),
            (
                "center() subtracts one mean from all: each row has its own.",
                lambda X: X - X.mean(),
            ),
            (
                "center() returns the means; subtract them from X.",
                lambda X: X.mean(dim=1, keepdim=True).expand_as(X),
            ),
        ),
    ),
    "columns": Repair(
        _draw_matrix,
        lambda X: X.T.reshape(-1),
        "columns() has to begin with the first column of X, from top to bottom.",
        (
            (
                "columns() goes through the rows: keep the .T before the new shape.",
                torch.flatten,
            ),
        ),
    ),
    "darker": Repair(
        _draw_image,
        lambda image: image.double() / 2,
        "darker() has to multiply each pixel by 0.5.",
        (
            (
                "darker() lost the fractions: the result must not be uint8 again.",
                lambda image: image // 2,
            ),
            ("darker() returns the image as it was.", torch.clone),
        ),
    ),
    "positive": Repair(
        _draw_signs,
        torch.relu,
        "positive() has to keep what is above 0 and put 0 for the rest.",
        (
            (
                "positive() keeps the negative numbers: any() answers once for all, "
                "and each element has its own answer.",
                torch.clone,
            ),
            (
                "positive() has only zeros left: all() answers once for all, "
                "and each element has its own answer.",
                torch.zeros_like,
            ),
            (
                "positive() has to put 0 for a negative number, not drop its sign.",
                torch.abs,
            ),
            (
                "positive() returns the answers; use them to choose between x and 0.",
                lambda x: (x > 0).double(),
            ),
        ),
    ),
}


def check_repairs(
    scores: Function,
    average: Function,
    center: Function,
    columns: Function,
    darker: Function,
    positive: Function,
) -> None:
    """Check that six functions run and that their values are right."""
    written = (scores, average, center, columns, darker, positive)
    pairs = zip(REPAIRS.items(), written, strict=True)
    parts = {name: (function, _cases(repair)) for (name, repair), function in pairs}
    check_functions("repairs", parts)


def _cases(repair: Repair) -> Iterator[Case]:
    generator = torch.Generator().manual_seed(8)
    for _ in range(3):
        inputs = repair.draw(generator)
        kept = tuple(value.clone() for value in inputs)
        yield Case(
            inputs=inputs,
            expected=repair.right(*kept),
            mistakes=[(wrong(*kept), hint) for hint, wrong in repair.mistakes],
            hint=repair.hint,
            errors=ERRORS,
            judge=partial(_judge, inputs, kept),
        )


def _judge(
    inputs: tuple[Tensor, ...], kept: tuple[Tensor, ...], answer: object
) -> str | None:
    """Notice an answer that was written into the tensor handed over."""
    return None if all(map(torch.equal, inputs, kept)) else CHANGED
