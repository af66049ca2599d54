"""Real measurements of real machines, kept as JSON files beside this module.

``tutorial-utils record`` measures the machine that it runs on and writes its record.
A record is never typed by hand.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import wraps
from math import inf
from pathlib import Path
from typing import Any

from tutorial_utils.timing import Timing

DATA_FILES = ("measurements/*.json",)

FOLDER = Path(__file__).with_name("measurements")

MATMUL = "matmul"
UNAWAITED = "matmul, not waited for"
COPY = "copy to the device"
PINNED_COPY = "copy to the device from pinned memory"
FLOAT32, TF32, BFLOAT16 = "float32", "TF32", "bfloat16"


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One measured operation."""

    what: str  # such as "matmul"
    sizes: dict[str, int]  # what makes it small or large: {"n": 1024}
    dtype: str  # that it computes with; "TF32" is float32 rounded for a product
    timing: Timing  # in seconds, and on which device


@dataclass(frozen=True, kw_only=True)
class Peak:
    """The most memory that an accelerator needed for one gradient."""

    samples: int  # that the gradient is the mean of
    micro_batch: int  # samples that went through the model at a time
    bytes: int  # that tensors took on the device at once, at most
    device: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was measured on one machine on one day."""

    date: str  # YYYY-MM-DD in UTC
    commit: str  # the project's; "unknown" outside of a checkout
    machine: str  # the processor in words
    accelerator: str | None  # in words
    system: str  # operating system and architecture
    torch: str
    cuda: str | None  # None where torch has none
    threads: int  # that torch ran with
    precision: dict[str, str]  # torch's settings for products of matrices
    measurements: tuple[Measurement, ...]
    peaks: tuple[Peak, ...]

    def devices(self) -> dict[str, str]:
        """Return the name in words of each kind of device that was measured."""
        kinds = (item.timing.device for item in self.measurements)
        return dict.fromkeys(kinds, self.accelerator or "") | {"cpu": self.machine}

    def timings(
        self, what: str, device: str, dtype: str = FLOAT32
    ) -> dict[int, Timing]:
        """Return an operation's timings on a kind of device, by their size ``n``."""
        return {
            item.sizes["n"]: item.timing
            for item in self.measurements
            if (item.what, item.timing.device, item.dtype) == (what, device, dtype)
        }


def read_records(folder: Path = FOLDER) -> list[Record]:
    """Read every record of a folder, in the order of the file names."""
    return [read_record(path) for path in sorted(folder.glob("*.json"))]


def read_record(path: Path) -> Record:
    """Read one record; raise ValueError with the file's name if it is damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        measured = [x | {"timing": Timing(**x["timing"])} for x in data["measurements"]]
        peaks = tuple(Peak(**peak) for peak in data["peaks"])
        measurements = tuple(Measurement(**item) for item in measured)
        record = Record(**data | {"measurements": measurements, "peaks": peaks})
        _check(record)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(
            f"{path}: not a record of measurements: {type(error).__name__}: {error}; "
            "get the file back from git, or delete it and measure its machine again "
            "with nox -s record"
        ) from error
    return record


def write_record(record: Record, folder: Path = FOLDER) -> Path:
    """Write a record, whole or not at all, over an earlier one of the same machine.

    The file that it returns is named after the accelerator, or the processor.
    """
    _check(record)
    words = re.findall(r"[^\W_]+", (record.accelerator or record.machine).lower())
    path = folder / f"{'-'.join(words) or 'unnamed'}.json"
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _check(record: Record) -> None:
    """Prove that the numbers are possible and that each device has a name."""
    for item in record.measurements:
        took = item.timing
        low, middle, high = took.lower_quartile, took.median, took.upper_quartile
        if not 0 < low <= middle <= high < inf or item.sizes["n"] < 1:
            raise ValueError(f"{item} is impossible")
    for peak in record.peaks:
        if peak.bytes < 1:
            raise ValueError(f"{peak} is impossible")
    devices = {*record.devices(), *(peak.device for peak in record.peaks)} - {"cpu"}
    if record.accelerator is None and devices:
        raise ValueError(f"no accelerator is named, but {min(devices)} was measured")
    if not record.timings(MATMUL, "cpu"):
        raise ValueError("no product on the CPU was measured")


NONE = "recorded on no accelerator yet"


def _listed(tell: Callable[[Record], str]) -> Callable[[Iterable[Record]], str]:
    """Put machine and day above what is told; who has nothing to tell is left out."""

    @wraps(tell)
    def list_all(records: Iterable[Record]) -> str:
        lines = [
            f"recorded on {record.accelerator}, {record.date}:\n  {words}"
            for record in records
            if (words := tell(record))
        ]
        return "\n".join(lines) or NONE

    return list_all


@_listed
def list_waits(record: Record) -> str:
    """Tell how long the largest product takes, not waited for and waited for."""
    n, asked, done = _largest(record, (UNAWAITED, FLOAT32), (MATMUL, FLOAT32))
    words = f"{asked * 1e3:.3g} ms without waiting, {done * 1e3:.3g} ms with"
    return f"n = {n}, {words}" if n else ""


@_listed
def list_precisions(record: Record) -> str:
    """Tell the rates of the largest product in float32, TF32 and bfloat16."""
    types = [x for x in (FLOAT32, TF32, BFLOAT16) if _timings(record, MATMUL, x)]
    n, *seconds = _largest(record, *((MATMUL, dtype) for dtype in types))
    rates = [
        f"{x} {2 * n**3 / s / 1e9:.0f}" for x, s in zip(types, seconds, strict=True)
    ]
    return f"n = {n}, {', '.join(rates)} GFLOP/s" if n and len(rates) > 1 else ""


@_listed
def list_copies(record: Record) -> str:
    """Tell the rates of the largest copy from pageable and from pinned memory."""
    n, *seconds = _largest(record, (COPY, FLOAT32), (PINNED_COPY, FLOAT32))
    usual, quick = (f"{4 * n**2 / x / 1e9:.3g} GB/s" for x in seconds)
    return f"n = {n}, {usual}, from pinned memory {quick}" if n else ""


@_listed
def list_peaks(record: Record) -> str:
    """Tell the memory that a gradient takes with ever smaller micro-batches."""
    peaks = [f"{x.micro_batch}: {x.bytes / 1e6:.0f} MB" for x in record.peaks]
    return ", ".join(["samples at a time", *peaks]) if peaks else ""


def _largest(record: Record, *kinds: tuple[str, str]) -> list[Any]:
    """Return the largest n that all operations have, 0 if none, and their seconds."""
    found = [_timings(record, what, dtype) for what, dtype in kinds]
    n = max(set[int]().union(*found).intersection(*found), default=0)
    return [n, *(timings[n].median if n else inf for timings in found)]


def _timings(record: Record, what: str, dtype: str) -> dict[int, Timing]:
    """Return what was measured on the record's accelerator, if it has one."""
    devices = [kind for kind in record.devices() if kind != "cpu"]
    return record.timings(what, devices[0], dtype) if devices else {}
