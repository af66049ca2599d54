"""Checker of the exercise that times a call, on a device that only pretends."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from statistics import fmean, median, median_high, median_low

import numpy as np
import torch

from tutorial_utils.asynchronous import FakeDevice, Read
from tutorial_utils.exercises.checking import Case, check_cases, find_words

LEAST_TIMES = 7
"""How many calls, or rows of calls, the exercise asks to time."""

NOT_CALLED = "fn was never called: write fn(), with brackets."
NO_SYNC = "sync was never called, so the device may not even have begun: write sync()."
NO_CLOCK = "read time.perf_counter() before a call and after it, and subtract."
NOTHING_TIMED = "no call lies between two readings of the clock."
EARLY_STOP = (
    "the clock was stopped while the device was still at work: sync() between fn() "
    "and that reading."
)
EARLY_START = (
    "the clock was started while the device was still at work, on the warm-up perhaps: "
    "sync() before that reading, too."
)
COLD = "the very first call was timed: call fn() once before any reading of the clock."
ONCE = "one time alone is chance: take it in a loop, seven times or more."
ONE_ROW = (
    "one long time divided by the calls is a mean, interruptions and all: time each "
    "call by itself and take the median."
)
TOO_FEW = "those are too few times for a median: take seven or more."
NO_NUMBER = "return one number: the median, in seconds."
MEAN = "that is the mean, and it counts the interruptions in: take the median."
FASTEST = "that is the luckiest call: take the median."
SLOWEST = "that is the unluckiest call: take the median."
TOTAL = "that is the sum of all the times: take their median."
UNSORTED = "the time in the middle of the list is no median yet: sort the list first."
LAST = "that is the last time alone: keep all in a list and take the median."
UNITS = "return seconds, as time.perf_counter() gives them."
WRONG = "the times were right, the result is not: return their median."

IMPORT = "import at the top what you use."
USE_SYNC = "wait with the sync that the function is given."
NO_ARGUMENTS = "fn and sync take nothing: the brackets stay empty."

ERRORS = {
    "is not defined": IMPORT,
    "accelerator": USE_SYNC,
    "CUDA": USE_SYNC,
    "positional argument": NO_ARGUMENTS,
    "unexpected keyword": NO_ARGUMENTS,
}


def check_bench(bench: Callable[..., float]) -> None:
    """Check ``bench(fn, sync)``, which returns the seconds of a call.

    What the function is given belongs to a :class:`FakeDevice`, and while it runs
    :func:`time.perf_counter` is that device's clock: nothing depends on the machine.
    """
    check_cases("bench", bench, _trials(bench))


def _trials(bench: object) -> Iterator[Case]:
    """Yield calls of the function, each with a device of its own."""
    rng = np.random.default_rng(12)
    for _ in range(3):
        device = FakeDevice(launch=5e-6)
        durations = _draw_durations(rng)
        yield Case(
            inputs=(partial(_launch_next, device, durations), device.synchronize),
            expected=None,
            judge=partial(_judge, device),
            error_hint=partial(find_words, hints=ERRORS),
            during=_keep_time(device, bench),
        )


def _draw_durations(rng: np.random.Generator) -> Iterator[float]:
    """Yield the seconds of each call: a cold one, then some that are interrupted."""
    usual = rng.uniform(1e-3, 5e-3)
    yield 30 * usual
    while True:
        interrupted = rng.uniform(3, 8) if rng.random() < 0.2 else 1
        yield usual * rng.uniform(0.97, 1.03) * interrupted


def _launch_next(device: FakeDevice, durations: Iterator[float]) -> None:
    device.launch(next(durations))


@contextmanager
def _keep_time(device: FakeDevice, function: object) -> Iterator[None]:
    """Put the device's clock in the place of Python's, whatever name that goes by."""
    clocks: dict[object, Callable[[], float]] = {
        time.perf_counter: device.clock,
        time.perf_counter_ns: lambda: round(device.clock() * 1e9),
    }
    places = [vars(time), getattr(function, "__globals__", {})]
    names = [(place, name, real) for place in places for name, real in place.items()]
    clocked = [item for item in names if any(item[2] is real for real in clocks)]
    for place, name, real in clocked:
        place[name] = clocks[real]
    try:
        yield
    finally:
        for place, name, real in clocked:
            place[name] = real


def _judge(device: FakeDevice, answer: object) -> str | None:
    """Say what is wrong with the way to the answer, or with the answer."""
    if answer is None or answer is ...:
        return None
    if not device.tasks:
        return NOT_CALLED
    if not device.reads:
        return NO_CLOCK
    if not device.waits:
        return NO_SYNC
    problem = _judge_times(device)
    if problem == COLD and _left_cold_out(_times(device), answer):
        return None
    return problem or _judge_answer(_times(device), answer)


def _judge_times(device: FakeDevice) -> str | None:
    """Say what is wrong with when the clock was read."""
    pairs = _timed(device)
    if not pairs:
        return NOTHING_TIMED
    if any(stop.behind for _, stop in pairs):
        return EARLY_STOP
    if any(start.behind for start, _ in pairs):
        return EARLY_START
    if pairs[0][0].launched == 0:
        return COLD
    if len(pairs) == 1:
        start, stop = pairs[0]
        return ONCE if stop.launched - start.launched == 1 else ONE_ROW
    return TOO_FEW if len(pairs) < LEAST_TIMES else None


def _left_cold_out(times: list[float], answer: object) -> bool:
    """Tell whether the first times were taken, but not counted."""
    found = _to_number(answer)
    if found is None or math.isclose(found, median(times), rel_tol=1e-6):
        return False
    counted = (times[first:] for first in range(1, len(times) - LEAST_TIMES + 1))
    return any(math.isclose(found, median(rest), rel_tol=1e-6) for rest in counted)


def _timed(device: FakeDevice) -> list[tuple[Read, Read]]:
    """Return the pairs of readings with a call between them."""
    return [(a, b) for a, b in pairwise(device.reads) if b.launched > a.launched]


def _times(device: FakeDevice) -> list[float]:
    """Return the seconds of a call, for each pair of readings."""
    return [
        (stop.seconds - start.seconds) / (stop.launched - start.launched)
        for start, stop in _timed(device)
    ]


def _judge_answer(times: list[float], answer: object) -> str | None:
    """Recognise a wrong answer: compare it with what each mistake gives."""
    found = _to_number(answer)
    if found is None:
        return NO_NUMBER
    if any(_is_median(found * unit, times) for unit in (1, 1e-3, 1e-6, 1e-9)):
        return None if _is_median(found, times) else UNITS
    middle = len(times) // 2
    mistakes = {
        MEAN: [fmean(times)],
        FASTEST: [min(times)],
        SLOWEST: [max(times)],
        TOTAL: [sum(times)],
        LAST: times[-1:],
        UNSORTED: times[middle - 1 : middle + 1],
    }
    for hint, wrong in mistakes.items():
        if any(math.isclose(found, value, rel_tol=1e-5) for value in wrong):
            return hint
    return WRONG


def _is_median(number: float, times: list[float]) -> bool:
    """Tell whether half of the times lie on either side, in float32 at least."""
    return median_low(times) * (1 - 1e-6) <= number <= median_high(times) * (1 + 1e-6)


def _to_number(answer: object) -> float | None:
    if isinstance(answer, torch.Tensor | np.ndarray) and math.prod(answer.shape) == 1:
        return float(answer.item())
    return float(answer) if isinstance(answer, int | float | np.number) else None
