"""Steps without a gradient: the figure, and the checker of moves() and fine_tune()."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from itertools import product
from typing import Any

import torch
from matplotlib.axes import Axes
from torch import Tensor, nn
from torch.optim import SGD

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import GRADIENT, INK, REFERENCE, label_line, new_axes

HEIGHT = 0.36


def draw_idle_steps(
    idle_step: Callable[..., float],
    optimizers: Mapping[str, tuple[type, Mapping[str, Any]]],
) -> Axes:
    """Draw two bars for each optimizer: its step on zeros, hatched, and on None.

    ``idle_step`` returns how far a parameter moves; it takes a class of optimizers,
    ``set_to_none`` and the options that ``optimizers`` has with the class, by name.
    """
    ax = new_axes(height=3.6, xlabel="how far w moves")
    moved = {"zeros": 0, "None": 0}
    for row, (make, options) in enumerate(optimizers.values()):
        for at, held, color, ink, hatch in [
            (row - HEIGHT / 2, "zeros", GRADIENT, INK, "//"),
            (row + HEIGHT / 2, "None", REFERENCE, REFERENCE, None),
        ]:
            distance = idle_step(make, set_to_none=held == "None", **options)
            moved[held] += distance > 0
            ax.barh(*(at, distance, HEIGHT), color=color, hatch=hatch, ec="white", lw=0)
            text = f"{held}: {distance:.3f}" if distance > 0 else f"{held}: 0"
            label_line(ax, distance, at, text, ink, offset=(4, 0))
    found = f"{moved['zeros']} of {len(optimizers)} move on zeros, {moved['None']}"
    ax.set_title(f"{found} on None")
    ax.set_yticks(range(len(optimizers)), list(optimizers))
    ax.tick_params(left=False)
    ax.set_ylim(len(optimizers) - 0.4, -0.6)
    ax.margins(x=0.3)
    return ax


NUM_STEPS, LR = 5, 0.1

RESTS = "on None, step() passes the parameter over, whatever the options."
FORGETFUL = "plain SGD remembers nothing: a gradient of 0 makes a step of 0."
VELOCITY = "on zeros, momentum goes on with the velocity of the first step."
PULL = "on zeros, weight_decay still pulls w towards 0."

LEFT_OVER = (
    "the first step on the whole model uses gradients that piled up in the first "
    "layer. The first optimizer does not own that layer: who clears it?"
)
FROZEN = "the first layer was never trained: the last five steps are for both layers."
TOO_EARLY = "the first layer was trained too early: its turn comes after five steps."
NO_STEPS = "no step used a gradient: clear after step(), not before it."
NO_CLEAR = "now nothing is cleared at all: the gradients of all steps add up."
WRONG = "that is not the loss after five steps of the last layer and five of both."
ERRORS = {
    "not require grad": "freeze model[0] alone: the last layer needs its gradients."
}


def _settings() -> Iterator[Case]:
    """Ask for every combination of options."""
    for momentum, decay, to_none in product((0.0, 0.9), (0.0, 0.1), (False, True)):
        still = PULL if decay else FORGETFUL
        yield Case(
            inputs=(momentum, decay, to_none),
            expected=not to_none and momentum + decay > 0,
            hint=RESTS if to_none else VELOCITY if momentum else still,
        )


def _models() -> Iterator[Case]:
    """Draw models of two layers, and data whose rule a linear model can learn."""
    for seed in range(3):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
            X = torch.randn(20, 2)
        y = X.sum(1, keepdim=True)
        final_loss = partial(_final_loss, deepcopy(model), X, y)
        yield Case(
            inputs=(model, nn.functional.mse_loss, X, y),
            expected=final_loss(),
            mistakes=_mistakes(final_loss),
            hint=WRONG,
            errors=ERRORS,
        )


def _mistakes(final_loss: Callable[..., float]) -> Iterator[tuple[float, str]]:
    """Yield the loss with which each mistake ends."""
    yield final_loss(clear="own"), LEFT_OVER
    yield final_loss(owners="ll"), FROZEN
    yield final_loss(owners="ww"), TOO_EARLY
    yield final_loss(clear="none"), NO_CLEAR
    yield final_loss(owners=""), NO_STEPS


def _final_loss(
    model: nn.Sequential, X: Tensor, y: Tensor, owners: str = "lw", clear: str = "all"
) -> float:
    """Train as the lesson's loop does, on a copy, and return the final loss.

    In each half the optimizer owns the last layer, ``l``, or the whole model, ``w``;
    all gradients are cleared, or its own, or none.
    """
    network = deepcopy(model)
    for owner in owners:
        owned = network[1] if owner == "l" else network
        optimizer = SGD(owned.parameters(), lr=LR)
        for _ in range(NUM_STEPS):
            torch.autograd.backward(nn.functional.mse_loss(network(X), y))
            optimizer.step()
            if clear != "none":
                (network if clear == "all" else owned).zero_grad()
    return nn.functional.mse_loss(network(X), y).item()


check_fine_tune = Checker("fine_tune", moves=_settings, fine_tune=_models)
"""Checks a rule about zeros and None, and the repair of a training loop.

``moves(momentum, weight_decay, set_to_none)`` tells whether ``SGD`` moves a weight
without a new gradient.  ``fine_tune(model, loss_fn, X, y)`` makes five steps with the
last of two layers, five with both, and returns the final loss.
"""
