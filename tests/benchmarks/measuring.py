"""Run a command and measure it: seconds of wall time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

POLL = 0.05
MIB = 1024


class Run(NamedTuple):
    """How a command went: wall time, and the most memory, in MiB.

    That of the process itself, and that of the largest which took part.
    """

    seconds: float
    own: int
    largest: int


def measure(command: Sequence[str | Path], folder: Path, **env: str) -> Run:
    """Run a command in a folder, or stop with what it said if it fails."""
    log = folder.parent / "benchmark.log"
    start, own, ended = time.perf_counter(), 0, 0
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | env, stdout=output, stderr=output
        )
    while not ended:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        found = dict(line.split(":", 1) for line in lines)
        own = max(own, int(found.get("VmHWM", "0").split()[0]) // MIB)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        time.sleep(POLL * (not ended))
    seconds = time.perf_counter() - start
    if status:
        said = log.read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{' '.join(map(str, command))}\n{said[-2000:]}")
    return Run(seconds, own, usage.ru_maxrss // MIB)
