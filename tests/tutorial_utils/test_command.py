"""The command of the installed package, and what it says to whoever made a mistake."""

import dataclasses
import errno
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from made_up import CPU_RECORD

from tutorial_utils import __main__ as command
from tutorial_utils import record as recording
from tutorial_utils import records

ROOT = Path(__file__).parents[2]


@pytest.fixture
def measured(monkeypatch):
    """Make the measuring of this machine cost nothing; return its record."""

    def record_machine(*, report):
        report("measured")
        return CPU_RECORD

    monkeypatch.setattr(recording, "record_machine", record_machine)
    return CPU_RECORD


@pytest.fixture
def old(tmp_path, monkeypatch):
    """Let the course have one record, an old one of this machine; return its path."""
    record = dataclasses.replace(CPU_RECORD, date="2025-01-31")
    read = records.read_records
    monkeypatch.setattr(records, "read_records", lambda: read(tmp_path))
    return records.write_record(record, tmp_path)


def run(*arguments):
    """Run the command; return what a shell would get: a code or a complaint."""
    try:
        return command.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return stop.code


def test_new_record_is_compared_with_what_was_there_before(
    measured, old, tmp_path, capsys, monkeypatch
):
    """It replaces the old one of the machine; the current folder is the usual one."""
    monkeypatch.chdir(tmp_path)

    assert run("record") == 0

    said = capsys.readouterr().out
    assert said.startswith("measured\n")
    assert "recorded:     AMD EPYC 7B13, 2 threads, 2025-01-31" in said
    assert said.splitlines()[-1] == f"The record is in {old.name}"
    assert list(tmp_path.iterdir()) == [old]
    assert records.read_record(old) == measured


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("nowhere", "nowhere: the record cannot be written: .* with --out"),
        ("file", "file: the record cannot be written: .* with --out"),
        ("", r"broken\.json: not a record"),
    ],
)
def test_what_cannot_end_well_is_said_before_a_minute_is_spent(
    old, tmp_path, monkeypatch, out, said
):
    """A folder that is not there, or is none; a damaged record of the course."""
    monkeypatch.setattr(recording, "record_machine", pytest.fail)
    (tmp_path / "file").touch()
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")

    assert re.search(said, run("record", "--out", tmp_path / out))


def test_full_disk_is_reported_and_nothing_left(measured, old, tmp_path, monkeypatch):
    """A record is written whole or not at all; the machine's old one stays."""
    before = old.read_bytes()

    def fail(self, text, **options):
        self.write_bytes(text[:10].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(records.Path, "write_text", fail)

    said = run("record", "--out", tmp_path)

    assert "No space left on device; choose another folder with --out" in said
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_bytes() == before


def test_command_stopped_by_ctrl_c_writes_nothing(tmp_path, capsys, monkeypatch):
    """Half a measurement is none."""

    def stop(**options):
        raise KeyboardInterrupt

    monkeypatch.setattr(recording, "record_machine", stop)

    assert run("record", "--out", tmp_path) == 130
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == "Stopped; nothing was written.\n"


MEASURING = """
import sys
from tutorial_utils import __main__, record as recording, records

made = records.read_records()[0]
recording.record_machine = lambda report: report("1 µs") or made
sys.exit(__main__.main(["record", "--out", sys.argv[1]]))
"""


def test_narrow_encoding_of_a_file_is_no_mistake(tmp_path):
    """Where × and µ cannot be written, the table still can."""
    command = [sys.executable, "-X", "utf8=0", "-c", MEASURING, str(tmp_path)]
    done = subprocess.run(
        command,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1 ?s" in done.stdout


def test_command_whose_reader_has_gone_ends_in_silence(tmp_path):
    """As with ``| head``: no traceback, and no record of half a measurement."""
    command = [sys.executable, "-c", MEASURING, str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (1, b"")
    assert list(tmp_path.iterdir()) == []


def test_command_of_the_package_runs_without_torch_until_it_measures():
    """Help, and a mistake in the command, are answered at once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, name = project["scripts"]["tutorial-utils"].split(":")
    code = (
        f"import sys, {module} as x; sys.exit(not x.{name} or 'torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
