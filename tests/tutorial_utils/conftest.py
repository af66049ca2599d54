"""What several tests share: the lesson's parabola, and records of made-up machines."""

import dataclasses

import pytest
import torch

from tutorial_utils.records import COPY, MATMUL, SCHEMA, Measurement, Record
from tutorial_utils.timing import Timing


@pytest.fixture
def x():
    """Return the leaf of the lesson, x = 2."""
    return torch.tensor(2.0, requires_grad=True)


@pytest.fixture
def y(x):
    """Return the parabola of the lesson at x = 2."""
    return x**2 + 3 * x + 1


@pytest.fixture
def make_timing():
    """Return a function that makes a timing of two milliseconds, or other ones."""

    def make(device="cpu", *, median=2e-3, **changes):
        timing = Timing(
            median=median,
            lower_quartile=median / 2,
            upper_quartile=median * 3 / 2,
            repeats=11,
            calls=1,
            threads=2,
            device=device,
        )
        return dataclasses.replace(timing, **changes)

    return make


@pytest.fixture
def make_measurement(make_timing):
    """Return a function that makes a measurement of one size."""

    def make(n=8, what=MATMUL, *, dtype="float32", **timing):
        timing = make_timing(**timing)
        return Measurement(what=what, sizes={"n": n}, dtype=dtype, timing=timing)

    return make


@pytest.fixture
def record(make_measurement):
    """Return the record of a machine without an accelerator."""
    return Record(
        schema=SCHEMA,
        date="2026-02-28",
        commit="abc1234",
        machine="AMD EPYC 7B13, 2 threads",
        accelerator=None,
        system="Linux x86_64",
        torch="2.13.0+cpu",
        cuda=None,
        threads=2,
        precision={"float32_matmul_precision": "highest"},
        measurements=(make_measurement(8), make_measurement(16)),
    )


@pytest.fixture
def gpu_record(record, make_measurement):
    """Return the record of a machine with an accelerator."""
    return dataclasses.replace(
        record,
        accelerator="NVIDIA H100 80GB HBM3",
        cuda="13.0",
        measurements=(
            make_measurement(8),
            make_measurement(8, device="cuda"),
            make_measurement(8, COPY, device="cuda"),
        ),
    )
