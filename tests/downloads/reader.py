"""A reader's computer: clean, English, without a screen, and what is run there."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gallery_store.lessons import find_lessons
from lesson_pages.course.course import is_lesson
from site_build.project import Project

PROJECT = Project(Path(__file__).parents[2])
LESSONS = {
    lesson.name: lesson
    for lesson in find_lessons(PROJECT.gallery)
    if is_lesson(f"lessons/{lesson.name}")
}
METADATA = re.compile(r"^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$", re.M)
"""As the specification of inline metadata (PEP 723) finds it."""
OURS = ("PYTHONPATH", "TUTORIAL_LANG", "MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY")
"""Variables that a reader does not have."""
LIMIT = 300
UV = (sys.executable, "-m", "uv", "--quiet")
EXECUTE = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], 4)
try:
    nbclient.NotebookClient(notebook, timeout=120).execute()
finally:
    nbformat.write(notebook, "done.ipynb")
"""
BACKEND = """
from pathlib import Path
from matplotlib import pyplot
from matplotlib.backends.backend_agg import FigureCanvas

def show(*args, **options):
    Path("shown").write_text(str(len(pyplot.get_fignums())))
"""


@dataclass(frozen=True)
class Site:
    """The built site: its folder and the address where it is served."""

    folder: Path
    address: str

    def path(self, folder: str, lesson: str, suffix: str) -> Path:
        """Return what the site has for a lesson."""
        return self.folder / folder / "lessons" / f"{lesson}{suffix}"

    @property
    def wheel(self) -> Path:
        """The one wheel that is served."""
        (wheel,) = (self.folder / "wheels").glob("*.whl")
        return wheel

    @property
    def asked(self) -> list[str]:
        """Everything that a script asks for."""
        scripts = (self.path("en", x, ".py").read_text("utf-8") for x in LESSONS)
        return sorted({x for s in scripts for x in read_metadata(s)["dependencies"]})


@dataclass(frozen=True)
class Run:
    """How a download was run: what it printed, and what it left in its folder."""

    code: int
    stdout: str
    stderr: str
    folder: Path


def read_metadata(script: str) -> dict[str, Any]:
    """Return the inline metadata of a script, as the specification reads it."""
    found = METADATA.search(script)
    assert found is not None, "no inline metadata"
    lines = found["content"].splitlines(keepends=True)
    return tomllib.loads("".join(x[2:] if x.startswith("# ") else x[1:] for x in lines))


def command(*parts: str | Path, **variables: str) -> None:
    """Run a command that has to succeed."""
    text, env = [str(part) for part in parts], os.environ | variables
    done = subprocess.run(text, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


def start(folder: Path, *parts: str | Path, **variables: str) -> Run:
    """Run a command as a reader does, in a folder of its own."""
    inherited = {name: x for name, x in os.environ.items() if name not in OURS}
    reader = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [str(part) for part in parts],
        cwd=folder,
        env=inherited | reader | {"UV_PYTHON_DOWNLOADS": "never"} | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, folder)


def run_script(
    site: Site, python: Path, folder: Path, language: str, lesson: str
) -> Run:
    """Run a script; in English, with something that counts the figures shown."""
    script = shutil.copy(site.path(language, lesson, ".py"), folder)
    if language != "en":
        return start(folder, python, script)
    (folder / "counting.py").write_text(BACKEND, encoding="utf-8")
    return start(folder, python, script, MPLBACKEND="module://counting")


def run_notebook(
    site: Site, python: Path, folder: Path, language: str, lesson: str
) -> Run:
    """Run all cells of a notebook."""
    notebook = shutil.copy(site.path(language, lesson, ".ipynb"), folder)
    return start(folder, python, "-c", EXECUTE, notebook)
