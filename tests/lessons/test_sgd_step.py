"""The checker of sgd_step(): beside torch.optim.SGD, step for step."""

import pytest
import torch

from tutorial_utils.exercises.autograd import sgd_step as exercise
from tutorial_utils.exercises.autograd.sgd_step import check_sgd_step

PASSED = "sgd_step: all 30 cases right"


def right(loss_fn, w, lr):
    """Answer as the lesson's solution does."""
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return loss.item()


def clears_first(loss_fn, w, lr):
    """Clear at the beginning, as a training loop may do."""
    w.grad = None
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w.sub_(lr * w.grad)
    return loss.item()


def without_grad(loss_fn, w, lr):
    """Never touch grad, and write through a detached name."""
    loss = loss_fn(w)
    (gradient,) = torch.autograd.grad(loss, w)
    w.detach().sub_(gradient, alpha=lr)
    return loss.detach()


def tracked(loss_fn, w, lr):
    """Step where tracking is on."""
    loss_fn(w).backward()
    w -= lr * w.grad
    return 0.0


def all_untracked(loss_fn, w, lr):
    """Switch off too early."""
    with torch.no_grad():
        loss = loss_fn(w)
        loss.backward()
        w -= lr * w.grad
    return loss.item()


def rebinds(loss_fn, w, lr):
    """Move the name instead of the weight."""
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w = w - lr * w.grad
    return loss.item()


def rebinds_and_clears(loss_fn, w, lr):
    """Look for the gradient of another tensor."""
    loss_fn(w).backward()
    w = w.detach() - lr * w.grad
    w.grad.zero_()
    return 0.0


def zeroes_before_step(loss_fn, w, lr):
    """Clear with zeros when the gradient has just come."""
    loss = loss_fn(w)
    loss.backward()
    w.grad.zero_()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


def clears_before_step(loss_fn, w, lr):
    """Clear with None when the gradient has just come."""
    loss_fn(w).backward()
    w.grad = None
    with torch.no_grad():
        w -= lr * w.grad
    return 0.0


def moves_by(factor):
    """Return an answer whose step has another length."""

    def step(loss_fn, w, lr):
        loss = loss_fn(w)
        loss.backward()
        with torch.no_grad():
            w -= factor(lr) * w.grad
        w.grad = None
        return loss.item()

    return step


def never_clears(loss_fn, w, lr):
    """Leave the gradient for the next call."""
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    return loss.item()


def switches_off(loss_fn, w, lr):
    """Stop tracking the weight for good."""
    loss = loss_fn(w)
    loss.backward()
    w.requires_grad_(False)
    w -= lr * w.grad
    return loss.item()


def keeps_graph(loss_fn, w, lr):
    """Return the tracked loss."""
    loss = loss_fn(w)
    right(loss_fn, w, lr)
    return loss


def loss_after(loss_fn, w, lr):
    """Compute the loss once more at the end."""
    right(loss_fn, w, lr)
    return loss_fn(w).item()


def other_loss(loss_fn, w, lr):
    """Return something else."""
    return right(loss_fn, w, lr) + 1


def number_goes_back(loss_fn, w, lr):
    """Take the number out too early."""
    loss = loss_fn(w).item()
    loss.backward()


def clears_with_a_number(loss_fn, w, lr):
    """Write 0 where a tensor or None belongs."""
    loss_fn(w).backward()
    w.grad = 0


def goes_back_twice(loss_fn, w, lr):
    """Use one graph twice."""
    loss = loss_fn(w)
    loss.backward()
    loss.backward()


MISTAKES = {
    "tracked": (tracked, exercise.TRACKED),
    "all untracked": (all_untracked, exercise.NOT_TRACKED),
    "rebinds": (rebinds, exercise.REBOUND),
    "rebinds and clears": (rebinds_and_clears, exercise.NO_GRADIENT),
    "zeroes before the step": (zeroes_before_step, exercise.CLEARED_FIRST),
    "clears before the step": (clears_before_step, exercise.NO_GRADIENT),
    "climbs": (moves_by(lambda lr: -lr), exercise.CLIMBED),
    "without lr": (moves_by(lambda lr: 1), exercise.NO_LR),
    "never clears": (never_clears, exercise.NOT_CLEARED),
    "twice": (moves_by(lambda lr: 2 * lr), exercise.TWICE),
    "another step": (moves_by(lambda lr: lr / 3), exercise.WRONG),
    "switches off": (switches_off, exercise.NO_LONGER_ASKS),
    "keeps the graph": (keeps_graph, exercise.WITH_GRAPH),
    "loss after": (loss_after, exercise.LOSS_AFTER),
    "other loss": (other_loss, exercise.WRONG_LOSS),
    "a number goes back": (number_goes_back, exercise.ITEM_EARLY),
    "clears with a number": (clears_with_a_number, exercise.NO_NUMBER),
    "goes back twice": (goes_back_twice, exercise.SECOND_TIME),
}


@pytest.mark.parametrize("step", [right, clears_first, without_grad])
def test_each_way_to_step_passes(line, step):
    """Ten steps down each of three bowls."""
    assert line(check_sgd_step, step) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, wrong, hint):
    """The hint follows from where the weight is, or from the message."""
    printed = line(check_sgd_step, wrong)

    assert printed.startswith("not yet: ")
    assert hint in printed


def test_missing_return_is_named(line):
    """Who forgets the last line is told so, although the weight is right."""

    def nothing(loss_fn, w, lr):
        right(loss_fn, w, lr)

    assert line(check_sgd_step, nothing) == "not yet: sgd_step() returns nothing yet."


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in MISTAKES.values()}
