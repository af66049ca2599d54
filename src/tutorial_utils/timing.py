"""How long a call takes: warmed up, synchronised, repeated, with its spread."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from tutorial_utils.devices import require_device, synchronize

REPEAT_SECONDS = 5e-4
"""What one repeat should last: long enough that reading the clock costs nothing, short
enough that most fall between two interruptions by the machine's other programs."""

MOST_CALLS = 10_000  # the calls in one repeat at most, however short they are


@dataclass(frozen=True, kw_only=True)
class Timing:
    """What many measurements say about one call, in seconds."""

    median: float
    lower_quartile: float  # half of the repeats lie between the quartiles
    upper_quartile: float
    repeats: int  # how often the time was taken
    calls: int  # in each repeat, back to back; its time is divided by them
    threads: int  # that torch ran with
    device: str  # that was waited for, such as "cpu"

    def __str__(self) -> str:
        """Write the times in a unit that suits them, and how they were taken."""
        units = [(1, "s"), (1e3, "ms")]
        found = (unit for unit in units if self.median * unit[0] >= 1)
        factor, unit = next(found, (1e6, "µs"))
        seconds = self.lower_quartile, self.median, self.upper_quartile
        low, middle, high = (f"{x * factor:.3g}" for x in seconds)
        return (
            f"{middle} {unit} (quartiles {low} and {high} {unit}; {self.device}, "
            f"threads={self.threads}, repeats={self.repeats}, calls={self.calls})"
        )


def measure(
    function: Callable[[], object],
    *,
    device: torch.device | str,
    repeats: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> Timing:
    """Measure how long a call takes, with :class:`torch.utils.benchmark.Timer`.

    The function takes no arguments.  It is called a few times first, so that what
    happens only once is not counted, and before each reading of the clock, in seconds,
    the device is waited for; there is no default, since a device that is not waited for
    gives a time that is too short.  Torch keeps the threads that it has; the Timer's
    own default would be one.
    """
    if not callable(function):
        raise TypeError(
            f"measure() calls a function and got a {type(function).__name__}: "
            "write measure(lambda: ..., device=...)"
        )
    if not isinstance(repeats, int) or repeats < 1:
        raise ValueError(f"repeats is a whole number from 1 on, not {repeats!r}")
    found = require_device(device)
    timer = _make_timer(function, found, clock)
    try:
        calls = 1
        for _ in range(2):  # the first call is cold
            seconds = timer.timeit(calls).median
            calls = min(math.ceil(REPEAT_SECONDS / seconds), MOST_CALLS)
        times = [timer.timeit(calls).median for _ in range(repeats)]
    except Exception as error:
        name = getattr(function, "__qualname__", type(function).__name__)
        said = f"{name} raised {type(error).__name__}: {error}"
        raise RuntimeError(f"nothing was measured: {said}") from error
    return summarize(times, calls=calls, device=found)


def summarize(
    times: Sequence[float], *, calls: int, device: torch.device | str
) -> Timing:
    """Return what many measurements, each in seconds of one call, say about it."""
    low, middle, high = (float(q) for q in np.quantile(times, (0.25, 0.5, 0.75)))
    return Timing(
        median=middle,
        lower_quartile=low,
        upper_quartile=high,
        repeats=len(times),
        calls=calls,
        threads=torch.get_num_threads(),
        device=str(device),
    )


def _make_timer(
    function: Callable[[], object], device: torch.device, clock: Callable[[], float]
) -> Any:
    """Return a Timer whose clock waits for the device first."""
    from torch.utils.benchmark import Timer  # slow to import

    def read_clock() -> float:
        synchronize(device)
        return clock()

    return Timer(
        "function()",
        timer=read_clock,
        globals={"function": function},
        num_threads=torch.get_num_threads(),
    )
