"""The checker of lowest(f): each misconception has its hint."""

import pytest
import torch

from tutorial_utils.lessons import what_is_pytorch as exercise
from tutorial_utils.lessons.what_is_pytorch import check_lowest


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


RAISING = {
    "step in the open": (steps_in_the_open, exercise.STEP_TRACKED),
    "another x": (rebinds, exercise.REBOUND),
    "another x, tracked": (lambda f: rebinds(f, tracked=True), exercise.REBOUND),
    "another x, cleared": (
        lambda f: rebinds(f, clear=True),
        exercise.NOTHING_TO_CLEAR,
    ),
    "cleared too early": (clears_too_early, exercise.NOTHING_TO_CLEAR),
    "no requires_grad": (
        lambda f: f(torch.tensor(0.0)).backward(),
        exercise.NOT_TRACKED,
    ),
    "no backward": (asks_nobody, exercise.NO_SLOPE),
    "one y for all steps": (computes_y_once, exercise.SAME_Y),
    "an integer": (lambda f: walk(f, start=0), exercise.INTEGER),
    "a Python number": (lambda f: f(0.0).backward(), exercise.NO_TENSOR),
    "several numbers": (lambda f: f(torch.zeros(3)), exercise.SEVERAL),
}


@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
@pytest.mark.parametrize("mistake", RAISING)
def test_a_known_exception_gets_a_hint_behind_its_line(line, mistake):
    """The exception's line stays, and what it means in a walk follows."""
    wrong, hint = RAISING[mistake]

    printed = line(check_lowest, wrong)

    assert printed.startswith("not yet: lowest() stops with ")
    assert printed.endswith(f" (Hint: {hint})")


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


LOWEST_MISTAKES = {
    "returns the height": (lambda f: f(walk(f)[0]), exercise.HEIGHT),
    "returns the slope": (lambda f: walk(f)[1], exercise.SLOPE),
    "stops too early": (lambda f: walk(f, steps=5)[0], exercise.NOT_THERE),
    "returns the height, from 2": (lambda f: f(walk(f, start=2.0)[0]), exercise.HEIGHT),
    "never moves": (never_moves, exercise.NOT_MOVED),
    "jumps from 2": (lambda f: walk(f, start=2.0, lr=1.0)[0], exercise.TOO_LARGE),
    "begins anew": (begins_anew, exercise.STANDS),
    "takes one step": (only_once, exercise.NOT_THERE),
    "never clears": (lambda f: walk(f, clear=False)[0], exercise.NOT_CLEARED),
    "climbs": (lambda f: walk(f, sign=1)[0], exercise.CLIMBED),
    "climbs for long": (lambda f: walk(f, sign=1, steps=2000)[0], exercise.CLIMBED),
    "jumps": (lambda f: walk(f, lr=1.1)[0], exercise.TOO_LARGE),
    "jumps to nan": (lambda f: walk(f, lr=3.0, steps=2000)[0], exercise.TOO_LARGE),
    "knows one answer": (lambda f: 4.0, exercise.NEVER_CALLED),
    "does nothing": (lambda f: 0.0, exercise.NEVER_CALLED),
}


@pytest.mark.parametrize(
    ("start", "lr", "steps"), [(0.0, 0.1, 100), (-5.0, 0.05, 300), (4.0, 0.3, 200)]
)
def test_any_good_walk_finds_the_lowest_points(line, start, lr, steps):
    """Where the walk starts and how long its steps are is the reader's choice."""
    printed = line(check_lowest, lambda f: walk(f, start=start, lr=lr, steps=steps)[0])

    assert printed == "lowest: all 5 cases right"


def test_torch_optim_finds_the_lowest_points(line):
    """The checker asks for the answer and not for the lesson's loop."""

    def lowest(f):
        x = torch.tensor(0.0, requires_grad=True)
        optimizer = torch.optim.SGD([x], lr=0.1)
        for _ in range(100):
            optimizer.zero_grad()
            f(x).backward()
            optimizer.step()
        return x.item()

    assert line(check_lowest, lowest) == "lowest: all 5 cases right"


@pytest.mark.parametrize("mistake", LOWEST_MISTAKES)
def test_each_wrong_walk_gets_its_own_hint(line, mistake):
    """The hint is chosen by where the walk went."""
    wrong, hint = LOWEST_MISTAKES[mistake]

    assert line(check_lowest, wrong) == f"not yet: {hint}"


def test_an_error_above_a_thousandth_is_noticed(line):
    """An answer that is nearly right is not right."""
    near = line(check_lowest, lambda f: walk(f)[0] + 2e-3)
    nearer = line(check_lowest, lambda f: walk(f)[0] + 1e-4)

    assert near.startswith("not yet: ")
    assert nearer == "lowest: all 5 cases right"


def test_the_slope_is_as_good_as_zero_where_an_answer_passes():
    """The tolerance on x bounds the gradient too, on every case."""
    for case in exercise._valleys():
        margin = case.tolerance * (1 + abs(case.expected))
        x = torch.tensor(case.expected + margin, requires_grad=True)
        case.inputs[0](x).backward()

        assert margin <= 1e-3 + 1e-12
        assert abs(x.grad.item()) < 5e-3
