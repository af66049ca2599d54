"""Checker of the exercise on the training loop: the order is watched, then the result.

The digits come from scikit-learn, which the lesson needs as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from tutorial_utils.checking import Case, check_cases, find_words

TrainEpoch = Callable[
    [nn.Module, nn.Module, torch.optim.Optimizer, DataLoader[Any]], float
]
NUM_EPOCHS = 20
ENOUGH = 0.95

NO_FORWARD = "the model never saw a batch: prediction = model(X)."
NO_LOSS = "loss_fn was never called: loss = loss_fn(prediction, y)."
NO_BACKWARD = "there are no gradients: loss.backward() is missing."
NO_STEP = "the parameters have not moved: optimizer.step() is missing."
FIRST_ONLY = (
    "it stops before the last batch: move `return` out of the loop, "
    "as far left as `for`."
)
AFTER_LOOP = (
    "backward() or step() did not run for every batch: "
    "all five lines belong into the loop."
)
STEP_FIRST = (
    "step() stands above backward(), so it finds no gradient "
    "or the one of the batch before."
)
CLEARED = (
    "step() finds no gradient: zero_grad() stands between backward() and step() "
    "and throws it away."
)
NOT_CLEARED = (
    "at backward(), grad still holds the batch before, and the two add up: "
    "zero_grad() once for each batch."
)
TOO_MANY = "step() runs more than once for a batch, with the same gradient again."
NOT_A_NUMBER = "return a Python number: loss.item() instead of the tensor."
OTHER_NUMBER = "the lines are in order; return the last loss."
TOO_FEW = (
    "the lines are in order, and still not 95% of the held-out digits are right: "
    "take each batch once and hand the loss on as it is."
)

SWAPPED = "first the prediction, then the labels: loss_fn(prediction, y)."
TOO_EARLY = "this line uses a name that a line below it makes; move it down."
NUMBER = "that is a Python number: call backward() on the loss itself, not on item()."
TWICE = "backward() went through the same graph twice: once for each batch."
SCORES = "loss_fn needs all ten scores of each picture, not the guess."

ERRORS = {
    "local variable": TOO_EARLY,
    "modified by an inplace operation": STEP_FIRST,
    "log_softmax": SWAPPED,
    "type for target": SCORES,
    "has no attribute 'backward'": NUMBER,
    "backward through the graph a second time": TWICE,
}


@dataclass
class Diary:
    """Notes what happens to a model, its loss function and its optimizer.

    Parameters
    ----------
    model, loss_fn, optimizer
        What the reader's function gets.
    """

    model: nn.Module
    loss_fn: nn.Module
    optimizer: torch.optim.Optimizer
    events: list[str] = field(default_factory=list)
    last_loss: float | None = None

    def __post_init__(self) -> None:
        self.model.register_forward_hook(self._note_forward)
        self.loss_fn.register_forward_hook(self._note_loss)
        self.optimizer.register_step_pre_hook(self._note_step)

    def _note_forward(self, *_: object) -> None:
        self.events.append("forward")

    def _note_loss(self, _: nn.Module, inputs: object, loss: Tensor) -> None:
        self.events.append("loss")
        self.last_loss = loss.item()
        if loss.requires_grad:
            loss.register_hook(self._note_backward)  # type: ignore[no-untyped-call]

    def _note_backward(self, _: Tensor) -> None:
        self.events.append("backward-on-top" if self._has_gradient() else "backward")

    def _note_step(self, *_: object) -> None:
        self.events.append("step" if self._has_gradient() else "empty-step")

    def _has_gradient(self) -> bool:
        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        return any(bool(gradient.any()) for gradient in gradients)


def check_train_epoch(train_epoch: TrainEpoch) -> None:
    """Let a model learn digits with the reader's loop, and watch each epoch.

    Parameters
    ----------
    train_epoch
        Takes a model, a loss function, an optimizer and a loader of batches, takes
        one step for each batch, and returns the last loss.
    """
    check_cases("train_epoch", train_epoch, _cases())


def _cases() -> Iterator[Case]:
    """Yield the epochs of one model, the last with its held-out digits."""
    train, held_out = _split_digits()
    generator = torch.Generator().manual_seed(20)
    loader = DataLoader(train, batch_size=32, shuffle=True, generator=generator)
    model = _make_model(generator)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    diary = Diary(model, nn.CrossEntropyLoss(), optimizer)
    for epoch in range(1, NUM_EPOCHS + 1):
        judge = partial(_judge, diary, len(loader))
        if epoch == NUM_EPOCHS:
            judge = partial(_judge_last, diary, len(loader), held_out)
        yield Case(
            inputs=(model, diary.loss_fn, optimizer, loader),
            expected=None,
            error_hint=partial(find_words, hints=ERRORS),
            judge=judge,
        )


@cache
def _split_digits() -> tuple[TensorDataset, TensorDataset]:
    """Draw the digits to learn from and 360 others."""
    from sklearn.datasets import load_digits

    X, y = (torch.tensor(values) for values in load_digits(return_X_y=True))
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(20))
    X = X.float() / 16
    held_out, train = order[:360], order[360:]
    return TensorDataset(X[train], y[train]), TensorDataset(X[held_out], y[held_out])


def _make_model(generator: torch.Generator) -> nn.Module:
    """Make the lesson's model, the same each time."""
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.uniform_(-0.15, 0.15, generator=generator)
    return model


def _judge(diary: Diary, batches: int, answer: object) -> str | None:
    """Say what is wrong with an epoch: its order first, then what it returns."""
    events, last_loss = diary.events[:], diary.last_loss
    diary.events.clear()
    if not events and (answer is None or answer is ...):
        return None  # a stub, which the core knows
    problem = _find_missing(events) or _find_disorder(events, batches)
    if problem or answer is None or answer is ...:
        return problem
    if not isinstance(answer, int | float):
        return NOT_A_NUMBER
    return None if answer == last_loss else OTHER_NUMBER


def _find_missing(events: list[str]) -> str | None:
    """Say which line never ran."""
    lines = [
        ("forward", NO_FORWARD),
        ("loss", NO_LOSS),
        ("backward", NO_BACKWARD),
        ("step", NO_STEP),
    ]
    ran = "\n".join(events)
    return next((hint for name, hint in lines if name not in ran), None)


def _find_disorder(events: list[str], batches: int) -> str | None:
    """Compare the order in which the lines ran with what it should be."""
    if events.count("forward") < batches:
        return FIRST_ONLY
    if "empty-step" in events:
        before = events[: events.index("empty-step")][-1:]
        return CLEARED if before == ["backward"] else STEP_FIRST
    steps, backwards = (
        sum(name in event for event in events) for name in ("step", "backward")
    )
    if min(steps, backwards) < batches:
        return AFTER_LOOP
    if steps > batches:
        return TOO_MANY
    return NOT_CLEARED if "backward-on-top" in events else None


def _judge_last(
    diary: Diary, batches: int, held_out: TensorDataset, answer: object
) -> str | None:
    if problem := _judge(diary, batches, answer):
        return problem
    X, y = held_out.tensors
    with torch.no_grad():
        right = (diary.model(X).argmax(dim=1) == y).float().mean()
    return None if right > ENOUGH else TOO_FEW
