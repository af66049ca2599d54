"""What one lesson may use: time, memory, files, and room on its page."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "linux":
    import resource

GIB = 1024**3
MIB = 1024**2
FIRST_TO_GO = "1000"
"""What Linux calls a process that it kills before others."""


@dataclass(frozen=True)
class Limits:
    """What one lesson may use: seconds, and bytes."""

    seconds: float = 120.0
    memory: int = 4 * GIB  # beyond what its process began with
    file: int = 256 * MIB  # the largest that it writes, its output included
    results: int = 5 * MIB  # page, downloads and figures


def too_large(files: Mapping[str, bytes], limits: Limits) -> str:
    """Return why results are not kept that take too much room."""
    size = sum(map(len, files.values()))
    if size <= limits.results:
        return ""
    name = max(files, key=lambda x: len(files[x]))
    return (
        f"its results take {size / MIB:.1f} MiB, most of it in {name}; "
        f"a lesson may leave {limits.results / MIB:.0f} MiB: print and draw less"
    )


def limit_process(limits: Limits, *, memory: bool) -> None:
    """Let this process fail where it would harm others; on Linux alone.

    Its `memory` is not limited where there is an accelerator, whose driver reserves
    more addresses than the machine has memory.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)
        wanted = {resource.RLIMIT_FSIZE: limits.file}
        if memory:
            status = Path("/proc/self/status").read_text()
            begun = int(status.partition("VmData:")[2].split()[0]) * 1024
            wanted[resource.RLIMIT_DATA] = begun + limits.memory
        for kind, value in wanted.items():  # unless a lower one is set
            soft, hard = resource.getrlimit(kind)
            given = [x for x in (soft, hard) if x != resource.RLIM_INFINITY]
            resource.setrlimit(kind, (min([value, *given]), hard))
