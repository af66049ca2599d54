"""Measure the machine at hand for a record, and compare it with the recorded ones."""

import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from tutorial_utils.devices import CPU, describe_device, find_accelerator, synchronize
from tutorial_utils.records import (
    BFLOAT16,
    COPY,
    FLOAT32,
    MATMUL,
    PINNED_COPY,
    TF32,
    UNAWAITED,
    Measurement,
    Peak,
    Record,
)
from tutorial_utils.timing import Timing, measure, summarize

SIZES = tuple(2**power for power in range(3, 13))
REPEATS = 11

SAMPLES = 4096
MICRO_BATCHES = (4096, 2048, 1024, 512)
WIDTH = 1024  # numbers between the layers of the model whose gradient is accumulated


def record_machine(
    sizes: Sequence[int] = SIZES, *, report: Callable[[str], None]
) -> Record:
    """Multiply and copy n×n matrices on the machine at hand; report line by line."""
    accelerator = find_accelerator()
    measurements, peaks = [], []
    for what, dtype, take in _list_operations(accelerator):
        for n in sizes:
            timing = take(n)
            report(f"{what}, {dtype}, n = {n}: {timing}")
            item = Measurement(what=what, sizes={"n": n}, dtype=dtype, timing=timing)
            measurements.append(item)
    for peak in _measure_peaks(accelerator):
        report(f"peak of {peak.micro_batch} samples at a time: {peak.bytes:,} bytes")
        peaks.append(peak)
    return Record(
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        machine=describe_device(CPU),
        accelerator=describe_device(accelerator) if accelerator else None,
        system=f"{platform.system()} {platform.machine()}",
        torch=str(torch.__version__),
        cuda=torch.version.cuda,
        threads=torch.get_num_threads(),
        precision={
            "float32_matmul_precision": torch.get_float32_matmul_precision(),
            "cuda.matmul.fp32_precision": torch.backends.cuda.matmul.fp32_precision,
        },
        measurements=tuple(measurements),
        peaks=tuple(peaks),
    )


def _list_operations(
    accelerator: torch.device | None,
) -> Iterator[tuple[str, str, Callable[[int], Timing]]]:
    """Yield what is measured: operation, data type, and what measures it at an n."""
    yield MATMUL, FLOAT32, partial(_time_matmul, CPU)
    if accelerator is None:
        return
    yield MATMUL, FLOAT32, partial(_time_matmul, accelerator)
    yield UNAWAITED, FLOAT32, partial(_time_unawaited, accelerator)
    yield COPY, FLOAT32, partial(_time_copy, accelerator)
    if accelerator.type == "cuda":
        yield PINNED_COPY, FLOAT32, partial(_time_copy, accelerator, pinned=True)
        if torch.cuda.is_tf32_supported():  # an older GPU has no shorter types
            yield MATMUL, TF32, partial(_time_rounded_matmul, accelerator)
        if torch.cuda.is_bf16_supported(including_emulation=False):
            bfloat16 = partial(_time_matmul, accelerator, dtype=torch.bfloat16)
            yield MATMUL, BFLOAT16, bfloat16


def _time_matmul(
    device: torch.device, n: int, *, dtype: torch.dtype = torch.float32
) -> Timing:
    """Measure the product of an n×n matrix with itself."""
    x = torch.rand(n, n, device=device, dtype=dtype)
    return measure(lambda: x @ x, device=device, repeats=REPEATS)


def _time_rounded_matmul(device: torch.device, n: int) -> Timing:
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("high")
    try:
        return _time_matmul(device, n)
    finally:
        torch.set_float32_matmul_precision(before)


def _time_unawaited(device: torch.device, n: int) -> Timing:
    """Make the mistake of an early look at the clock: measure how long asking takes."""
    x = torch.rand(n, n, device=device)
    times = []
    for _ in range(REPEATS + 1):
        synchronize(device)
        start = time.perf_counter()
        x @ x
        times.append(time.perf_counter() - start)
    synchronize(device)
    return summarize(times[1:], calls=1, device=device)  # the first was cold


def _time_copy(device: torch.device, n: int, *, pinned: bool = False) -> Timing:
    """Measure the way of an n×n float32 matrix from the CPU's memory to a device."""
    x = torch.rand(n, n)
    source = x.pin_memory() if pinned else x
    return measure(lambda: source.to(device, copy=True), device=device, repeats=REPEATS)


def _measure_peaks(device: torch.device | None) -> Iterator[Peak]:
    """Measure a gradient's memory where the device counts it."""
    if device is None or device.type != "cuda":
        return
    layers = [nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(WIDTH, 1)).to(device)
    X = torch.rand(SAMPLES, WIDTH, device=device)
    for size in MICRO_BATCHES:
        _accumulate(model, X, size)  # what the device gets ready once
        torch.accelerator.reset_peak_memory_stats()
        _accumulate(model, X, size)
        most = torch.accelerator.max_memory_allocated()
        yield Peak(samples=SAMPLES, micro_batch=size, bytes=most, device=str(device))


def _accumulate(model: nn.Module, X: Tensor, micro_batch: int) -> None:
    """Add up the gradient of a mean over all samples, piece by piece."""
    model.zero_grad()
    for part in torch.split(X, micro_batch):
        (model(part).sum() / len(X)).backward()


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


HEADER = f"{'n':>6} {'this machine':>13} {'recorded':>10} {'ratio':>7}"
NOTE = (
    "GFLOP/s of n×n products in float32; ratio: this machine to the recorded one.\n"
    "~ marks times whose quartiles overlap: call neither of them faster."
)


def compare_with(record: Record, others: Iterable[Record]) -> str:
    """Write a table for each recorded device: GFLOP/s by size, and the ratio.

    An accelerator is compared with the machine's own, if it has one, and else with its
    CPU; a CPU with the CPU.
    """
    pairs = ((other, device) for other in others for device in other.devices())
    tables = [_table(record, other, device) for other, device in pairs]
    return "\n\n".join([*tables, NOTE] if tables else ["No machine is recorded yet."])


def _table(record: Record, other: Record, theirs: str) -> str:
    mine = "cpu" if theirs == "cpu" else [*record.devices()][-1]  # behind the CPU
    labels = [
        f"{x.devices()[device]}, {x.date}, torch {x.torch}"
        for x, device in ((record, mine), (other, theirs))
    ]
    lines = [f"this machine: {labels[0]}\nrecorded:     {labels[1]}", HEADER]
    ours, others = record.timings(MATMUL, mine), other.timings(MATMUL, theirs)
    for n in sorted(ours.keys() & others.keys()):
        a, b = ours[n], others[n]
        lowest = max(a.lower_quartile, b.lower_quartile)
        overlap = lowest <= min(a.upper_quartile, b.upper_quartile)
        rates = [2 * n**3 / timing.median / 1e9 for timing in (a, b)]
        ratio = ("~" if overlap else "") + _short(rates[0] / rates[1])
        lines.append(f"{n:6} {_short(rates[0]):>13} {_short(rates[1]):>10} {ratio:>7}")
    return "\n".join(lines)


def _short(number: float) -> str:
    """Write three digits, and all before the point."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
