"""The capstone: its data, its figure, and the checker that lists the bugs left."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import combinations
from typing import Any

import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from tutorial_utils.checking import Case, Checker, Verdicts, find_words, is_nothing
from tutorial_utils.localize import localized
from tutorial_utils.plotting import MODEL, REFERENCE, label_line, new_axes

Train = Callable[[Tensor, Tensor, torch.device, float, int, int], Tensor]
CPU = torch.device("cpu")


def make_greys(generator: torch.Generator, *, n: int = 160) -> tuple[Tensor, Tensor]:
    """Draw pairs of grey levels, and a label for each that is linear in them.

    Grey levels from 0 to 255 are ``uint8`` of shape ``(n, 2)``; labels of shape
    ``(n,)`` have noise whose standard deviation is 0.1.
    """
    X = torch.randint(0, 256, (n, 2), dtype=torch.uint8, generator=generator)
    noise = 0.1 * torch.randn(n, generator=generator)
    return X, (X.float() - 128) / 64 @ torch.tensor([3.0, -2.0]) + 1 + noise


def draw_fixes(losses: Mapping[str, float]) -> Axes:
    """Draw the last loss before and after each fix, from top to bottom.

    Losses above 0, under what was done last; the last is the repaired program's.
    """
    ax = new_axes(xscale="log", xlabel="last loss")
    values, last = list(losses.values()), len(losses) - 1
    for place, value in enumerate(values):
        color, mark = (REFERENCE, "D") if place == last else (MODEL, "o")
        ax.plot(value, place, mark, color=color, ms=8)
        label_line(ax, value, place, f"{value:.2g}", color, offset=(8, 0))
    ax.set_title(f"Loss {values[0]:.0e} before, {values[-1]:.2f} after all fixes")
    ax.set_yticks(range(len(losses)), list(losses))
    ax.set_ylim(last + 0.5, -0.5)
    ax.set_xlim(min(values) / 30, max(values) * 1e8)
    return ax


def repaired(
    X: Tensor,
    y: Tensor,
    device: torch.device,
    lr: float = 0.2,
    num_epochs: int = 3,
    accum_steps: int = 4,
) -> Tensor:
    """Train as the lesson's solution does, line by line; return each epoch's loss."""
    torch.manual_seed(0)
    X = X.to(device)
    y = y.to(device)
    X = X.float() - 128
    scale = torch.tensor([64.0, 64.0], device=device)
    X = X / scale

    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    losses = []
    for epoch in range(num_epochs):  # noqa: B007 as the lesson has it
        micro_batches = zip(X.split(10), y.split(10), strict=True)  # type: ignore
        for i, (X_part, y_part) in enumerate(micro_batches):
            prediction = model(X_part)
            error = prediction - y_part[:, None]
            loss = (error**2).mean() / accum_steps
            loss.backward()
            if (i + 1) % accum_steps == 0:
                optimizer.step()
                optimizer.zero_grad()

        with torch.no_grad():
            losses.append(((model(X)[:, 0] - y) ** 2).mean())

    return torch.stack(losses)


OFTEN, EARLY = "zero_grad too often", "zero_grad too early"  # wrong repairs

BUGS = {  # what each changes in the repaired program
    "dtype": ("X.float() - 128", "X - 128"),
    "broadcasting": ("y_part[:, None]", "y_part"),
    "device": (", device=device)", ")"),
    "zero_grad": ("optimizer.zero_grad()", "pass"),
    "accumulation": (".mean() / accum_steps", ".mean()"),
    OFTEN: ("loss.backward()", "optimizer.zero_grad(); loss.backward()"),
    EARLY: ("loss.backward()", "loss.backward(); optimizer.zero_grad()"),
}

HINTS = {
    "dtype": "look at X - 128 for a grey level below 128, and at its dtype.",
    "broadcasting": "print the shapes of prediction, y_part and error.",
    "device": "a tensor is made in train() and does not go where X is: run it on meta.",
    "zero_grad": "print grad before the first backward() after a step.",
    "accumulation": "a window has accum_steps means, and grad holds their sum.",
    OFTEN: "the gradients of a window have to add up: clear them after the step.",
    EARLY: "the gradients are cleared before the step could use them.",
}
LEFT = "{count} left: {names}. First: {hint}"
CHANGED = (
    "something else is different now: change only what a bug needs, and keep "
    "the seed, the model, the order of the data and what is returned."
)
NOT_LOSSES = "return torch.stack(losses), the loss after each epoch."
ON_META = "leave the numbers in tensors, as in the script: meta has none to take out."
ERRORS = {
    "must have the same dtype": "X is to be float32, like the model's parameters.",
    "cannot access local variable": "a name is used above the line that makes it.",
}
SETTINGS = (0.01, 2, 4)  # lr, epochs, window: no set of bugs makes losses explode


def check_train(train: Train) -> None:
    """List the bugs that a training program still has.

    It takes grey levels, labels, a device, the learning rate, the number of epochs and
    of micro-batches a step; it returns the loss after each epoch.
    """
    Checker("train", train=partial(_cases, train))(train)


def _cases(train: Train) -> Iterator[Case]:
    generator = torch.Generator().manual_seed(26)
    for n in (160, 80, 240):
        X, y = make_greys(generator, n=n)
        yield Case(
            inputs=(X.clone(), y.clone(), CPU, *SETTINGS),
            expected=None,
            errors=ERRORS,
            judge=partial(_judge, train, X, y),
        )


def _judge(train: Train, X: Tensor, y: Tensor, answer: Any) -> Verdicts:
    """Say which bugs the losses show, and whether another device would do."""
    yield is_nothing(answer), None
    yield not isinstance(answer, Tensor) or answer.shape != (SETTINGS[1],), NOT_LOSSES
    programs = ((bugs, with_bugs(bugs)(X, y, CPU, *SETTINGS)) for bugs in _sets())
    alike = partial(torch.allclose, answer.detach().double(), rtol=1e-4)
    found = next((bugs for bugs, losses in programs if alike(losses.double())), None)
    yield found is None, CHANGED
    elsewhere = _try_elsewhere(train, X, y)
    if bugs := [x for x in HINTS if x == elsewhere or (found and x in found)]:
        names, hint = localized(", ").join(bugs), localized(HINTS[bugs[0]])
        yield True, localized(LEFT, count=len(bugs), names=names, hint=hint)
    yield elsewhere is not None, elsewhere


def _sets() -> list[tuple[str, ...]]:
    """List every set of what shows on the CPU; clearing has one bug at most."""
    names = [name for name in BUGS if name != "device"]
    sets = [bugs for count in range(5) for bugs in combinations(names, count)]
    return [x for x in sets if len({"zero_grad", OFTEN, EARLY}.intersection(x)) <= 1]


@cache
def with_bugs(bugs: Iterable[str]) -> Train:
    """Return the repaired program with some of the `BUGS` in it."""
    source = inspect.getsource(repaired)
    for bug in bugs:
        right, wrong = BUGS[bug]
        assert right in source, f"the program has no {right}"
        source = source.replace(right, wrong)
    names: dict[str, Any] = {"torch": torch, "nn": nn, "Tensor": Tensor}
    exec(source, names)
    program: Train = names["repaired"]
    return program


def _try_elsewhere(train: Train, X: Tensor, y: Tensor) -> str | None:
    """Run on a device that has shapes but no numbers; return what was wrong."""
    try:
        train(X.clone(), y.clone(), torch.device("meta"), *SETTINGS)
    except Exception as error:
        return find_words(error, {"expected device": "device"}) or ON_META
    return None
