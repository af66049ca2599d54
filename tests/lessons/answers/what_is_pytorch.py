"""Known answers to lowest(f)."""

import torch

from tutorial_utils.lessons import what_is_pytorch as lesson


def walk(f, *, steps=100, lr=0.1, sign=-1, clear=True, start=0.0):
    """Walk as the lesson's solution does, or not quite; return x and its gradient."""
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


def only_once(f):
    """Take the slope at the start for all steps."""
    x = torch.tensor(0.0, requires_grad=True)
    f(x).backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
    return x


def rebinds(f, *, tracked=False, clear=False):
    """Give the name x to another tensor at each step."""
    x = torch.tensor(0.0, requires_grad=True)
    for _ in range(3):
        f(x).backward()
        with torch.set_grad_enabled(tracked):
            x = x - 0.1 * x.grad
        if clear:
            x.grad.zero_()
    return x


def steps_in_the_open(f):
    """Forget no_grad() around the step."""
    x = torch.tensor(0.0, requires_grad=True)
    f(x).backward()
    x -= 0.1 * x.grad


def asks_nobody(f):
    """Forget backward()."""
    x = torch.tensor(0.0, requires_grad=True)
    f(x)
    x = x - 0.1 * x.grad


def clears_too_early(f):
    """Clear a gradient that is not there yet."""
    x = torch.tensor(0.0, requires_grad=True)
    f(x)
    x.grad.zero_()


def computes_y_once(f):
    """Compute y above the loop."""
    x = torch.tensor(0.0, requires_grad=True)
    y = f(x)
    for _ in range(2):
        y.backward()


def never_moves(f, *, start=2.0):
    """Compute the step and leave x where it is."""
    x = torch.tensor(start, requires_grad=True)
    for _ in range(100):
        f(x).backward()
        with torch.no_grad():
            x - 0.1 * x.grad
        x.grad = None
    return x


def begins_anew(f):
    """Make x inside the loop."""
    for _ in range(100):
        x = torch.tensor(0.0, requires_grad=True)
        f(x).backward()
        with torch.no_grad():
            x -= 0.1 * x.grad
    return x


def by_optimizer(f):
    """Let torch.optim take the steps."""
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
        (steps_in_the_open, lesson.STEP_TRACKED),
        (rebinds, lesson.REBOUND),
        (lambda f: rebinds(f, tracked=True), lesson.REBOUND),
        (lambda f: rebinds(f, clear=True), lesson.NOTHING_TO_CLEAR),
        (clears_too_early, lesson.NOTHING_TO_CLEAR),
        (lambda f: f(torch.tensor(0.0)).backward(), lesson.NOT_TRACKED),
        (asks_nobody, lesson.NO_SLOPE),
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
        (only_once, lesson.NOT_THERE),
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
