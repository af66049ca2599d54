"""How far apart the numbers of a data type lie, and the checker of four repairs."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from matplotlib.axes import Axes

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import DATA, GRADIENT, MODEL, label_line, new_axes

STYLES = (("-", MODEL), ("--", DATA), (":", DATA))


def find_spacing(values: torch.Tensor) -> torch.Tensor:
    """Return the distance from each value to the next larger one of its data type.

    In ``float64``; infinite where the next value is, and nan above that.
    """
    above = torch.nextafter(values, torch.full_like(values, math.inf))
    return above.double() - values.double()


def draw_spacing(dtypes: Sequence[torch.dtype], *, at: float) -> Axes:
    """Draw the spacing of data types, three at most, against the number's size.

    The first is the subject: its spacing at a number from 1 to 1e9 is the title.
    """
    gap = find_spacing(torch.tensor(at, dtype=dtypes[0])).item()
    ax = new_axes(height=3.6, xlabel="number", ylabel="step to the next")
    ax.set(title=f"At {at:,.0f} {_name(dtypes[0])} moves in steps of {gap:g}")
    x = torch.logspace(-2, 9, 600, dtype=torch.float64)
    for dtype, (style, color) in zip(dtypes, STYLES, strict=False):
        gaps = find_spacing(x.to(dtype))
        seen = gaps.isfinite()
        ax.plot(x[seen], gaps[seen], style, color=color)
        end = x[seen][-1].item(), gaps[seen][-1].item()
        label_line(ax, *end, _name(dtype), color, offset=(5, 0))
    ax.plot(at, gap, "o", color=GRADIENT, ms=7)
    label_line(ax, at, gap, f"{gap:g}", GRADIENT, offset=(-4, 5))
    ax.axhline(1, color=DATA, lw=1)
    label_line(ax, 0.01, 1, "step of 1", DATA, offset=(1, 3))
    ax.set(xscale="log", yscale="log")
    return ax


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


ROUNDED = (
    "average is a whole number: the places behind the point went when whole numbers "
    "were divided or asked for; convert to float32 before."
)
ROWS = "average divides by the number of rows; scores.numel() counts all numbers."
AVERAGE_TYPE = "average has the right value; return it as a float32 tensor."
WRONG_AVERAGE = "average is not the mean of all scores."
OVERFLOW = (
    "blend is too dark where a + b is above 255: the sum has started again from 0 "
    "before anything was converted. Convert a first."
)
HALVES = "blend is 1 too small where a and b are odd: add first, then halve once."
POINT_FIVE = "blend has halves: use //, or convert back to uint8 at the end."
NOT_HALVED = "blend is the sum; halve it."
BLEND_TYPE = "blend has the right values; return them as uint8, like a and b."
WRONG_BLEND = "blend is not (a + b) // 2 with the sum that paper gives."
TRUNCATED = "project lost what stood behind the point: convert the data to float32."
PROJECT_TYPE = (
    "project has the right values in another type: convert the data to the weights' "
    "float32 and not the weights to the data's type."
)
WRONG_PROJECT = "project is not weights @ data."
LOST = (
    "in count_up the 1 is still lost: float32 has no number between. Convert before "
    "adding, not after."
)
NO_MEAN = "scores are integers, which have no mean; convert them first."
TWO_TYPES = "data came as float64; convert them to the type of the weights first."
IN_PLACE = "a method that ends in _ keeps the type of its tensor; leave the _ away."
PYTHON_INT = "int() takes a single number; a.int() converts a whole tensor."

ERRORS = {
    "can be converted to Python scalars": PYTHON_INT,
    "could not infer output dtype": NO_MEAN,
    "to have the same dtype": TWO_TYPES,
    "can't be cast to the desired output type": IN_PLACE,
}


def _averages() -> Iterator[Case]:
    """Draw scores whose mean is no whole number, whatever it is divided by."""
    for generator in _generators():
        scores = torch.randint(0, 10, (4, 3), generator=generator)
        scores[0, 0] += (scores.sum() + 1) % 2  # an odd sum, an even count
        exact = scores.double().mean()
        by_rows = scores.sum() / len(scores)
        mistakes = [(x, ROUNDED) for x in (exact.floor(), exact.round())]
        mistakes += [(x, ROWS) for x in (by_rows, by_rows.floor())]
        hints: dict[str, Any] = {"hint": WRONG_AVERAGE, "dtype": AVERAGE_TYPE}
        yield Case((scores,), exact.float(), mistakes, errors=ERRORS, **hints)


def _blends() -> Iterator[Case]:
    """Draw pictures with a bright pixel and with two odd ones."""
    for generator in _generators():
        pictures = torch.randint(0, 256, (2, 2, 4), generator=generator)
        a, b = pictures.to(torch.uint8)
        a[0, :2], b[0, :2] = torch.tensor([200, 7]), torch.tensor([100, 9])
        total = a.int() + b
        mistakes = [
            ((a + b) // 2, OVERFLOW),
            ((a + b) / 2, OVERFLOW),
            (a // 2 + b // 2, HALVES),
            (total / 2, POINT_FIVE),
            (total, NOT_HALVED),
            (a + b, NOT_HALVED),
        ]
        right = (total // 2).to(torch.uint8)
        hints: dict[str, Any] = {"hint": WRONG_BLEND, "dtype": BLEND_TYPE}
        yield Case((a, b), right, mistakes, errors=ERRORS, **hints)


def _projects() -> Iterator[Case]:
    """Draw weights, and data as NumPy would hand them over."""
    for generator in _generators():
        weights = 5 * torch.randn(2, 3, generator=generator)
        data = 5 * torch.randn(3, 4, generator=generator, dtype=torch.float64)
        exact = weights.double() @ data
        both = weights.long() @ data.long()
        one = weights @ data.long().float(), weights.long().double() @ data
        mistakes = [(x, TRUNCATED) for x in (both, *one, exact.trunc())]
        hints: dict[str, Any] = {"hint": WRONG_PROJECT, "dtype": PROJECT_TYPE}
        yield Case((weights, data), exact.float(), mistakes, errors=ERRORS, **hints)


def _counts() -> Iterator[Case]:
    """Draw counters at which float32 moves in steps of 8."""
    for generator in _generators():
        counter = torch.empty(()).uniform_(7e7, 1.3e8, generator=generator)
        yield Case(
            (counter,),
            counter.double() + 1,
            [(counter, LOST)],
            hint="count_up is not counter + 1.",
            dtype="count_up has the right value; return it as a float64 tensor.",
            errors=ERRORS,
            tolerance=1e-12,
        )


def _generators() -> Iterator[torch.Generator]:
    """Yield what draws the cases of a line, one case each."""
    return (torch.Generator().manual_seed(seed) for seed in range(3))


check_dtypes = Checker(
    "dtypes", average=_averages, blend=_blends, project=_projects, count_up=_counts
)
"""Checks four repaired lines, value and data type."""
