"""Draw what happens while the clock runs: a queue of tasks, and many calls."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from matplotlib.axes import Axes

from tutorial_utils.asynchronous import FakeDevice, Span
from tutorial_utils.plotting import DATA, INK, MODEL, REFERENCE, label_line, new_axes

PROGRAM, DEVICE, HEIGHT = 1.0, 0.0, 0.6
"""Where the two rows of the timeline lie, and how high their bars are."""


def draw_timeline(device: FakeDevice) -> Axes:
    """Draw what a program and its device did, and when the clock was read.

    Parameters
    ----------
    device
        After a run that read the clock at the start, before waiting and at the end.

    Returns
    -------
    Axes
        The axes of a new figure; its time axis counts milliseconds.
    """
    ax = new_axes()
    _draw_spans(ax, PROGRAM, device.launches, facecolor=DATA, edgecolor="white")
    _draw_spans(ax, PROGRAM, device.waits, fc="none", edgecolor=DATA, ls=":", lw=1.5)
    _draw_spans(ax, DEVICE, device.tasks, facecolor=MODEL, edgecolor="white")
    for start, end in device.waits:
        middle = ((start + end) * 5e2, PROGRAM)
        ax.text(*middle, "waits", color=DATA, ha="center", va="center")
    first, *stops = device.reads
    for read in device.reads:
        color, style = (INK, ":") if read.behind else (REFERENCE, "-")
        ax.axvline(read.seconds * 1e3, color=color, ls=style)
    times = [f"{(stop.seconds - first.seconds) * 1e3:.1f} ms" for stop in stops]
    ax.set_title(f"Read early: {times[0]}, after waiting: {times[-1]}")
    ax.set_yticks([PROGRAM, DEVICE], ["program", "device"])
    ax.set(xlabel="ms", ylim=(-0.5, 1.5))
    return ax


def _draw_spans(ax: Axes, row: float, spans: Sequence[Span], **look: Any) -> None:
    for start, end in spans:
        ax.barh(row, (end - start) * 1e3, HEIGHT, start * 1e3, **look)


def draw_calls(seconds: Sequence[float]) -> Axes:
    """Draw the time of each call as a dot, and the median of all but the first.

    Parameters
    ----------
    seconds
        In the order of the calls; the first was cold.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    first, *later = [1e3 * time for time in seconds]
    middle = median(later)
    ax = new_axes()
    ax.plot(range(2, len(seconds) + 1), later, "o", color=DATA, markersize=5)
    ax.plot([1], [first], "D", color=INK, markersize=8)
    ax.axhline(middle, color=REFERENCE)
    label_line(ax, 1, first, "first call", INK, offset=(8, 0))
    label_line(ax, len(seconds), middle, "median", REFERENCE, offset=(-4, 8))
    ax.set_title(f"The first call took {first / middle:.1f} times the median")
    ax.set(xlabel="call", ylabel="ms", ylim=(0, 1.1 * max(first, *later)))
    return ax
