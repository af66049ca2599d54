"""Known answers to numgrad(f, x)."""

import torch

from tutorial_utils.lessons import three_ways_to_a_derivative as lesson


def central(f, x, step, h):
    """Return the central difference of the lesson."""
    return (f(x + step) - f(x - step)) / (2 * h)


def numgrad(h=1e-5, difference=central, make=torch.zeros_like):
    """Return the lesson's solution, or one that differs in one of these points."""

    def function(f, x):
        gradient = make(x)
        for i in range(x.numel()):
            step = torch.zeros_like(x)
            step.view(-1)[i] = h
            gradient.view(-1)[i] = difference(f, x, step, h)
        return gradient

    return function


def five_points(f, x, step, h):
    """Use two points more, for an error of the fourth order."""
    near, far = f(x + step) - f(x - step), f(x + 2 * step) - f(x - 2 * step)
    return (8 * near - far) / (12 * h)


def writing(back):
    """Write into x, and put the old number back, or the sum with the step."""

    def function(f, x):
        gradient, h = torch.empty_like(x), 1e-5
        flat = x.view(-1)
        for i in range(x.numel()):
            old = flat[i].item()
            flat[i] += h
            right = f(x)
            flat[i] -= 2 * h
            gradient.view(-1)[i] = (right - f(x)) / (2 * h)
            flat[i] = old if back else flat[i] + h
        return gradient

    return function


def uses_autograd(f, x):
    """Ask PyTorch."""
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]


def one_element(f, x):
    """Hand over one number instead of all."""
    h = 1e-5
    slopes = [(f(v + h) - f(v - h)) / (2 * h) for v in x.reshape(-1)]
    return torch.stack(slopes).reshape(x.shape)


def moves_all(f, x):
    """Add the step to every number at once."""
    h = 1e-5
    return torch.zeros_like(x) + (f(x + h) - f(x - h)) / (2 * h)


def along_first_axis(f, x, *, whole=True):
    """Count along the first axis alone, and move a whole row, or one number of it."""
    gradient, h = torch.zeros_like(x), 1e-5
    for i in range(len(x)) if x.ndim else [...]:
        step = torch.zeros_like(x)
        moved = step[i] if whole else step[i].view(-1)[0]
        moved += h
        gradient[i] = central(f, x, step, h)
    return gradient


def for_vectors(f, x):
    """Take x for a vector."""
    gradient, h = torch.zeros_like(x), 1e-5
    for i in range(len(x)):
        step = torch.zeros_like(x)
        step[i] = h
        gradient[i] = central(f, x, step, h)
    return gradient


def for_matrices(f, x):
    """Take x for a matrix."""
    return torch.stack([x[i, j] for i in range(x.shape[0]) for j in range(x.shape[1])])


RIGHT = {
    "numgrad": [
        numgrad(5e-5),
        numgrad(3e-7),
        numgrad(1e-4, five_points),
        writing(back=True),
    ]
}
WRONG = {
    "numgrad": [
        (lambda f, x: x, lesson.NEVER_CALLED),
        (uses_autograd, lesson.AUTOGRAD),
        (torch.autograd.functional.jacobian, lesson.AUTOGRAD),
        (writing(back=False), lesson.IN_PLACE),
        (lambda f, x: torch.zeros_like(x) + f(x) - f(x), lesson.ALIAS),
        (one_element, lesson.ONE_ELEMENT),
        (moves_all, lesson.ALL_AT_ONCE),
        (along_first_axis, lesson.ALL_AT_ONCE),
        (lambda f, x: along_first_axis(f, x, whole=False), lesson.NOT_ALL),
        (lambda f, x: numgrad(1e-2)(f, x.float()).double(), lesson.FLOAT32),
        (numgrad(make=lambda x: torch.zeros(x.shape)), lesson.RESULT_FLOAT32),
        (numgrad(1e-7, lambda f, x, s, h: (f(x + s) - f(x)) / h), lesson.ONE_SIDED),
        (numgrad(1e-6, lambda f, x, s, h: (f(x) - f(x - s)) / h), lesson.ONE_SIDED),
        (numgrad(1e-17), lesson.NOT_LEFT),
        (numgrad(1e-10), lesson.TOO_SMALL),
        (numgrad(1e-14), lesson.TOO_SMALL),
        (numgrad(1e-3), lesson.TOO_LARGE),
        (numgrad(1e-1), lesson.TOO_LARGE),
        (numgrad(1e-5, lambda f, x, s, h: (f(x + s) - f(x - s)) / h), lesson.HALF),
        (numgrad(1e-5, lambda f, x, s, h: f(x + s) - f(x - s)), lesson.NOT_DIVIDED),
        (
            numgrad(1e-5, lambda f, x, s, h: (f(x + s) - f(x - s)) / 2 * h),
            lesson.BRACKETS,
        ),
        (numgrad(1e-5, lambda f, x, s, h: central(f, x, -s, h)), lesson.SIGN),
        (
            numgrad(1e-5, lambda f, x, s, h: (f(x + s) + f(x - s)) / 2),
            lesson.WRONG,
        ),
        (for_vectors, lesson.ANY_SHAPE),
        (for_matrices, lesson.ANY_SHAPE),
    ]
}
