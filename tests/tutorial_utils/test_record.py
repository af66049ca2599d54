"""Measuring a machine for its record, and comparing it with the recorded ones."""

import dataclasses
import subprocess
from types import SimpleNamespace

import pytest
import torch
from made_up import CPU_RECORD, GPU_RECORD, TIMING, make_measurement

from tutorial_utils import record as recording
from tutorial_utils import records
from tutorial_utils.record import compare_with
from tutorial_utils.records import (
    BFLOAT16,
    COPY,
    FLOAT32,
    MATMUL,
    PINNED_COPY,
    TF32,
    UNAWAITED,
)

CUDA, META = torch.device("cuda"), torch.device("meta")  # meta computes shapes anywhere


@pytest.fixture
def quick(monkeypatch):
    """Make every measurement cost nothing; return the calls that were measured."""
    calls = []

    def measure(function, *, device, repeats):
        calls.append((function(), torch.get_float32_matmul_precision()))
        return dataclasses.replace(TIMING, device=str(device), repeats=repeats)

    monkeypatch.setattr(recording, "measure", measure)
    return calls


@pytest.fixture
def accelerator(monkeypatch):
    """Make meta the accelerator."""
    monkeypatch.setattr(recording, "find_accelerator", lambda: META)
    monkeypatch.setattr(recording, "describe_device", lambda device: f"a {device.type}")
    monkeypatch.setattr(recording, "synchronize", lambda device: None)


def test_record_machine_measures_every_size_on_the_cpu(quick, monkeypatch):
    """Without an accelerator there are products and nothing else; each is reported."""
    monkeypatch.setattr(recording, "find_accelerator", lambda: None)
    lines = []
    made = recording.record_machine((8, 16), report=lines.append)

    products = [(item.what, item.sizes["n"]) for item in made.measurements]
    assert products == [(MATMUL, 8), (MATMUL, 16)]
    assert (made.accelerator, made.peaks) == (None, ())
    assert len(lines) == 2
    assert lines[0].startswith("matmul, float32, n = 8: 2 ms")


def test_record_machine_measures_an_accelerator(quick, accelerator, tmp_path):
    """Its products, asking for them, and the way; the record passes all checks."""
    made = recording.record_machine((8,), report=lambda line: None)

    assert [(x.what, x.dtype, x.timing.device) for x in made.measurements] == [
        (MATMUL, FLOAT32, "cpu"),
        (MATMUL, FLOAT32, "meta"),
        (UNAWAITED, FLOAT32, "meta"),
        (COPY, FLOAT32, "meta"),
    ]
    assert (made.machine, made.accelerator) == ("a cpu", "a meta")
    assert records.read_record(records.write_record(made, tmp_path)) == made


@pytest.mark.parametrize(
    ("has", "more"), [(True, [(MATMUL, TF32), (MATMUL, BFLOAT16)]), (False, [])]
)
def test_cuda_has_pinned_copies_and_its_own_data_types(monkeypatch, has, more):
    """A GPU without TF32 would measure float32 again, under a wrong name."""
    monkeypatch.setattr(torch.cuda, "is_tf32_supported", lambda: has)
    monkeypatch.setattr(
        torch.cuda, "is_bf16_supported", lambda including_emulation: has
    )

    named = {
        device: [(what, dtype) for what, dtype, _ in recording._list_operations(device)]
        for device in (CUDA, META)
    }

    assert named[CUDA] == [*named[META], (PINNED_COPY, FLOAT32), *more]


def test_rounded_product_is_measured_and_the_setting_put_back(quick, monkeypatch):
    """Float32 may round while this one is measured, and no longer, not if it fails."""
    recording._time_rounded_matmul(torch.device("cpu"), 8)
    recording._time_matmul(torch.device("cpu"), 8)
    monkeypatch.setattr(recording, "measure", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recording._time_rounded_matmul(torch.device("cpu"), 8)

    assert [precision for _, precision in quick] == ["high", "highest"]
    assert torch.get_float32_matmul_precision() == "highest"


def test_matrices_are_what_the_record_says(quick, monkeypatch):
    """One lies in pinned memory before the clock runs, one has the short data type."""
    pinned = torch.full((8, 8), 7.0)
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: pinned)

    recording._time_copy(torch.device("cpu"), 8, pinned=True)
    recording._time_copy(torch.device("cpu"), 8)
    recording._time_matmul(torch.device("cpu"), 8, dtype=torch.bfloat16)

    made = [matrix for matrix, _ in quick]
    assert [torch.equal(x, pinned) for x in made[:2]] == [True, False]
    assert made[2].dtype == torch.bfloat16


