"""Records of measurements: read back as written, refused when damaged."""

import dataclasses
import json
import subprocess
from types import SimpleNamespace

import pytest
import torch

from tutorial_utils import records
from tutorial_utils.records import COPY, MATMUL, Measurement, Record
from tutorial_utils.timing import Timing


def make_timing(device="cpu", **changes):
    """Return a timing of two milliseconds."""
    timing = Timing(
        median=2e-3,
        lower_quartile=1e-3,
        upper_quartile=3e-3,
        repeats=11,
        calls=1,
        threads=2,
        device=device,
    )
    return dataclasses.replace(timing, **changes)


def make_measurement(n=8, what=MATMUL, **changes):
    """Return a measurement of one size."""
    timing = make_timing(**changes)
    return Measurement(what=what, sizes={"n": n}, dtype="float32", timing=timing)


@pytest.fixture
def record():
    """Return the record of a machine without an accelerator."""
    return Record(
        schema=records.SCHEMA,
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
def gpu_record(record):
    """Return the record of a machine with one."""
    return dataclasses.replace(
        record,
        accelerator="NVIDIA H100 80GB HBM3",
        measurements=(
            make_measurement(8),
            make_measurement(8, device="cuda"),
            make_measurement(8, COPY, device="cuda"),
        ),
    )


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
    path = records.write_record(gpu_record, tmp_path)

    assert records.read_record(path) == gpu_record


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


def test_write_record_makes_the_folder(record, tmp_path):
    """A folder that is not there yet is no error."""
    path = records.write_record(record, tmp_path / "new" / "folder")

    assert path.is_file()


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
    with pytest.raises(ValueError, match="holds no measurements"):
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


def test_timings_are_picked_by_operation_and_device(gpu_record):
    """The CPU's product, the GPU's product and the copy stay apart."""
    assert gpu_record.timings(MATMUL, "cpu") == {8: make_timing()}
    assert gpu_record.timings(MATMUL, "cuda") == {8: make_timing("cuda")}
    assert gpu_record.timings(COPY, "cuda") == {8: make_timing("cuda")}
    assert gpu_record.timings(COPY, "cpu") == {}


@pytest.mark.parametrize(
    "content", [b"", b'{"schema": 1', b"[]", b"null", b"\xff\xfe\x00", b"{}"]
)
def test_damaged_file_is_named_with_the_cure(tmp_path, content):
    """Whatever is wrong, one message has the file and what to do."""
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"broken\.json: not a record") as caught:
        records.read_records(tmp_path)

    assert "nox -s record" in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "value", "said"),
    [
        (("schema",), 2, "schema 2 is not 1"),
        (("date",), "yesterday", "yesterday"),
        (("date",), 20260228, "date is 20260228"),
        (("threads",), "2", "threads is '2'"),
        (("threads",), True, "threads is True"),
        (("accelerator",), 7, "accelerator is 7"),
        (("precision",), [], r"precision is \[\]"),
        (("measurements",), {}, r"measurements is \{\}"),
        (("measurements",), [], "no measurements"),
        (("measurements", 0), 3, "measurements holds other entries"),
        (("measurements", 0, "sizes", "n"), 8.5, "sizes is 8.5"),
        (("measurements", 0, "sizes", "n"), 0, "a count below 1"),
        (("measurements", 0, "timing", "repeats"), 0, "a count below 1"),
        (("measurements", 1, "timing", "median"), -1.0, "took"),
        (("measurements", 1, "timing", "median"), 5.0, "took"),
        (("measurements", 1, "timing", "median"), float("nan"), "took"),
        (("measurements", 1, "timing", "lower_quartile"), 0.0, "took"),
        (("measurements", 1, "timing", "upper_quartile"), float("inf"), "took"),
        (("unheard_of",), 1, "other entries than schema, date"),
    ],
)
def test_record_with_a_wrong_entry_is_refused(damage, keys, value, said):
    """Types, ranges, dates and the format's number are checked."""
    path = damage(*keys, to=value)

    with pytest.raises(ValueError, match=said):
        records.read_record(path)


def test_record_without_an_entry_is_refused(damage):
    """A missing entry is not filled in."""
    path = damage("measurements", 0, to={"what": MATMUL})

    with pytest.raises(ValueError, match="measurements holds other entries than what"):
        records.read_record(path)


