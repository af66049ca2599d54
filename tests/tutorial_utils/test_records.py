"""Records of measurements: read back as written, refused when damaged, and told."""

import dataclasses
import json

import pytest
from made_up import CPU_RECORD, GPU_RECORD, make_record

from tutorial_utils import records

PEAKS = [
    records.Peak(samples=4096, micro_batch=size, bytes=count, device="cuda")
    for size, count in ((4096, 100_000_000), (1024, 40_000_000))
]
FULL_RECORD = make_record(
    (records.MATMUL, 1000, 2e-3),
    (records.MATMUL, 1000, 1e-3, "cuda"),
    (records.MATMUL, 1000, 1e-4, "cuda", records.TF32),
    (records.MATMUL, 1000, 5e-5, "cuda", records.BFLOAT16),
    (records.UNAWAITED, 1000, 2e-5, "cuda"),
    (records.COPY, 1000, 1e-3, "cuda"),
    (records.PINNED_COPY, 1000, 1e-4, "cuda"),
    peaks=tuple(PEAKS),
)
TOLD = {
    records.list_waits: "n = 1000, 0.02 ms without waiting, 1 ms with",
    records.list_precisions: (
        "n = 1000, float32 2000, TF32 20000, bfloat16 40000 GFLOP/s"
    ),
    records.list_copies: "n = 1000, 4 GB/s, from pinned memory 40 GB/s",
    records.list_peaks: "samples at a time, 4096: 100 MB, 1024: 40 MB",
}


@pytest.mark.parametrize(
    ("machine", "accelerator", "name"),
    [
        ("AMD EPYC 7B13, 2 threads", None, "amd-epyc-7b13-2-threads.json"),
        ("AMD EPYC 7B13", "NVIDIA H100 80GB HBM3", "nvidia-h100-80gb-hbm3.json"),
        ("AMD EPYC 7B13", "昇腾 910B", "昇腾-910b.json"),
        ("AMD EPYC 7B13", "显卡", "显卡.json"),
        ("AMD EPYC 7B13", "../..", "unnamed.json"),
    ],
)
def test_record_is_named_after_its_accelerator(tmp_path, machine, accelerator, name):
    """Or its processor; no file is hidden, and none leaves the folder."""
    changes = {"machine": machine, "accelerator": accelerator}
    record = dataclasses.replace(CPU_RECORD, **changes)

    assert records.write_record(record, tmp_path) == tmp_path / name


def test_records_are_read_as_they_were_written(tmp_path):
    """A machine has one, the newest; they stand in the order of the files' names."""
    newer = dataclasses.replace(CPU_RECORD, date="2026-03-01")
    for record in (FULL_RECORD, CPU_RECORD, newer):
        records.write_record(record, tmp_path)
    with pytest.raises(ValueError, match="no product on the CPU"):
        records.write_record(make_record(), tmp_path)  # could not be read

    assert records.read_records(tmp_path) == [newer, FULL_RECORD]


def test_committed_records_are_whole_and_in_the_key():
    """All that the course ships can be read and told; a lesson's key sees the files."""
    shipped = records.read_records()
    (pattern,) = records.DATA_FILES

    named = set(records.FOLDER.parent.glob(pattern))
    assert named == set(records.FOLDER.iterdir())
    assert len(shipped) == len(named) > 0
    assert all(tell(shipped) for tell in TOLD)


@pytest.mark.parametrize(
    "content",
    [b"", b'{"date": 1', b"[]", b"null", b"\xff\xfe\x00", b"{}", b"[" * 10**5],
)
def test_damaged_file_is_named_with_the_cure(tmp_path, content):
    """Whatever is wrong, one message has the file and what to do."""
    (tmp_path / "broken.json").write_bytes(content)

    with pytest.raises(ValueError, match=r"broken\.json: not a record") as caught:
        records.read_records(tmp_path)

    assert "nox -s record" in str(caught.value)


PEAK = dataclasses.asdict(PEAKS[0])


@pytest.mark.parametrize(
    ("keys", "value", "said"),
    [
        (("measurements",), [], "no product on the CPU"),
        (("measurements", 0), 3, "'int' object"),
        (("measurements", 0, "sizes"), {}, "'n'"),
        (("measurements", 0, "sizes", "n"), 0, "is impossible"),
        (("measurements", 0, "timing", "device"), "cuda", "no accelerator is named"),
        (("measurements", 1, "timing", "median"), "1", "'<=' not supported"),
        (("measurements", 1, "timing", "median"), -1.0, "is impossible"),
        (("measurements", 1, "timing", "median"), 5.0, "is impossible"),
        (("measurements", 1, "timing", "median"), float("nan"), "is impossible"),
        (("measurements", 1, "timing", "lower_quartile"), 0.0, "is impossible"),
        (("measurements", 1, "timing", "upper_quartile"), float("inf"), "impossible"),
        (("measurements", 1, "timing", "mean"), 1.0, "unexpected keyword .* 'mean'"),
        (("peaks",), [PEAK], "no accelerator is named, but cuda was measured"),
        (("peaks",), [PEAK | {"bytes": -1}], "is impossible"),
        (("unheard_of",), 1, "unexpected keyword argument 'unheard_of'"),
    ],
)
def test_record_with_a_wrong_entry_is_refused(tmp_path, keys, value, said):
    """Numbers that cannot be, and names too many or too few."""
    path = records.write_record(CPU_RECORD, tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    *parents, last = keys
    place = data
    for key in parents:
        place = place[key]
    place[last] = value
    path.write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(ValueError, match=said) as caught:
        records.read_record(path)

    assert str(caught.value).startswith(f"{path}: not a record of measurements: ")


@pytest.mark.parametrize("tell", TOLD)
def test_lines_have_machine_day_and_numbers(tell):
    """A record without the measurement, or without an accelerator, has no line."""
    other = dataclasses.replace(FULL_RECORD, accelerator="another GPU")
    lines = tell([CPU_RECORD, GPU_RECORD, FULL_RECORD, other]).splitlines()

    assert lines == [
        "recorded on NVIDIA H100 80GB HBM3, 2026-02-28:",
        f"  {TOLD[tell]}",
        "recorded on another GPU, 2026-02-28:",
        f"  {TOLD[tell]}",
    ]
    assert tell([CPU_RECORD, GPU_RECORD]) == "recorded on no accelerator yet"


def test_precisions_of_an_accelerator_without_tf32():
    """Two data types are enough for a comparison."""
    left = [item for item in FULL_RECORD.measurements if item.dtype != records.TF32]
    record = dataclasses.replace(FULL_RECORD, measurements=tuple(left))

    assert "float32 2000, bfloat16 40000 GFLOP/s" in records.list_precisions([record])
