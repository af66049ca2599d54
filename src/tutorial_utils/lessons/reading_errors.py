"""Where a program stopped and which shapes clash, and the checker of six repairs."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from textwrap import fill, shorten
from traceback import FrameSummary, extract_tb
from typing import Any, NamedTuple

import torch
from matplotlib.axes import Axes
from torch import Generator, Tensor

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import DATA, INK, MODEL, draw_box, new_axes

LINE = 0.25  # height of a line of text in inches


def draw_traceback(error: BaseException) -> Axes:
    """Draw the lines that led to a caught error, from the outermost inwards.

    The reader's lines are blue and bold, torch's grey; the lowest of the reader's is
    marked.  The error's own message stands below all of them.
    """
    frames = extract_tb(error.__traceback__)
    said = fill(f"{type(error).__name__}: {error}", 44)
    own = [number for number, frame in enumerate(frames) if not is_torch(frame)]
    height = LINE * (len(frames) + said.count("\n") + 1)
    ax = new_axes(height=height + 0.4, frame=False)
    ax.set(title=f"{len(frames)} lines, {len(own)} of them yours")
    ax.set(xlim=(0, 4.6), ylim=(-height, LINE))
    style: dict[str, Any] = {"family": "monospace", "size": 10}
    for number, frame in enumerate(frames):
        color, weight = (MODEL, "bold") if number in own else (DATA, "normal")
        text = shorten(frame.line or frame.name, 41, placeholder=" …")
        ax.text(0.35, -LINE * number, text, color=color, weight=weight, **style)
    ax.text(0, -LINE * own[-1], "→", color=INK, weight="bold", **style)
    ax.text(0, 0.4 * LINE - height, said, color=INK, weight="bold", **style)
    return ax


def is_torch(frame: FrameSummary) -> bool:
    """Tell whether a line of a traceback lies in torch's own files."""
    return Path(torch.__file__).parent in Path(frame.filename).parents


def draw_clash(operands: Mapping[str, Tensor]) -> Axes:
    """Draw two shapes as broadcasting lines them up, from the right.

    Lengths fit if they are equal or one of them is 1 or missing; a pair that does not
    fit is blue and has a ≠ between.
    """
    ndim = max(tensor.ndim for tensor in operands.values())
    rows = [[*[None] * (ndim - x.ndim), *x.shape] for x in operands.values()]
    pairs = list(zip(*rows, strict=True))
    fits = [a == b or bool({1, None} & {a, b}) for a, b in pairs]
    clashes = [dim for dim, fit in enumerate(fits) if not fit]
    found = f"Clash in dimension {' and '.join(map(str, clashes))}"
    ax = new_axes(height=2.0, frame=False, title=found if clashes else "The shapes fit")
    ax.set(xlim=(-1.5, max(ndim, 3)), ylim=(-1.4, 0.9))
    for y, name in zip((0.1, -1.0), operands, strict=True):
        ax.text(-0.3, y, name, color=INK, ha="right", va="center", weight="bold")
    style: dict[str, Any] = {"ha": "center", "va": "center"}
    for dim, pair in enumerate(pairs):
        color, sign = (MODEL, "≠") if dim in clashes else (DATA, "")
        ax.text(dim + 0.4, 0.6, f"dim {dim}", color=DATA, **style)
        ax.text(dim + 0.4, -0.45, sign, color=color, weight="bold", **style)
        for y, length in zip((-0.2, -1.3), pair, strict=True):
            if length is not None:
                look: dict[str, Any] = {"ink": color, "edgecolor": color, "lw": 2}
                draw_box(ax, (dim, y), str(length), size=(0.8, 0.6), **look)
    return ax


Function = Callable[..., Any]

BYTES = "halves have fractions, and bytes cannot hold them: not in place, no *=."
CHANGED = "the tensor that was handed over has changed: make a new one."

