"""Known answers to sgd_step(loss_fn, w, lr)."""

import torch

from tutorial_utils.lessons import not_tracking as lesson


def step(loss_fn, w, lr, *, before=lambda w: None, after=lambda w: None):
    """Answer as the lesson's solution does, with other ways to clear."""
    before(w)
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    after(w)
    return loss.item()


def let_go(w):
    """Clear the gradient."""
    w.grad = None


def right(loss_fn, w, lr):
    """Answer as the lesson's solution does."""
    return step(loss_fn, w, lr, after=let_go)


def clears_first(loss_fn, w, lr):
    """Clear at the beginning, as a training loop may do."""
    return step(loss_fn, w, lr, before=let_go)


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
        return right(loss_fn, w, lr)


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


def clears_between(clear):
    """Clear when the gradient has just come."""

    def sgd_step(loss_fn, w, lr):
        loss = loss_fn(w)
        loss.backward()
        clear(w)
        with torch.no_grad():
            w -= lr * w.grad
        return loss.item()

    return sgd_step


def moves_by(factor):
    """Take a step of another length."""
    return lambda loss_fn, w, lr: right(loss_fn, w, factor(lr))


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


def returns_nothing(loss_fn, w, lr):
    """Forget the last line."""
    right(loss_fn, w, lr)


def clears_with_a_number(loss_fn, w, lr):
    """Write 0 where a tensor or None belongs."""
    loss_fn(w).backward()
    w.grad = 0


def goes_back_twice(loss_fn, w, lr):
    """Use one graph twice."""
    loss = loss_fn(w)
    loss.backward()
    loss.backward()


STOPS = {
    "in-place operation": [tracked],
    "does not require grad": [all_untracked],
    "NoneType": [rebinds_and_clears, clears_between(let_go)],
    "'float' object has no attribute 'backward'": [
        lambda loss_fn, w, lr: loss_fn(w).item().backward()
    ],
    "a second time": [goes_back_twice],
    "assigned grad expected to be a Tensor or None": [clears_with_a_number],
}
RIGHT = {"sgd_step": [clears_first, without_grad]}
WRONG = {
    "sgd_step": [
        (rebinds, lesson.REBOUND),
        (clears_between(lambda w: w.grad.zero_()), lesson.CLEARED_FIRST),
        (moves_by(lambda lr: -lr), lesson.CLIMBED),
        (moves_by(lambda lr: 1), lesson.NO_LR),
        (step, lesson.NOT_CLEARED),
        (moves_by(lambda lr: 2 * lr), lesson.TWICE),
        (moves_by(lambda lr: lr / 3), lesson.WRONG),
        (switches_off, lesson.NO_LONGER_ASKS),
        (keeps_graph, lesson.WITH_GRAPH),
        (loss_after, lesson.LOSS_AFTER),
        (lambda *inputs: right(*inputs) + 1, lesson.WRONG_LOSS),
        (returns_nothing, "sgd_step() returns nothing yet."),
        *(
            (x, lesson.ERRORS[words])
            for words, answers in STOPS.items()
            for x in answers
        ),
    ]
}
