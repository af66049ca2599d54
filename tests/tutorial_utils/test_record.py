"""Measuring a machine for its record, and comparing it with the recorded ones."""

import dataclasses
import os
import subprocess
from types import SimpleNamespace

import pytest
import torch
from made_up import CPU_RECORD, GPU_RECORD, TIMING, make_record

from tutorial_utils import record as recording
from tutorial_utils import records
from tutorial_utils.record import compare_with

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


def test_record_machine_measures_every_size_on_the_cpu(quick, monkeypatch):
    """Without an accelerator there are products and nothing else; each is reported."""
    monkeypatch.setattr(recording, "find_accelerator", lambda: None)
    lines = []
    made = recording.record_machine((8, 16), report=lines.append)

    products = [(item.what, item.sizes["n"]) for item in made.measurements]
    assert products == [(records.MATMUL, 8), (records.MATMUL, 16)]
    assert (made.accelerator, made.peaks) == (None, ())
    assert len(lines) == 2
    assert lines[0].startswith("matmul, float32, n = 8: 2 ms")


def test_record_machine_measures_an_accelerator(quick, monkeypatch, tmp_path):
    """Its products, asking for them, and the way; the record passes all checks."""
    monkeypatch.setattr(recording, "find_accelerator", lambda: META)
    monkeypatch.setattr(recording, "describe_device", lambda device: f"a {device.type}")
    monkeypatch.setattr(recording, "synchronize", lambda device: None)
    made = recording.record_machine((8,), report=lambda line: None)

    assert [(x.what, x.dtype, x.timing.device) for x in made.measurements] == [
        (records.MATMUL, records.FLOAT32, "cpu"),
        (records.MATMUL, records.FLOAT32, "meta"),
        (records.UNAWAITED, records.FLOAT32, "meta"),
        (records.COPY, records.FLOAT32, "meta"),
    ]
    assert (made.machine, made.accelerator) == ("a cpu", "a meta")
    assert records.read_record(records.write_record(made, tmp_path)) == made


@pytest.mark.parametrize("has", [True, False])
def test_cuda_has_pinned_copies_and_its_own_data_types(monkeypatch, has):
    """A GPU without TF32 would measure float32 again, under a wrong name."""
    monkeypatch.setattr(torch.cuda, "is_tf32_supported", lambda: has)
    monkeypatch.setattr(
        torch.cuda, "is_bf16_supported", lambda including_emulation: has
    )
    meta, cuda = (
        [(what, dtype) for what, dtype, _ in recording._list_operations(device)]
        for device in (META, CUDA)
    )
    short = [(records.MATMUL, dtype) for dtype in (records.TF32, records.BFLOAT16)]

    pinned = records.PINNED_COPY, records.FLOAT32
    assert cuda == [*meta, pinned, *(short if has else [])]


def test_matrices_and_settings_are_what_the_record_says(quick, monkeypatch):
    """One lies in pinned memory before the clock runs, one has the short data type.

    Float32 may round while one product is measured, and no longer, not if it fails.
    """
    cpu = torch.device("cpu")
    pinned = torch.full((8, 8), 7.0)
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: pinned)

    recording._time_copy(cpu, 8, pinned=True)
    recording._time_copy(cpu, 8)
    recording._time_matmul(cpu, 8, dtype=torch.bfloat16)
    recording._time_rounded_matmul(cpu, 8)
    recording._time_matmul(cpu, 8)
    monkeypatch.setattr(recording, "measure", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recording._time_rounded_matmul(cpu, 8)

    made, precision = zip(*quick, strict=True)
    assert [torch.equal(x, pinned) for x in made[:2]] == [True, False]
    assert made[2].dtype == torch.bfloat16
    assert list(precision) == ["highest"] * 3 + ["high", "highest"]
    assert torch.get_float32_matmul_precision() == "highest"


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
    for name, value in {"SAMPLES": 8, "WIDTH": 4, "MICRO_BATCHES": (2,)}.items():
        monkeypatch.setattr(recording, name, value)
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


@pytest.mark.parametrize("path", [None, ""])
def test_commit_is_unknown_without_a_checkout_or_git(tmp_path, monkeypatch, path):
    """An installed copy has no commit, also where another repository is around it."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.setattr(recording, "__file__", str(tmp_path / "record.py"))
    monkeypatch.setenv("PATH", os.environ["PATH"] if path is None else path)

    assert recording._commit() == "unknown"


OLD = make_record(  # needs four times as long at n = 8
    (records.MATMUL, 8, 8e-3), (records.MATMUL, 32, 1), machine="an old CPU"
)
QUICK = make_record((records.MATMUL, 4096, 2e-3))
CPU, GPU = CPU_RECORD.machine, GPU_RECORD.accelerator


@pytest.mark.parametrize(
    ("record", "others", "labels", "rows"),
    [
        (CPU_RECORD, [OLD], [CPU, "an old CPU"], ["8 0.000512 0.000128 4"]),
        (QUICK, [QUICK], [CPU] * 2, ["4096 68719 68719 ~1"]),
        (GPU_RECORD, [CPU_RECORD, GPU_RECORD], [CPU] * 4 + [GPU] * 2, None),
        (CPU_RECORD, [GPU_RECORD], [CPU] * 3 + [GPU], None),
    ],
)
def test_every_recorded_device_has_a_table(record, others, labels, rows):
    """CPU beside CPU, an accelerator beside the machine's own or else its CPU.

    1024 operations take 2 ms here and 8 ms there; a machine compared with itself is not
    called faster, and no power of ten is used.
    """
    lines = compare_with(record, others).splitlines()
    named = [x.split(": ")[1].strip() for x in lines if ", torch 2.13.0+cpu" in x]
    numbers = [" ".join(x.split()) for x in lines if x.strip()[:1].isdigit()]

    assert named == [f"{label}, 2026-02-28, torch 2.13.0+cpu" for label in labels]
    assert numbers == rows or rows is None
    assert compare_with(CPU_RECORD, []) == "No machine is recorded yet."