WRONG_ORDER = (
    "scores() runs with W in the wrong order: view() and reshape() "
    "read on, .T turns rows into columns."
)
CUT_OFF = "average() lost its fraction: // and integers cut it off."
SUM = "average() returns the sum; a mean is divided by the count."
MEDIAN = "average() returns the median; asked for is the mean."
OF_COLUMNS = (
    "center() subtracts the means of the columns: dim=0 fits, "
    "but the rows need their own."
)
OF_ALL = "center() subtracts one mean from all: each row has its own."
MEANS = "center() returns the means; subtract them from X."
ROWS = "columns() goes through the rows: keep the .T before the new shape."
NOT_COLUMNS = "columns() has to begin with the first column of X, from top to bottom."
HALF_LOST = "darker() lost the fractions: the result must not be uint8 again."
AS_IT_WAS = "darker() returns the image as it was."
NEGATIVES_KEPT = (
    "positive() keeps the negative numbers: any() answers once for all, "
    "and each element has its own answer."
)
ONLY_ZEROS = (
    "positive() has only zeros left: all() answers once for all, "
    "and each element has its own answer."
)
NO_SIGN = "positive() has to put 0 for a negative number, not drop its sign."
ANSWERS = "positive() returns the answers; use them to choose between x and 0."


class Repair(NamedTuple):
    """A function to repair, and the repairs that run and are wrong."""

    right: Function
    hint: str  # for answers that no known mistake gives
    mistakes: dict[str, Function]  # by their hints


REPAIRS = {
    "scores": Repair(
        lambda X, W: X @ W.T,
        "scores() needs each row of X times each row of W, summed.",
        {WRONG_ORDER: lambda X, W: X @ W.reshape(W.shape[::-1])},
    ),
    "average": Repair(
        lambda x: x.double().mean(),
        "average() is not the mean: change the data type and nothing else.",
        {CUT_OFF: lambda x: x.sum() // len(x), SUM: torch.sum, MEDIAN: torch.median},
    ),
    "center": Repair(
        lambda X: X - X.mean(dim=1, keepdim=True),
        "center() has to leave rows whose mean is 0.",
        {
            OF_COLUMNS: lambda X: X - X.mean(dim=0),
            OF_ALL: lambda X: X - X.mean(),
            MEANS: lambda X: X.mean(dim=1, keepdim=True).expand_as(X),
        },
    ),
    "columns": Repair(lambda X: X.T.reshape(-1), NOT_COLUMNS, {ROWS: torch.flatten}),
    "darker": Repair(
        lambda image: image.double() / 2,
        "darker() has to multiply each pixel by 0.5.",
        {HALF_LOST: lambda image: image // 2, AS_IT_WAS: torch.clone},
    ),
    "positive": Repair(
        torch.relu,
        "positive() has to keep what is above 0 and put 0 for the rest.",
        {
            NEGATIVES_KEPT: torch.clone,
            ONLY_ZEROS: torch.zeros_like,
            NO_SIGN: torch.abs,
            ANSWERS: lambda x: (x > 0).double(),
        },
    ),
}


def _draw_inputs(generator: Generator) -> dict[str, tuple[Tensor, ...]]:
    """Draw what each function gets, the counts and pixels such that halves matter."""
    n, rows, more = torch.randint(2, 5, (3,), generator=generator).tolist()
    X = torch.randn(n + 2, 3, generator=generator)
    W = torch.randn(2, 3, generator=generator)
    matrix = torch.randn(rows, rows + more, generator=generator)
    counts = torch.randint(0, 50, (7,), generator=generator)
    counts[0] += (3 - counts.sum()) % 7
    image = (2 * torch.randint(0, 128, (3, 4), generator=generator) + 1).byte()
    x = 0.1 + torch.rand(6, generator=generator)
    x *= torch.tensor([1.0, -1.0, -1.0, 1.0, -1.0, 1.0])
    arrays = (X, W), (counts,), (matrix,), (matrix,), (image,), (x,)
    return dict(zip(REPAIRS, arrays, strict=True))


def _cases(name: str) -> Iterator[Case]:
    generator, repair = torch.Generator().manual_seed(8), REPAIRS[name]
    for _ in range(3):
        inputs = _draw_inputs(generator)[name]
        kept = tuple(value.clone() for value in inputs)
        yield Case(
            inputs=inputs,
            expected=repair.right(*kept),
            mistakes=[(wrong(*kept), hint) for hint, wrong in repair.mistakes.items()],
            hint=repair.hint,
            errors={"can't be cast to the desired output type": BYTES},
            judge=partial(_judge, inputs, kept),
        )


def _judge(
    inputs: tuple[Tensor, ...], kept: tuple[Tensor, ...], answer: object
) -> str | None:
    """Notice an answer that was written into the tensor handed over."""
    return None if all(map(torch.equal, inputs, kept)) else CHANGED


check_repairs = Checker("repairs", **{name: partial(_cases, name) for name in REPAIRS})
"""Checks that six functions run and that their values are right."""
