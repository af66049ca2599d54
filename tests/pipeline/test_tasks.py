"""The tasks of the noxfile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAMP = ROOT / ".nox" / "env" / "installed"
TASKS = {"browser", "docs", "env", "inventories", "lint", "record", "serve", "tests"}
TASKS |= {"translations", "why"}


def nox(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nox in a folder, as if there were no package index."""
    return subprocess.run(
        [sys.executable, "-m", "nox", *arguments],
        cwd=folder,
        env=os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_manual_lists_every_task_with_its_purpose() -> None:
    """`nox -l` shows one line a task, each with a sentence."""
    lines = nox(ROOT, "-l").stdout.splitlines()
    tasks = dict(line[2:].split(" -> ") for line in lines if line[:2] in ("* ", "- "))

    assert tasks.keys() >= TASKS
    assert [name for name, purpose in tasks.items() if len(purpose.split()) < 4] == []


def made_here(folder: str, names: list[str]) -> set[str]:
    """Name what a copy of the checkout does without."""
    if Path(folder) == ROOT:
        return {".git", ".nox", ".venv"} & set(names)
    made = {"docs": {"_build", "lessons"}, "browser": {"node_modules"}}
    return made.get(Path(folder).name, set()) & set(names)


@pytest.mark.skipif(not STAMP.is_file(), reason="needs `nox -s env`")
def test_site_is_built_without_network(tmp_path: Path) -> None:
    """After the set-up `nox -s docs` asks no package index for anything."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=made_here)
    (checkout / ".nox").symlink_to(ROOT / ".nox")

    result = nox(checkout, "-s", "docs")

    assert result.returncode == 0, result.stdout + result.stderr
    assert (checkout / "docs/_build/html/zh-cn/index.html").is_file()
    assert "pip install" not in result.stdout + result.stderr
