"""Known answers to accumulate(...)."""

import torch

from tutorial_utils.lessons import micro_batches as lesson

NOT_DIVIDED, EQUAL_WEIGHTS, ONLY_N, GROWING, INVERTED, TWICE, _, EPOCH = (
    hint for _, hint in lesson.WEIGHTS
)


def by_windows(weight=lambda n, N, count, size, total: n / N, **options):
    """Return the lesson's solution, or one that differs in one of these points."""
    clear = options.get("clear", ["window"])

    def accumulate(model, loss_fn, optimizer, pairs, size):
        total, steps = sum(len(X) for X, _ in pairs), 0

        def clear_at(place):
            if place in clear:
                optimizer.zero_grad()

        clear_at("beginning")
        for start in range(0, len(pairs), size):
            window = pairs[start : start + size]
            N = sum(len(X) for X, _ in window)
            clear_at("window")
            for X, y in window:
                clear_at("micro-batch")
                share = weight(len(X), N, len(window), size, total)
                (share * loss_fn(model(X), y)).backward()
            if options.get("drop") and len(window) < size:
                return steps
            clear_at("too early")
            optimizer.step()
            steps += 1
            clear_at("step")
            if options.get("once"):
                return steps
        return steps + options.get("miscount", 0)

    return accumulate


def by_counting(divisor=1, first=1):
    """Return the loop that is copied everywhere, with or without its division."""

    def accumulate(model, loss_fn, optimizer, pairs, size):
        steps = 0
        optimizer.zero_grad()
        for i, (X, y) in enumerate(pairs):
            loss = loss_fn(model(X), y) / (divisor or size)
            loss.backward()
            if (i + first) % size == 0:
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


def steps_each_time(model, loss_fn, optimizer, pairs, size):
    """Forget the windows."""
    return by_windows()(model, loss_fn, optimizer, pairs, 1)


def steps_once(model, loss_fn, optimizer, pairs, size):
    """Take the whole epoch for one window."""
    return by_windows()(model, loss_fn, optimizer, pairs, len(pairs))


def steps_again(clear):
    """Do everything right, then take one more step, on something or on nothing."""

    def accumulate(model, loss_fn, optimizer, pairs, size):
        steps = by_windows()(model, loss_fn, optimizer, pairs, size)
        if clear:
            optimizer.zero_grad()
        optimizer.step()
        return steps

    return accumulate


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


def forgets_one_parameter(model, loss_fn, optimizer, pairs, size):
    """Take a step with a gradient for some parameters only."""
    loss_fn(model(pairs[0][0]), pairs[0][1]).backward()
    model[0].bias.grad = None
    optimizer.step()
    return 1


def without_step(model, loss_fn, optimizer, pairs, size):
    """Forget the optimizer."""
    for X, y in pairs:
        loss_fn(model(X), y).backward()
    return 0


RIGHT = {
    "accumulate": [
        by_windows(clear=["beginning", "step"]),
        divides_gradients,
        by_windows(lambda n, N, *_: n / N * (1 + 1e-8)),
    ]
}
WRONG = {
    "accumulate": [
        (by_counting(), NOT_DIVIDED),
        (by_counting(None), EQUAL_WEIGHTS),
        (by_windows(drop=True), lesson.LEFT_OVER),
        (by_windows(lambda *_: 1), NOT_DIVIDED),
        (by_windows(lambda n, N, count, size, total: 1 / count), EQUAL_WEIGHTS),
        (first_n, lesson.OTHER_N),
        (by_windows(lambda n, N, count, size, total: n / total), EPOCH),
        (by_windows(lambda n, *_: n), ONLY_N),
        (growing_n, GROWING),
        (steps_again(clear=True), lesson.AGAIN),
        (by_windows(lambda n, N, *_: N / n), INVERTED),
        (by_windows(lambda n, N, count, size, total: n / N / size), TWICE),
        (by_windows(lambda n, N, count, *_: n / N / count), TWICE),
        (by_windows(clear=["step"]), lesson.STALE),
        (by_windows(lambda *_: 1, clear=[]), lesson.STALE),
        (by_windows(clear=["beginning"]), lesson.NOT_CLEARED),
        (by_windows(clear=["micro-batch"]), lesson.LAST_ONLY),
        (by_windows(clear=["too early"]), lesson.EMPTY),
        (by_counting(first=0), lesson.OFF_BY_ONE),
        (steps_each_time, lesson.EACH),
        (steps_once, lesson.ONE_STEP),
        (by_windows(once=True), lesson.EARLY),
        (steps_again(clear=False), lesson.TOO_MANY),
        (without_step, lesson.NO_STEP),
        (whole_windows, lesson.AT_ONCE),
        (collects_losses, lesson.AT_ONCE),
        (by_windows(miscount=1), lesson.COUNT),
        (by_windows(lambda *_: 0.3), lesson.WRONG),
        (by_windows(lambda n, N, *_: n / N * (1 + 1e-5)), lesson.WRONG),
        (forgets_one_parameter, lesson.ONE_STEP),
        (
            lambda model, loss_fn, o, pairs, s: (
                loss_fn(model(pairs[0][0]), pairs[0][1]).item().backward()
            ),
            lesson.ERRORS["has no attribute 'backward'"],
        ),
        (
            lambda model, f, o, pairs, s: [model(X) for X, y in enumerate(pairs)],
            lesson.ERRORS["linear(): argument 'input'"],
        ),
        (growing_sum, lesson.ERRORS["backward through the graph a second time"]),
    ]
}
