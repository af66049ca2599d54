"""A device that only pretends to work: it has a queue and a clock of its own.

It shows on any machine, and every time alike, what an accelerator does to a clock.
"""

from typing import NamedTuple


class Read(NamedTuple):
    """A look at the clock."""

    seconds: float
    launched: int  # tasks that had been handed over
    behind: bool  # whether the device still had to work


class Span(NamedTuple):
    """A stretch of time, in seconds."""

    start: float
    end: float


class FakeDevice:
    """Takes tasks into its queue at once, and does one after the other meanwhile.

    Its time is made up: handing over a task takes `launch` seconds of it, and waiting
    takes what the device still needs; nothing else takes any.

    Parameters
    ----------
    launch
        Seconds that the program needs to hand over a task.

    Attributes
    ----------
    reads, launches, tasks, waits
        What has happened, in order: looks at the clock, the program handing over
        tasks, the device working on them, the program waiting.
    """

    def __init__(self, *, launch: float) -> None:
        self.launch_seconds = launch
        self.now = 0.0
        self.reads: list[Read] = []
        self.launches: list[Span] = []
        self.tasks: list[Span] = []
        self.waits: list[Span] = []

    def clock(self) -> float:
        """Return the time, as :func:`time.perf_counter` would."""
        behind = self._finish() > self.now
        self.reads.append(Read(self.now, len(self.tasks), behind))
        return self.now

    def launch(self, seconds: float) -> None:
        """Hand over a task of so many seconds, and return without waiting for it."""
        handed = self.now + self.launch_seconds
        start = max(handed, self._finish())
        self.launches.append(Span(self.now, handed))
        self.tasks.append(Span(start, start + seconds))
        self.now = handed

    def synchronize(self) -> None:
        """Wait until all tasks are done."""
        end = max(self.now, self._finish())
        self.waits.append(Span(self.now, end))
        self.now = end

    def _finish(self) -> float:
        """Return when the last task is done."""
        return self.tasks[-1].end if self.tasks else 0.0
