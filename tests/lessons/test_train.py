"""The checker of the capstone: it lists exactly the bugs that are left."""

import ast
from itertools import combinations
from pathlib import Path

import pytest
import torch

from tutorial_utils.bugs import BUGS, EARLY, OFTEN, make_greys, train_with
from tutorial_utils.exercises.training import train as exercise
from tutorial_utils.exercises.training.train import check_train

PASSED = "train: all 3 cases right"
EXAMPLES = Path(__file__).parents[2] / "examples"
SETS = [bugs for n in range(6) for bugs in combinations(BUGS, n)]
FIXES = {
    "dtype": ("X = X - 128", "X = X.float() - 128"),
    "broadcasting": ("prediction - y_part", "prediction - y_part[:, None]"),
    "device": ("[64.0, 64.0])", "[64.0, 64.0], device=device)"),
    "zero_grad": ("optimizer.step()", "optimizer.step(); optimizer.zero_grad()"),
    "accumulation": ("(error**2).mean()\n", "(error**2).mean() / accum_steps\n"),
}
OTHER_FIXES = {
    "dtype": ("X = X - 128", "X = X.int() - 128"),
    "broadcasting": ("model(X_part)", "model(X_part).squeeze(1)"),
    "device": ("torch.tensor([64.0, 64.0])", "64.0"),
    "zero_grad": ("optimizer.step()", "optimizer.step(); model.zero_grad()"),
    "accumulation": ("loss.backward()", "(loss / accum_steps).backward()"),
}


def published():
    """Return the program of the lesson as its page shows it."""
    (lesson,) = EXAMPLES.glob("*/plot_29_*.py")
    text = lesson.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found = [x for x in tree.body if getattr(x, "name", "") == "train"]
    return ast.get_source_segment(text, found[0])


def repaired(*fixes):
    """Return the program with these replacements made."""
    source = published()
    for old, new in fixes:
        assert old in source
        source = source.replace(old, new)
    names = {"torch": torch, "nn": torch.nn}
    exec(source, names)
    return names["train"]


@pytest.mark.parametrize("bugs", SETS, ids=str)
def test_it_lists_what_is_left(line, bugs):
    """No more and no less, with a hint for the first."""
    fixes = [FIXES[name] for name in BUGS if name not in bugs]
    said = line(check_train, repaired(*fixes))

    left = [name for name in exercise.HINTS if name in bugs]
    hint = left and exercise.HINTS[left[0]]
    wanted = f"not yet: {len(left)} left: {', '.join(left)}. First: {hint}"
    assert said == (wanted if left else PASSED)


def test_other_ways_to_repair_pass(line):
    """Only what the program computes counts."""
    assert line(check_train, repaired(*OTHER_FIXES.values())) == PASSED


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (OFTEN, "loss.backward()", "optimizer.zero_grad(); loss.backward()"),
        (EARLY, "loss.backward()", "loss.backward(); optimizer.zero_grad()"),
    ],
)
def test_a_misplaced_zero_grad_has_its_own_hint(line, name, old, new):
    """It is neither the bug nor the repair."""
    fixes = [fix for bug, fix in FIXES.items() if bug != "zero_grad"]
    said = line(check_train, repaired(*fixes, (old, new)))

    assert said == f"not yet: 1 left: {name}. First: {exercise.HINTS[name]}"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("manual_seed(0)", "manual_seed(1)", exercise.CHANGED),
        ("torch.stack(losses)", "losses", exercise.NOT_LOSSES),
        ("torch.stack(losses)", "losses[-1]", exercise.NOT_LOSSES),
        ("loss.backward()", "loss.backward(); loss.item()", exercise.ON_META),
    ],
)
def test_other_changes_have_their_hints(line, old, new, hint):
    """The program stays the program."""
    changed = repaired(*FIXES.values(), (old, new))

    assert line(check_train, changed) == f"not yet: {hint}"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("X / scale", "X.double() / scale", "must have the same dtype"),
        ("= prediction - y_part", "= error - y_part", "cannot access local variable"),
    ],
)
def test_an_exception_gets_its_hint(line, old, new, hint):
    """What the message means in this exercise stands behind it."""
    said = line(check_train, repaired((old, new)))

    assert said.endswith(f"(Hint: {exercise.ERRORS[hint]})")


def test_the_oracle_is_the_published_program():
    """With all five bugs, both give the same losses."""
    X, y = make_greys(torch.Generator().manual_seed(1))
    cpu = torch.device("cpu")

    ours = train_with(BUGS, X, y, cpu, lr=0.01)

    torch.testing.assert_close(repaired()(X, y, cpu, lr=0.01), ours)
