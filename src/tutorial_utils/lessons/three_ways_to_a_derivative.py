"""Differences: figures of what they are worth and cost, and the checker of numgrad().

Blue are differences, which only run forward; orange is autograd.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts
from tutorial_utils.plotting import GRADIENT, MODEL, label_line, new_axes

Function = Callable[[Tensor], Tensor]


def draw_errors(
    steps: Sequence[float], errors: Mapping[str, Sequence[float]], *, autograd: float
) -> Axes:
    """Draw the error of differences against their step ``h``, a V for each data type.

    All errors are relative and above 0: at each of the ``steps``, by the name of the
    data type, three at most, and that of ``autograd`` in the first of these.
    """
    ax = new_axes(xscale="log", yscale="log", xlabel="h", ylabel="relative error")
    ax.margins(y=0.12)
    best = []
    for (name, values), line in zip(errors.items(), ("-", "--", ":"), strict=False):
        ax.plot(steps, values, line, color=MODEL)
        low, smallest = int(np.argmin(values)), int(np.argmin(steps))
        ax.plot(steps[low], values[low], "o", color=MODEL)
        label_line(ax, steps[smallest], values[smallest], name, MODEL)
        best.append(f"{steps[low]:.0e} in {name}".replace("e-0", "e-"))
    ax.axhline(autograd, color=GRADIENT)
    name = f"autograd,\n{next(iter(errors))}"
    label_line(ax, max(steps), autograd, name, GRADIENT, offset=(-1, -4))
    ax.set_title(f"Best h: {', '.join(best)}")
    return ax


def draw_cost(
    counts: Sequence[int], differences: Sequence[float], autograd: Sequence[float]
) -> Axes:
    """Draw what one gradient costs, in forward passes, over the parameters."""
    ax = new_axes(xscale="log", yscale="log", xlabel="parameters")
    middle = len(counts) // 2
    lines = [("differences", differences, MODEL), ("autograd", autograd, GRADIENT)]
    for name, cost, color in lines:
        ax.plot(counts, cost, "o-", color=color)
        label_line(ax, counts[middle], cost[middle], name, color, offset=(-4, 8))
    ax.set(ylabel="forward passes", ylim=(1, None))
    last = f"{differences[-1]:,.0f} forward passes or {autograd[-1]:.1f}"
    ax.set_title(f"{counts[-1]:,} parameters: {last}")
    return ax


NEVER_CALLED = "f was never called: try it a little to the left and to the right of x."
AUTOGRAD = "that is autograd; here the gradient is to be found by trying f alone."
IN_PLACE = (
    "x is not the same afterwards: x[i] += h writes into the caller's tensor, and "
    "-= h does not always undo it. Add the step to a copy."
)
SAME = "both calls of f saw the same numbers: y = x is a second name, x.clone() a copy."
ONE_ELEMENT = "f takes the whole of x; one of its numbers alone is not enough."
ALL_AT_ONCE = "move one number of x at a time, the others stay where they are."
NOT_ALL = "not every number of x was moved: x may have several axes."
FLOAT32 = "f was called with float32, where no step is good enough: keep x.dtype."
RESULT_FLOAT32 = (
    "the result is float32: torch.zeros() and torch.tensor() make that by themselves. "
    "Use torch.zeros_like(x), or dtype=x.dtype."
)
ONE_SIDED = (
    "both points lie on one side of x or in it, so the error shrinks only like h: "
    "take f(x + h) - f(x - h)."
)
NOT_LEFT = "h is so small that x + h is rounded back to x: no step was taken at all."
TOO_SMALL = "h is too small: the difference is mostly rounding error. See the figure."
TOO_LARGE = "h is too large: the curve bends within the step. See the figure."
HALF = "twice the gradient: the two points are 2 * h apart, not h."
NOT_DIVIDED = "that is the difference in height; divide it by the distance, 2 * h."
BRACKETS = "/ 2 * h divides by 2 and multiplies by h: write / (2 * h)."
SIGN = "the sign is wrong: subtract the left point from the right one."
WRONG = "not the gradient: (f(x + step) - f(x - step)) / (2 * h), for each number of x."
SHAPE = "x can have any shape: walk through x.view(-1), which has x.numel() elements."
ERRORS = {
    "len() of a 0-d tensor": SHAPE,
    "tuple index out of range": SHAPE,
    "0-dim tensor": SHAPE,
}


class Probe:
    """A function of a tensor that remembers where it was asked."""

    def __init__(self, function: Function, x: Tensor) -> None:
        self.function, self.x, self.start = function, x, x.clone()
        self.asked: list[Tensor] = []
        self.aliased = self.tracked = False

    def __call__(self, x: Tensor) -> Tensor:
        """Note where the function is asked and give its value there."""
        x = torch.as_tensor(x)
        self.asked.append(x.detach().clone())
        self.tracked |= x.requires_grad
        self.aliased |= x.data_ptr() == self.x.data_ptr()
        return self.function(x)

    def moves(self) -> Tensor:
        """Return how far each call was from ``x``: a row a call, a column a number."""
        points = torch.stack([point.double() for point in self.asked])
        return (points - self.start).reshape(len(points), -1)


def _cases() -> Iterator[Case]:
    """Draw functions of one number, of vectors and of matrices."""
    generator = torch.Generator().manual_seed(12)
    for shape in [(), (1,), (3,), (5,), (2, 3), (3, 1, 2)]:
        x, w = 0.5 + torch.rand(2, *shape, generator=generator, dtype=torch.float64)
        probe = Probe(partial(_bumps, w), x)
        leaf = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(_bumps(w, leaf), leaf)
        yield Case(
            inputs=(probe, x),
            expected=gradient,
            hint=partial(_explain, probe, gradient.numpy()),
            tolerance=1e-8,
            judge=partial(_judge, probe),
            errors=ERRORS,
        )


def _bumps(w: Tensor, x: Tensor) -> Tensor:
    """Return one number that depends on all of ``x`` and bends everywhere."""
    return (w * torch.exp(2 * x)).sum() + (w * x).sum() ** 3


def _judge(probe: Probe, answer: object) -> Verdicts:
    """Say what is wrong with how the answer was found, whatever it is."""
    yield not probe.asked, NEVER_CALLED
    yield probe.tracked, AUTOGRAD
    yield not torch.equal(probe.x, probe.start), IN_PLACE
    yield any(point.shape != probe.start.shape for point in probe.asked), ONE_ELEMENT
    yield any(point.dtype != torch.float64 for point in probe.asked), FLOAT32
    moved = probe.moves() != 0
    yield not moved.any(), SAME if probe.aliased else NOT_LEFT
    yield (moved.sum(1) > 1).any(), ALL_AT_ONCE
    yield not moved.any(0).all(), NOT_ALL
    yield isinstance(answer, Tensor) and answer.dtype == torch.float32, RESULT_FLOAT32


def _explain(probe: Probe, expected: np.ndarray, answer: np.ndarray) -> Verdicts:
    """Say from the answer and from the points on the way what went wrong."""
    moves = probe.moves()
    h = moves.abs().max().item()
    factors = [(2, HALF), (2 * h, NOT_DIVIDED), (h * h, BRACKETS), (-1, SIGN)]
    for factor, hint in factors:
        yield np.allclose(answer, factor * expected, rtol=1e-2, atol=0), hint
    yield not ((moves > 0).any() and (moves < 0).any()), ONE_SIDED
    yield h < 1e-7, TOO_SMALL  # there are eight digits between this and 9e-5
    yield h > 9e-5 and np.allclose(answer, expected, rtol=0.5), TOO_LARGE
    yield True, WRONG


check_numgrad = Checker("numgrad", numgrad=_cases)
"""Checks gradients by central differences with a good step.

Given a function of a ``float64`` tensor of any shape that returns one number, and such
a tensor, the answer is the gradient there.
"""
