"""What lessons tell of recorded accelerators."""

import dataclasses

import pytest

from tutorial_utils import records as recorded
from tutorial_utils.records import (
    BFLOAT16,
    COPY,
    MATMUL,
    PINNED_COPY,
    TF32,
    UNAWAITED,
    Peak,
    read_records,
)

LISTS = [
    recorded.list_waits,
    recorded.list_precisions,
    recorded.list_copies,
    recorded.list_peaks,
]


@pytest.fixture
def full_record(gpu_record, make_measurement):
    """Return the record of a GPU with all that can be measured, at n = 1000."""

    def on_gpu(what, median, **changes):
        return make_measurement(1000, what, median=median, device="cuda", **changes)

    sizes = {4096: 100_000_000, 1024: 40_000_000}
    return dataclasses.replace(
        gpu_record,
        measurements=(
            make_measurement(1000),
            on_gpu(MATMUL, 1e-3),
            on_gpu(MATMUL, 1e-4, dtype=TF32),
            on_gpu(MATMUL, 5e-5, dtype=BFLOAT16),
            on_gpu(UNAWAITED, 2e-5),
            on_gpu(COPY, 1e-3),
            on_gpu(PINNED_COPY, 1e-4),
        ),
        peaks=tuple(
            Peak(samples=4096, micro_batch=size, bytes=count, device="cuda")
            for size, count in sizes.items()
        ),
    )


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (recorded.list_waits, "n = 1000, 0.02 ms without waiting, 1 ms with"),
        (
            recorded.list_precisions,
            "n = 1000, float32 2000, TF32 20000, bfloat16 40000 GFLOP/s",
        ),
        (recorded.list_copies, "n = 1000, 4 GB/s, from pinned memory 40 GB/s"),
        (
            recorded.list_peaks,
            "samples at a time, 4096: 100 MB, 1024: 40 MB",
        ),
    ],
)
def test_line_has_machine_day_and_numbers(full_record, tell, words):
    """No recorded number stands without where and when it was measured."""
    lines = tell([full_record]).splitlines()

    assert lines == ["recorded on NVIDIA H100 80GB HBM3, 2026-02-28:", f"  {words}"]


@pytest.mark.parametrize("tell", LISTS)
def test_machine_without_the_measurement_is_left_out(
    record, gpu_record, full_record, tell
):
    """A CPU, and a record from before these measurements, have no line."""
    assert tell([record, gpu_record, full_record]) == tell([full_record])


@pytest.mark.parametrize("tell", LISTS)
def test_absence_is_said(record, gpu_record, tell):
    """Where no record has it, nothing is shown that was not measured."""
    assert tell([record, gpu_record]) == "recorded on no accelerator yet"


@pytest.mark.parametrize("tell", LISTS)
def test_every_record_has_its_line(full_record, tell):
    """Two machines are told one after the other."""
    other = dataclasses.replace(full_record, accelerator="another GPU")

    lines = tell([full_record, other]).splitlines()

    assert [line.split(",")[0] for line in lines[::2]] == [
        "recorded on NVIDIA H100 80GB HBM3",
        "recorded on another GPU",
    ]


@pytest.mark.parametrize("tell", LISTS)
def test_shipped_records_can_be_told(tell):
    """What the lessons print, they can print."""
    assert tell(read_records())


def test_precisions_of_an_accelerator_without_tf32(full_record):
    """Two data types are enough for a comparison."""
    left = [item for item in full_record.measurements if item.dtype != TF32]
    record = dataclasses.replace(full_record, measurements=tuple(left))

    assert "float32 2000, bfloat16 40000 GFLOP/s" in recorded.list_precisions([record])
