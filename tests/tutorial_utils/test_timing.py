"""Measuring, mostly on a clock that stands still until somebody works."""

import time
from functools import partial
from itertools import chain, repeat

import pytest
import torch
from made_up import make_timing

from tutorial_utils import timing
from tutorial_utils.timing import measure


class Clock:
    """Stands still until somebody works; counts how often it is looked at."""

    now, looks = 0.0, 0

    def __call__(self):
        """Return the seconds worked so far."""
        self.looks += 1
        return self.now

    def work(self, *seconds, then):
        """Return a function whose calls take so many seconds each."""
        plan = chain(seconds, repeat(then))

        def function():
            self.now += next(plan)

        return function


@pytest.mark.parametrize(
    ("first", "seconds", "calls"),
    [
        ([], 0.25, 1),
        ([], 1e-5, 50),
        ([1e-3] * 3, 1e-5, 50),
        ([100.0], 0.25, 1),
        ([], 0.0, timing.MOST_CALLS),
    ],
)
def test_measure_returns_the_seconds_of_one_warm_call(first, seconds, calls):
    """Whatever the number of calls in a repeat, which is learned from warm ones.

    The clock is looked at before and after each repeat, and to learn that number.
    """
    clock = Clock()
    function = clock.work(*first, then=seconds)
    result = measure(function, device="cpu", repeats=3, clock=clock)

    assert (result.median, result.upper_quartile) == pytest.approx((seconds, seconds))
    assert (result.device, result.repeats, result.calls) == ("cpu", 3, calls)
    assert clock.looks == 4 * (3 + 2)  # each with its warm-up


def test_measure_agrees_with_the_quartiles_of_the_repeats():
    """The three numbers are the quartiles of what the clock saw."""
    clock = Clock()
    seconds = [1.0, 2.0, 3.0, 4.0, 5.0]
    # The Timer calls six times before the repeats, and twice before each of them.
    plan = [1.0] * 6 + [x for second in seconds for x in (1.0, 1.0, second)]

    result = measure(clock.work(*plan, then=0), device="cpu", repeats=5, clock=clock)

    found = [result.lower_quartile, result.median, result.upper_quartile]
    assert found == pytest.approx([2.0, 3.0, 4.0])


def test_measure_agrees_with_a_real_clock():
    """What sleeps ten milliseconds takes at least that, and no more than all of it."""
    start = time.perf_counter()
    result = measure(lambda: time.sleep(0.01), device="cpu", repeats=5)
    all_of_it = time.perf_counter() - start

    assert 0.01 <= result.lower_quartile <= result.median < all_of_it


def test_measure_waits_for_the_device(monkeypatch):
    """Work that is only queued is counted all the same."""
    clock, queue = Clock(), []

    def launch():
        clock.now += 1e-6
        queue.append(0.5)

    def synchronize(device):
        clock.now += sum(queue)
        queue.clear()

    monkeypatch.setattr(timing, "require_device", torch.device)
    monkeypatch.setattr(timing, "synchronize", synchronize)

    result = measure(launch, device="cuda", clock=clock)

    assert result.median == pytest.approx(0.5 + 1e-6)


@pytest.mark.parametrize("threads", [1, 2])
def test_measure_keeps_the_threads_that_torch_has(threads):
    """The Timer's own default of one thread would slow torch down."""
    usual, seen = torch.get_num_threads(), set()
    torch.set_num_threads(threads)
    try:
        result = measure(lambda: seen.add(torch.get_num_threads()), device="cpu")
    finally:
        torch.set_num_threads(usual)

    assert (seen, result.threads) == ({threads}, threads)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (1e-3, "1 ms"), (4.56e-6, "4.56 µs")],
)
def test_timing_is_written_in_a_unit_that_suits_it(seconds, said):
    """No reader counts zeros."""
    result = make_timing(seconds, repeats=3)

    assert str(result).startswith(f"{said} (quartiles ")
    assert str(result).endswith("cpu, threads=2, repeats=3, calls=1)")


@pytest.mark.parametrize(
    ("function", "options", "error", "said"),
    [
        (print, {"repeats": 0}, ValueError, "repeats is a whole number from 1 on, not"),
        (print, {"repeats": 2.5}, ValueError, "repeats is a whole number from 1 on"),
        (print, {"device": "no-such"}, ValueError, "no device 'no-such' here; this"),
        (torch.ones(2, 2), {}, TypeError, r"got a Tensor: write measure\(lambda"),
    ],
)
def test_measure_rejects_what_it_cannot_measure(function, options, error, said):
    """``measure(x @ x)``, for one, multiplies once and hands over the product."""
    with pytest.raises(error, match=said):
        measure(function, **{"device": "cpu"} | options)


def product_of_ghosts():
    """Raise."""
    raise KeyError("ghost")


@pytest.mark.parametrize("function", [product_of_ghosts, partial(product_of_ghosts)])
def test_measure_names_a_function_that_raises(function):
    """The function and its error are in one message, the error is the cause."""
    said = ": (product_of_ghosts|partial) raised KeyError: 'ghost'$"
    with pytest.raises(RuntimeError, match=said) as caught:
        measure(function, device="cpu")

    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.skipif(not torch.accelerator.is_available(), reason="needs an accelerator")
def test_measure_times_an_accelerator():
    """The device's own name is in the result."""
    x = torch.rand(64, 64, device=torch.accelerator.current_accelerator())

    assert measure(lambda: x @ x, device=x.device).device == str(x.device)
