"""Records of measurements: read back as written, refused when damaged."""

import dataclasses
import json

import pytest

from tutorial_utils import records
from tutorial_utils.records import BFLOAT16, COPY, MATMUL, Peak


@pytest.fixture
def damage(record, tmp_path):
    """Return a function that writes a record with one entry changed."""
    path = records.write_record(record, tmp_path)

    def change(*keys, to):
        data = json.loads(path.read_text(encoding="utf-8"))
        *parents, last = keys
        place = data
        for key in parents:
            place = place[key]
        place[last] = to
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return change


def test_record_is_read_as_it_was_written(gpu_record, tmp_path):
    """Nothing is lost or changed on the way through the file."""
    peak = Peak(samples=64, micro_batch=16, bytes=4096, device="cuda")
    record = dataclasses.replace(gpu_record, peaks=(peak,))

    path = records.write_record(record, tmp_path)

    assert records.read_record(path) == record


def test_record_is_named_after_its_processor(record, tmp_path):
    """Without an accelerator the file has the processor's name."""
    path = records.write_record(record, tmp_path)

    assert path == tmp_path / "amd-epyc-7b13-2-threads.json"


def test_record_is_named_after_its_accelerator(gpu_record, tmp_path):
    """The accelerator is what a record is looked for by."""
    path = records.write_record(gpu_record, tmp_path)

    assert path == tmp_path / "nvidia-h100-80gb-hbm3.json"


def test_write_record_replaces_the_machines_earlier_record(record, tmp_path):
    """A machine has one record, the newest."""
    newer = dataclasses.replace(record, date="2026-03-01")

    records.write_record(record, tmp_path)
    records.write_record(newer, tmp_path)

    assert records.read_records(tmp_path) == [newer]


def test_write_record_makes_no_folder(record, tmp_path):
    """A folder that is not there may be a slip of the pen."""
    with pytest.raises(FileNotFoundError):
        records.write_record(record, tmp_path / "new")

    assert list(tmp_path.iterdir()) == []


def test_write_record_keeps_the_old_file_when_the_disk_is_full(
    record, tmp_path, monkeypatch
):
    """A record is written whole or not at all, and leaves nothing behind."""
    records.write_record(record, tmp_path)

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records.Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        records.write_record(dataclasses.replace(record, commit="new"), tmp_path)

    assert records.read_records(tmp_path) == [record]
    assert len(list(tmp_path.iterdir())) == 1


def test_write_record_refuses_what_could_not_be_read(record, tmp_path):
    """An empty record is not written."""
    with pytest.raises(ValueError, match="no product on the CPU"):
        records.write_record(dataclasses.replace(record, measurements=()), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_read_records_of_an_empty_folder(tmp_path):
    """No records is an answer."""
    assert records.read_records(tmp_path) == []


def test_read_records_follows_the_file_names(record, gpu_record, tmp_path):
    """The order is the same on every machine."""
    records.write_record(gpu_record, tmp_path)
    records.write_record(record, tmp_path)

    assert records.read_records(tmp_path) == [record, gpu_record]


def test_committed_records_are_whole():
    """Every record that the course ships can be read."""
    shipped = records.read_records()

    assert len(shipped) == len(list(records.FOLDER.iterdir())) > 0


def test_data_files_name_the_records():
    """The key of a lesson's results sees the files that read_records() reads."""
    (pattern,) = records.DATA_FILES

    named = set(records.FOLDER.parent.glob(pattern))

    assert named == set(records.FOLDER.glob("*.json"))


def test_timings_are_picked_by_operation_and_device(gpu_record, make_timing):
    """The CPU's product, the GPU's product and the copy stay apart."""
    assert gpu_record.timings(MATMUL, "cpu") == {8: make_timing()}
    assert gpu_record.timings(MATMUL, "cuda") == {8: make_timing("cuda")}
    assert gpu_record.timings(COPY, "cuda") == {8: make_timing("cuda")}
    assert gpu_record.timings(COPY, "cpu") == {}


def test_timings_are_picked_by_data_type(gpu_record, make_measurement):
    """A product in bfloat16 is not mistaken for one in float32."""
    quick = make_measurement(8, dtype=BFLOAT16, device="cuda", median=1e-6)
    both = dataclasses.replace(
        gpu_record, measurements=(*gpu_record.measurements, quick)
    )

    assert both.timings(MATMUL, "cuda") == gpu_record.timings(MATMUL, "cuda")
    assert both.timings(MATMUL, "cuda", BFLOAT16) == {8: quick.timing}


@pytest.mark.parametrize(
    "content",
    [b"", b'{"schema": 1', b"[]", b"null", b"\xff\xfe\x00", b"{}", b"[" * 10**5],
)
def test_damaged_file_is_named_with_the_cure(tmp_path, content):
    """Whatever is wrong, one message has the file and what to do."""
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"broken\.json: not a record") as caught:
        records.read_records(tmp_path)

    assert "nox -s record" in str(caught.value)


