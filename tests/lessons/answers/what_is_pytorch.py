"""Known answers to lowest(f)."""

import torch

from tutorial_utils.lessons import what_is_pytorch as lesson


def walk(f, *, steps=100, lr=0.1, sign=-1, clear=True, start=0.0):
    x = torch.tensor(start, requires_grad=True)
    slope = torch.tensor(0.0)
    for _ in range(steps):
        f(x).backward()
        slope = x.grad.clone()
        with torch.no_grad():
            x += sign * lr * x.grad
        if clear:
            x.grad = None
    return x, slope


def once(step, *, asked=True):
    """Return an answer that takes one step."""

    def lowest(f):
        x = torch.tensor(0.0, requires_grad=True)
        y = f(x)
        if asked:
            y.backward()
        return step(x)

    return lowest


def rebinds(f, *, tracked=False, clear=False):
    x = torch.tensor(0.0, requires_grad=True)
    for _ in range(3):
        f(x).backward()
        with torch.set_grad_enabled(tracked):
            x = x - 0.1 * x.grad
        if clear:
            x.grad.zero_()
    return x


def computes_y_once(f):
    x = torch.tensor(0.0, requires_grad=True)
    y = f(x)
    for _ in range(2):
        y.backward()


def never_moves(f):
    x = torch.tensor(2.0, requires_grad=True)
    for _ in range(100):
        f(x).backward()
        with torch.no_grad():
            x - 0.1 * x.grad
        x.grad = None
    return x


def begins_anew(f):
    for _ in range(100):
        x = torch.tensor(0.0, requires_grad=True)
        f(x).backward()
        with torch.no_grad():
            x -= 0.1 * x.grad
    return x


def by_optimizer(f):
    x = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        f(x).backward()
        optimizer.step()
    return x.item()


RIGHT = {
    "lowest": [
        lambda f: walk(f, start=-5.0, lr=0.05, steps=300)[0],
        lambda f: walk(f, start=4.0, lr=0.3, steps=200)[0],
        lambda f: walk(f)[0] + 1e-4,
        by_optimizer,
    ]
}
WRONG = {
    "lowest": [
        (once(lambda x: x.sub_(0.1 * x.grad)), lesson.STEP_TRACKED),
        (rebinds, lesson.REBOUND),
        (lambda f: rebinds(f, tracked=True), lesson.REBOUND),
        (lambda f: rebinds(f, clear=True), lesson.NOTHING_TO_CLEAR),
        (once(lambda x: x.grad.zero_(), asked=False), lesson.NOTHING_TO_CLEAR),
        (lambda f: f(torch.tensor(0.0)).backward(), lesson.NOT_TRACKED),
        (once(lambda x: x - 0.1 * x.grad, asked=False), lesson.NO_SLOPE),
        (computes_y_once, lesson.SAME_Y),
        (lambda f: walk(f, start=0), lesson.INTEGER),
        (lambda f: f(0.0).backward(), lesson.NO_TENSOR),
        (lambda f: f(torch.zeros(3)), lesson.SEVERAL),
        (lambda f: f(walk(f)[0]), lesson.HEIGHT),
        (lambda f: walk(f)[1], lesson.SLOPE),
        (lambda f: walk(f, steps=5)[0], lesson.NOT_THERE),
        (lambda f: f(walk(f, start=2.0)[0]), lesson.HEIGHT),
        (never_moves, lesson.NOT_MOVED),
        (lambda f: walk(f, start=2.0, lr=1.0)[0], lesson.TOO_LARGE),
        (begins_anew, lesson.STANDS),
        (once(torch.no_grad()(lambda x: x.sub_(0.1 * x.grad))), lesson.NOT_THERE),
        (lambda f: walk(f, clear=False)[0], lesson.NOT_CLEARED),
        (lambda f: walk(f, sign=1)[0], lesson.CLIMBED),
        (lambda f: walk(f, sign=1, steps=2000)[0], lesson.CLIMBED),
        (lambda f: walk(f, lr=1.1)[0], lesson.TOO_LARGE),
        (lambda f: walk(f, lr=3.0, steps=2000)[0], lesson.TOO_LARGE),
        (lambda f: 4.0, lesson.NEVER_CALLED),
        (lambda f: 0.0, lesson.NEVER_CALLED),
        (lambda f: walk(f)[0] + 2e-3, lesson.SLOPE),
    ]
}
