"""Bytes that are kept for the way back, as bars; the checker of a step by hand."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts, is_close, is_nothing
from tutorial_utils.plotting import DATA, INK, MODEL, label_line, new_axes

Mistakes = list[tuple[Tensor, str]]


def draw_saved(kept: Mapping[str, int]) -> Axes:
    """Draw the bytes that runs of one model keep, by name, as bars in megabytes.

    The title compares the first with the last.
    """
    height = 0.5 * len(kept) + 1
    ax = new_axes(height=height, xlabel="kept for the way back (MB)")
    megabytes = [count / 1e6 for count in kept.values()]
    ax.barh(list(kept), megabytes, height=0.6, color=MODEL)
    for y, size in enumerate(megabytes):
        text, color = (f"{size:.1f} MB", INK) if size else ("0", DATA)
        label_line(ax, size, y, text, color, offset=(5, 0))
    ax.invert_yaxis()
    ax.set_xlim(0, 1.25 * max(megabytes))
    first, last = megabytes[0], megabytes[-1]
    ax.set_title(f"{first:.1f} MB are kept with tracking, {last:g} without")
    return ax


REBOUND = (
    "w has not moved: w - ... and clone() make another tensor. "
    "Write into w, with w -= ..."
)
CLEARED_FIRST = "w has not moved: the gradient was cleared before the step used it."
NO_LR = "the step is too long: multiply the gradient by lr."
NOT_CLEARED = (
    "the first step is right, then gradients of earlier calls are added: "
    "clear it in each call, w.grad = None."
)
TWICE = "the step is twice as long: backward() ran twice, or w was moved twice."
NO_LONGER_ASKS = "w no longer asks for its gradient: leave its requires_grad as it is."

WITH_GRAPH = (
    "the loss still holds its graph, and so do all losses that are collected: "
    "return loss.item()."
)
LOSS_AFTER = "that is the loss after the step; return the one that was computed first."

ERRORS = {
    "in-place": "the step is tracked, too: put it below `with torch.no_grad():`.",
    "a grad_fn": "only the step belongs inside no_grad(): the loss has to be tracked.",
    "NoneType": (
        "w.grad is None here: before backward(), after it was cleared, and when w is "
        "the name of another tensor."
    ),
    "'float' object has no attribute 'backward'": (
        "item() makes a number that cannot go back: take it when you return."
    ),
    "a second time": "each call needs one loss and one backward().",
    "assigned grad": "a gradient is a tensor or None: clear it with w.grad = None.",
}


def _cases() -> Iterator[Case]:
    """Walk down three bowls with the optimizer, one step ahead of the reader."""
    generator = torch.Generator().manual_seed(18)
    for shape, lr in [((3,), 0.1), ((2, 3), 0.05), ((), 0.2)]:
        start, target, steep = torch.rand(3, *shape, generator=generator)
        loss_fn = partial(_loss, 2 + target, 0.5 + steep)
        w, mirror = (start.clone().requires_grad_() for _ in range(2))
        optimizer = torch.optim.SGD([mirror], lr=lr)
        total = torch.zeros_like(start)
        for _ in range(10):
            before, loss = mirror.detach().clone(), loss_fn(mirror)
            (mirror.grad,) = torch.autograd.grad(loss, mirror)
            optimizer.step()
            after, step = mirror.detach().clone(), lr * mirror.grad
            total += step
            mistakes = [
                (before + step, "w goes uphill: the gradient has to be subtracted."),
                (before - mirror.grad, NO_LR),
                (before - total, NOT_CLEARED),
                (before - 2 * step, TWICE),
            ]
            yield Case(
                inputs=(loss_fn, w, lr),
                expected=loss.item(),
                mistakes=[(loss_fn(after), LOSS_AFTER)],
                hint="w is right; return the loss that was computed before the step.",
                errors=ERRORS,
                judge=partial(_judge, w, before, after, mistakes),
            )


def _loss(target: Tensor, steep: Tensor, w: Tensor) -> Tensor:
    return (steep * (w - target) ** 2).sum()


def _judge(
    w: Tensor, before: Tensor, after: Tensor, mistakes: Mistakes, answer: Any
) -> Verdicts:
    """Compare the weight with the optimizer's, whatever was returned."""
    yield is_nothing(answer), None
    is_at = partial(is_close, w, tolerance=1e-5)
    if not is_at(after):
        cleared = w.grad is not None and not w.grad.any()
        yield is_at(before), CLEARED_FIRST if cleared else REBOUND
        yield from ((is_at(place), hint) for place, hint in mistakes)
        yield True, "w is not where torch.optim.SGD has it: subtract lr * w.grad, once."
    yield not w.requires_grad, NO_LONGER_ASKS
    yield isinstance(answer, Tensor) and answer.requires_grad, WITH_GRAPH


check_sgd_step = Checker("sgd_step", sgd_step=_cases)
"""Compares with ``torch.optim.SGD`` after each of ten steps.

A step takes a function that returns a loss, a weight and a learning rate; it moves the
weight and returns the loss before the step.
"""
