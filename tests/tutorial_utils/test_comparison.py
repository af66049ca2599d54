"""How a machine compares with the recorded ones."""

import dataclasses

import pytest

from tutorial_utils.record import compare_with
from tutorial_utils.records import MATMUL


def rows(text):
    """Return the numbers of a table's rows, as they are printed."""
    words = (line.split() for line in text.splitlines())
    return [row for row in words if row and row[0].isdigit()]


@pytest.fixture
def other(record, make_measurement):
    """Return the record of a CPU that needs four times as long at n = 8."""
    return dataclasses.replace(
        record,
        machine="an old CPU",
        date="2025-01-31",
        torch="2.9.0",
        measurements=(make_measurement(8, median=8e-3), make_measurement(32)),
    )


def test_table_has_the_rates_and_their_ratio(record, other):
    """At n = 8 there are 1024 operations, in 2 ms here and in 8 ms there."""
    (row,) = rows(compare_with(record, [other]))

    assert row == ["8", "0.000512", "0.000128", "4"]


def test_sizes_that_only_one_has_are_left_out(record, other):
    """What was not measured on both machines has no row."""
    assert [row[0] for row in rows(compare_with(record, [other]))] == ["8"]


def test_both_machines_are_named_with_their_day(record, other):
    """A number from another day or another torch is known for what it is."""
    lines = compare_with(record, [other]).splitlines()

    assert lines[:2] == [
        "this machine: AMD EPYC 7B13, 2 threads, 2026-02-28, torch 2.13.0+cpu",
        "recorded:     an old CPU, 2025-01-31, torch 2.9.0",
    ]


def test_times_that_cannot_be_told_apart_are_marked(record):
    """A machine compared with itself is not called faster."""
    table = rows(compare_with(record, [record]))

    assert [row[-1] for row in table] == ["~1", "~1"]


def test_large_rates_are_written_out(record, make_measurement):
    """No power of ten stands in the table."""
    quick = make_measurement(4096, MATMUL, median=2e-3)
    machine = dataclasses.replace(record, measurements=(quick,))

    ((_, rate, _, _),) = rows(compare_with(machine, [machine]))

    assert rate == "68719"


def test_every_device_of_every_record_has_a_table(record, gpu_record):
    """Two machines with three devices are three comparisons."""
    text = compare_with(gpu_record, [record, gpu_record])

    named = [line for line in text.splitlines() if line.startswith("recorded:")]
    assert [line.split(",")[0].split(":")[1].strip() for line in named] == [
        "AMD EPYC 7B13",
        "AMD EPYC 7B13",
        "NVIDIA H100 80GB HBM3",
    ]


def test_accelerator_is_compared_with_an_accelerator(gpu_record):
    """CPU beside CPU, accelerator beside accelerator."""
    lines = compare_with(gpu_record, [gpu_record]).splitlines()

    mine = [x.split(": ")[1] for x in lines if x.startswith("this machine")]
    theirs = [x.split(": ")[1].strip() for x in lines if x.startswith("recorded")]
    assert mine == theirs


def test_cpu_stands_in_where_there_is_no_accelerator_here(record, gpu_record):
    """The label says that it is a CPU which is compared with an accelerator."""
    last = compare_with(record, [gpu_record]).split("\n\n")[-2]

    assert last.splitlines()[0].startswith("this machine: AMD EPYC")
    assert last.splitlines()[1].startswith("recorded:     NVIDIA H100")


def test_no_record_is_an_answer(record):
    """With nothing to compare with there is a sentence and no empty table."""
    assert compare_with(record, []) == "No machine is recorded yet."
