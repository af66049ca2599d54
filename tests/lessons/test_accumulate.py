"""The checker of accumulate(...): each misconception has its hint."""

import pytest
import torch

from tutorial_utils.exercises.training import accumulate as exercise
from tutorial_utils.exercises.training.accumulate import check_accumulate

PASSED = "accumulate: all 6 cases right"


def by_windows(weight=lambda n, N, count, size, total: n / N, **options):
    """Return the lesson's solution, or one that differs in one of these points."""

    def accumulate(model, loss_fn, optimizer, pairs, size):
        total, steps = sum(len(X) for X, _ in pairs), 0
        if "before" in options.get("clear", ()):
            optimizer.zero_grad()
        for start in range(0, len(pairs), size):
            window = pairs[start : start + size]
            N = sum(len(X) for X, _ in window)
            if "window" in options.get("clear", ["window"]):
                optimizer.zero_grad()
            for X, y in window:
                if "micro-batch" in options.get("clear", ()):
                    optimizer.zero_grad()
                share = weight(len(X), N, len(window), size, total)
                (share * loss_fn(model(X), y)).backward()
            if options.get("drop") and len(window) < size:
                return steps
            if "early" in options.get("clear", ()):
                optimizer.zero_grad()
            optimizer.step()
            steps += 1
            if "step" in options.get("clear", ()):
                optimizer.zero_grad()
            if options.get("once"):
                return steps
        return steps + options.get("miscount", 0)

    return accumulate


def by_counting(divisor=4, first=1, *, step_at_end=False):
    """Return the loop that is copied everywhere, with or without its division."""

    def accumulate(model, loss_fn, optimizer, pairs, size):
        steps = 0
        optimizer.zero_grad()
        for i, (X, y) in enumerate(pairs):
            loss = loss_fn(model(X), y) / (divisor or size)
            loss.backward()
            last = step_at_end and i + 1 == len(pairs)
            if (i + first) % size == 0 or last:
                optimizer.step()
                optimizer.zero_grad()
                steps += 1
        return steps

    return accumulate


def divides_gradients(model, loss_fn, optimizer, pairs, size):
    """Sum the losses, and divide the gradients when N is known."""
    N, steps = 0, 0
    optimizer.zero_grad()
    for i, (X, y) in enumerate(pairs):
        (len(X) * loss_fn(model(X), y)).backward()
        N += len(X)
        if (i + 1) % size == 0 or i + 1 == len(pairs):
            for parameter in model.parameters():
                parameter.grad /= N
            optimizer.step()
            optimizer.zero_grad()
            N, steps = 0, steps + 1
    return steps


RIGHT = {
    "solution": by_windows(),
    "clears at both ends": by_windows(clear=["before", "step"]),
    "divides the gradients": divides_gradients,
}


def steps_each_time(model, loss_fn, optimizer, pairs, size):
    """Forget the windows."""
    for X, y in pairs:
        optimizer.zero_grad()
        loss_fn(model(X), y).backward()
        optimizer.step()
    return len(pairs)


def steps_once(model, loss_fn, optimizer, pairs, size):
    """Take the whole epoch for one window."""
    return by_windows()(model, loss_fn, optimizer, pairs, len(pairs))


def steps_too_often(model, loss_fn, optimizer, pairs, size):
    """Take a step at the end although nothing is left over."""
    steps = by_windows()(model, loss_fn, optimizer, pairs, size)
    optimizer.step()
    return steps + 1


def whole_windows(model, loss_fn, optimizer, pairs, size):
    """Put the micro-batches together again."""
    starts = range(0, len(pairs), size)
    for start in starts:
        X, y = map(torch.cat, zip(*pairs[start : start + size], strict=True))
        optimizer.zero_grad()
        loss_fn(model(X), y).backward()
        optimizer.step()
    return len(starts)


def collects_losses(model, loss_fn, optimizer, pairs, size):
    """Call backward() once for the sum of the losses."""
    starts = range(0, len(pairs), size)
    for start in starts:
        window = pairs[start : start + size]
        N = sum(len(X) for X, _ in window)
        optimizer.zero_grad()
        sum(len(X) / N * loss_fn(model(X), y) for X, y in window).backward()
        optimizer.step()
    return len(starts)


def growing_sum(model, loss_fn, optimizer, pairs, size):
    """Call backward() on a sum that grows."""
    total = 0
    for X, y in pairs:
        total = total + loss_fn(model(X), y)
        total.backward()


def first_n(model, loss_fn, optimizer, pairs, size):
    """Count the samples before the loop, once for all windows."""
    N = sum(len(X) for X, _ in pairs[:size])
    train = by_windows(lambda n, *_: n / N)
    return train(model, loss_fn, optimizer, pairs, size)


def growing_n(model, loss_fn, optimizer, pairs, size):
    """Count the samples while going through the window."""
    steps = 0
    for i, (X, y) in enumerate(pairs):
        if i % size == 0:
            optimizer.zero_grad()
            N = 0
        N += len(X)
        (len(X) / N * loss_fn(model(X), y)).backward()
        if (i + 1) % size == 0 or i + 1 == len(pairs):
            optimizer.step()
            steps += 1
    return steps


def steps_on_nothing(model, loss_fn, optimizer, pairs, size):
    """Do everything right, then take one more step."""
    steps = by_windows()(model, loss_fn, optimizer, pairs, size)
    optimizer.zero_grad()
    optimizer.step()
    return steps


def without_step(model, loss_fn, optimizer, pairs, size):
    """Forget the optimizer."""
    for X, y in pairs:
        loss_fn(model(X), y).backward()
    return 0


