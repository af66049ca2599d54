"""Real measurements of real machines, kept as JSON files beside this module.

``python -m tutorial_utils.records`` measures the machine that it runs on and adds its
record.  A record is never typed by hand.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import torch

from tutorial_utils.devices import CPU, describe_device, find_accelerator, list_devices
from tutorial_utils.timing import Timing, measure

DATA_FILES = ("measurements/*.json",)

SCHEMA = 1
"""The number of the format; a change that older readers would misread raises it."""

FOLDER = Path(__file__).with_name("measurements")
SIZES = tuple(2**power for power in range(3, 13))
REPEATS = 11

MATMUL = "matmul"
COPY = "copy to the device"

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
        Data type of the numbers, such as ``"float32"``.
    timing
        How long it took, in seconds, and on which device.
    """

    what: str
    sizes: dict[str, int]
    dtype: str
    timing: Timing


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
        What was measured.
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

    def timings(self, what: str, device: str) -> dict[int, Timing]:
        """Return an operation's timings on a kind of device, by their size ``n``."""
        return {
            item.sizes["n"]: item.timing
            for item in self.measurements
            if item.what == what and item.timing.device == device
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
        If the file is damaged; the message names it.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and data.get("schema") != SCHEMA:
            raise ValueError(f"schema {data.get('schema')!r} is not {SCHEMA}")
        record = _build(Record, data, "the record")
        _check_values(record)
    except ValueError as error:  # also what is no JSON, and what is no UTF-8
        raise ValueError(
            f"{path}: not a record of measurements: {error}; get the file back from "
            "git, or delete it and measure its machine again with nox -s record"
        ) from error
    return record


def write_record(record: Record, folder: Path = FOLDER) -> Path:
    """Write a record, whole or not at all, over an earlier one of the same machine.

    Returns
    -------
    Path
        The file; its name is the accelerator's, or the processor's.
    """
    _check_values(record)
    words = re.findall(r"[a-z0-9]+", (record.accelerator or record.machine).lower())
    path = folder / f"{'-'.join(words)}.json"
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(record), indent=1, ensure_ascii=False)
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _build(kind: type[T], data: object, where: str) -> T:
    """Make a dataclass from what JSON held, if names and types are right."""
    fields = get_type_hints(kind)
    if not isinstance(data, dict) or data.keys() != fields.keys():
        raise ValueError(f"{where} holds other entries than {', '.join(fields)}")
    return kind(**{name: _convert(fields[name], data[name], name) for name in fields})


def _convert(hint: Any, value: object, where: str) -> Any:
    """Return a value of JSON as the type that a field wants."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, value, where)
    kind, inner = get_origin(hint), get_args(hint)
    if kind is tuple and isinstance(value, list):
        return tuple(_convert(inner[0], item, where) for item in value)
    if kind is dict and isinstance(value, dict):
        return {key: _convert(inner[1], item, where) for key, item in value.items()}
    if kind in (tuple, dict) or isinstance(value, bool) or not isinstance(value, hint):
        raise ValueError(f"{where} is {value!r:.40}")
    return value


def _check_values(record: Record) -> None:
    """Prove what types cannot say: there is a date and the times are possible."""
    date.fromisoformat(record.date)
    if not record.measurements:
        raise ValueError("it holds no measurements")
    for item in record.measurements:
        timing = item.timing
        times = (timing.lower_quartile, timing.median, timing.upper_quartile)
        counts = (timing.repeats, timing.calls, timing.threads, *item.sizes.values())
        if not all(map(isfinite, times)) or not 0 < times[0] <= times[1] <= times[2]:
            raise ValueError(f"{item.what} {item.sizes} took {times} seconds")
        if min(counts) < 1:
            raise ValueError(f"{item.what} {item.sizes} holds a count below 1")


# -- measuring -------------------------------------------------------------------------


def record_machine(
    sizes: Sequence[int] = SIZES, *, report: Callable[[str], None]
) -> Record:
    """Measure the machine at hand.

    Parameters
    ----------
    sizes
        Every n of the n×n matrices to multiply.
    report
        Gets a line of text after each measurement.
    """
    measurements = []
    for item in _measure_all(sizes):
        report(f"{item.what}, n = {item.sizes['n']}: {item.timing}")
        measurements.append(item)
    accelerator = find_accelerator()
    return Record(
        schema=SCHEMA,
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        machine=describe_device(CPU),
        accelerator=describe_device(accelerator) if accelerator else None,
        system=f"{platform.system()} {platform.machine()}",
        torch=str(torch.__version__),
        cuda=torch.version.cuda,
        threads=torch.get_num_threads(),
        precision=_precision(),
        measurements=tuple(measurements),
    )


def _measure_all(sizes: Sequence[int]) -> Iterator[Measurement]:
    for device in list_devices():
        for n in sizes:
            yield _as_measurement(MATMUL, n, _time_matmul(n, device))
    if accelerator := find_accelerator():
        for n in sizes:
            yield _as_measurement(COPY, n, _time_copy(n, accelerator))


def _as_measurement(what: str, n: int, timing: Timing) -> Measurement:
    return Measurement(what=what, sizes={"n": n}, dtype="float32", timing=timing)


def _time_matmul(n: int, device: torch.device) -> Timing:
    """Measure the product of an n×n float32 matrix with itself."""
    x = torch.rand(n, n, device=device)
    return measure(lambda: x @ x, device=device, repeats=REPEATS)


def _time_copy(n: int, device: torch.device) -> Timing:
    """Measure the way of an n×n float32 matrix from the CPU's memory to a device."""
    x = torch.rand(n, n)
    return measure(lambda: x.to(device, copy=True), device=device, repeats=REPEATS)


def _precision() -> dict[str, str]:
    return {
        "float32_matmul_precision": torch.get_float32_matmul_precision(),
        "cuda.matmul.fp32_precision": torch.backends.cuda.matmul.fp32_precision,
    }


def _commit() -> str:
    """Return the commit of the checkout that holds this file, if one does."""
    if not _git("ls-files", Path(__file__).name):
        return "unknown"
    return _git("describe", "--always", "--dirty", "--exclude=*") or "unknown"


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(Path(__file__).parent), *arguments]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:  # no git
        return ""
    return result.stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure this machine, write its record and say where; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tutorial_utils.records",
        description="Measure this machine and add its record to the course.",
        epilog="It takes about a minute; leave the machine alone meanwhile.",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=FOLDER,
        metavar="FOLDER",
        help="folder of the record (%(default)s)",
    )
    out = parser.parse_args(arguments).out
    try:
        path = write_record(record_machine(report=print), out)
    except OSError as error:
        reason = f"{error.strerror}; choose another folder with --out"
        print(f"{out}: the record cannot be written: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return 130
    print(f"The record is in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
