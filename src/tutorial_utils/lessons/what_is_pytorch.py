"""Walk down a curve: the figures, and the checker of a search for the lowest point."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import torch
from matplotlib.axes import Axes

from tutorial_utils.checking import Case, Checker, Verdicts
from tutorial_utils.plotting import GRADIENT, MODEL, REFERENCE, label_line, new_axes


def draw_descent(f: Callable[[np.ndarray], np.ndarray], path: Sequence[float]) -> Axes:
    """Draw a curve and the values of ``x`` of a walk on it, two at least."""
    walk = np.asarray(path)
    reach = 1.2 * np.abs(walk - walk[-1]).max()
    x = np.linspace(walk[-1] - reach, walk[-1] + reach, 201)
    end = f"x = {walk[-1]:.2f}, y = {f(walk)[-1]:.2f}"
    title = f"After {len(walk) - 1} steps: {end}"
    ax = new_axes(title=title, xlabel="x", ylabel="y")
    ax.plot(x, f(x), color=MODEL)
    label_line(ax, x[-1], f(x)[-1], "f(x)", MODEL, offset=(-10, 0))
    ax.plot(walk, f(walk), "o", color=GRADIENT, ms=6)
    label_line(ax, walk[0], f(walk)[0], "start", GRADIENT, offset=(-10, 0))
    return ax


def draw_steps(path: Sequence[float], *, goal: float) -> Axes:
    """Draw where a walk was after each step, and where it should come to rest."""
    title = f"Still between x = {min(path):.1f} and x = {max(path):.1f}"
    ax = new_axes(title=title, xlabel="step", ylabel="x")
    ax.axhline(goal, color=REFERENCE, ls="--")
    label_line(ax, len(path), goal, "lowest\npoint", REFERENCE, offset=(4, 0))
    ax.plot(path, color=GRADIENT)
    return ax


NEVER_CALLED = "f was never called: ask it for y = f(x), then call y.backward()."
HEIGHT = "that is f(x), the lowest height; return the x where it lies."
CLIMBED = "your x climbs away from the lowest point: subtract the slope."
TOO_LARGE = "your x jumps across the lowest point, farther each time: smaller steps."
NOT_CLEARED = "your x swings and never settles: clear x.grad after each step."
NOT_MOVED = "your x never moves: x - ... only computes a number, write x -= ...."
NOT_THERE = "your x is on its way and the slope there is not 0 yet: take more steps."

STEP_TRACKED = "write the step below `with torch.no_grad():`, where it is not tracked."
REBOUND = "x = x - ... makes another tensor, without a slope; write x -= ... instead."
NOT_TRACKED = "make x with requires_grad=True, and call f(x) outside of no_grad()."
NO_SLOPE = "x.grad is None until backward() has run: call it before each step."
NOTHING_TO_CLEAR = (
    "x.grad is None here: before the first backward(), and after x = x - ..., which "
    "makes another tensor. Step with x -= ..., clear with x.grad = None."
)
SAME_Y = "each backward() needs a new y: compute y = f(x) in the loop, in each step."
INTEGER = "an integer cannot move a little: write a decimal point, torch.tensor(0.0)."
NO_TENSOR = "f got a Python number, which nothing can track: hand it the tensor x."
SEVERAL = "start from one number: torch.tensor(0.0, requires_grad=True)."

ERRORS = {
    "in-place operation": STEP_TRACKED,
    "attribute 'zero_'": NOTHING_TO_CLEAR,
    "backward through the graph a second time": SAME_Y,
    "Only Tensors of floating point": INTEGER,
    "attribute 'backward'": NO_TENSOR,
    "cannot be converted to Scalar": SEVERAL,
}
AT_START = {"does not require grad": NOT_TRACKED, "NoneType": NO_SLOPE}
ON_THE_WAY = dict.fromkeys(AT_START, REBOUND)
"""What the same messages mean once a step was taken."""


class Valley:
    """The parabola ``a * (x - x0)**2 + y0``, which remembers where it was asked."""

    def __init__(self, a: float, x0: float, y0: float) -> None:
        self.a, self.x0, self.y0 = a, x0, y0
        self.path: list[float] = []
        self.errors = ERRORS | AT_START

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Note where the function is asked and give its height there."""
        self.path.append(torch.as_tensor(x).item())
        if self.path[0] != self.path[-1]:
            self.errors.update(ON_THE_WAY)
        return self.a * (x - self.x0) ** 2 + self.y0


def _valleys() -> Iterator[Case]:
    """Yield the parabola of the lesson, then random ones."""
    rng = np.random.default_rng(1)
    shapes = [(1.0, 4.0, 2.0)]
    for _ in range(4):
        x0 = rng.uniform(-4, 4)
        shapes.append((rng.uniform(1, 2), x0, x0 + rng.uniform(1, 3)))
    for valley in (Valley(*shape) for shape in shapes):
        yield Case(
            inputs=(valley,),
            expected=valley.x0,
            hint=partial(_explain_walk, valley),
            errors=valley.errors,
            tolerance=2e-4,
        )


check_lowest = Checker("lowest", lowest=_valleys)
"""Checks a walk down to the ``x`` where a parabola is lowest, to ``1e-3``."""


def _explain_walk(valley: Valley, answer: np.ndarray) -> Verdicts:
    offsets = np.array([x for x in valley.path if np.isfinite(x)]) - valley.x0
    yield not offsets.size, NEVER_CALLED
    far = np.abs(offsets)
    if far[-1] < 1e-2:
        yield np.isclose(answer, valley.y0, atol=1e-2).all(), HEIGHT
        yield True, "that is the slope, which is 0 down there; return x."
    if far.size > 1 and np.allclose(offsets, offsets[0]):
        yield np.allclose(answer, valley.path[0]), NOT_MOVED
        yield True, "your x begins anew in each step: make it once, before the loop."
    crosses = np.any(np.sign(offsets) != np.sign(offsets[0]))
    if far.size > 1 and np.all(far[1:] >= far[:-1]):
        yield True, TOO_LARGE if crosses else CLIMBED
    yield crosses and far[far.size // 2 :].max() > 0.9 * far[0], NOT_CLEARED
    yield True, NOT_THERE