@pytest.fixture
def quick(monkeypatch):
    """Make every measurement cost nothing."""

    def measure(function, *, device, repeats):
        function()
        return make_timing(str(device), repeats=repeats)

    monkeypatch.setattr(records, "measure", measure)


def test_record_machine_measures_every_size_on_the_cpu(quick, monkeypatch):
    """A machine without an accelerator has products and no copies."""
    monkeypatch.setattr(records, "list_devices", lambda: [torch.device("cpu")])
    monkeypatch.setattr(records, "find_accelerator", lambda: None)

    made = records.record_machine((8, 16), report=lambda line: None)

    assert [(item.what, item.sizes["n"]) for item in made.measurements] == [
        (MATMUL, 8),
        (MATMUL, 16),
    ]
    assert made.accelerator is None


def test_record_machine_measures_the_copy_to_an_accelerator(quick, monkeypatch):
    """With an accelerator there are its products too, and the way there."""
    gpu = torch.device("meta")  # computes shapes on any machine
    monkeypatch.setattr(records, "list_devices", lambda: [torch.device("cpu"), gpu])
    monkeypatch.setattr(records, "find_accelerator", lambda: gpu)
    monkeypatch.setattr(records, "describe_device", lambda device: f"a {device.type}")

    made = records.record_machine((8,), report=lambda line: None)

    assert [(item.what, item.timing.device) for item in made.measurements] == [
        (MATMUL, "cpu"),
        (MATMUL, "meta"),
        (COPY, "meta"),
    ]
    assert (made.machine, made.accelerator) == ("a cpu", "a meta")


def test_record_machine_reports_each_measurement(quick):
    """Whoever waits sees what is done and how long it took."""
    lines = []

    made = records.record_machine((8, 16), report=lines.append)

    assert len(lines) == len(made.measurements)
    assert lines[0].startswith("matmul, n = 8: 2 ms")


def test_commit_is_git_s_own():
    """Inside a checkout the record names its commit."""
    command = ["git", "-C", str(records.FOLDER.parent), "rev-parse", "--short", "HEAD"]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        pytest.skip("not a checkout")

    assert records._commit().removesuffix("-dirty") == result.stdout.strip()


def test_commit_is_unknown_outside_of_a_checkout(tmp_path, monkeypatch):
    """An installed copy has no commit, also where another repository is around it."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.setattr(records, "__file__", str(tmp_path / "records.py"))

    assert records._commit() == "unknown"


def test_commit_is_unknown_without_git(monkeypatch):
    """A machine without git can be measured too."""

    def fail(*arguments, **options):
        raise FileNotFoundError("git")

    monkeypatch.setattr(records, "subprocess", SimpleNamespace(run=fail))

    assert records._commit() == "unknown"


def test_command_says_where_the_record_is(quick, tmp_path, capsys):
    """The last line is the path, and what is there can be read."""
    code = records.main(["--out", str(tmp_path)])

    (made,) = tmp_path.iterdir()
    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(str(made))
    assert len(records.read_record(made).measurements) >= len(records.SIZES)


def test_command_names_a_folder_that_cannot_be_written(quick, tmp_path, capsys):
    """One line with the folder and the cure, and a code that says no."""
    file = tmp_path / "file"
    file.touch()

    code = records.main(["--out", str(file)])

    said = capsys.readouterr().err
    assert code == 1
    assert said.startswith(f"{file}: the record cannot be written: ")
    assert "--out" in said


def test_command_stopped_by_ctrl_c_writes_nothing(tmp_path, capsys, monkeypatch):
    """Half a measurement is none."""

    def stop(**options):
        raise KeyboardInterrupt

    monkeypatch.setattr(records, "record_machine", stop)

    code = records.main(["--out", str(tmp_path)])

    assert code == 130
    assert list(tmp_path.iterdir()) == []
    assert "nothing was written" in capsys.readouterr().err


def test_command_explains_itself(capsys):
    """``--help`` names the option and where records go by default."""
    with pytest.raises(SystemExit) as caught:
        records.main(["--help"])

    assert caught.value.code == 0
    assert "--out FOLDER" in capsys.readouterr().out
