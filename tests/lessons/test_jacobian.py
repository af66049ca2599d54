"""The checker of jacobian(f, x): each misconception has its hint."""

import pytest
import torch

from tutorial_utils.exercises.autograd import jacobian as exercise
from tutorial_utils.exercises.autograd.jacobian import check_jacobian

PASSED = "jacobian: all 6 cases right"


def one_hot(y, i):
    """Return weights that choose one number."""
    v = torch.zeros_like(y)
    v[i] = 1
    return v


def rows(f, x):
    """Return the rows in a list, as the lesson's solution does."""
    y = f(x)
    return [
        torch.autograd.grad(y, x, one_hot(y, i), retain_graph=True)[0]
        for i in range(len(y))
    ]


def solution(f, x):
    """Answer as the lesson's solution does."""
    return torch.stack(rows(f, x))


def from_numbers(f, x):
    """Ask for the gradient of one number at a time."""
    return torch.stack([torch.autograd.grad(y, x, retain_graph=True)[0] for y in f(x)])


def computing_again(f, x):
    """Make a new graph for each row."""
    size = len(f(x))
    return torch.stack([torch.autograd.grad(f(x)[i], x)[0] for i in range(size)])


def clearing(f, x):
    """Take x.grad and let go of it."""
    found = []
    for y in f(x):
        x.grad = None
        y.backward(retain_graph=True)
        found.append(x.grad)
    return torch.stack(found)


def all_at_once(f, x):
    """Hand over all weights as a batch."""
    y = f(x)
    weights = torch.eye(len(y), dtype=y.dtype)
    return torch.autograd.grad(y, x, weights, is_grads_batched=True)[0]


def of_the_sum(f, x):
    """Return the gradient of the sum."""
    return torch.autograd.grad(f(x).sum(), x)[0]


def adding_up(f, x):
    """Copy x.grad and never clear it."""
    found = []
    for y in f(x):
        y.backward(retain_graph=True)
        found.append(x.grad.clone())
    return torch.stack(found)


def all_ones(f, x):
    """Ask for the slope of the sum each time."""
    y = f(x)
    rows = [torch.autograd.grad(y.sum(), x, retain_graph=True)[0] for _ in y]
    return torch.stack(rows)


def same_tensor(f, x):
    """Append x.grad itself, and clear it in place."""
    found = []
    for y in f(x):
        if x.grad is not None:
            x.grad.zero_()
        y.backward(retain_graph=True)
        found.append(x.grad)
    return torch.stack(found)


def same_total(f, x):
    """Append x.grad itself, and do not clear it."""
    found = []
    for y in f(x):
        y.backward(retain_graph=True)
        found.append(x.grad)
    return torch.stack(found)


MISTAKES = {
    "a list": (rows, exercise.A_LIST),
    "a tuple": (lambda f, x: tuple(rows(f, x)), exercise.A_LIST),
    "the sum": (of_the_sum, exercise.ONE_ROW),
    "the first row": (lambda f, x: solution(f, x)[0], exercise.ONE_ROW),
    "transposed": (lambda f, x: solution(f, x).T, exercise.TURNED),
    "stacked as columns": (
        lambda f, x: torch.stack(rows(f, x), dim=1),
        exercise.TURNED,
    ),
    "adds up": (adding_up, exercise.ADDED_UP),
    "all ones": (all_ones, exercise.ALL_ONES),
    "one tensor": (same_tensor, exercise.SAME_ROW),
    "one tensor, not cleared": (same_total, exercise.SAME_ROW),
    "the sum as a diagonal": (
        lambda f, x: torch.diag(of_the_sum(f, x)),
        exercise.DIAGONAL,
    ),
    "the diagonal": (
        lambda f, x: torch.diag(solution(f, x).diag()),
        exercise.DIAGONAL,
    ),
    "backwards": (lambda f, x: solution(f, x).flip(0), exercise.BACKWARDS),
    "something else": (lambda f, x: 2 * solution(f, x), exercise.WRONG),
}


def without_v(f, x):
    """Ask for the slopes of several numbers."""
    return torch.autograd.grad(f(x), x)


def weights_for_inputs(f, x):
    """Give each input a weight."""
    y = f(x)
    return torch.stack(
        [
            torch.autograd.grad(y, x, one_hot(x, i), retain_graph=True)[0]
            for i in range(len(x))
        ]
    )


def without_retaining(f, x):
    """Go through the graph again."""
    return torch.stack([torch.autograd.grad(y, x)[0] for y in f(x)])


def stacking_tuples(f, x):
    """Leave the gradients in their tuples."""
    return torch.stack(
        [torch.autograd.grad(y, x, retain_graph=True) for y in f(x)],
    )


def parts_of_x(f, x):
    """Ask for the slope by an element, which was not what f was given."""
    return torch.stack([torch.autograd.grad(f(x)[0], part)[0] for part in x])


STOPS = {
    "ready-made": (
        lambda f, x: torch.autograd.functional.jacobian(f, x),
        exercise.BY_HAND,
    ),
    "jacrev": (lambda f, x: torch.func.jacrev(f)(x), exercise.BY_HAND),
    "jacfwd": (lambda f, x: torch.func.jacfwd(f)(x), exercise.BY_HAND),
    "without v": (without_v, exercise.NO_V),
    "weights for inputs": (weights_for_inputs, exercise.LENGTH),
    "without retaining": (without_retaining, exercise.RETAIN),
    "tuples": (stacking_tuples, exercise.A_TUPLE),
    "not tracked": (
        lambda f, x: torch.autograd.grad(f(x.detach())[0], x),
        exercise.UNTRACKED,
    ),
    "parts of x": (parts_of_x, exercise.OTHER_X),
}


@pytest.mark.parametrize(
    "jacobian",
    [solution, from_numbers, computing_again, clearing, all_at_once],
)
def test_each_way_to_the_rows_passes(line, jacobian):
    """With weights or number by number, one graph or several."""
    assert line(check_jacobian, jacobian) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, wrong, hint):
    """The hint is chosen by the matrix that comes out."""
    assert line(check_jacobian, wrong) == f"not yet: {hint}"


@pytest.mark.parametrize(("wrong", "hint"), STOPS.values(), ids=STOPS)
def test_each_known_error_is_explained(line, wrong, hint):
    """The exception's line is kept, and what it means here stands behind it."""
    assert line(check_jacobian, wrong).endswith(f" (Hint: {hint})")


def test_ready_made_functions_are_back_afterwards(line):
    """They fail only while the reader's function runs."""
    line(check_jacobian, solution)
    found = torch.autograd.functional.jacobian(torch.square, torch.ones(2))

    torch.testing.assert_close(found, 2 * torch.eye(2))


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}
    hints = {hint for _, hint in [*MISTAKES.values(), *STOPS.values()]}

    assert texts - {exercise.READY_MADE} == hints


def test_the_oracle_agrees_with_gradcheck():
    """The functions' gradients are those found by trying."""
    for case in exercise._cases():
        f, x = case.inputs

        assert torch.autograd.gradcheck(f, x)
