"""Walks that swing: their figures, and the checker of the four loops."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor
from torch.optim import SGD

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import GRADIENT, REFERENCE, label_line, new_axes

Paths = Mapping[str, Sequence[float]]
Valley = tuple[Tensor, Tensor, Tensor]


def draw_paths(paths: Paths, *, until: int) -> Axes:
    """Draw where two walks are after each step, up to one; the title tells of all.

    ``paths`` has the values of ``w`` by name, of who swings and then of who arrives.
    """
    ax = new_axes(xlabel="step", ylabel="w")
    looks = [(GRADIENT, "-"), (REFERENCE, "--")]
    for (name, path), (color, style) in zip(paths.items(), looks, strict=True):
        ax.plot(path[: until + 1], style, color=color)
        label_line(ax, until, path[until], name, color, offset=(5, 0))
    first, _ = paths.values()
    ax.set_title(f"After {len(first) - 1} steps it still swings to {_reach(first):.2f}")
    return ax


def draw_phase(paths: Paths) -> Axes:
    """Draw the last step against the place: a swing is a ring, friction a spiral."""
    ax = new_axes(xlabel="w", ylabel="last step of w")
    looks = [(GRADIENT, "o"), (REFERENCE, "o-")]
    for (name, path), (color, style) in zip(paths.items(), looks, strict=True):
        place, steps = np.asarray(path)[1:], np.diff(path)
        ax.plot(place, steps, style, color=color, ms=3, lw=1.2)
        top = steps.argmax()
        label_line(ax, place[top], steps[top], name, color, offset=(0, 5))
    wide, narrow = map(_reach, paths.values())
    friction = f"{wide:.2f} without friction, {narrow:.2f} with"
    ax.set_title(f"After {len(place)} steps: {friction}")
    ax.margins(y=0.15)
    return ax


def _reach(path: Sequence[float]) -> float:
    """Return how far from 0 the last tenth of a walk gets."""
    return float(np.abs(path[-1 - len(path) // 10 :]).max())


NUM_STEPS, LR = 20, 0.1

STANDS_STILL = (
    "w never moves: step() needs a gradient, so backward() has to come between "
    "zero_grad() and step(), and step() has to be called."
)
SWINGS = (
    "w swings past the lowest point: the gradients of all steps add up. "
    "Is zero_grad() in the loop, and does it have its brackets?"
)
SOMETIMES = "the gradients of several steps add up: call zero_grad() in each step."
BEHIND = (
    "that is the loss after 19 steps: backward() comes before step() in each of them, "
    "and the loss to return is that after the last step."
)
TOO_LONG = "leave the number of steps at 20: zero_grad() is all that is misplaced."
UPHILL = "w climbs: step() already goes downhill, leave the loss as it is."
WRONG = "that is not the loss after 20 steps that each use their own gradient."

ERRORS = {
    "has no attribute 'zero_grad'": "zero_grad() belongs to the optimizer, not to w.",
    "'NoneType' object has no attribute": (
        "w.grad is None before the first backward(): use optimizer.zero_grad()."
    ),
    "'float' object has no attribute 'backward'": (
        "backward() belongs to the loss, not to the number that item() makes of it."
    ),
}


def _cases() -> Iterator[Case]:
    """Draw losses with one lowest point, and the ``w`` from which a loop starts."""
    generator = torch.Generator().manual_seed(22)
    for _ in range(3):
        start, lowest = torch.randn(2, 3, generator=generator)
        steepness = 0.5 + torch.rand(3, generator=generator)
        final_loss = partial(_final_loss, (start, lowest, steepness))
        w = start.clone().requires_grad_()
        yield Case(
            inputs=(w, partial(_loss, lowest, steepness), SGD([w], lr=LR)),
            expected=final_loss(),
            mistakes=_mistakes(final_loss),
            hint=WRONG,
            errors=ERRORS,
        )


def _loss(lowest: Tensor, steepness: Tensor, w: Tensor) -> Tensor:
    return (steepness * (w - lowest) ** 2).sum() + 1


def _final_loss(
    valley: Valley, num_steps: int = NUM_STEPS, lr: float = LR, clear_every: int = 1
) -> float:
    """Take the steps by hand: the slope of the loss is written as a formula."""
    start, lowest, steepness = valley
    w, total = start.double(), torch.zeros_like(start)
    for step in range(num_steps):
        slope = 2 * steepness * (w - lowest)
        total = slope if step % clear_every == 0 else total + slope
        w = w - lr * total
    return _loss(lowest, steepness, w).item()


def _mistakes(final_loss: Callable[..., float]) -> Iterator[tuple[float, str]]:
    """Yield the loss with which each mistake ends."""
    yield final_loss(num_steps=0), STANDS_STILL
    yield final_loss(clear_every=NUM_STEPS), SWINGS
    yield from ((final_loss(clear_every=n), SOMETIMES) for n in range(2, NUM_STEPS))
    yield final_loss(num_steps=NUM_STEPS - 1), BEHIND
    yield from ((final_loss(num_steps=n), TOO_LONG) for n in range(1, 101))
    yield final_loss(lr=-LR), UPHILL


check_loops = Checker("loops", first=_cases, second=_cases, third=_cases, fourth=_cases)
"""Compares the final loss of four loops with that of a loop that clears.

Each takes a leaf of shape ``(3,)``, a function of it that returns the loss, and an
optimizer; makes 20 steps and returns the final loss as a number.
"""
