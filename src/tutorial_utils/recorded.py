"""What records say of accelerators, a line a machine, for those who have none."""

from collections.abc import Callable, Iterable
from functools import partial

from tutorial_utils.records import (
    BFLOAT16,
    COPY,
    FLOAT32,
    MATMUL,
    PINNED_COPY,
    TF32,
    UNAWAITED,
    Record,
)
from tutorial_utils.timing import Timing

NONE = "recorded on no accelerator yet"


def list_waits(records: Iterable[Record]) -> str:
    """Tell how long the largest product takes, not waited for and waited for."""
    return _list(records, _tell_wait)


def list_precisions(records: Iterable[Record]) -> str:
    """Tell the rates of the largest product in float32, TF32 and bfloat16."""
    return _list(records, _tell_precisions)


def list_copies(records: Iterable[Record]) -> str:
    """Tell the rates of the largest copy from pageable and from pinned memory."""
    return _list(records, _tell_copies)


def list_peaks(records: Iterable[Record]) -> str:
    """Tell the memory that a gradient takes with ever smaller micro-batches."""
    return _list(records, _tell_peaks)


def _list(records: Iterable[Record], tell: Callable[[Record], str]) -> str:
    """Put machine and day above what is told; who has nothing to tell is left out."""
    told = ((record, tell(record)) for record in records)
    lines = [
        f"recorded on {record.accelerator}, {record.date}:\n  {words}"
        for record, words in told
        if words
    ]
    return "\n".join(lines) or NONE


def _tell_wait(record: Record) -> str:
    asked, done = _timings(record, UNAWAITED), _timings(record, MATMUL)
    if not (n := _largest(asked, done)):
        return ""
    early, late = (timings[n].median * 1e3 for timings in (asked, done))
    return f"n = {n}, {early:.3g} ms without waiting, {late:.3g} ms with"


def _tell_precisions(record: Record) -> str:
    find = partial(_timings, record, MATMUL)
    found = {dtype: find(dtype) for dtype in (FLOAT32, TF32, BFLOAT16)}
    measured = {dtype: timings for dtype, timings in found.items() if timings}
    n = _largest(*measured.values())
    if not n or len(measured) < 2:
        return ""
    rates = {x: 2 * n**3 / timings[n].median / 1e9 for x, timings in measured.items()}
    words = ", ".join(f"{dtype} {rate:.0f}" for dtype, rate in rates.items())
    return f"n = {n}, {words} GFLOP/s"


def _tell_copies(record: Record) -> str:
    pageable, pinned = _timings(record, COPY), _timings(record, PINNED_COPY)
    if not (n := _largest(pageable, pinned)):
        return ""
    usual, quick = (4 * n**2 / x[n].median / 1e9 for x in (pageable, pinned))
    return f"n = {n}, {usual:.3g} GB/s, from pinned memory {quick:.3g} GB/s"


def _tell_peaks(record: Record) -> str:
    peaks = [f"{x.micro_batch}: {x.bytes / 1e6:.0f} MB" for x in record.peaks]
    return ", ".join(["samples at a time", *peaks]) if peaks else ""


def _timings(record: Record, what: str, dtype: str = FLOAT32) -> dict[int, Timing]:
    """Return what was measured on the record's accelerator, if it has one."""
    devices = {item.timing.device for item in record.measurements} - {"cpu"}
    return record.timings(what, min(devices), dtype) if devices else {}


def _largest(*timings: dict[int, Timing]) -> int:
    """Return the largest n that all have, 0 if there is none."""
    return max(set[int]().union(*timings).intersection(*timings), default=0)
