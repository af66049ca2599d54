"""The checker of train_epoch(...): each order of the five lines has its hint."""

from itertools import permutations

import pytest

from tutorial_utils.exercises.training import train_epoch as exercise
from tutorial_utils.exercises.training.train_epoch import check_train_epoch

PASSED = "train_epoch: all 20 cases right"
LINES = {
    "z": "optimizer.zero_grad()",
    "f": "prediction = model(X)",
    "l": "loss = loss_fn(prediction, y)",
    "b": "loss.backward()",
    "s": "optimizer.step()",
}


def written(inside, *, above="", below="", answer="loss.item()", **other):
    """Write the function with these lines in the loop, above it and below it."""
    lines = LINES | other
    return "\n".join(
        [
            "def train_epoch(model, loss_fn, optimizer, train_loader):",
            *(f"    {lines[key]}" for key in above),
            "    for X, y in train_loader:",
            *(f"        {lines[key]}" for key in inside),
            *(f"    {lines[key]}" for key in below),
            f"    return {answer}",
        ]
    )


def run(source):
    """Return the function that a source defines."""
    names = {}
    exec(source, names)
    return names["train_epoch"]


RIGHT = {
    "solution": written("zflbs"),
    "clears later": written("fzlbs"),
    "clears at the end": written("flbsz"),
    "clears by the model": written("zflbs", z="model.zero_grad()"),
}
ONE_LINE_LESS = {
    "no forward": (written("z", answer="0.0"), exercise.NO_FORWARD),
    "no loss": (written("f", answer="0.0"), exercise.NO_LOSS),
    "no backward": (written("zfls"), exercise.NO_BACKWARD),
    "no step": (written("zflb"), exercise.NO_STEP),
    "no zero_grad": (written("flbs"), exercise.NOT_CLEARED),
}
MISTAKES = ONE_LINE_LESS | {
    "clears once": (written("flbs", above="z"), exercise.NOT_CLEARED),
    "steps once": (written("zflb", below="s"), exercise.AFTER_LOOP),
    "learns from the last batch": (written("zfl", below="bs"), exercise.AFTER_LOOP),
    "clears before the step": (written("flbzs"), exercise.CLEARED),
    "steps first": (written("szflb"), exercise.STEP_FIRST),
    "steps before backward": (written("zflsb"), exercise.STEP_FIRST),
    "clears last": (written("sflbz"), exercise.STEP_FIRST),
    "returns in the loop": (
        written("zflbs", s="optimizer.step(); return loss.item()"),
        exercise.FIRST_ONLY,
    ),
    "steps twice": (
        written("zflbs", s="optimizer.step(); optimizer.step()"),
        exercise.TOO_MANY,
    ),
    "returns the tensor": (written("zflbs", answer="loss"), exercise.NOT_A_NUMBER),
    "returns another number": (written("zflbs", answer="1.5"), exercise.OTHER_NUMBER),
    "learns slowly": (
        written("zflbs", b="(1e-4 * loss).backward()"),
        exercise.TOO_FEW,
    ),
}
ERRORS = {
    "uses the loss too early": (written("fbls"), exercise.TOO_EARLY),
    "steps on the way back": (written("flszb"), exercise.STEP_FIRST),
    "labels first": (
        written("zflbs", l="loss = loss_fn(y, prediction)"),
        exercise.SWAPPED,
    ),
    "guesses": (
        written("zflbs", l="loss = loss_fn(prediction.argmax(1), y)"),
        exercise.SCORES,
    ),
    "item()": (
        written("zflbs", l="loss = loss_fn(prediction, y).item()"),
        exercise.NUMBER,
    ),
    "backward twice": (
        written("zflbs", b="loss.backward(); loss.backward()"),
        exercise.TWICE,
    ),
}


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_each_right_order_passes(line, source):
    """The gradients may be cleared anywhere but between backward() and step()."""
    assert line(check_train_epoch, run(source)) == PASSED


def test_no_other_order_passes(line):
    """All 120 orders are tried; four learn."""
    lines = {x: line(check_train_epoch, run(written(x))) for x in permutations("zflbs")}

    right = {"".join(order) for order, said in lines.items() if said == PASSED}
    assert right == {"zflbs", "fzlbs", "flzbs", "flbsz"}
    assert all(
        said.startswith("not yet: ") or said == PASSED for said in lines.values()
    )


@pytest.mark.parametrize(("source", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, source, hint):
    """The hint is chosen by the order in which torch was called."""
    assert line(check_train_epoch, run(source)) == f"not yet: {hint}"


@pytest.mark.parametrize(("source", "hint"), ERRORS.values(), ids=ERRORS)
def test_an_exception_gets_its_hint(line, source, hint):
    """What the message means in this exercise stands behind it."""
    printed = line(check_train_epoch, run(source))

    assert printed.startswith("not yet: train_epoch() stops with ")
    assert printed.endswith(f"(Hint: {hint})")


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in [*MISTAKES.values(), *ERRORS.values()]}


def test_no_digit_is_in_both_parts():
    """What is held out was never learned from."""
    train, held_out = exercise._split_digits()

    assert len(train) + len(held_out) == 1797
    seen = {tuple(row.tolist()) for row in train.tensors[0]}
    assert seen.isdisjoint(tuple(row.tolist()) for row in held_out.tensors[0])
