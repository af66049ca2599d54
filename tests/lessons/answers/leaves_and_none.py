"""Known answers to the six programs without a gradient."""

import torch

from tutorial_utils.lessons import leaves_and_none as lesson

NONE = {name: program.none for name, program in lesson.PROGRAMS.items()}
LATE = {name: program.late[1] for name, program in lesson.PROGRAMS.items()}


def ones(**options):
    """Make the weights of the programs."""
    return torch.ones(3, requires_grad=True, **options)


def go_back(result):
    """Square, sum, and fill the gradients."""
    (result**2).sum().backward()


def bias(x, *, b=None, late=False, of_w=False):
    """Compute what the first program does, with another b."""
    w, b = ones(), ones() if b is None else b
    go_back(w * x + b)
    if late:
        b.requires_grad_()
    return w.grad if of_w else b.grad


def not_leaf():
    """Make w as the page does."""
    return ones().to(torch.float64)


def double(x, *, make=lambda: ones(dtype=torch.float64), keep=False, late=False):
    """Compute what the second program does, with another w."""
    w = make()
    if keep:
        w.retain_grad()
    go_back(w * x)
    if late:
        w.retain_grad()
    return w.grad


def between(x, *, keep=True, late=False, answer=lambda w, h: h.grad):
    """Compute what the third program does."""
    w = ones()
    h = w * x
    if keep:
        h.retain_grad()
    go_back(h)
    if late:
        h.retain_grad()
    return answer(w, h)


def simple(x, answer=lambda w: w.grad):
    """Compute what the fourth and the fifth program do."""
    w = ones()
    go_back(w * x)
    return answer(w)


def read_too_soon(x, *, grad=None):
    """Copy a gradient that is not there yet, or the one that was put there."""
    w = ones()
    w.grad = grad
    gradient = w.grad.clone()
    go_back(w * x)
    return gradient


def go_back_twice(x):
    """Go through one graph a second time."""
    loss = ((ones() * x) ** 2).sum()
    loss.backward()
    loss.backward()


def two_losses(x):
    """Compute the loss twice and go back from each."""
    w = ones()
    go_back(w * x)
    go_back(w * x)
    return w.grad


def scale(x, *, start=2.0, cut=lambda s: s, answer=lambda w, s: s.grad):
    """Compute what the sixth program does."""
    w, s = ones(), torch.tensor(start, requires_grad=True)
    go_back(cut(s) * w * x)
    return answer(w, s)


RIGHT = {
    "bias": [lambda x: bias(x, b=torch.ones(3).requires_grad_())],
    "double": [
        lambda x: double(x, make=lambda: torch.ones(3).double().requires_grad_())
    ],
    "between": [between],
    "early": [simple],
    "element": [
        lambda x: simple(x, lambda w: w.grad[0]),
        lambda x: simple(x, lambda w: w.grad.tolist()[0]),
    ],
    "scale": [scale, lambda x: scale(x, cut=torch.clone)],
}
WRONG = {
    "bias": [
        (lambda x: bias(x, b=torch.ones(3)), NONE["bias"]),
        (lambda x: bias(x, b=torch.ones(3), late=True), LATE["bias"]),
        (lambda x: torch.ones(3).retain_grad(), lesson.ERRORS["can't retain_grad"]),
        (lambda x: bias(x, of_w=True), "of w, not of b"),
        (lambda x: bias(x, b=torch.zeros(3, requires_grad=True)), "lost its ones"),
        (lambda x: 2 * bias(x), "let b ask"),
    ],
    "double": [
        (lambda x: double(x, make=not_leaf), NONE["double"]),
        (lambda x: double(x, make=not_leaf, keep=True), lesson.STILL_NO_LEAF),
        (lambda x: double(x, make=not_leaf, late=True), LATE["double"]),
        (lambda x: double(x, make=ones), lesson.STILL_FLOAT32),
        (lambda x: double(x, make=ones).double(), lesson.CONVERTED),
        (lambda x: 3 * double(x), "change how w is made"),
    ],
    "between": [
        (lambda x: between(x, keep=False), NONE["between"]),
        (lambda x: between(x, keep=False, late=True), LATE["between"]),
        (lambda x: between(x, answer=lambda w, h: w.grad), "of w, not of h"),
        (lambda x: between(x, answer=lambda w, h: h), "returns h"),
        (lambda x: 3 * between(x), "let h keep"),
    ],
    "early": [
        (lambda x: None, NONE["early"]),
        (read_too_soon, lesson.ERRORS["'NoneType' object"]),
        (lambda x: read_too_soon(x, grad=torch.zeros(3)), "those zeros"),
        (lambda x: simple(x, lambda w: w), "returns w, not"),
        (go_back_twice, lesson.ERRORS["a second time"]),
        (two_losses, "backward() ran twice"),
        (lambda x: 3 * simple(x), "move one line"),
        (go_back, lesson.ERRORS["does not require grad"]),
    ],
    "element": [
        (lambda x: simple(x, lambda w: w[0].grad), NONE["element"]),
        (simple, "the whole gradient"),
        (lambda x: simple(x, lambda w: w.grad[1]), "the index 0"),
        (lambda x: simple(x, lambda w: w.grad[-1]), "the index 0"),
        (lambda x: simple(x, lambda w: w[0]), "returns a weight"),
        (lambda x: simple(x).mean(), "then its first number"),
    ],
    "scale": [
        (lambda x: scale(x, cut=torch.Tensor.item), NONE["scale"]),
        (lambda x: scale(x, cut=torch.detach), NONE["scale"]),
        (lambda x: scale(x, answer=lambda w, s: w.grad), "of w, not"),
        (lambda x: scale(x, start=1.0), "lost its 2"),
        (lambda x: scale(x, answer=lambda w, s: s), "returns s"),
        (lambda x: 3 * scale(x), "let s itself"),
    ],
}
