"""The checker of again(operation): each wrong prediction has its hint."""

import pytest
import torch

from tutorial_utils.exercises.autograd import again as exercise
from tutorial_utils.exercises.autograd.again import PREDICTIONS, check_again

PASSED = "again: all 8 cases right"
TWICE = {"x + x", "-x", "x.mean()", "x - x.mean()"}


def run(operation, *, tracked=True):
    """Compute an operation on a vector."""
    return eval(operation, {"x": torch.ones(3, requires_grad=tracked)})


def works_twice(result):
    """Try it, as the lesson does."""
    total = result.sum()
    total.backward()
    try:
        total.backward()
    except RuntimeError:
        return False
    return True


def without_sum(operation):
    """Catch the complaint about three numbers, too."""
    result = run(operation)
    try:
        result.backward()
        result.backward()
    except RuntimeError:
        return False
    return True


def once(operation):
    """Forget the second call."""
    run(operation).sum().backward()
    return True


def rebuilding(operation):
    """Make a new graph for the second call."""
    run(operation).sum().backward()
    run(operation).sum().backward()
    return True


def retaining(operation):
    """Keep the graph."""
    total = run(operation).sum()
    total.backward(retain_graph=True)
    total.backward()
    return True


def refused(operation):
    """Let the refusal through."""
    total = run(operation).sum()
    total.backward()
    total.backward()
    return True


TRIALS = {
    "catches too much": (without_sum, exercise.ONLY_ONE),
    "calls once": (once, exercise.ONCE),
    "computes again": (rebuilding, exercise.NEW_GRAPH),
    "retains": (retaining, exercise.NEW_GRAPH),
}
STOPS = {
    "without a sum": (lambda text: run(text).backward(), exercise.NO_SUM),
    "does not catch": (refused, exercise.REFUSED),
    "without x": (lambda text: eval(text, {}), exercise.NO_X),
    "takes the text": (lambda text: text.backward(), exercise.A_TEXT),
    "not tracked": (
        lambda text: run(text, tracked=False).sum().backward(),
        exercise.NOT_TRACKED,
    ),
}


@pytest.mark.parametrize(
    "again",
    [lambda text: text in TWICE, lambda text: works_twice(run(text))],
    ids=["predicted", "tried"],
)
def test_right_predictions_pass(line, again):
    """From the text alone, or by trying."""
    assert line(check_again, again) == PASSED


@pytest.mark.parametrize("operation", PREDICTIONS)
def test_each_wrong_prediction_gets_its_own_hint(line, operation):
    """One wrong answer among eight is found and explained."""
    printed = line(check_again, lambda text: (text in TWICE) != (text == operation))

    assert printed == f"not yet: {PREDICTIONS[operation]}"


@pytest.mark.parametrize("operation", PREDICTIONS)
def test_each_hint_tells_the_truth(operation):
    """What the hint says of an operation is what happens."""
    said = PREDICTIONS[operation].startswith(f"{operation} works twice: ")

    assert said is works_twice(run(operation))
    assert said or PREDICTIONS[operation].startswith(f"{operation} fails: ")


@pytest.mark.parametrize(("trial", "hint"), TRIALS.values(), ids=TRIALS)
def test_each_wrong_trial_gets_its_own_hint(line, trial, hint):
    """Who lets PyTorch answer can ask it the wrong question."""
    assert line(check_again, trial) == f"not yet: {hint}"


@pytest.mark.parametrize(("trial", "hint"), STOPS.values(), ids=STOPS)
def test_each_known_error_is_explained(line, trial, hint):
    """The exception's line is kept, and what it means here stands behind it."""
    assert line(check_again, trial).endswith(f" (Hint: {hint})")


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in [*TRIALS.values(), *STOPS.values()]}
