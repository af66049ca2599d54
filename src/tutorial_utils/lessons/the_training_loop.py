"""A model learns to read digits: its figures, and the checker of train_epoch().

Green is what should come out, blue what the model does.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

import torch
from matplotlib.axes import Axes
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from tutorial_utils.checking import Case, Checker, Verdicts, is_nothing
from tutorial_utils.plotting import MODEL, REFERENCE, label_line, new_axes, new_panels

KEPT = "zero_grad() in the loops"
ACROSS = 5  # pictures in a row


def draw_digits(images: Tensor, names: Sequence[str], *, title: str) -> list[Axes]:
    """Draw pictures of digits in rows of five, each below its name.

    The grey levels, 0 is paper, have shape ``(B, H, W)`` with at least one picture.
    """
    rows = -(-len(images) // ACROSS)
    panels = new_panels(rows, ACROSS, height=0.4 + 1.2 * rows)
    panels[0].figure.suptitle(title, x=0.02, ha="left", fontsize="medium")
    for ax in panels:
        ax.set_axis_off()
    axes = panels[: len(images)]
    for ax, image, name in zip(axes, images, names, strict=True):
        ax.imshow(image.numpy(), cmap="gray_r")
        ax.set_title(name, loc="center")
    return axes


def draw_progress(losses: Sequence[float], accuracies: Sequence[float]) -> list[Axes]:
    """Draw the loss and the accuracy, from 0 to 1, one below the other."""
    axes = new_panels(2, 1, height=4.4)
    epochs = range(1, len(losses) + 1)
    percent = [100 * share for share in accuracies]
    for ax, values in zip(axes, (losses, percent), strict=True):
        ax.plot(epochs, values, color=MODEL)
    axes[0].set_title(f"Loss from {losses[0]:.2f} to {losses[-1]:.2f}")
    axes[0].set(ylabel="loss", ylim=(0, None))
    axes[1].set_title(f"{percent[-1]:.0f} % of the held-out digits are right")
    axes[1].set(xlabel="epoch", ylabel="accuracy (%)", ylim=(0, 104))
    return axes


def draw_accuracies(
    right: Sequence[float], moved: Mapping[str, Sequence[float]]
) -> Axes:
    """Draw the accuracy of the right loop and of one with a line moved.

    Both are shares from 0 to 1 after each epoch; ``moved`` has one loop by its name.
    """
    ((name, others),) = moved.items()
    ax = new_axes(xlabel="epoch", ylabel="accuracy (%)", ylim=(0, 104))
    epochs = range(1, len(right) + 1)
    good, bad = ([100 * share for share in shares] for shares in (right, others))
    ax.plot(epochs, good, color=REFERENCE)
    ax.plot(epochs, bad, color=MODEL, ls="--")
    last, middle = len(right), len(right) // 2
    label_line(ax, last, good[-1], KEPT, REFERENCE, offset=(-4, -8))
    label_line(ax, middle, bad[middle - 1], name, MODEL, offset=(4, 12))
    ax.set_title(
        f"Epoch 1: {good[0]:.0f} % and {bad[0]:.0f} %; "
        f"epoch {last}: {good[-1]:.0f} % and {bad[-1]:.0f} %"
    )
    return ax


NUM_EPOCHS = 20
ENOUGH = 0.95

NO_LINE = {  # the hints for who leaves a line out
    "forward": "the model never saw a batch: prediction = model(X).",
    "loss": "loss_fn was never called: loss = loss_fn(prediction, y).",
    "backward": "there are no gradients: loss.backward() is missing.",
    "step": "the parameters have not moved: optimizer.step() is missing.",
}

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
TOO_FEW = (
    "the lines are in order, and still not 95% of the held-out digits are right: "
    "take each batch once and hand the loss on as it is."
)

ERRORS = {
    "local variable": "this line uses a name that a line below it makes; move it down.",
    "modified by an inplace operation": STEP_FIRST,
    "log_softmax": "first the prediction, then the labels: loss_fn(prediction, y).",
    "type for target": "loss_fn needs all ten scores of each picture, not the guess.",
    "has no attribute 'backward'": (
        "that is a Python number: call backward() on the loss itself, not on item()."
    ),
    "second time": "backward() went through the same graph twice: once for each batch.",
}


class Diary:
    """Notes what happens to a model, its loss function and its optimizer."""

    def __init__(
        self, model: nn.Module, loss_fn: nn.Module, optimizer: torch.optim.Optimizer
    ) -> None:
        self.model = model
        self.events: list[str] = []
        self.last_loss: float | None = None
        model.register_forward_hook(lambda *_: self.events.append("forward"))
        loss_fn.register_forward_hook(self._note_loss)
        optimizer.register_step_pre_hook(lambda *_: self._note("step", "empty-step"))

    def _note_loss(self, _: nn.Module, inputs: object, loss: Tensor) -> None:
        self.events.append("loss")
        self.last_loss = loss.item()
        if loss.requires_grad:
            loss.register_hook(  # type: ignore[no-untyped-call]
                lambda _: self._note("backward-on-top", "backward")
            )

    def _note(self, on_gradients: str, otherwise: str) -> None:
        """Note one of two events, by what the parameters hold."""
        grads = [p.grad for p in self.model.parameters() if p.grad is not None]
        self.events.append(on_gradients if any(g.any() for g in grads) else otherwise)


def _cases() -> Iterator[Case]:
    """Yield the epochs of one model, the last with its held-out digits."""
    train, held_out = _split_digits()
    generator = torch.Generator().manual_seed(20)
    loader = DataLoader(train, batch_size=32, shuffle=True, generator=generator)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(20)
        model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    diary = Diary(model, loss_fn, optimizer)
    for epoch in range(1, NUM_EPOCHS + 1):
        tested = held_out if epoch == NUM_EPOCHS else None
        yield Case(
            inputs=(model, loss_fn, optimizer, loader),
            expected=None,
            errors=ERRORS,
            judge=partial(_judge, diary, len(loader), tested),
        )


@cache
def _split_digits() -> tuple[TensorDataset, TensorDataset]:
    """Draw the digits to learn from and 360 others."""
    from sklearn.datasets import load_digits  # the lesson needs it, too

    X, y = (torch.tensor(values) for values in load_digits(return_X_y=True))
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(20))
    X = X.float() / 16
    held_out, train = order[:360], order[360:]
    return TensorDataset(X[train], y[train]), TensorDataset(X[held_out], y[held_out])


def _judge(
    diary: Diary, batches: int, tested: TensorDataset | None, answer: object
) -> Verdicts:
    """Say what is wrong with an epoch: its order, what it returns, what was learned."""
    events = diary.events[:]
    diary.events.clear()
    yield not events and is_nothing(answer), None  # a stub, which the core knows
    counts = {line: sum(line in event for event in events) for line in NO_LINE}
    for line, hint in NO_LINE.items():
        yield not counts[line], hint
    yield counts["forward"] < batches, FIRST_ONLY
    if "empty-step" in events:
        before = events[: events.index("empty-step")][-1:]
        yield True, CLEARED if before == ["backward"] else STEP_FIRST
    yield min(counts["step"], counts["backward"]) < batches, AFTER_LOOP
    yield counts["step"] > batches, TOO_MANY
    yield "backward-on-top" in events, NOT_CLEARED
    yield is_nothing(answer), None
    yield not isinstance(answer, int | float), NOT_A_NUMBER
    yield answer != diary.last_loss, "the lines are in order; return the last loss."
    if tested:
        X, y = tested.tensors
        with torch.no_grad():
            right = (diary.model(X).argmax(dim=1) == y).float().mean()
        yield right <= ENOUGH, TOO_FEW


check_train_epoch = Checker("train_epoch", train_epoch=_cases)
"""Lets a model learn digits with the reader's loop, and watches each epoch.

The loop takes a model, a loss function, an optimizer and a loader, makes one step for
each batch, and returns the last loss.
"""