def test_asking_is_timed_without_the_wait(monkeypatch):
    """The clock stops before the device is waited for, and starts after."""
    now, queue = [0.0], []

    class Slow:
        def __matmul__(self, other):
            now[0] += 1.0 + sum(queue)  # to ask; who finds a queue waits in it
            queue.append(100.0)  # to do

    def synchronize(device):
        now[0] += sum(queue)
        queue.clear()

    monkeypatch.setattr(recording, "synchronize", synchronize)
    monkeypatch.setattr(recording.torch, "rand", lambda *_, **__: Slow())
    monkeypatch.setattr(recording.time, "perf_counter", lambda: now[0])

    timing = recording._time_unawaited(CUDA, 8)

    assert (timing.median, timing.repeats, timing.device) == (1.0, 11, "cuda")
    assert queue == []  # nothing is left for the next measurement


def test_peaks_are_those_that_the_device_counted(monkeypatch):
    """On CUDA a count for each micro-batch, which begins after the first gradient."""
    events = []
    monkeypatch.setattr(recording, "SAMPLES", 8)
    monkeypatch.setattr(recording, "WIDTH", 4)
    monkeypatch.setattr(recording, "MICRO_BATCHES", (2,))
    monkeypatch.setattr(
        recording, "_accumulate", lambda model, X, size: events.append((len(X), size))
    )
    counter = SimpleNamespace(
        reset_peak_memory_stats=lambda: events.append("reset"),
        max_memory_allocated=lambda: 1000,
    )
    monkeypatch.setattr(torch, "accelerator", counter)
    monkeypatch.setattr(torch.nn.Module, "to", lambda self, device: self)
    rand = torch.rand
    monkeypatch.setattr(torch, "rand", lambda *shape, device: rand(*shape))

    (peak,) = recording._measure_peaks(CUDA)

    assert events == [(8, 2), "reset", (8, 2)]
    assert (peak.samples, peak.micro_batch, peak.bytes) == (8, 2, 1000)
    assert [*recording._measure_peaks(None), *recording._measure_peaks(META)] == []


def test_accumulated_gradient_is_that_of_the_whole():
    """The pieces add up to the gradient of the mean over all samples."""
    model = torch.nn.Linear(4, 1, bias=False)
    X = torch.rand(10, 4)

    recording._accumulate(model, X, 3)

    assert torch.allclose(model.weight.grad, X.mean(dim=0, keepdim=True))


def test_commit_is_git_s_own():
    """Inside a checkout the record names its commit."""
    command = ["git", "-C", str(records.FOLDER.parent), "rev-parse", "--short", "HEAD"]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        pytest.skip("not a checkout")

    assert recording._commit().removesuffix("-dirty") == result.stdout.strip()


def test_commit_is_unknown_without_a_checkout_or_git(tmp_path, monkeypatch):
    """An installed copy has no commit, also where another repository is around it."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.setattr(recording, "__file__", str(tmp_path / "record.py"))
    assert recording._commit() == "unknown"

    def fail(*arguments, **options):
        raise FileNotFoundError("git")

    monkeypatch.undo()
    monkeypatch.setattr(recording, "subprocess", SimpleNamespace(run=fail))
    assert recording._commit() == "unknown"


def rows(text):
    """Return the numbers of a table's rows, as they are printed."""
    words = (line.split() for line in text.splitlines())
    return [row for row in words if row and row[0].isdigit()]


OTHER = dataclasses.replace(  # needs four times as long at n = 8
    CPU_RECORD,
    machine="an old CPU",
    date="2025-01-31",
    torch="2.9.0",
    measurements=(make_measurement(MATMUL, 8, 8e-3), make_measurement(MATMUL, 32, 1)),
)


def test_table_has_the_rates_and_their_ratio():
    """1024 operations in 2 ms here and in 8 ms there, each with machine and day."""
    text = compare_with(CPU_RECORD, [OTHER])

    assert text.splitlines()[:2] == [
        "this machine: AMD EPYC 7B13, 2 threads, 2026-02-28, torch 2.13.0+cpu",
        "recorded:     an old CPU, 2025-01-31, torch 2.9.0",
    ]
    assert rows(text) == [["8", "0.000512", "0.000128", "4"]]


def test_times_that_cannot_be_told_apart_are_marked():
    """A machine compared with itself is not called faster; no power of ten is used."""
    quick = make_measurement(MATMUL, 4096, 2e-3)
    machine = dataclasses.replace(CPU_RECORD, measurements=(quick,))

    assert rows(compare_with(machine, [machine])) == [["4096", "68719", "68719", "~1"]]


def test_every_device_of_every_record_has_a_table():
    """CPU beside CPU, an accelerator beside the machine's own or else its CPU."""

    def named(record, others):
        text = compare_with(record, others)
        labels = [x.split(": ")[1].strip() for x in text.splitlines() if ": " in x]
        return [label.split(",")[0] for label in labels if "torch" in label]

    cpu, gpu = "AMD EPYC 7B13", "NVIDIA H100 80GB HBM3"
    assert named(GPU_RECORD, [CPU_RECORD, GPU_RECORD]) == [cpu] * 4 + [gpu] * 2
    assert named(CPU_RECORD, [GPU_RECORD]) == [cpu] * 3 + [gpu]
    assert compare_with(CPU_RECORD, []) == "No machine is recorded yet."
