"""A build that is stopped or killed loses nothing and leaves nothing running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_project import edit, said

from gallery_store.progress import Reporter
from site_build.build import Options, build
from site_build.project import Project

SLEEP = """import os, time
with open(os.environ["PID_FILE"], "w") as file:
    _ = file.write(str(os.getpid()))
time.sleep(120)
"""
BUILD = """import pathlib, sys
from site_build.cli import main
if __name__ == "__main__":
    sys.exit(main(pathlib.Path.cwd(), ["build"]))
"""


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Return whether something comes true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def heard() -> Iterator[None]:
    """Let what is started hear Ctrl-C, also where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def sleeping(
    built: Project, tmp_path: Path, heard: None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Return a build whose second lesson sleeps, and that lesson's process."""
    pid_file = tmp_path / "pid"
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    source = built.examples / "1_part/plot_02_second.py"
    edit(
        source,
        "import matplotlib",
        SLEEP + "import matplotlib",
    )
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", BUILD],
        cwd=built.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PID_FILE": str(pid_file)},
        start_new_session=True,
    )
    assert wait_until(lambda: pid_file.is_file() and pid_file.read_text() != "")
    yield process, int(pid_file.read_text())
    if process.poll() is None:
        process.kill()
        process.communicate()


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def next_build_is_right(built: Project, reporter: Reporter) -> None:
    """Check that the finished lesson was kept and the source's state is shown."""
    edit(built.examples / "1_part/plot_02_second.py", SLEEP, "")
    build(built, Options(), reporter)
    page = built.site / "en/lessons/1_part/plot_01_first.html"

    assert "0 ran, 2 restored" in said(reporter)
    assert "43" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_build_and_its_lesson(
    built: Project,
    reporter: Reporter,
    sleeping: tuple[subprocess.Popen[str], int],
    number: int,
) -> None:
    """One line, exit code 130, finished lessons kept, the old site whole."""
    process, lesson = sleeping
    old = (built.site / "en/lessons/1_part/plot_01_first.html").read_bytes()
    os.killpg(process.pid, number)
    out, _ = process.communicate(timeout=30)

    assert process.returncode == 130
    assert out.splitlines()[-1].startswith("stopped; finished lessons are kept")
    assert wait_until(lambda: not alive(lesson), 10)
    assert (built.site / "en/lessons/1_part/plot_01_first.html").read_bytes() == old
    next_build_is_right(built, reporter)


def test_killed_build_leaves_no_lesson_running(
    built: Project, reporter: Reporter, sleeping: tuple[subprocess.Popen[str], int]
) -> None:
    """Kill -9 of the driver ends the lesson; the next build is right."""
    process, lesson = sleeping
    process.kill()
    process.communicate(timeout=30)

    assert wait_until(lambda: not alive(lesson), 10)
    next_build_is_right(built, reporter)
