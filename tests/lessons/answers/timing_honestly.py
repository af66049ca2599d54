"""Known answers to bench(fn, sync)."""

import statistics
import time
from time import perf_counter

import numpy as np
import torch

from tutorial_utils.lessons import timing_honestly as lesson


def answer(
    *,
    warm_up=True,
    before=True,
    after=True,
    times=15,
    calls=1,
    result=statistics.median,
):
    def bench(fn, sync):
        if warm_up:
            fn()
        seconds = []
        for _ in range(times):
            if before:
                sync()
            start = time.perf_counter()
            for _ in range(calls):
                fn()
            if after:
                sync()
            seconds.append((time.perf_counter() - start) / calls)
        return result(seconds)

    return bench


def imported_clock(fn, sync):
    fn()
    sync()
    seconds = []
    for _ in range(7):
        start = perf_counter()
        fn()
        sync()
        seconds.append(perf_counter() - start)
    return sorted(seconds)[3]


def nanoseconds(fn, sync):
    fn()
    sync()
    reads = [time.perf_counter_ns()]
    for _ in range(20):
        fn()
        sync()
        reads.append(time.perf_counter_ns())
    return np.median(np.diff(reads)) / 1e9


def without_first(seconds, count=1):
    return statistics.median(seconds[count:])


def no_clock(fn, sync):
    fn()
    sync()
    return 1e-3


def reads_beside_the_call(fn, sync):
    fn()
    sync()
    start = time.perf_counter()
    return time.perf_counter() - start


def waits_too_late(fn, sync):
    fn()
    seconds = []
    for _ in range(9):
        sync()
        start = time.perf_counter()
        fn()
        seconds.append(time.perf_counter() - start)
        sync()
    return statistics.median(seconds)


def synchronize_torch(fn, sync):
    raise RuntimeError("Cannot access accelerator device when none is available.")


RIGHT = {
    "bench": [
        answer(times=7),
        answer(times=8),
        answer(calls=10),
        answer(times=8, result=statistics.median_low),
        answer(result=lambda seconds: torch.tensor(seconds).median()),
        answer(result=np.median),
        answer(warm_up=False, result=without_first),
        answer(warm_up=False, result=lambda x: without_first(x, 3)),
        imported_clock,
        nanoseconds,
    ]
}
WRONG = {
    "bench": [
        (lambda fn, sync: fn is None, lesson.NOT_CALLED),
        (no_clock, lesson.NO_CLOCK),
        (lambda fn, sync: fn() or time.monotonic(), lesson.NO_CLOCK),
        (reads_beside_the_call, lesson.NOTHING_TIMED),
        (answer(before=False, after=False), lesson.NO_SYNC),
        (answer(after=False), lesson.EARLY_STOP),
        (waits_too_late, lesson.EARLY_STOP),
        (answer(before=False), lesson.EARLY_START),
        (answer(warm_up=False), lesson.COLD),
        (answer(warm_up=False, times=16), lesson.COLD),
        (answer(warm_up=False, times=7, result=without_first), lesson.COLD),
        (answer(times=1), lesson.ONCE),
        (answer(times=1, calls=100), lesson.ONE_ROW),
        (answer(times=3), lesson.TOO_FEW),
        (answer(result=list), lesson.NO_NUMBER),
        (answer(result=np.array), lesson.NO_NUMBER),
        (answer(result=lambda x: f"{statistics.median(x)} s"), lesson.NO_NUMBER),
        (answer(result=statistics.fmean), lesson.MEAN),
        (answer(result=min), lesson.FASTEST),
        (answer(result=max), lesson.SLOWEST),
        (answer(result=sum), lesson.TOTAL),
        (answer(result=lambda x: x[len(x) // 2]), lesson.UNSORTED),
        (answer(result=lambda x: x[-1]), lesson.LAST),
        (answer(result=lambda x: statistics.median(x) * 1e3), lesson.UNITS),
        (answer(result=lambda x: 0.1), lesson.WRONG),
        (lambda fn, sync: clock(), lesson.IMPORT),  # noqa: F821 # the mistake
        (synchronize_torch, lesson.USE_SYNC),
        (lambda fn, sync: fn(3), lesson.NO_ARGUMENTS),
        (lambda fn, sync: sync("cpu"), lesson.NO_ARGUMENTS),
    ]
}
