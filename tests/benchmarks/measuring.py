"""Run a command and measure it: seconds of wall time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

POLL = 0.05
MIB = 1024


@dataclass(frozen=True)
class Run:
    """How a command went: wall time, and the most memory, in MiB.

    That of the process itself, and that of the largest which took part.
    """

    seconds: float
    own: int
    largest: int


def measure(
    command: Sequence[str | Path], folder: Path, env: Mapping[str, str] | None = None
) -> Run:
    """Run a command in a folder, or stop with what it said if it fails."""
    log = folder.parent / "benchmark.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=output, stderr=output
        )
    own, status, largest = watch(process.pid)
    seconds = time.perf_counter() - start
    if status:
        said = log.read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{' '.join(map(str, command))}\n{said[-2000:]}")
    return Run(seconds, own, largest)


def watch(pid: int) -> tuple[int, int, int]:
    """Wait for a process; return its memory, its status and the largest memory."""
    own = 0
    while True:
        own = max(own, memory_so_far(pid))
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return own, status, usage.ru_maxrss // MIB
        time.sleep(POLL)


def memory_so_far(pid: int) -> int:
    """Return the most memory that a running process has held, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return int(found.get("VmHWM", "0").split()[0]) // MIB


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that is there."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{path}: nothing to edit, {old!r} is not there")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
