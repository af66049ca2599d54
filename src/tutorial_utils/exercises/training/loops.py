"""Checker of the exercise that puts zero_grad() into its place in four loops."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.optim import SGD, Optimizer

from tutorial_utils.checking import Case, check_functions, find_words

LossFunction = Callable[[Tensor], Tensor]
Loop = Callable[[Tensor, LossFunction, Optimizer], float]

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
METHOD = "zero_grad() belongs to the optimizer, not to w."
NO_GRADIENT = "w.grad is None before the first backward(): use optimizer.zero_grad()."
NUMBER = "backward() belongs to the loss, not to the number that item() makes of it."

ERRORS = {
    "has no attribute 'zero_grad'": METHOD,
    "'NoneType' object has no attribute": NO_GRADIENT,
    "'float' object has no attribute 'backward'": NUMBER,
}


@dataclass(frozen=True)
class Valley:
    """A loss with one lowest point, and the ``w`` from which a loop starts."""

    start: Tensor
    lowest: Tensor
    steepness: Tensor
    floor: float

    def loss(self, w: Tensor) -> Tensor:
        """Return the loss, never less than the floor."""
        return (self.steepness * (w - self.lowest) ** 2).sum() + self.floor


def check_loops(first: Loop, second: Loop, third: Loop, fourth: Loop) -> None:
    """Compare the final loss of four loops with that of a loop that clears.

    Parameters
    ----------
    first, second, third, fourth
        Each takes a leaf of shape ``(3,)``, a function of it that returns the loss,
        and an optimizer; makes 20 steps and returns the final loss as a number.
    """
    loops = {"first": first, "second": second, "third": third, "fourth": fourth}
    check_functions("loops", {name: (loop, _cases()) for name, loop in loops.items()})


def _cases(*, count: int = 3) -> Iterator[Case]:
    generator = torch.Generator().manual_seed(22)
    for _ in range(count):
        start, lowest = torch.randn(2, 3, generator=generator)
        steepness = 0.5 + torch.rand(3, generator=generator)
        valley = Valley(start, lowest, steepness, floor=1.0)
        w = start.clone().requires_grad_()
        yield Case(
            inputs=(w, valley.loss, SGD([w], lr=LR)),
            expected=_final_loss(valley),
            hint=partial(_explain, valley),
            error_hint=partial(find_words, hints=ERRORS),
        )


def _final_loss(
    valley: Valley, *, num_steps: int = NUM_STEPS, lr: float = LR, clear_every: int = 1
) -> float:
    """Take the steps by hand: the slope of the loss is written as a formula."""
    w, total = valley.start.double(), torch.zeros(3).double()
    for step in range(num_steps):
        if step % clear_every == 0:
            total = torch.zeros_like(w)
        total = total + 2 * valley.steepness * (w - valley.lowest)
        w = w - lr * total
    return float(valley.loss(w))


def _explain(valley: Valley, answer: np.ndarray) -> str:
    """Find the mistake that ends with this loss."""
    mistakes = {
        STANDS_STILL: [_final_loss(valley, num_steps=0)],
        SWINGS: [_final_loss(valley, clear_every=NUM_STEPS)],
        SOMETIMES: [_final_loss(valley, clear_every=n) for n in range(2, NUM_STEPS)],
        BEHIND: [_final_loss(valley, num_steps=NUM_STEPS - 1)],
        TOO_LONG: [_final_loss(valley, num_steps=n) for n in range(1, 101)],
        UPHILL: [_final_loss(valley, lr=-LR)],
    }
    for hint, losses in mistakes.items():
        if np.isclose(losses, answer, rtol=1e-4).any():
            return hint
    return WRONG
