"""The device that pretends: it queues, works in order, and has to be waited for."""

import pytest

from tutorial_utils.lessons.timing_honestly import FakeDevice


@pytest.fixture
def device():
    """Return a device that takes a quarter of a second to hand over a task."""
    return FakeDevice(launch=0.25)


def test_launch_returns_before_the_task_is_done(device):
    """Handing over is all that takes the program's time."""
    device.launch(8)

    assert device.clock() == pytest.approx(0.25)


def test_waiting_takes_the_rest_of_all_tasks(device):
    """The first task begins when it was handed over, the next when that is done."""
    device.launch(8)
    device.launch(4)
    device.synchronize()

    assert device.clock() == pytest.approx(0.25 + 8 + 4)
    assert device.tasks[1].start == device.tasks[0].end


def test_waiting_for_an_idle_device_takes_no_time(device):
    """Neither before the first task nor after the last is done."""
    device.synchronize()
    device.launch(8)
    device.synchronize()
    device.synchronize()

    assert device.clock() == pytest.approx(8.25)
    assert [end - start for start, end in device.waits] == pytest.approx([0, 8, 0])


def test_idle_device_begins_at_once(device):
    """A task does not begin before it was handed over."""
    device.launch(1)
    device.synchronize()
    device.launch(1)

    assert device.tasks[1].start == device.launches[1].end == pytest.approx(1.5)


def test_each_look_at_the_clock_is_noted(device):
    """With the tasks so far, and whether the device was still at work."""
    device.clock()
    device.launch(8)
    device.clock()
    device.synchronize()
    device.clock()

    assert [read.launched for read in device.reads] == [0, 1, 1]
    assert [read.behind for read in device.reads] == [False, True, False]
