"""Gradient accumulation: figures of its recipes and its memory; the checker.

Green is what should come out; blue is what the model does with another recipe.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from random import Random

import torch
from matplotlib.axes import Axes
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector
from torch.optim import SGD, Optimizer

from tutorial_utils.checking import Case, Checker, Verdicts, first_hint, is_nothing
from tutorial_utils.plotting import (
    GRADIENT,
    INK,
    MODEL,
    REFERENCE,
    label_line,
    new_axes,
    new_panels,
)
from tutorial_utils.saved import watch_saved


def saved_bytes(model: nn.Module, X: Tensor) -> int:
    """Return how many bytes a forward pass keeps for the way back, parameters aside."""
    with watch_saved() as saved:
        output = model(X)
    assert output is not None, "its graph is alive while it is looked at"
    return saved.nbytes()


def draw_losses(
    runs: Mapping[str, Sequence[Sequence[float]]], *, names: tuple[str, str]
) -> list[Axes]:
    """Draw the losses after each step, a panel for each optimizer, in log scale.

    ``runs`` has, by optimizer, the losses of the right recipe and of the other, whose
    ``names`` stand at the lines of the first panel.
    """
    axes = new_panels(len(runs), 1, height=2.2 * len(runs))
    for ax, (optimizer, (right, other)) in zip(axes, runs.items(), strict=True):
        steps = range(1, len(right) + 1)
        ax.plot(steps, right, color=REFERENCE, lw=5, alpha=0.5)
        ax.plot(steps, other, color=MODEL, ls="--")
        ax.set(yscale="log", ylabel="loss")
        ax.set_title(f"{optimizer}: loss {right[-1]:.2g} or {other[-1]:.2g}")
    right, other = next(iter(runs.values()))
    place = 3 * len(right) // 4  # where the lines are apart
    label_line(axes[0], place, right[place - 1], names[0], REFERENCE, offset=(0, 6))
    label_line(axes[0], place, other[place - 1], names[1], MODEL, offset=(-10, 2))
    axes[-1].set_xlabel("step")
    return axes


def draw_saved_bytes(saved: Mapping[int, int]) -> Axes:
    """Draw what is kept for the backward pass, one bar a micro-batch size.

    ``saved`` has bytes by size, from the largest size to the smallest.
    """
    ax = new_axes(xlabel="micro-batch size", ylabel="kept (kB)")
    sizes, kilobytes = list(saved), [count / 1000 for count in saved.values()]
    ax.bar(range(len(sizes)), kilobytes, color=MODEL, width=0.6)
    for place, height in enumerate(kilobytes):
        label_line(ax, place, height, f"{height:,.0f}", INK, offset=(0, 3))
    share = kilobytes[0] / kilobytes[-1]
    ax.set_title(f"{sizes[-1]} samples at a time: 1/{share:g} of the bytes")
    ax.set_xticks(range(len(sizes)), [str(size) for size in sizes])
    ax.margins(y=0.12)
    return ax


def draw_errors(errors: Mapping[str, float]) -> Axes:
    """Draw how far the gradient of each recipe is from that of the whole batch.

    The errors are relative and above 0; the smallest is the right recipe's.
    """
    ax = new_axes(xscale="log", xlabel="relative error of the gradient")
    best = min(errors, key=errors.__getitem__)
    for place, (name, error) in enumerate(errors.items()):
        color = REFERENCE if name == best else GRADIENT
        ax.plot(error, place, "D" if name == best else "o", color=color, ms=8)
        label_line(ax, error, place, f"{error:.2g}", color, offset=(0, 7))
    others = [error for name, error in errors.items() if name != best]
    ax.set_title(f"{best}: {errors[best]:.0e}; the others: {min(others):.2f} or more")
    ax.set_yticks(range(len(errors)), list(errors))
    ax.set_ylim(len(errors) - 0.5, -0.6)
    ax.set_xlim(errors[best] / 30, max(others) * 5)
    return ax


Pair = tuple[Tensor, Tensor]

NOT_DIVIDED = (
    "grad is the sum of the micro-batches' gradients, too large: loss_fn returns a "
    "mean, so weigh each loss with n / N before backward()."
)
EQUAL_WEIGHTS = (
    "each micro-batch counts the same, although their sizes differ: "
    "weigh each loss with n / N instead of dividing by a count."
)
GROWING = (
    "N is still growing when it divides: count the samples of the whole window "
    "before its first backward()."
)
TWICE = "n / N is already the whole weight: do not divide by a count as well."
WHOLE_EPOCH = "N is the number of samples in the window, not in the whole epoch."
OTHER_N = "that N belongs to another window: count the samples of this one."
STALE = (
    "grad still held something from before the call, and you added to it: "
    "zero_grad() before the first backward()."
)
NOT_CLEARED = "the gradient of the window before is still in there: zero_grad() too."
LAST_ONLY = (
    "only the last micro-batch is left in grad: "
    "zero_grad() belongs between two windows, not between two micro-batches."
)
OFF_BY_ONE = (
    "the first step comes after the first micro-batch: i counts from 0, "
    "so ask for (i + 1) % accum_steps == 0."
)
WRONG = "at a step, grad is not the gradient of the whole window: n / N for each loss."

EACH = "that is a step after each micro-batch: step() waits for the whole window."
SINGLE = "that is one step for all: there is one after every accum_steps micro-batches."
EMPTY = "step() finds no gradient: zero_grad() stands between backward() and step()."
LEFT_OVER = (
    "the last micro-batches do not fill a window, and no step used them: "
    "one more step() at the end."
)
EARLY = "the loop ends too early: each window gets its step, up to the last."
AT_ONCE = (
    "the gradient is right, but the graphs of several micro-batches were alive at the "
    "same time, which is the memory you want to save: call backward() for each."
)

ERRORS = {
    "has no attribute 'backward'": (
        "that is a Python number: call backward() on the loss itself, not on item()."
    ),
    "linear": "enumerate() gives (i, (X, y)): write for i, (X, y) in enumerate(...).",
    "backward through the graph a second time": (
        "backward() went through the same graph twice: "
        "call it on the loss of one micro-batch, not on a growing sum."
    ),
}


class Epoch:
    """One call of the reader's function: what is wrong with its steps, what waited.

    ``problems`` has an entry for each step; ``most`` is the largest number of samples
    that waited for backward() at a time.
    """

    def __init__(
        self, model: nn.Module, optimizer: Optimizer, pairs: list[Pair], size: int
    ) -> None:
        self.model, self.pairs, self.size = model, pairs, size
        self.windows = [pairs[i : i + size] for i in range(0, len(pairs), size)]
        self.problems: list[str | None] = []
        self.empty = self.waiting = self.most = 0
        self._before = _flat_grad(model)
        self._twin = deepcopy(model)  # for the oracle, which is not watched
        optimizer.register_step_pre_hook(self._note_step)
        model.register_forward_hook(self._note_forward)

    def _note_step(self, *_: object) -> None:
        gradient = _flat_grad(self.model)
        if not gradient.numel():
            self.empty += 1
        elif any(self.problems) or len(self.problems) >= len(self.windows):
            self.problems.append(None)
        else:
            self._twin.load_state_dict(self.model.state_dict())
            self.problems.append(first_hint(self._judge_step(gradient)))
            self._before = gradient

    def _note_forward(self, _: nn.Module, inputs: object, output: Tensor) -> None:
        if output.requires_grad:
            self._wait(samples := len(output))
            output.register_hook(lambda _: self._wait(-samples))  # type: ignore

    def _wait(self, samples: int) -> None:
        self.waiting += samples
        self.most = max(self.most, self.waiting)

    def _judge_step(self, gradient: Tensor) -> Verdicts:
        """Compare with the whole window, then with what each mistake gives."""
        number = len(self.problems)
        totals = [sum(len(X) for X, _ in window) for window in self.windows]
        parts = torch.stack([self._gradient(X, y) for X, y in self.windows[number]])
        n = torch.tensor([len(X) for X, _ in self.windows[number]]).double()
        right = n / n.sum() @ parts
        yield gradient.shape != right.shape, WRONG
        is_near = partial(_is_near, gradient)
        yield is_near(right), None
        for weights, hint in [
            (torch.ones_like(n), NOT_DIVIDED),
            (torch.ones_like(n) / len(n), EQUAL_WEIGHTS),
            (n, "each loss is multiplied by n, but nothing is divided by N."),
            (n / n.cumsum(0), GROWING),
            (n.sum() / n, "the weight is upside down: n / N, not N / n."),
            (n / n.sum() / len(n), TWICE),
            (n / sum(totals), WHOLE_EPOCH),
            *((n / total, OTHER_N) for total in totals),
        ]:
            yield is_near(weights @ parts), hint
        yield is_near(right + self._before), NOT_CLEARED if number else STALE
        if len(parts) > 1:  # one of them alone, whatever its weight
            for part, hint in [(parts[-1], LAST_ONLY), (parts[0], OFF_BY_ONE)]:
                yield is_near((gradient @ part) / (part @ part) * part), hint
        yield is_near(parts.sum(0) + self._before), NOT_CLEARED if number else STALE
        yield True, WRONG

    def _gradient(self, X: Tensor, y: Tensor) -> Tensor:
        """Return the gradient of a micro-batch where the model is now."""
        loss = nn.functional.mse_loss(self._twin(X), y)
        return parameters_to_vector(
            torch.autograd.grad(loss, list(self._twin.parameters()))
        )


def _flat_grad(model: nn.Module) -> Tensor:
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    return parameters_to_vector(gradients or [torch.empty(0)])


def _is_near(found: Tensor, expected: Tensor) -> bool:
    """Compare to 1e-6 of the gradient's length."""
    return bool((found - expected).norm() <= 1e-6 * expected.norm())


