"""A small course to be disturbed, and what its builds leave behind."""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/benchmarks"))

from generated import BUILD, write_course  # noqa: E402 - found through the line above

LESSONS = 8
NAP = "\nimport time\n\ntime.sleep(0.5)\n"
PATIENCE = 15.0
RAN = re.compile(r"\] ran (\S+)")
MARK = "XDG_FAULTS_MARK"
"""A variable of a kind that lessons' processes keep."""


class Course:
    """A checkout of eight lessons."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mark = uuid4().hex
        self.store = root / "docs/_results"
        write_course(root, LESSONS)
        for lesson in root.glob("examples/*/plot_*.py"):
            lesson.write_text(lesson.read_text("utf-8") + NAP, encoding="utf-8")

    @property
    def bundles(self) -> list[Path]:
        """The results."""
        return sorted(self.store.rglob("*.zip"))

    @property
    def finished(self) -> set[str]:
        """The lessons that have a result."""
        return {str(x.parent.relative_to(self.store)) for x in self.bundles}

    def start(self, *options: str, **env: str) -> subprocess.Popen[str]:
        """Start a build."""
        return subprocess.Popen(
            [*BUILD, *options],
            cwd=self.root,
            env=os.environ | {MARK: self.mark} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self, *options: str, **env: str) -> tuple[int, str]:
        """Build, and return the status and what was said."""
        process = self.start(*options, **env)
        said, _ = process.communicate()
        return process.returncode, said

    def start_over(self) -> None:
        """Delete all that builds have made."""
        for name in ("_results", "_build", "lessons"):
            shutil.rmtree(self.root / "docs" / name, ignore_errors=True)

    def left_running(self) -> list[str]:
        """Return what builds have started and what still runs after a while."""
        end = time.monotonic() + PATIENCE
        while (found := list(self.running())) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def running(self) -> Iterator[str]:
        """Yield the folder in /proc of each process that a build has started."""
        wanted = f"{MARK}={self.mark}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    yield str(folder)
            except OSError:
                continue

    def verdict(self, before: set[str]) -> str:
        """Build undisturbed; say what ran, of it what was kept, and if all is right.

        It is if the site is, file by file, a fresh render of the same store.
        """
        status, said = self.build()
        assert status == 0, said
        ran = set(RAN.findall(said))
        fresh = self.root.parent / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        status, said = self.build("--out", str(fresh))
        assert status == 0, said
        right = same_folders(self.root / "docs/_build/html", fresh)
        kept = f"{len(before)} kept, {len(ran)} ran, {len(ran & before)} of those kept"
        return f"{kept}; site {'equal' if right else 'NOT EQUAL'}"


def same_folders(one: Path, two: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    names = [{x.relative_to(root) for x in root.rglob("*")} for root in (one, two)]
    files = [str(x) for x in names[0] if (one / x).is_file()]
    _, different, unread = filecmp.cmpfiles(one, two, files, shallow=False)
    return names[0] == names[1] and not different and not unread
