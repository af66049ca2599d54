"""Known answers to jacobian(f, x)."""

import torch

from tutorial_utils.lessons import many_variables as lesson


def rows(f, x, *, choose=None, retain=True):
    """Return the rows in a list, as the lesson's solution does."""
    y = f(x)
    size = len(y if choose is None else choose)
    weights = torch.eye(size, dtype=y.dtype)
    return [torch.autograd.grad(y, x, v, retain_graph=retain)[0] for v in weights]


def solution(f, x):
    """Answer as the lesson's solution does."""
    return torch.stack(rows(f, x))


def from_numbers(f, x, *, retain=True):
    """Ask for the gradient of one number at a time."""
    found = [torch.autograd.grad(y, x, retain_graph=retain) for y in f(x)]
    return torch.stack([row for (row,) in found])


def computing_again(f, x):
    """Make a new graph for each row."""
    size = len(f(x))
    return torch.stack([torch.autograd.grad(f(x)[i], x)[0] for i in range(size)])


def all_at_once(f, x):
    """Hand over all weights as a batch."""
    y = f(x)
    weights = torch.eye(len(y), dtype=y.dtype)
    return torch.autograd.grad(y, x, weights, is_grads_batched=True)[0]


def with_backward(clear, take):
    """Take x.grad, after clearing it in some way."""

    def jacobian(f, x):
        found = []
        for y in f(x):
            if x.grad is not None:
                clear(x)
            y.backward(retain_graph=True)
            found.append(take(x.grad))
        return torch.stack(found)

    return jacobian


def of_the_sum(f, x):
    """Return the gradient of the sum."""
    return torch.autograd.grad(f(x).sum(), x)[0]


def let_go(x):
    """Clear x.grad as an optimizer does."""
    x.grad = None


def nothing(x):
    """Clear nothing."""


STOPS = {
    "only for scalar outputs": lambda f, x: torch.autograd.grad(f(x), x),
    "Mismatch in shape": lambda f, x: torch.stack(rows(f, x, choose=x)),
    "backward through the graph a second time": (
        lambda f, x: from_numbers(f, x, retain=False)
    ),
    "but got tuple": lambda f, x: torch.stack([torch.autograd.grad(f(x)[0], x)]),
    "does not require grad": lambda f, x: torch.autograd.grad(f(x.detach())[0], x),
    "to not have been used in the graph": (
        lambda f, x: torch.stack([torch.autograd.grad(f(x)[0], part)[0] for part in x])
    ),
}
RIGHT = {
    "jacobian": [
        from_numbers,
        computing_again,
        all_at_once,
        with_backward(let_go, lambda grad: grad),
    ]
}
WRONG = {
    "jacobian": [
        (rows, lesson.A_LIST),
        (lambda f, x: tuple(rows(f, x)), lesson.A_LIST),
        (of_the_sum, lesson.ONE_ROW),
        (lambda f, x: solution(f, x)[0], lesson.ONE_ROW),
        (lambda f, x: solution(f, x).T, lesson.TURNED),
        (lambda f, x: torch.stack(rows(f, x), dim=1), lesson.TURNED),
        (with_backward(nothing, torch.clone), lesson.ADDED_UP),
        (lambda f, x: torch.stack([of_the_sum(f, x) for _ in f(x)]), lesson.ALL_ONES),
        (with_backward(lambda x: x.grad.zero_(), lambda grad: grad), lesson.SAME_ROW),
        (with_backward(nothing, lambda grad: grad), lesson.SAME_ROW),
        (lambda f, x: torch.diag(of_the_sum(f, x)), lesson.DIAGONAL),
        (lambda f, x: torch.diag(solution(f, x).diag()), lesson.DIAGONAL),
        (lambda f, x: solution(f, x).flip(0), lesson.BACKWARDS),
        (lambda f, x: 2 * solution(f, x), lesson.WRONG),
        (lambda f, x: torch.autograd.functional.jacobian(f, x), lesson.BY_HAND),
        (lambda f, x: torch.func.jacrev(f)(x), lesson.BY_HAND),
        (lambda f, x: torch.func.jacfwd(f)(x), lesson.BY_HAND),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
    ]
}