def _cases() -> Iterator[Case]:
    """Draw equal pieces first, then uneven ones, then windows that are not full."""
    generator = torch.Generator().manual_seed(24)
    rng = Random(24)
    windows = [(6, 3), (8, 4), (7, 3), (10, 4), (2, 4)]
    uneven = [(rng.sample(range(1, count + 4), count), size) for count, size in windows]
    for sizes, size in [([3] * 8, 4), *uneven]:
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.uniform_(-1, 1, generator=generator)
        rows = torch.randn(sum(sizes), 4, generator=generator, dtype=torch.float64)
        pairs = [(x[:, :3].clone(), x[:, 3:].clone()) for x in torch.split(rows, sizes)]
        torch.autograd.backward(nn.MSELoss()(model(pairs[0][0]), 1 + pairs[0][1]))
        optimizer = SGD(model.parameters(), lr=0.05)
        epoch = Epoch(model, optimizer, pairs, size)
        yield Case(
            inputs=(model, nn.MSELoss(), optimizer, list(pairs), size),
            expected=len(epoch.windows),
            hint="the steps are right; return how many there were.",
            errors=ERRORS,
            judge=partial(_judge, epoch),
        )


def _judge(epoch: Epoch, answer: object) -> Verdicts:
    """Say what is wrong with the steps, whatever was returned."""
    steps, count = len(epoch.problems), len(epoch.windows)
    nothing_done = not steps and not epoch.empty
    yield nothing_done and is_nothing(answer), None  # a stub is the core's
    yield nothing_done, "the parameters have not moved: call optimizer.step()."
    yield not steps, EMPTY
    yield steps == len(epoch.pairs) > count, EACH
    problem = next(filter(None, epoch.problems), None)
    yield problem == WRONG and steps == 1 < count, SINGLE
    yield problem is not None, problem
    yield steps > count, "there were more steps than windows."
    yield steps < count - (len(epoch.pairs) % epoch.size != 0), EARLY
    yield steps < count, LEFT_OVER
    yield epoch.empty > 0, "step() is also called where no micro-batch is left."
    yield epoch.most > max(len(X) for X, _ in epoch.pairs), AT_ONCE


check_accumulate = Checker("accumulate", accumulate=_cases)
"""Checks that each step has the gradient of its whole window, to 1e-6.

``accumulate(model, loss_fn, optimizer, micro_batches, accum_steps)`` goes through the
pairs ``(X, y)`` once, and returns the number of steps; the loss is a mean.
"""
