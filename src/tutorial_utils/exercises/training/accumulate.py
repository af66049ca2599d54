"""Checker of the exercise that accumulates gradients: whole windows are the oracle."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor, nn

from tutorial_utils.checking import Case, check_cases, find_words

Pair = tuple[Tensor, Tensor]
Accumulate = Callable[
    [nn.Module, nn.Module, torch.optim.Optimizer, list[Pair], int], int
]

NOT_DIVIDED = (
    "grad is the sum of the micro-batches' gradients, too large: loss_fn returns a "
    "mean, so weigh each loss with n / N before backward()."
)
EQUAL_WEIGHTS = (
    "each micro-batch counts the same, although their sizes differ: "
    "weigh each loss with n / N instead of dividing by a count."
)
LEFT_OVER = (
    "the last micro-batches do not fill a window, and no step used them: "
    "one more step() at the end."
)
EARLY = "the loop ends too early: each window gets its step, up to the last."
OTHER_N = "that N belongs to another window: count the samples of this one."
EPOCH = "N is the number of samples in the window, not in the whole epoch."
GROWING = (
    "N is still growing when it divides: count the samples of the whole window "
    "before its first backward()."
)
AGAIN = "step() is also called where no micro-batch is left."
ONLY_N = "each loss is multiplied by n, but nothing is divided by N."
INVERTED = "the weight is upside down: n / N, not N / n."
TWICE = "n / N is already the whole weight: do not divide by a count as well."
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
EACH = "that is a step after each micro-batch: step() waits for the whole window."
ONE_STEP = (
    "that is one step for all: there is one after every accum_steps micro-batches."
)
EMPTY = "step() finds no gradient: zero_grad() stands between backward() and step()."
NO_STEP = "the parameters have not moved: call optimizer.step()."
TOO_MANY = "there were more steps than windows."
AT_ONCE = (
    "the gradient is right, but the graphs of several micro-batches were alive at the "
    "same time, which is the memory you want to save: call backward() for each."
)
COUNT = "the steps are right; return how many there were."
WRONG = "at a step, grad is not the gradient of the whole window: n / N for each loss."

NUMBER = "that is a Python number: call backward() on the loss itself, not on item()."
ENUMERATE = "enumerate() gives (i, (X, y)): write for i, (X, y) in enumerate(...)."
TWO_PASSES = (
    "backward() went through the same graph twice: "
    "call it on the loss of one micro-batch, not on a growing sum."
)

ERRORS = {
    "has no attribute 'backward'": NUMBER,
    "linear(): argument 'input'": ENUMERATE,
    "backward through the graph a second time": TWO_PASSES,
}


@dataclass
class Step:
    """What the parameters and their gradients were when step() was called."""

    parameters: list[Tensor]
    gradient: Tensor


@dataclass
class Watch:
    """Notes the steps of an optimizer and how many samples wait for backward().

    Parameters
    ----------
    model, optimizer
        What the reader's function trains, and with what.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    steps: list[Step] = field(default_factory=list)
    empty: int = 0
    waiting: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        self.twin = deepcopy(self.model)  # for the oracle, which is not watched
        self.optimizer.register_step_pre_hook(self._note_step)
        self.model.register_forward_hook(self._note_forward)

    def _note_step(self, *_: object) -> None:
        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        if not gradients:
            self.empty += 1
            return
        parameters = [p.detach().clone() for p in self.model.parameters()]
        self.steps.append(Step(parameters, _flat(gradients)))

    def _note_forward(self, _: nn.Module, inputs: object, output: Tensor) -> None:
        if output.requires_grad:
            self._wait(len(output))
            done = partial(self._wait, -len(output))
            output.register_hook(lambda _: done())  # type: ignore[no-untyped-call]

    def _wait(self, samples: int) -> None:
        self.waiting += samples
        self.most = max(self.most, self.waiting)


@dataclass
class Epoch:
    """One call of the reader's function: its windows and what was seen."""

    watch: Watch
    micro_batches: list[Pair]
    accum_steps: int
    stale: Tensor

    @property
    def windows(self) -> list[list[Pair]]:
        """The micro-batches that share a step."""
        size, pairs = self.accum_steps, self.micro_batches
        return [pairs[i : i + size] for i in range(0, len(pairs), size)]


def check_accumulate(accumulate: Accumulate) -> None:
    """Check that each step has the gradient of its whole window, to 1e-6.

    Parameters
    ----------
    accumulate
        Takes a model, a loss function that returns a mean, an optimizer, a list of
        micro-batches ``(X, y)`` and the number of micro-batches between two steps.
        Goes through the list once and returns the number of steps.
    """
    check_cases("accumulate", accumulate, _cases())


def _cases() -> Iterator[Case]:
    """Draw equal pieces first, then uneven ones, then windows that are not full."""
    generator = torch.Generator().manual_seed(24)
    yield _case([3] * 8, 4, generator)
    for count, accum_steps in [(6, 3), (8, 4), (7, 3), (10, 4), (2, 4)]:
        sizes = (1 + torch.randperm(count + 3, generator=generator)[:count]).tolist()
        yield _case(sizes, accum_steps, generator)


def _case(sizes: list[int], accum_steps: int, generator: torch.Generator) -> Case:
    model = _make_model(generator)
    micro_batches = _draw(sizes, generator)
    loss = nn.MSELoss()(model(micro_batches[0][0]), 1 + micro_batches[0][1])
    loss.backward()
    stale = _flat([p.grad for p in model.parameters() if p.grad is not None])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    epoch = Epoch(Watch(model, optimizer), micro_batches, accum_steps, stale)
    return Case(
        inputs=(model, nn.MSELoss(), optimizer, list(micro_batches), accum_steps),
        expected=len(epoch.windows),
        hint=COUNT,
        error_hint=partial(find_words, hints=ERRORS),
        judge=partial(_judge, epoch),
    )


