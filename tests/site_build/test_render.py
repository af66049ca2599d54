"""What Sphinx is asked and what it answers."""

import time
from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from site_build.project import Project
from site_build.render import complaint
from site_build.sphinx_worker import Job, SphinxWorker, reason

SLOW = """\
import os, pathlib, time
pathlib.Path(__file__).with_name("pid").write_text(str(os.getpid()))
time.sleep(60)
"""


def job(folder: Path, conf: str) -> Job:
    """Return a job for a documentation of one page."""
    folder.mkdir()
    (folder / "conf.py").write_text(conf)
    (folder / "index.rst").write_text("Home\n====\n")
    return Job(folder, folder / "out", folder / "doctrees", folder / "log.txt")


def test_complaint_names_files_from_the_root(tmp_path):
    """As they are known to who edits them; a crash has its reason and no traceback."""
    log = tmp_path / "log"
    log.write_text(f"{tmp_path}/docs/index.md:3: WARNING: oh\n")

    said = complaint(Project(tmp_path), "en", log)
    assert said == "[en] docs/index.md:3: WARNING: oh"
    assert reason(ZeroDivisionError("a / b")) == "ZeroDivisionError: a / b"


def test_failed_job_is_named_and_the_other_is_done(tmp_path):
    """A fault in the settings of one says so in its log."""
    jobs = {"a": job(tmp_path / "a", ""), "b": job(tmp_path / "b", "x = 1 / 0")}
    with SphinxWorker() as worker:
        assert worker.run(jobs) == {"b"}

    assert (tmp_path / "a/out/index.html").is_file()
    assert "ZeroDivisionError" in jobs["b"].log.read_text()


def test_killed_process_is_told_and_replaced(tmp_path):
    """A server goes on with the next edit."""
    with SphinxWorker() as worker:
        worker.process.kill()
        worker.process.join()
        with pytest.raises(BuildError, match="was killed"):
            worker.run({"a": job(tmp_path / "a", "")})

        assert worker.run({"b": job(tmp_path / "b", "")}) == set()


def test_interrupted_rendering_leaves_no_sphinx_running(tmp_path):
    """Whatever ends the build ends what it has started."""
    pid = tmp_path / "a/pid"
    with SphinxWorker() as worker:
        worker.asked = 1
        worker.connection.send(("a", job(tmp_path / "a", SLOW)))
        while not (pid.is_file() and pid.read_text()):
            time.sleep(0.05)
        start = time.monotonic()

    assert time.monotonic() - start < 30  # it would sleep for a minute
    assert not worker.process.is_alive()
    assert not Path(f"/proc/{pid.read_text()}").exists()
