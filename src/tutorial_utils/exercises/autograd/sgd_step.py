"""Checker of the exercise that takes a step of gradient descent by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tutorial_utils.checking import Case, check_cases, find_words

Loss = Callable[[Tensor], Tensor]

REBOUND = (
    "w has not moved: w - ... and clone() make another tensor. "
    "Write into w, with w -= ..."
)
CLEARED_FIRST = "w has not moved: the gradient was cleared before the step used it."
CLIMBED = "w goes uphill: the gradient has to be subtracted."
NO_LR = "the step is too long: multiply the gradient by lr."
NOT_CLEARED = (
    "the first step is right, then gradients of earlier calls are added: "
    "clear it in each call, w.grad = None."
)
TWICE = "the step is twice as long: backward() ran twice, or w was moved twice."
NO_LONGER_ASKS = "w no longer asks for its gradient: leave its requires_grad as it is."
WRONG = "w is not where torch.optim.SGD has it: subtract lr * w.grad, once."

WITH_GRAPH = (
    "the loss still holds its graph, and so do all losses that are collected: "
    "return loss.item()."
)
LOSS_AFTER = "that is the loss after the step; return the one that was computed first."
WRONG_LOSS = "w is right; return the loss that was computed before the step."

TRACKED = "the step is tracked, too: put it below `with torch.no_grad():`."
NOT_TRACKED = "only the step belongs inside no_grad(): the loss has to be tracked."
NO_GRADIENT = (
    "w.grad is None here: before backward(), after it was cleared, and when w is the "
    "name of another tensor."
)
ITEM_EARLY = "item() makes a number that cannot go back: take it when you return."
NO_NUMBER = "a gradient is a tensor or None: clear it with w.grad = None."
SECOND_TIME = "each call needs one loss and one backward()."

ERRORS = {
    "in-place operation": TRACKED,
    "does not require grad": NOT_TRACKED,
    "NoneType": NO_GRADIENT,
    "'float' object has no attribute 'backward'": ITEM_EARLY,
    "a second time": SECOND_TIME,
    "assigned grad expected to be a Tensor or None": NO_NUMBER,
}


@dataclass(frozen=True)
class Step:
    """What one call gets and what the same step of ``torch.optim.SGD`` makes of it.

    Parameters
    ----------
    loss_fn, w, lr
        The values that the reader's function gets.
    before, after
        Where ``w`` was and where it has to be.
    gradient
        That of this step alone.
    total
        The sum of the gradients of all steps, this one included.
    """

    loss_fn: Loss
    w: Tensor
    lr: float
    before: Tensor
    after: Tensor
    gradient: Tensor
    total: Tensor


def check_sgd_step(sgd_step: Callable[[Loss, Tensor, float], float]) -> None:
    """Take ten steps beside ``torch.optim.SGD`` and compare after each of them.

    Parameters
    ----------
    sgd_step
        Takes a function that returns a loss, a weight and a learning rate; moves the
        weight and returns the loss before the step.
    """
    check_cases("sgd_step", sgd_step, _cases())


def _cases(*, steps: int = 10) -> Iterator[Case]:
    """Yield the steps down three bowls, for weights of three shapes."""
    generator = torch.Generator().manual_seed(18)
    for shape, lr in [((3,), 0.1), ((2, 3), 0.05), ((), 0.2)]:
        start, target, steep = torch.rand(3, *shape, generator=generator)
        loss_fn = partial(_loss, 2 + target, 0.5 + steep)
        yield from _walk(loss_fn, start, lr, steps)


def _loss(target: Tensor, steep: Tensor, w: Tensor) -> Tensor:
    return (steep * (w - target) ** 2).sum()


def _walk(loss_fn: Loss, start: Tensor, lr: float, steps: int) -> Iterator[Case]:
    """Walk with the optimizer, one step ahead of the reader."""
    w, mirror = (start.clone().requires_grad_() for _ in range(2))
    optimizer = torch.optim.SGD([mirror], lr=lr)
    total = torch.zeros_like(start)
    for _ in range(steps):
        before = mirror.detach().clone()
        optimizer.zero_grad()
        loss = loss_fn(mirror)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        gradient = torch.zeros_like(start) if mirror.grad is None else mirror.grad
        total = total + gradient
        after = mirror.detach().clone()
        step = Step(loss_fn, w, lr, before, after, gradient.clone(), total)
        yield _make_case(step, loss.item())


def _make_case(step: Step, loss: float) -> Case:
    return Case(
        inputs=(step.loss_fn, step.w, step.lr),
        expected=loss,
        hint=partial(_explain_loss, step),
        error_hint=partial(find_words, hints=ERRORS),
        judge=partial(_judge, step),
    )


def _judge(step: Step, answer: Any) -> str | None:
    """Compare the weight with the optimizer's, whatever was returned."""
    if answer is None or answer is ...:
        return None
    if not _is_close(step.w, step.after):
        return _explain_weight(step)
    if not step.w.requires_grad:
        return NO_LONGER_ASKS
    tracked = isinstance(answer, Tensor) and answer.requires_grad
    return WITH_GRAPH if tracked else None


def _explain_weight(step: Step) -> str:
    """Name the mistake that leads to where the weight is."""
    if _is_close(step.w, step.before):
        cleared = step.w.grad is not None and not step.w.grad.any()
        return CLEARED_FIRST if cleared else REBOUND
    moves = {
        CLIMBED: -step.lr * step.gradient,
        NO_LR: step.gradient,
        NOT_CLEARED: step.lr * step.total,
        TWICE: 2 * step.lr * step.gradient,
    }
    for hint, move in moves.items():
        if _is_close(step.w, step.before - move):
            return hint
    return WRONG


def _explain_loss(step: Step, answer: np.ndarray) -> str:
    later = step.loss_fn(step.after).item()
    return LOSS_AFTER if np.allclose(answer, later, rtol=1e-5) else WRONG_LOSS


def _is_close(w: Tensor, value: Tensor) -> bool:
    return bool(np.allclose(w.detach(), value, rtol=1e-5, atol=1e-6))
