"""Timings and records that were made up."""

import dataclasses

from tutorial_utils.records import COPY, MATMUL, Measurement, Record
from tutorial_utils.timing import Timing

TIMING = Timing(
    median=2e-3,
    lower_quartile=1e-3,
    upper_quartile=3e-3,
    repeats=11,
    calls=1,
    threads=2,
    device="cpu",
)

ACCELERATOR = "NVIDIA H100 80GB HBM3"


def make_timing(seconds, **changes):
    """Return a timing whose quartiles are half and one and a half of its seconds."""
    spread = {"lower_quartile": seconds / 2, "upper_quartile": seconds * 3 / 2}
    return dataclasses.replace(TIMING, median=seconds, **spread, **changes)


def make_measurement(what, n, seconds, device="cpu", dtype="float32"):
    """Return the measurement of one size."""
    timing = make_timing(seconds, device=device)
    return Measurement(what=what, sizes={"n": n}, dtype=dtype, timing=timing)


def make_record(*timings, **changes):
    """Return a record from tuples of operation, n, seconds, device and data type."""
    accelerated = any("cuda" in timing for timing in timings)
    known = {
        "date": "2026-02-28",
        "commit": "abc1234",
        "machine": "AMD EPYC 7B13, 2 threads",
        "accelerator": ACCELERATOR if accelerated else None,
        "system": "Linux x86_64",
        "torch": "2.13.0+cpu",
        "cuda": "13.0" if accelerated else None,
        "threads": 2,
        "precision": {"float32_matmul_precision": "highest"},
        "measurements": tuple(make_measurement(*timing) for timing in timings),
        "peaks": (),
    }
    return Record(**(known | changes))


CPU_RECORD = make_record((MATMUL, 8, 2e-3), (MATMUL, 16, 2e-3))
GPU_RECORD = make_record(
    (MATMUL, 8, 2e-3), (MATMUL, 8, 2e-3, "cuda"), (COPY, 8, 2e-3, "cuda")
)
