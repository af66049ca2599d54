"""The device that pretends, the drawings of time, and the clocks of the checker."""

import time
from statistics import median
from time import perf_counter

import pytest
from figures import filled, title

from tutorial_utils.lessons import timing_honestly as lesson
from tutorial_utils.plotting import DATA, INK, MODEL, REFERENCE


def test_waiting_takes_the_rest_of_all_tasks():
    """Handing over is quick; a task begins when the one before it is done."""
    device = lesson.FakeDevice(launch=0.25)
    device.synchronize()  # there is nothing to wait for
    device.launch(8)
    device.clock()
    device.launch(4)
    device.synchronize()
    device.clock()
    device.launch(1)  # begins at once

    assert [read.seconds for read in device.reads] == pytest.approx([0.25, 12.25])
    assert [read.launched for read in device.reads] == [1, 2]
    assert [read.behind for read in device.reads] == [True, False]
    assert [end - start for start, end in device.waits] == pytest.approx([0, 11.75])
    assert [start for start, _ in device.tasks] == pytest.approx([0.25, 8.25, 12.5])


def test_timeline_shows_program_and_device():
    """Two tasks handed over and done; reading too early is dotted and dark."""
    device = lesson.FakeDevice(launch=1e-3)
    device.clock()
    device.launch(4e-3)
    device.launch(3e-3)
    device.clock()
    device.synchronize()
    device.clock()
    ax = lesson.draw_timeline(device)
    bars = [(bar.get_x(), bar.get_width()) for bar in ax.patches]

    assert bars == [pytest.approx(x) for x in [(0, 1), (1, 1), (2, 6), (1, 4), (5, 3)]]
    assert [len(filled(ax, color)) for color in (DATA, MODEL)] == [2, 2]
    assert [line.get_xdata()[0] for line in ax.lines] == pytest.approx([0, 2, 8])
    assert [line.get_linestyle() for line in ax.lines] == ["-", ":", "-"]
    assert [line.get_color() for line in ax.lines] == [REFERENCE, INK, REFERENCE]
    assert title(ax) == "Read early: 2.0 ms, after waiting: 8.0 ms"


def test_first_call_stands_apart():
    """The others are dots in order and give the median; time begins at zero."""
    ax = lesson.draw_calls([0.03, 0.01, 0.05, 0.012])
    later, first, middle = ax.lines
    low, high = ax.get_ylim()

    assert list(first.get_xydata()[0]) == pytest.approx([1, 30])
    assert list(later.get_ydata()) == pytest.approx([10, 50, 12])
    assert middle.get_ydata()[0] == pytest.approx(median([10, 50, 12]))
    assert title(ax) == "The first call took 2.5 times the median"
    assert low == 0
    assert high > 50


def test_clocks_are_put_back(line):
    """Python's time goes on after the check, also where the answer raises."""
    real = time.perf_counter, perf_counter, time.perf_counter_ns

    line(lesson.check_bench, lambda fn, sync: fn() or perf_counter())
    line(lesson.check_bench, lambda fn, sync: 1 / 0)

    assert (time.perf_counter, perf_counter, time.perf_counter_ns) == real
    assert time.perf_counter.__name__ == "perf_counter"