MISTAKES = {
    "the usual loop, no division": (by_counting(1), exercise.NOT_DIVIDED),
    "the usual loop, / accum_steps": (by_counting(None), exercise.EQUAL_WEIGHTS),
    "no step at the end": (by_windows(drop=True), exercise.LEFT_OVER),
    "no weight": (by_windows(lambda *_: 1), exercise.NOT_DIVIDED),
    "/ the window's length": (
        by_windows(lambda n, N, count, size, total: 1 / count),
        exercise.EQUAL_WEIGHTS,
    ),
    "the N of the first window": (first_n, exercise.OTHER_N),
    "the N of the epoch": (
        by_windows(lambda n, N, count, size, total: n / total),
        exercise.EPOCH,
    ),
    "times n": (by_windows(lambda n, *_: n), exercise.ONLY_N),
    "a growing N": (growing_n, exercise.GROWING),
    "a step on nothing": (steps_on_nothing, exercise.AGAIN),
    "N / n": (by_windows(lambda n, N, *_: N / n), exercise.INVERTED),
    "n / N / accum_steps": (
        by_windows(lambda n, N, count, size, total: n / N / size),
        exercise.TWICE,
    ),
    "n / N / the window's length": (
        by_windows(lambda n, N, count, *_: n / N / count),
        exercise.TWICE,
    ),
    "clears after steps only": (by_windows(clear=["step"]), exercise.STALE),
    "never clears, no division": (
        by_windows(lambda *_: 1, clear=[]),
        exercise.STALE,
    ),
    "clears once": (by_windows(clear=["before"]), exercise.NOT_CLEARED),
    "clears each time": (by_windows(clear=["micro-batch"]), exercise.LAST_ONLY),
    "clears before the step": (by_windows(clear=["early"]), exercise.EMPTY),
    "counts from 0": (by_counting(1, first=0), exercise.OFF_BY_ONE),
    "a step each time": (steps_each_time, exercise.EACH),
    "one step": (steps_once, exercise.ONE_STEP),
    "returns too early": (by_windows(once=True), exercise.EARLY),
    "steps twice": (steps_too_often, exercise.TOO_MANY),
    "no step": (without_step, exercise.NO_STEP),
    "puts them together": (whole_windows, exercise.AT_ONCE),
    "collects losses": (collects_losses, exercise.AT_ONCE),
    "miscounts": (by_windows(miscount=1), exercise.COUNT),
    "something else": (by_windows(lambda *_: 0.3), exercise.WRONG),
}
ERRORS = {
    "item()": (
        lambda model, loss_fn, o, pairs, s: (
            loss_fn(model(pairs[0][0]), pairs[0][1]).item().backward()
        ),
        exercise.NUMBER,
    ),
    "enumerate": (
        lambda model, f, o, pairs, s: [model(X) for X, y in enumerate(pairs)],
        exercise.ENUMERATE,
    ),
    "growing sum": (growing_sum, exercise.TWO_PASSES),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_each_way_to_write_the_loop_passes(line, answer):
    """Windows or counting, losses or gradients divided: only the steps count."""
    assert line(check_accumulate, answer) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, wrong, hint):
    """The hint is chosen by the gradients that the steps find."""
    assert line(check_accumulate, wrong) == f"not yet: {hint}"


@pytest.mark.parametrize(
    ("deviation", "printed"),
    [(1e-8, PASSED), (1e-5, f"not yet: {exercise.WRONG}")],
)
def test_the_gradient_is_compared_to_1e_6(line, deviation, printed):
    """Rounding passes, anything larger does not."""
    nearly = by_windows(lambda n, N, *_: n / N * (1 + deviation))

    assert line(check_accumulate, nearly) == printed


@pytest.mark.parametrize(("wrong", "hint"), ERRORS.values(), ids=ERRORS)
def test_an_exception_gets_its_hint(line, wrong, hint):
    """What the message means in this exercise stands behind it."""
    printed = line(check_accumulate, wrong)

    assert printed.startswith("not yet: accumulate() stops with ")
    assert printed.endswith(f"(Hint: {hint})")


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in [*MISTAKES.values(), *ERRORS.values()]}


def test_the_cases_have_uneven_pieces_and_windows_that_are_not_full():
    """Both ways to be wrong can show."""
    cases = [case.inputs[3:] for case in exercise._cases()]
    uneven = [len({len(X) for X, _ in pairs}) > 1 for pairs, _ in cases]
    partial = [len(pairs) % size > 0 for pairs, size in cases]

    assert sum(uneven) >= 5
    assert sum(partial) >= 3


def test_the_oracle_agrees_with_a_small_step_in_every_direction():
    """The gradient of a window is the slope of its mean loss, in double precision."""
    model, loss_fn, _, pairs, _ = next(iter(exercise._cases())).inputs
    parameters = [p.detach().clone() for p in model.parameters()]
    step = exercise.Step(parameters, torch.empty(0))
    X, y = (torch.cat(column) for column in zip(*pairs, strict=True))

    def loss_at(*values):
        values = dict(zip(dict(model.named_parameters()), values, strict=True))
        return loss_fn(torch.func.functional_call(model, values, (X,)), y)

    slopes = torch.autograd.functional.jacobian(loss_at, tuple(parameters))
    leaves = [p.clone().requires_grad_() for p in parameters]
    assert torch.autograd.gradcheck(loss_at, leaves)
    torch.testing.assert_close(
        exercise._gradient(model, step, pairs), exercise._flat(slopes)
    )
