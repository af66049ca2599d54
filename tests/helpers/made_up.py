"""Timings and records that were made up."""

import dataclasses

from tutorial_utils.records import Measurement, Record
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


def make_record(*timings, **changes):
    """Return a record from tuples of operation, n, seconds and device."""
    measurements = tuple(
        Measurement(
            what=what,
            sizes={"n": n},
            dtype="float32",
            timing=make_timing(seconds, device=device),
        )
        for what, n, seconds, device in timings
    )
    accelerated = any(device != "cpu" for *_, device in timings)
    known = {
        "schema": 1,
        "date": "2026-02-28",
        "commit": "abc1234",
        "machine": "AMD EPYC 7B13, 2 threads",
        "accelerator": ACCELERATOR if accelerated else None,
        "system": "Linux x86_64",
        "torch": "2.13.0+cpu",
        "cuda": "13.0" if accelerated else None,
        "threads": 2,
        "precision": {"float32_matmul_precision": "highest"},
        "measurements": measurements,
    }
    return Record(**(known | changes))