def _make_model(generator: torch.Generator) -> nn.Module:
    """Make a small model in double precision, where 1e-6 is far above rounding."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.uniform_(-1, 1, generator=generator)
    return model


def _draw(sizes: list[int], generator: torch.Generator) -> list[Pair]:
    rows = torch.randn(sum(sizes), 4, generator=generator, dtype=torch.float64)
    pieces = torch.split(rows, sizes)
    return [(piece[:, :3].clone(), piece[:, 3:].clone()) for piece in pieces]


def _judge(epoch: Epoch, answer: object) -> str | None:
    """Say what is wrong with the steps, whatever was returned."""
    watch, count = epoch.watch, len(epoch.windows)
    if not watch.steps:
        return EMPTY if watch.empty else _judge_nothing(answer)
    steps = len(watch.steps)
    if steps == len(epoch.micro_batches) > count:
        return EACH
    for number, step in enumerate(watch.steps[:count]):
        if problem := _judge_step(epoch, number, step):
            return ONE_STEP if problem == WRONG and steps == 1 < count else problem
    if steps != count:
        return TOO_MANY if steps > count else _judge_end(epoch)
    if watch.empty:
        return AGAIN
    most = max(len(X) for X, _ in epoch.micro_batches)
    return AT_ONCE if watch.most > most else None


def _judge_end(epoch: Epoch) -> str:
    """Tell a window that was never full from a loop that ended too early."""
    full = len(epoch.micro_batches) % epoch.accum_steps == 0
    return (
        EARLY if full or len(epoch.watch.steps) < len(epoch.windows) - 1 else LEFT_OVER
    )


def _judge_nothing(answer: object) -> str | None:
    """Leave a stub to the core, which says that it returns nothing."""
    return None if answer is None or answer is ... else NO_STEP


def _judge_step(epoch: Epoch, number: int, step: Step) -> str | None:
    """Compare one step with the whole window, and with what each mistake gives."""
    window = epoch.windows[number]
    parts = [_gradient(epoch.watch.twin, step, [pair]) for pair in window]
    right = _gradient(epoch.watch.twin, step, window)
    if _close(step.gradient, right):
        return None
    before = epoch.watch.steps[number - 1].gradient if number else epoch.stale
    kept = NOT_CLEARED if number else STALE
    sizes = [len(X) for X, _ in window]
    N, totals = sum(sizes), [sum(len(X) for X, _ in w) for w in epoch.windows]
    mistakes = [
        *_wrong_weights(parts, sizes, epoch.accum_steps),
        (EPOCH, right * N / sum(totals)),
        *((OTHER_N, right * N / other) for other in totals),
        (kept, right + before),
    ]
    found = next((hint for hint, g in mistakes if _close(step.gradient, g)), None)
    return (
        found
        or _one_part(step.gradient, parts)
        or _added(step, before, parts, hint=kept)
    )


def _wrong_weights(
    parts: Sequence[Tensor], sizes: Sequence[int], accum_steps: int
) -> Iterator[tuple[str, Tensor]]:
    """Yield the gradient that each wrong weight gives."""
    count, N = len(parts), sum(sizes)
    right = _weighted(parts, [n / N for n in sizes])
    yield NOT_DIVIDED, _weighted(parts, [1] * count)
    yield EQUAL_WEIGHTS, _weighted(parts, [1 / count] * count)
    yield ONLY_N, right * N
    grown = zip(sizes, itertools.accumulate(sizes), strict=True)
    yield GROWING, _weighted(parts, [n / so_far for n, so_far in grown])
    yield INVERTED, _weighted(parts, [N / n for n in sizes])
    yield TWICE, right / count
    yield TWICE, right / accum_steps


def _one_part(gradient: Tensor, parts: Sequence[Tensor]) -> str | None:
    """Recognise the gradient of one micro-batch alone, whatever its weight."""
    if len(parts) == 1:
        return None
    if _parallel(gradient, parts[-1]):
        return LAST_ONLY
    return OFF_BY_ONE if _parallel(gradient, parts[0]) else None


def _added(step: Step, before: Tensor, parts: Sequence[Tensor], hint: str) -> str:
    """Recognise an unweighted sum that was added to what grad held."""
    rest = step.gradient - before
    return hint if _close(rest, _weighted(parts, [1] * len(parts))) else WRONG


def _weighted(parts: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    return torch.stack([w * g for w, g in zip(weights, parts, strict=True)]).sum(0)


def _gradient(model: nn.Module, step: Step, pairs: Sequence[Pair]) -> Tensor:
    """Return the gradient of all these samples at once, where the step was taken."""
    X, y = (torch.cat(column) for column in zip(*pairs, strict=True))
    names = [name for name, _ in model.named_parameters()]
    leaves = [p.clone().requires_grad_() for p in step.parameters]
    values = dict(zip(names, leaves, strict=True))
    output = torch.func.functional_call(model, values, (X,))
    return _flat(torch.autograd.grad(nn.functional.mse_loss(output, y), leaves))


def _flat(gradients: Sequence[Tensor]) -> Tensor:
    return torch.cat([gradient.detach().flatten() for gradient in gradients])


def _close(found: Tensor, expected: Tensor) -> bool:
    """Compare to 1e-6 of the gradient's length."""
    if found.shape != expected.shape:
        return False
    return bool((found - expected).norm() <= 1e-6 * expected.norm())


def _parallel(found: Tensor, part: Tensor) -> bool:
    factor = (found @ part) / (part @ part)
    return _close(found, factor * part)
