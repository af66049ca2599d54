"""The checker of numgrad(f, x): each misconception has its hint."""

import pytest
import torch

from tutorial_utils.exercises.autograd import numgrad as exercise
from tutorial_utils.exercises.autograd.numgrad import check_numgrad

PASSED = "numgrad: all 6 cases right"


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


def restored(f, x):
    """Write into x and put the old number back, not its sum with the step."""
    gradient, h = torch.empty_like(x), 1e-6
    flat = x.view(-1)
    for i in range(x.numel()):
        old = flat[i].item()
        flat[i] = old + h
        right = f(x)
        flat[i] = old - h
        gradient.view(-1)[i] = (right - f(x)) / (2 * h)
        flat[i] = old
    return gradient


RIGHT = {
    "large step": numgrad(5e-5),
    "solution": numgrad(),
    "small step": numgrad(3e-7),
    "five points": numgrad(1e-4, five_points),
    "restores": restored,
}


def writes_into_x(f, x):
    """Undo a step by subtracting it, which rounds."""
    gradient, h = torch.empty_like(x), 1e-5
    flat = x.view(-1)
    for i in range(x.numel()):
        flat[i] += h
        right = f(x)
        flat[i] -= 2 * h
        gradient.view(-1)[i] = (right - f(x)) / (2 * h)
        flat[i] += h
    return gradient


def same_numbers(f, x):
    """Hand over x itself, twice."""
    return torch.zeros_like(x) + f(x) - f(x)


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


def first_axis(f, x):
    """Count along the first axis alone, and move a whole row."""
    gradient, h = torch.zeros_like(x), 1e-5
    for i in range(len(x)) if x.ndim else [...]:
        step = torch.zeros_like(x)
        step[i] = h
        gradient[i] = central(f, x, step, h)
    return gradient


def first_column(f, x):
    """Move one number of each row."""
    gradient, h = torch.zeros_like(x), 1e-5
    for i in range(len(x)) if x.ndim else [...]:
        step = torch.zeros_like(x)
        step[i] = torch.zeros_like(x[i])
        step[i].view(-1)[0] = h
        gradient[i] = central(f, x, step, h)
    return gradient


MISTAKES = {
    "does not call f": (lambda f, x: x, exercise.NEVER_CALLED),
    "asks autograd": (uses_autograd, exercise.AUTOGRAD),
    "writes into x": (writes_into_x, exercise.IN_PLACE),
    "hands over x twice": (same_numbers, exercise.ALIAS),
    "one number for x": (one_element, exercise.ONE_ELEMENT),
    "moves all": (moves_all, exercise.ALL_AT_ONCE),
    "moves rows": (first_axis, exercise.ALL_AT_ONCE),
    "moves the first column": (first_column, exercise.NOT_ALL),
    "casts x": (
        lambda f, x: numgrad(1e-2)(f, x.float()).double(),
        exercise.FLOAT32,
    ),
    "zeros() for the result": (
        numgrad(make=lambda x: torch.zeros(x.shape)),
        exercise.RESULT_FLOAT32,
    ),
    "one side": (
        numgrad(1e-7, lambda f, x, s, h: (f(x + s) - f(x)) / h),
        exercise.ONE_SIDED,
    ),
    "the left side": (
        numgrad(1e-6, lambda f, x, s, h: (f(x) - f(x - s)) / h),
        exercise.ONE_SIDED,
    ),
    "rounded away": (numgrad(1e-17), exercise.NOT_LEFT),
    "too small": (numgrad(1e-10), exercise.TOO_SMALL),
    "much too small": (numgrad(1e-14), exercise.TOO_SMALL),
    "too large": (numgrad(1e-3), exercise.TOO_LARGE),
    "much too large": (numgrad(1e-1), exercise.TOO_LARGE),
    "divides by h": (
        numgrad(1e-5, lambda f, x, s, h: (f(x + s) - f(x - s)) / h),
        exercise.HALF,
    ),
    "does not divide": (
        numgrad(1e-5, lambda f, x, s, h: f(x + s) - f(x - s)),
        exercise.NOT_DIVIDED,
    ),
    "no brackets": (
        numgrad(1e-5, lambda f, x, s, h: (f(x + s) - f(x - s)) / 2 * h),
        exercise.BRACKETS,
    ),
    "left minus right": (
        numgrad(1e-5, lambda f, x, s, h: (f(x - s) - f(x + s)) / (2 * h)),
        exercise.SIGN,
    ),
    "something else": (
        numgrad(1e-5, lambda f, x, s, h: (f(x + s) + f(x - s)) / 2),
        exercise.WRONG,
    ),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_a_good_difference_passes(line, answer):
    """Step and formula are the reader's choice as long as eight digits are right."""
    assert line(check_numgrad, answer) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, wrong, hint):
    """The hint is chosen by where f was asked and by what came out."""
    assert line(check_numgrad, wrong) == f"not yet: {hint}"


def for_vectors(f, x):
    """Take x for a vector."""
    h = 1e-5
    gradient = torch.zeros_like(x)
    for i in range(len(x)):
        step = torch.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def for_matrices(f, x):
    """Take x for a matrix."""
    return torch.stack([x[i, j] for i in range(x.shape[0]) for j in range(x.shape[1])])


@pytest.mark.parametrize("wrong", [for_vectors, for_matrices])
def test_who_expects_one_shape_is_told_of_the_others(line, wrong):
    """The exception's line stays, and the way through any shape follows."""
    printed = line(check_numgrad, wrong)

    assert printed.startswith("not yet: numgrad() stops with ")
    assert printed.endswith(f"(Hint: {exercise.ANY_SHAPE})")


def test_autograd_under_another_name_is_noticed(line):
    """The functional interface asks for gradients, too."""
    printed = line(check_numgrad, torch.autograd.functional.jacobian)

    assert printed == f"not yet: {exercise.AUTOGRAD}"


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    hints = [value for name, value in vars(exercise).items() if name.isupper()]
    texts = {hint for hint in hints if isinstance(hint, str)}
    by_words = set(exercise.ERRORS.values())

    assert texts == {hint for _, hint in MISTAKES.values()} | by_words


def test_the_oracle_agrees_with_gradcheck():
    """The gradients that pass are those of the functions, in double precision."""
    for case in exercise._cases():
        probe, x = case.inputs
        leaf = x.clone().requires_grad_()
        (jacobian,) = torch.autograd.functional.jacobian(probe.function, (x,))

        assert torch.autograd.gradcheck(probe.function, leaf)
        torch.testing.assert_close(case.expected, jacobian)
