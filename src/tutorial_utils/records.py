"""Real measurements of real machines, kept as JSON files beside this module.

``tutorial-utils record`` measures the machine that it runs on and writes its record.
A record is never typed by hand.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tutorial_utils.timing import Timing

DATA_FILES = ("measurements/*.json",)

SCHEMA = 2
"""The number of the format; a change that older readers would misread raises it.

1 is 2 without peaks, and is still read.
"""

FOLDER = Path(__file__).with_name("measurements")

MATMUL = "matmul"
UNAWAITED = "matmul, not waited for"
COPY = "copy to the device"
PINNED_COPY = "copy to the device from pinned memory"
FLOAT32, TF32, BFLOAT16 = "float32", "TF32", "bfloat16"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One measured operation.

    Parameters
    ----------
    what
        Name of the operation, such as ``"matmul"``.
    sizes
        The numbers that make it small or large, by name: ``{"n": 1024}``.
    dtype
        Data type that it computes with, such as ``"float32"``; ``"TF32"`` is float32
        rounded for a product.
    timing
        How long it took, in seconds, and on which device.
    """

    what: str
    sizes: dict[str, int]
    dtype: str
    timing: Timing


@dataclass(frozen=True, kw_only=True)
class Peak:
    """The most memory that an accelerator needed for one gradient.

    Parameters
    ----------
    samples
        Samples that the gradient is the mean of.
    micro_batch
        Samples that went through the model at a time.
    bytes
        The most that tensors took on the device at once.
    device
        The device, such as ``"cuda"``.
    """

    samples: int
    micro_batch: int
    bytes: int
    device: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was measured on one machine on one day.

    Parameters
    ----------
    schema
        Number of the format.
    date
        Day of the measurement, ``YYYY-MM-DD`` in UTC.
    commit
        The project's commit, ``"unknown"`` outside of a checkout.
    machine, accelerator
        The processor and the accelerator in words; no accelerator is None.
    system
        Operating system and architecture.
    torch, cuda
        Their versions; a torch without CUDA has None.
    threads
        Threads that torch ran with.
    precision
        Torch's settings for the precision of matrix products.
    measurements
        What was timed.
    peaks
        What was measured of an accelerator's memory.
    """

    schema: int
    date: str
    commit: str
    machine: str
    accelerator: str | None
    system: str
    torch: str
    cuda: str | None
    threads: int
    precision: dict[str, str]
    measurements: tuple[Measurement, ...]
    peaks: tuple[Peak, ...] = ()

    def timings(
        self, what: str, device: str, dtype: str = FLOAT32
    ) -> dict[int, Timing]:
        """Return an operation's timings on a kind of device, by their size ``n``."""
        return {
            item.sizes["n"]: item.timing
            for item in self.measurements
            if (item.what, item.timing.device, item.dtype) == (what, device, dtype)
        }


# -- reading and writing ---------------------------------------------------------------


def read_records(folder: Path = FOLDER) -> list[Record]:
    """Read every record of a folder, in the order of the file names.

    Raises
    ------
    ValueError
        If a file is damaged; the message names it.
    """
    return [read_record(path) for path in sorted(folder.glob("*.json"))]


def read_record(path: Path) -> Record:
    """Read one record and prove that it is whole.

    Raises
    ------
    ValueError
        If the file is damaged or of a newer format; the message names it and, if it
        is JSON, the wrong entry.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        schema = _find_schema(data)
        if schema <= SCHEMA:
            return _read(data, schema)
    except (ValueError, RecursionError) as error:  # also no JSON, and no UTF-8
        raise ValueError(
            f"{path}: not a record of measurements: {error}; get the file back from "
            "git, or delete it and measure its machine again with nox -s record"
        ) from error
    raise ValueError(
        f"{path}: schema is {schema}, and this version of tutorial_utils reads "
        f"records up to schema {SCHEMA}: install a newer one"
    )


def write_record(record: Record, folder: Path = FOLDER) -> Path:
    """Write a record, whole or not at all, over an earlier one of the same machine.

    Returns
    -------
    Path
        The file; its name is the accelerator's, or the processor's.

    Raises
    ------
    OSError
        If the folder is not there, or nothing can be written into it.
    """
    _check_values(record)
    words = re.findall(r"[a-z0-9]+", (record.accelerator or record.machine).lower())
    path = folder / f"{'-'.join(words)}.json"
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _find_schema(data: object) -> int:
    if not isinstance(data, dict):
        raise ValueError(f"it is {data!r:.40} and not an object")
    schema = data.get("schema")
    if type(schema) is not int or schema < 1:
        raise ValueError(f"schema is {schema!r:.40}")
    return schema


def _read(data: dict[str, object], schema: int) -> Record:
    """Make a record of what JSON held; an older schema is put into today's words."""
    if schema == 1:
        data = data | {"schema": SCHEMA, "peaks": []}
    record = _build(Record, data, "")
    _check_values(record)
    return record


