"""A build that is stopped or killed loses nothing and leaves nothing running."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_project import SECOND as AWAKE
from small_project import edit, page, said, wait_until

from site_build.build import Options, build
from site_build.project import Project

SLEEP = """import os, time
with open({!r}, "w") as file:
    _ = file.write(str(os.getpid()))
time.sleep(120)
"""
SECOND = "1_part/plot_02_second.py"
BUILD = """import pathlib, sys
from site_build.cli import main
if __name__ == "__main__":
    sys.exit(main(pathlib.Path.cwd(), ["build"]))
"""


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def sleeping(
    built: Project, tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Return a build whose second lesson sleeps, and that lesson's process.

    It hears Ctrl-C, also where the tests run in the background.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    pid_file = tmp_path / "pid"
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    sleep = SLEEP.format(str(pid_file))
    edit(built.examples / SECOND, "import matplotlib", sleep + "import matplotlib")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", BUILD],
        cwd=built.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: pid_file.is_file() and pid_file.read_text() != "")
    yield process, int(pid_file.read_text())
    process.kill()
    process.wait()
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    "number",
    [
        *(signal.SIGINT, signal.SIGTERM, signal.SIGKILL),
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
    ],
)
def test_stopped_build_ends_its_lesson(built, reporter, sleeping, number):
    """One line and exit code 130, unless the driver is killed.

    The old site is whole and finished lessons are kept: the next build is right.
    """
    process, lesson = sleeping
    old = page(built.site)
    if number == signal.SIGKILL:
        process.kill()
    else:
        os.killpg(process.pid, number)
    out, _ = process.communicate(timeout=30)

    if number != signal.SIGKILL:
        assert process.returncode == 130
        assert out.splitlines()[-1].startswith("stopped; finished lessons are kept")
        assert list(built.build.glob("work-*")) == []
    wait_until(lambda: not alive(lesson))
    assert page(built.site) == old

    (built.examples / SECOND).write_text(AWAKE, encoding="utf-8")
    build(built, Options(), reporter)
    assert "0 ran, 2 restored" in said(reporter)
    assert "43" in page(built.site)
