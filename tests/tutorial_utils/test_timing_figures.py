"""The drawings of timing: a queue on its timeline, the times of many calls."""

from statistics import median

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from tutorial_utils.lessons.timing_honestly import FakeDevice, draw_calls, draw_timeline
from tutorial_utils.plotting import DATA, INK, MODEL, REFERENCE


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.fixture
def device():
    """Return a device that was read at the start, too early and in time."""
    device = FakeDevice(launch=1e-3)
    device.clock()
    device.launch(4e-3)
    device.launch(3e-3)
    device.clock()
    device.synchronize()
    device.clock()
    return device


def bars(ax, color):
    """Return the start and the length of the bars of a colour, in ms."""
    return [
        (bar.get_x(), bar.get_width())
        for bar in ax.patches
        if bar.get_facecolor()[3] and to_hex(bar.get_facecolor()) == color.lower()
    ]


def test_bars_are_what_program_and_device_did(device):
    """Two tasks handed over, two done, in milliseconds."""
    ax = draw_timeline(device)

    assert bars(ax, DATA) == [pytest.approx(x) for x in [(0, 1), (1, 1)]]
    assert bars(ax, MODEL) == [pytest.approx(x) for x in [(1, 4), (5, 3)]]


def test_waiting_has_its_own_bar(device):
    """It is empty and reaches from the last task to the end of the work."""
    bars = draw_timeline(device).patches
    (waits,) = [bar for bar in bars if not bar.get_facecolor()[3]]

    assert (waits.get_x(), waits.get_width()) == pytest.approx((2, 6))


def test_reading_too_early_looks_different(device):
    """Dotted and dark where the device is behind, else firm and green."""
    lines = draw_timeline(device).lines

    assert [line.get_xdata()[0] for line in lines] == pytest.approx([0, 2, 8])
    assert [line.get_linestyle() for line in lines] == ["-", ":", "-"]
    assert [line.get_color() for line in lines] == [REFERENCE, INK, REFERENCE]


def test_title_says_both_times(device):
    """The wrong one first."""
    title = draw_timeline(device).get_title(loc="left")

    assert title == "Read early: 2.0 ms, after waiting: 8.0 ms"


def test_first_call_stands_apart():
    """The others are dots, in the order of the calls, and give the median."""
    ax = draw_calls([0.03, 0.01, 0.02, 0.012])
    later, first, middle = ax.lines

    assert list(first.get_xydata()[0]) == pytest.approx([1, 30])
    assert list(later.get_ydata()) == pytest.approx([10, 20, 12])
    assert middle.get_ydata()[0] == pytest.approx(median([10, 20, 12]))
    assert ax.get_title(loc="left") == "The first call took 2.5 times the median"


def test_time_begins_at_zero():
    """Heights of dots can be compared, and the slowest is inside."""
    low, high = draw_calls([0.03, 0.01, 0.05]).get_ylim()

    assert low == 0
    assert high > 50