def _build(kind: type[T], data: object, where: str) -> T:
    """Make a dataclass from what JSON held, if names and types are right."""
    fields = get_type_hints(kind)
    if not isinstance(data, dict):
        raise ValueError(f"{where} is {data!r:.40}")
    prefix = f"{where}." if where else ""
    for name in fields.keys() ^ data.keys():
        fault = "is missing" if name in fields else "is not part of the format"
        raise ValueError(f"{prefix}{name} {fault}")
    return kind(**{x: _convert(fields[x], data[x], prefix + x) for x in fields})


def _convert(hint: Any, value: object, where: str) -> Any:
    """Return a value of JSON as the type that a field wants."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, value, where)
    kind, inner = get_origin(hint), get_args(hint)
    if kind is tuple and isinstance(value, list):
        items = enumerate(value)
        return tuple(_convert(inner[0], x, f"{where}[{i}]") for i, x in items)
    if kind is dict and isinstance(value, dict):
        return {x: _convert(inner[1], value[x], f"{where}.{x}") for x in value}
    if kind in (tuple, dict) or isinstance(value, bool) or not isinstance(value, hint):
        raise ValueError(f"{where} is {value!r:.40}")
    return value


def _check_values(record: Record) -> None:
    """Prove what types cannot say, as that times are possible."""
    for fault in _find_faults(record):
        raise ValueError(fault)


def _find_faults(record: Record) -> Iterator[str]:
    if not _is_day(record.date):
        yield f"date is {record.date!r} and not YYYY-MM-DD"
    for name in ("commit", "machine", "accelerator", "system", "torch", "cuda"):
        if getattr(record, name) == "":
            yield f"{name} is empty"
    yield from _small_counts("", {"threads": record.threads})
    for i, item in enumerate(record.measurements):
        yield from _measurement_faults(f"measurements[{i}]", item)
        yield from _device_faults(f"measurements[{i}].timing", item.timing, record)
    for i, peak in enumerate(record.peaks):
        counts = {
            name: asdict(peak)[name] for name in ("samples", "micro_batch", "bytes")
        }
        yield from _small_counts(f"peaks[{i}].", counts)
        yield from _device_faults(f"peaks[{i}]", peak, record)
    if not record.timings(MATMUL, "cpu"):
        yield "measurements holds no product on the CPU"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _measurement_faults(where: str, item: Measurement) -> Iterator[str]:
    timing = item.timing
    times = {
        x: getattr(timing, x) for x in ("lower_quartile", "median", "upper_quartile")
    }
    for name, seconds in times.items():
        if not (isfinite(seconds) and seconds > 0):
            yield f"{where}.timing.{name} is {seconds}, no seconds above 0"
    if sorted(times.values()) != list(times.values()):
        yield f"{where}.timing.median is {timing.median}, outside of the quartiles"
    counts = {x: getattr(timing, x) for x in ("repeats", "calls", "threads")}
    yield from _small_counts(f"{where}.timing.", counts)
    yield from _small_counts(f"{where}.sizes.", item.sizes)
    if "n" not in item.sizes:
        yield f"{where}.sizes.n is missing"


def _small_counts(prefix: str, counts: Mapping[str, int]) -> Iterator[str]:
    for name, count in counts.items():
        if count < 1:
            yield f"{prefix}{name} is {count}, below 1"


def _device_faults(where: str, item: Timing | Peak, record: Record) -> Iterator[str]:
    if item.device != "cpu" and record.accelerator is None:
        yield f"accelerator is None, but {where}.device is {item.device!r}"


# -- what the lessons tell ------------------------------------------------------------

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
