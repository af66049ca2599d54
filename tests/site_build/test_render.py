"""What Sphinx is asked and what it answers."""

import subprocess
from pathlib import Path

import pytest

from site_build import render as module
from site_build.project import Project
from site_build.render import Rendering, complaint, render

CRASH = """\
docs/index.md: WARNING: error writing file {root}/out/index.html: no space


Versions
========

* Platform: linux

Traceback
=========

      File "shutil.py", line 144, in copy
        raise err
    OSError: [Errno 28] No space left on device: '{root}/docs/index.md'


The full traceback has been saved in:
/somewhere/sphinx-err.log

To report this error to the developers, please open an issue.
"""


def test_crash_of_sphinx_is_its_reason(tmp_path: Path) -> None:
    """Warnings stay, the traceback is reduced to its last line."""
    log = tmp_path / "log"
    log.write_text(CRASH.format(root=tmp_path))

    assert complaint(Project(tmp_path), "en", log).splitlines() == [
        "[en] docs/index.md: WARNING: error writing file out/index.html: no space",
        "    OSError: [Errno 28] No space left on device: 'docs/index.md'",
    ]


def test_interrupted_rendering_leaves_no_sphinx_running(
    built: Project, monkeypatch, tmp_path: Path
) -> None:
    """Ctrl-C ends both languages."""
    started: list[subprocess.Popen[bytes]] = []
    real = module.start

    def start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
        started.append(real(command, log))
        return started[-1]

    def interrupt(self: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "start", start)
    with monkeypatch.context() as patch:
        patch.setattr(subprocess.Popen, "wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            render(built, Rendering(("en", "zh-cn")), tmp_path / "out")

    assert [process.wait() for process in started] == [-9, -9]
