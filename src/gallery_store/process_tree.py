"""What a lesson's process starts, also in sessions of its own; seen on Linux alone."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

ADOPT = 36
"""What Linux calls the process to which those go whose parents have ended."""

LOOKS = 100
"""After so many deaths something begets faster than it can be killed."""


def adopt_orphans() -> None:
    """Keep whatever is started from here on among this process's descendants."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def end_descendants() -> None:
    """Kill everything that this process has started, and what comes after."""
    for _ in range(LOOKS):
        for child in (found := Tree(os.getpid()).look()):
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
            with suppress(OSError):  # not ours, if its parent has not waited for it
                os.waitpid(child, 0)
        if not found:
            return


class Tree:
    """A process and all that it has started, as far as `look` has seen it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.born: dict[int, str] = {}  # when each began, for a number is used again

    def look(self) -> list[int]:
        """Return what runs of the tree now, without its root."""
        todo, found = [self.pid], list[int]()
        while todo:
            for child in children_of(todo.pop()):
                if began := when_began(child):
                    self.born[child] = began
                    found.append(child)
                todo.append(child)
        return found

    def memory(self) -> int:
        """Return the bytes of memory of the whole tree, shared ones counted once."""
        return sum(map(memory_of, [self.pid, *self.look()]))

    def end(self) -> None:
        """Kill what was ever seen of the tree and still runs, but not its root."""
        self.look()
        for child, began in self.born.items():
            if when_began(child) == began:
                with suppress(OSError):
                    os.kill(child, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def when_began(pid: int) -> str:
    """Return when a process began; nothing if it has ended."""
    with suppress(OSError):
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state == "Z" else rest[18]
    return ""


def memory_of(pid: int) -> int:
    """Return a process's share of memory in bytes."""
    with suppress(OSError, IndexError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(text.partition("\nPss:")[2].split()[0]) * 1024
    return 0