PEAK = {"samples": 64, "micro_batch": 16, "bytes": 4096, "device": "cuda"}


@pytest.mark.parametrize(
    ("keys", "value", "said"),
    [
        (("schema",), 0, "schema is 0"),
        (("schema",), "2", "schema is '2'"),
        (("schema",), True, "schema is True"),
        (("date",), "yesterday", "date is 'yesterday' and not YYYY-MM-DD"),
        (("date",), "20260228", "date is '20260228' and not YYYY-MM-DD"),
        (("date",), 20260228, "date is 20260228"),
        (("machine",), "", "machine is empty"),
        (("threads",), "2", "threads is '2'"),
        (("threads",), True, "threads is True"),
        (("threads",), 0, "threads is 0, below 1"),
        (("accelerator",), 7, "accelerator is 7"),
        (("precision",), [], r"precision is \[\]"),
        (("precision", "kind"), 1, "precision.kind is 1"),
        (("measurements",), {}, r"measurements is \{\}"),
        (("measurements",), [], "no product on the CPU"),
        (("measurements", 0), 3, r"measurements\[0\] is 3"),
        (("measurements", 1, "dtype"), None, r"measurements\[1\].dtype is None"),
        (("measurements", 0, "sizes"), {}, r"measurements\[0\].sizes.n is missing"),
        (("measurements", 0, "sizes", "n"), 8.5, r"measurements\[0\].sizes.n is 8.5"),
        (("measurements", 0, "sizes", "n"), 0, r"measurements\[0\].sizes.n is 0"),
        (("measurements", 0, "timing", "repeats"), 0, "timing.repeats is 0, below 1"),
        (("measurements", 0, "timing", "device"), "cuda", "accelerator is None, but"),
        (("measurements", 1, "timing", "median"), "1", "timing.median is '1'"),
        (("measurements", 1, "timing", "median"), -1.0, "timing.median is -1.0"),
        (("measurements", 1, "timing", "median"), 5.0, "median is 5.0, outside"),
        (("measurements", 1, "timing", "median"), float("nan"), "median is nan"),
        (("measurements", 1, "timing", "lower_quartile"), 0.0, "lower_quartile is 0.0"),
        (("measurements", 1, "timing", "upper_quartile"), float("inf"), "is inf"),
        (("measurements", 1, "timing", "mean"), 1.0, "mean is not part of the format"),
        (("peaks",), [PEAK], r"accelerator is None, but peaks\[0\]"),
        (("peaks",), [PEAK | {"bytes": -1}], r"peaks\[0\].bytes is -1, below 1"),
        (("peaks",), [PEAK | {"bytes": 1.5}], r"peaks\[0\].bytes is 1.5"),
        (("unheard_of",), 1, "unheard_of is not part of the format"),
    ],
)
def test_record_with_a_wrong_entry_is_refused(damage, keys, value, said):
    """Types, ranges and names are checked, and the message says which entry it is."""
    path = damage(*keys, to=value)

    with pytest.raises(ValueError, match=said) as caught:
        records.read_record(path)

    assert str(caught.value).startswith(f"{path}: not a record of measurements: ")


def test_record_without_an_entry_is_refused(damage):
    """A missing entry is not filled in."""
    whole = {"what": MATMUL, "dtype": "float32", "timing": {}}
    path = damage("measurements", 0, to=whole)

    with pytest.raises(ValueError, match=r": measurements\[0\].sizes is missing;"):
        records.read_record(path)


def test_record_of_a_newer_schema_asks_for_a_newer_reader(damage):
    """What is written next year is not damaged, and nothing else is said about it."""
    path = damage("schema", to=records.SCHEMA + 1)

    with pytest.raises(ValueError, match="install a newer one") as caught:
        records.read_record(path)

    assert str(caught.value).startswith(f"{path}: schema is {records.SCHEMA + 1}, ")
    assert "not a record" not in str(caught.value)


def test_record_of_the_first_schema_is_read(record, tmp_path):
    """It has no peaks, and is otherwise the same."""
    path = records.write_record(record, tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["peaks"]
    path.write_text(json.dumps(data | {"schema": 1}), encoding="utf-8")

    assert records.read_record(path) == record
