"""Checker of the capstone: which of the five bugs a program still has.

The oracle is the program itself with each set of bugs: the losses tell which it is.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

import torch
from torch import Tensor

from tutorial_utils.bugs import BUGS, EARLY, OFTEN, make_greys, train_with
from tutorial_utils.checking import Case, check_cases, find_words
from tutorial_utils.localize import localized

Train = Callable[[Tensor, Tensor, torch.device, float, int, int], Tensor]

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
SETTINGS = (0.01, 2, 4)
"""Learning rate, epochs, window: so tame that no set of bugs makes losses explode."""

ELSEWHERE = {"expected device": "device"}
"""The bug that words of an exception show on a device other than the CPU."""


def check_train(train: Train) -> None:
    """List the bugs that a training program still has.

    Parameters
    ----------
    train
        Takes grey levels, labels, a device, the learning rate, the number of epochs
        and of micro-batches a step; returns the loss after each epoch.
    """
    check_cases("train", train, _cases(train))


def _cases(train: Train) -> Iterator[Case]:
    generator = torch.Generator().manual_seed(26)
    for n in (160, 80, 240):
        X, y = make_greys(generator, n=n)
        yield Case(
            inputs=(X.clone(), y.clone(), torch.device("cpu"), *SETTINGS),
            expected=None,
            error_hint=partial(find_words, hints=ERRORS),
            judge=partial(_judge, train, X, y),
        )


def _judge(train: Train, X: Tensor, y: Tensor, answer: object) -> str | None:
    """Say which bugs the losses show, and whether another device would do."""
    if answer is None or answer is ...:
        return None
    if not isinstance(answer, Tensor) or answer.shape != (SETTINGS[1],):
        return NOT_LOSSES
    found = _find_bugs(X, y, answer.detach())
    if found is None:
        return CHANGED
    elsewhere = _try_elsewhere(train, X, y)
    bugs = [x for x in HINTS if x in found or (x == "device" and elsewhere == x)]
    if bugs:
        names, hint = localized(", ").join(bugs), localized(HINTS[bugs[0]])
        return localized(LEFT, count=len(bugs), names=names, hint=hint)
    return elsewhere


def _find_bugs(X: Tensor, y: Tensor, losses: Tensor) -> tuple[str, ...] | None:
    """Return the set of bugs with which the program gives these losses."""
    for bugs in _sets():
        expected = train_with(bugs, X, y, torch.device("cpu"), *SETTINGS)
        if torch.allclose(losses.to(expected.dtype), expected, rtol=1e-4):
            return bugs
    return None


def _sets() -> Iterator[tuple[str, ...]]:
    """Yield every set of what shows on the CPU; clearing has one bug at most."""
    names = [name for name in HINTS if name != "device"]
    clearing = {"zero_grad", OFTEN, EARLY}
    for count in range(len(BUGS)):
        for bugs in combinations(names, count):
            if len(clearing.intersection(bugs)) <= 1:
                yield bugs


def _try_elsewhere(train: Train, X: Tensor, y: Tensor) -> str | None:
    """Run on a device that has shapes but no numbers; return what was wrong."""
    try:
        train(X.clone(), y.clone(), torch.device("meta"), *SETTINGS)
    except Exception as error:
        return find_words(error, ELSEWHERE) or ON_META
    return None
