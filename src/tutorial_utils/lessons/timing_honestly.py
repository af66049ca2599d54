"""A device that pretends to work, what the clock sees, and the checker of bench()."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from statistics import fmean, median, median_high, median_low
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from tutorial_utils.checking import Case, Checker, Verdicts, is_nothing, to_array
from tutorial_utils.plotting import DATA, INK, MODEL, REFERENCE, label_line, new_axes

Span = tuple[float, float]
"""Start and end of a stretch of time, in seconds."""


class Read(NamedTuple):
    """A look at the clock."""

    seconds: float
    launched: int  # tasks that had been handed over
    behind: bool  # whether the device still had to work


class FakeDevice:
    """Takes tasks into its queue at once, and does one after the other meanwhile.

    Its time is made up: handing over a task takes `launch` seconds of it, and waiting
    takes what the device still needs; nothing else takes any.  What has happened is in
    ``reads``, ``launches``, ``tasks`` (the device at work) and ``waits``.
    """

    def __init__(self, *, launch: float) -> None:
        self.launch_seconds = launch
        self.now = 0.0
        self.done = 0.0  # when the last task is, so far
        self.reads: list[Read] = []
        self.launches: list[Span] = []
        self.tasks: list[Span] = []
        self.waits: list[Span] = []

    def clock(self) -> float:
        """Return the time, as :func:`time.perf_counter` would."""
        self.reads.append(Read(self.now, len(self.tasks), self.done > self.now))
        return self.now

    def launch(self, seconds: float) -> None:
        """Hand over a task of so many seconds, and return without waiting for it."""
        before, self.now = self.now, self.now + self.launch_seconds
        start = max(self.now, self.done)
        self.done = start + seconds
        self.launches.append((before, self.now))
        self.tasks.append((start, self.done))

    def synchronize(self) -> None:
        """Wait until all tasks are done."""
        end = max(self.now, self.done)
        self.waits.append((self.now, end))
        self.now = end


def draw_timeline(device: FakeDevice) -> Axes:
    """Draw what a program and its device did, and when the clock was read.

    It was read at the start, before waiting and at the end.
    """
    first, *stops = device.reads
    times = [f"{(stop.seconds - first.seconds) * 1e3:.1f} ms" for stop in stops]
    ax = new_axes(title=f"Read early: {times[0]}, after waiting: {times[-1]}")
    waiting: dict[str, Any] = {"fc": "none", "edgecolor": DATA, "ls": ":", "lw": 1.5}
    for row, spans, look in [
        (1, device.launches, {"facecolor": DATA, "edgecolor": "white"}),
        (1, device.waits, waiting),
        (0, device.tasks, {"facecolor": MODEL, "edgecolor": "white"}),
    ]:
        for start, end in spans:
            ax.barh(row, (end - start) * 1e3, 0.6, start * 1e3, **look)
    for start, end in device.waits:
        middle = (start + end) * 5e2
        ax.text(middle, 1, "waits", color=DATA, ha="center", va="center")
    for read in device.reads:
        color, style = (INK, ":") if read.behind else (REFERENCE, "-")
        ax.axvline(read.seconds * 1e3, color=color, ls=style)
    ax.set_yticks([1, 0], ["program", "device"])
    ax.set(xlabel="ms", ylim=(-0.5, 1.5))
    return ax


def draw_calls(seconds: Sequence[float]) -> Axes:
    """Draw the time of each call as a dot, and the median of all but the first."""
    first, *later = [1e3 * time for time in seconds]
    middle = median(later)
    ax = new_axes(title=f"The first call took {first / middle:.1f} times the median")
    ax.plot(range(2, len(seconds) + 1), later, "o", color=DATA, markersize=5)
    ax.plot([1], [first], "D", color=INK, markersize=8)
    ax.axhline(middle, color=REFERENCE)
    label_line(ax, 1, first, "first call", INK, offset=(8, 0))
    label_line(ax, len(seconds), middle, "median", REFERENCE, offset=(-4, 8))
    ax.set(xlabel="call", ylabel="ms", ylim=(0, 1.1 * max(first, *later)))
    return ax


LEAST_TIMES = 7  # how many calls, or rows of calls, the exercise asks to time

NO_SYNC = "sync was never called, so the device may not even have begun: write sync()."
NO_CLOCK = "read time.perf_counter() before a call and after it, and subtract."
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
MEAN = "that is the mean, and it counts the interruptions in: take the median."
FASTEST = "that is the luckiest call: take the median."
SLOWEST = "that is the unluckiest call: take the median."
TOTAL = "that is the sum of all the times: take their median."
UNSORTED = "the time in the middle of the list is no median yet: sort the list first."
LAST = "that is the last time alone: keep all in a list and take the median."
UNITS = "return seconds, as time.perf_counter() gives them."

USE_SYNC = "wait with the sync that the function is given."
NO_ARGUMENTS = "fn and sync take nothing: the brackets stay empty."

ERRORS = {
    "is not defined": "import at the top what you use.",
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
    Checker("bench", bench=partial(_trials, bench))(bench)


def _trials(bench: object) -> Iterator[Case]:
    """Yield calls of the function, each with a device of its own."""
    rng = np.random.default_rng(12)
    for _ in range(3):
        device = FakeDevice(launch=5e-6)
        tasks = _draw_tasks(device, rng)
        yield Case(
            inputs=(partial(_launch_next, tasks), device.synchronize),
            expected=None,
            judge=partial(_judge, device),
            errors=ERRORS,
            during=_keep_time(device, bench),
        )


def _draw_tasks(device: FakeDevice, rng: np.random.Generator) -> Iterator[None]:
    """Launch a task in each step: a cold one, then some that are interrupted."""
    usual = rng.uniform(1e-3, 5e-3)
    device.launch(30 * usual)
    yield
    while True:
        interrupted = rng.uniform(3, 8) if rng.random() < 0.2 else 1
        device.launch(usual * rng.uniform(0.97, 1.03) * interrupted)
        yield


def _launch_next(tasks: Iterator[None]) -> None:
    next(tasks)


@contextmanager
def _keep_time(device: FakeDevice, function: object) -> Iterator[None]:
    """Put the device's clock in the place of Python's, whatever name that goes by."""
    clocks: dict[int, Callable[[], float]] = {
        id(time.perf_counter): device.clock,
        id(time.perf_counter_ns): lambda: round(device.clock() * 1e9),
    }
    places = [vars(time), getattr(function, "__globals__", {})]
    real = [{x: y for x, y in place.items() if id(y) in clocks} for place in places]
    for place, clocked in zip(places, real, strict=True):
        place.update({x: clocks[id(y)] for x, y in clocked.items()})
    try:
        yield
    finally:
        for place, clocked in zip(places, real, strict=True):
            place.update(clocked)


def _judge(device: FakeDevice, answer: object) -> Verdicts:
    """Say what is wrong with when the clock was read, in pairs, or with the answer."""
    yield is_nothing(answer), None
    yield not device.tasks, "fn was never called: write fn(), with brackets."
    yield not device.reads, NO_CLOCK
    yield not device.waits, NO_SYNC
    reads = pairwise(device.reads)
    pairs = [(start, end) for start, end in reads if end.launched > start.launched]
    yield not pairs, "no call lies between two readings of the clock."
    yield any(stop.behind for _, stop in pairs), EARLY_STOP
    yield any(start.behind for start, _ in pairs), EARLY_START
    calls = [stop.launched - start.launched for start, stop in pairs]
    spans = [stop.seconds - start.seconds for start, stop in pairs]
    times = [span / count for span, count in zip(spans, calls, strict=True)]
    array = to_array(answer)
    found = math.nan if array is None or array.size != 1 else float(array.item())
    if pairs[0][0].launched == 0:
        yield not _left_cold_out(times, found), COLD
        yield True, None
    yield calls == [1], ONCE
    yield len(calls) == 1, ONE_ROW
    yield len(calls) < LEAST_TIMES, TOO_FEW
    yield math.isnan(found), "return one number: the median, in seconds."
    yield _is_median(found, times), None
    yield any(_is_median(found * unit, times) for unit in (1e-3, 1e-6, 1e-9)), UNITS
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
        yield any(math.isclose(found, value, rel_tol=1e-5) for value in wrong), hint
    yield True, "the times were right, the result is not: return their median."


def _left_cold_out(times: list[float], found: float) -> bool:
    """Tell whether the first times were taken, but not counted."""
    counted = (times[first:] for first in range(1, len(times) - LEAST_TIMES + 1))
    near = any(math.isclose(found, median(rest), rel_tol=1e-6) for rest in counted)
    return near and not math.isclose(found, median(times), rel_tol=1e-6)


def _is_median(number: float, times: list[float]) -> bool:
    """Tell whether half of the times lie on either side, in float32 at least."""
    return median_low(times) * (1 - 1e-6) <= number <= median_high(times) * (1 + 1e-6)
