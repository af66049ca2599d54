"""The checker of the lesson on timing: each mistake has its own hint."""

import statistics
import time
from time import perf_counter

import numpy as np
import pytest
import torch

from tutorial_utils.lessons import timing_honestly as exercise
from tutorial_utils.lessons.timing_honestly import check_bench


def answer(
    *,
    warm_up=True,
    before=True,
    after=True,
    times=15,
    calls=1,
    result=statistics.median,
):
    """Return an answer like the lesson's solution, with parts left out."""

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
    """Use a clock that was imported by its own name, and sync() outside of the loop."""
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
    """Count nanoseconds, each reading the end of one call and the start of the next."""
    fn()
    sync()
    reads = [time.perf_counter_ns()]
    for _ in range(20):
        fn()
        sync()
        reads.append(time.perf_counter_ns())
    return np.median(np.diff(reads)) / 1e9


def without_first(seconds, count=1):
    """Warm up with calls that are timed and not counted."""
    return statistics.median(seconds[count:])


RIGHT = {
    "solution": answer(),
    "as few as asked for": answer(times=7),
    "even number": answer(times=8),
    "rows of calls": answer(calls=10),
    "lower median": answer(times=8, result=statistics.median_low),
    "tensor": answer(result=lambda seconds: torch.tensor(seconds).median()),
    "numpy": answer(result=np.median),
    "first left out": answer(warm_up=False, result=without_first),
    "three left out": answer(warm_up=False, result=lambda x: without_first(x, 3)),
    "imported clock": imported_clock,
    "nanoseconds": nanoseconds,
}


@pytest.mark.parametrize("bench", RIGHT.values(), ids=RIGHT)
def test_right_answers_pass(line, bench):
    """Warm, waited for twice, the median of many."""
    assert line(check_bench, bench) == "bench: all 3 cases right"


def no_clock(fn, sync):
    """Only call."""
    fn()
    sync()
    return 1e-3


def reads_beside_the_call(fn, sync):
    """Read the clock twice where nothing is called in between."""
    fn()
    sync()
    start = time.perf_counter()
    return time.perf_counter() - start


def waits_too_late(fn, sync):
    """Call sync() behind the second reading."""
    fn()
    seconds = []
    for _ in range(9):
        sync()
        start = time.perf_counter()
        fn()
        seconds.append(time.perf_counter() - start)
        sync()
    return statistics.median(seconds)


MISTAKES = {
    "brackets of fn": (lambda fn, sync: fn is None, "NOT_CALLED"),
    "no clock": (no_clock, "NO_CLOCK"),
    "another clock": (lambda fn, sync: fn() or time.monotonic(), "NO_CLOCK"),
    "beside": (reads_beside_the_call, "NOTHING_TIMED"),
    "no sync": (answer(before=False, after=False), "NO_SYNC"),
    "no sync before the stop": (answer(after=False), "EARLY_STOP"),
    "sync behind the stop": (waits_too_late, "EARLY_STOP"),
    "no sync before the start": (answer(before=False), "EARLY_START"),
    "cold": (answer(warm_up=False), "COLD"),
    "cold, even number": (answer(warm_up=False, times=16), "COLD"),
    "cold, too few left": (
        answer(warm_up=False, times=7, result=without_first),
        "COLD",
    ),
    "once": (answer(times=1), "ONCE"),
    "one row": (answer(times=1, calls=100), "ONE_ROW"),
    "three times": (answer(times=3), "TOO_FEW"),
    "all": (answer(result=list), "NO_NUMBER"),
    "array": (answer(result=np.array), "NO_NUMBER"),
    "text": (answer(result=lambda x: f"{statistics.median(x)} s"), "NO_NUMBER"),
    "mean": (answer(result=statistics.fmean), "MEAN"),
    "minimum": (answer(result=min), "FASTEST"),
    "maximum": (answer(result=max), "SLOWEST"),
    "sum": (answer(result=sum), "TOTAL"),
    "not sorted": (answer(result=lambda x: x[len(x) // 2]), "UNSORTED"),
    "the last": (answer(result=lambda x: x[-1]), "LAST"),
    "milliseconds": (answer(result=lambda x: statistics.median(x) * 1e3), "UNITS"),
    "something else": (answer(result=lambda x: 0.1), "WRONG"),
}


@pytest.mark.parametrize(("bench", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_has_its_hint(line, bench, hint):
    """The device of the check makes each of them visible, without a GPU."""
    assert line(check_bench, bench) == f"not yet: {getattr(exercise, hint)}"


def synchronize_torch(fn, sync):
    """Raise as torch.accelerator.synchronize() does without an accelerator."""
    raise RuntimeError("Cannot access accelerator device when none is available.")


RAISING = {
    "no import": (lambda fn, sync: clock(), "IMPORT"),  # noqa: F821 # the mistake
    "torch's sync": (synchronize_torch, "USE_SYNC"),
    "input of fn": (lambda fn, sync: fn(3), "NO_ARGUMENTS"),
    "device of sync": (lambda fn, sync: sync("cpu"), "NO_ARGUMENTS"),
}


@pytest.mark.parametrize(("bench", "hint"), RAISING.values(), ids=RAISING)
def test_known_errors_have_a_hint(line, bench, hint):
    """The exception's line stays, and what it means here follows."""
    said = line(check_bench, bench)

    assert said.startswith("not yet: bench() stops with ")
    assert said.endswith(f" (Hint: {getattr(exercise, hint)})")


WRONG = {**MISTAKES, **RAISING}


@pytest.mark.parametrize(("bench", "hint"), WRONG.values(), ids=WRONG)
def test_each_hint_has_its_chinese(line, monkeypatch, bench, hint):
    """No sentence of a hint stays English."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    said = line(check_bench, bench)

    assert said.startswith("还差一点：")
    assert getattr(exercise, hint) not in said


def test_clocks_are_put_back(line):
    """Python's time goes on after the check, also where the answer raises."""
    real = time.perf_counter, perf_counter, time.perf_counter_ns
    line(check_bench, imported_clock)
    line(check_bench, synchronize_torch)

    assert (time.perf_counter, perf_counter, time.perf_counter_ns) == real
    assert time.perf_counter.__name__ == "perf_counter"
