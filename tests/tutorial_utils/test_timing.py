"""Measuring, mostly on a clock that stands still until somebody works."""

import statistics
import time

import pytest
import torch
from made_up import make_timing

from tutorial_utils import timing
from tutorial_utils.timing import measure


class FakeClock:
    """Stands still until somebody works."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        """Return the seconds worked so far."""
        return self.now


@pytest.fixture
def clock():
    """Return a clock at zero."""
    return FakeClock()


@pytest.fixture
def work(clock):
    """Return a function that makes work of a given number of seconds."""

    def make(*seconds, then):
        first = iter(seconds)

        def function():
            clock.now += next(first, then)

        return function

    return make


@pytest.fixture
def fake_accelerator(clock, monkeypatch):
    """Return the queue, in seconds, of a device that works when it is waited for."""
    queue = []

    def synchronize(device):
        clock.now += sum(queue)
        queue.clear()

    monkeypatch.setattr(timing, "require_device", torch.device)
    monkeypatch.setattr(timing, "synchronize", synchronize)
    return queue


@pytest.fixture(params=[1, None])
def threads(request):
    """Give torch one thread for the length of a test, or leave it what it has."""
    usual = torch.get_num_threads()
    torch.set_num_threads(request.param or usual)
    yield torch.get_num_threads()
    torch.set_num_threads(usual)


def test_measure_returns_the_seconds_of_one_call(clock, work):
    """Whatever the number of calls; how they were taken stands beside them."""
    result = measure(work(then=0.25), device="cpu", repeats=3, clock=clock)

    assert result.median == pytest.approx(0.25)
    assert (result.device, result.repeats, result.calls) == ("cpu", 3, 1)


def test_measure_divides_a_repeat_by_its_calls(clock, work):
    """A short function is called many times between two looks at the clock."""
    result = measure(work(then=1e-5), device="cpu", clock=clock)

    assert result.calls == 50
    assert result.median == pytest.approx(1e-5)


def test_measure_reads_the_clock_once_for_many_calls(clock):
    """The calls of a repeat follow each other without a look at the clock."""
    run, runs = [0], []

    def function():
        clock.now += 1e-5
        run[0] += 1

    def read():
        runs.append(run[0])
        run[0] = 0
        return clock()

    measure(function, device="cpu", repeats=3, clock=read)

    assert runs.count(50) == 3 + 1  # the repeats, and one to learn how many calls


def test_measure_fills_a_repeat_although_the_first_calls_were_cold(clock):
    """How many calls a repeat takes is learned from calls that are warm."""
    cold = iter([1e-3] * 3)

    def function():
        clock.now += next(cold, 1e-5)

    result = measure(function, device="cpu", repeats=3, clock=clock)

    assert result.calls == 50


def test_measure_calls_a_tiny_function_a_limited_number_of_times(clock):
    """A function without any duration must not be called for ever."""
    result = measure(lambda: None, device="cpu", repeats=1, clock=clock)

    assert result.calls == timing.MOST_CALLS


def test_measure_leaves_the_warm_up_out(clock, work):
    """What the first call pays once is in none of the numbers."""
    result = measure(work(100.0, then=0.25), device="cpu", clock=clock)

    assert result.upper_quartile == pytest.approx(0.25)


def test_measure_agrees_with_the_quartiles_of_the_repeats(clock):
    """The three numbers are the quartiles of what the clock saw."""
    seconds = [1.0, 2.0, 3.0, 4.0, 5.0]
    # The Timer calls six times before the repeats, and twice before each of them.
    plan = iter([1.0] * 6 + [x for second in seconds for x in (1.0, 1.0, second)])

    def function():
        clock.now += next(plan)

    result = measure(function, device="cpu", repeats=5, clock=clock)

    expected = statistics.quantiles(seconds, n=4, method="inclusive")
    found = [result.lower_quartile, result.median, result.upper_quartile]
    assert found == pytest.approx(expected)


def test_measure_agrees_with_a_plain_loop():
    """On the real clock a plain timed loop finds about the same."""

    def function():
        time.sleep(0.01)

    loop = []
    for _ in range(5):
        start = time.perf_counter()
        function()
        loop.append(time.perf_counter() - start)

    result = measure(function, device="cpu", repeats=5)

    assert 0.1 < result.median / statistics.median(loop) < 10
    assert 0.01 <= result.lower_quartile <= result.median <= result.upper_quartile


def test_measure_waits_for_the_device(clock, fake_accelerator):
    """Work that is only queued is counted all the same."""

    def launch():
        clock.now += 1e-6
        fake_accelerator.append(0.5)

    result = measure(launch, device="cuda", clock=clock)

    assert result.median == pytest.approx(0.5 + 1e-6)


def test_measure_keeps_the_threads_that_torch_has(threads):
    """The Timer's own default of one thread would slow torch down."""
    seen = set()

    result = measure(lambda: seen.add(torch.get_num_threads()), device="cpu")

    assert seen == {threads}
    assert result.threads == threads


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (1e-3, "1 ms"), (4.56e-6, "4.56 µs")],
)
def test_timing_is_written_in_a_unit_that_suits_it(seconds, said):
    """No reader counts zeros."""
    result = make_timing(seconds, repeats=3)

    assert str(result).startswith(f"{said} (quartiles ")
    assert str(result).endswith("cpu, threads=2, repeats=3, calls=1)")


@pytest.mark.parametrize("repeats", [0, -1, 2.5, "3"])
def test_measure_rejects_repeats_that_are_no_count(repeats):
    """Without a repeat there is no median."""
    with pytest.raises(ValueError, match=r"repeats is a whole number from 1 on, not"):
        measure(lambda: None, device="cpu", repeats=repeats)


def test_measure_rejects_a_device_that_is_not_there():
    """The complaint names the device and those that are there."""
    with pytest.raises(ValueError, match="no device 'no-such' here; this machine has"):
        measure(lambda: None, device="no-such")


class Ghost:
    """Can be called and has no name; its address is of no use."""

    def __call__(self):
        """Raise."""
        raise KeyError("ghost")


def product_of_ghosts():
    """Raise."""
    raise KeyError("ghost")


@pytest.mark.parametrize(
    ("function", "name"), [(product_of_ghosts, "product_of_ghosts"), (Ghost(), "Ghost")]
)
def test_measure_names_a_function_that_raises(function, name):
    """The function and its error are in one message, the error is the cause."""
    with pytest.raises(RuntimeError) as caught:
        measure(function, device="cpu")

    assert f"{name} raised KeyError: 'ghost'" in str(caught.value)
    assert "0x" not in str(caught.value)
    assert isinstance(caught.value.__cause__, KeyError)


def test_measure_wants_a_function_not_its_result():
    """``measure(x @ x)`` multiplies once and hands over the product."""
    with pytest.raises(TypeError, match=r"got a Tensor: write measure\(lambda"):
        measure(torch.ones(2, 2), device="cpu")


@pytest.mark.skipif(not torch.accelerator.is_available(), reason="needs an accelerator")
def test_measure_times_an_accelerator():
    """The device's own name is in the result."""
    x = torch.rand(64, 64, device=torch.accelerator.current_accelerator())

    assert measure(lambda: x @ x, device=x.device).device == str(x.device)
