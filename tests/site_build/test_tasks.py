"""The tasks of the noxfile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import ROOT

STAMP = ROOT / ".nox" / "env" / "installed"
TASKS = {"browser", "check", "docs", "env", "inventories", "lint", "new", "record"}
TASKS |= {"audit", "drift", "hashes", "linkcheck", "lock", "serve", "tests"}
TASKS |= {"translations", "why", "workflows"}
PROXIES = ("npm_config_proxy", "npm_config_https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
ALONE = dict.fromkeys(PROXIES, "http://127.0.0.1:9")
ALONE |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "npm_config_offline": "true"}
ALONE["NO_COLOR"] = "1"


def nox(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nox in a folder, as if there were no package index and nothing kept."""
    own = {"npm_config_cache": str(folder / ".npm")}
    own["PYTHONPATH"] = os.pathsep.join(str(folder / x) for x in ("docs", "src"))
    return subprocess.run(
        [sys.executable, "-m", "nox", *arguments],
        cwd=folder,
        env=os.environ | ALONE | own,
        capture_output=True,
        text=True,
        check=False,
    )


def test_manual_lists_every_task_with_its_purpose():
    """`nox -l` shows one line a task, each with a sentence."""
    lines = nox(ROOT, "-l").stdout.splitlines()
    tasks = dict(line[2:].split(" -> ") for line in lines if line[:2] in ("* ", "- "))

    assert tasks.keys() >= TASKS
    assert [name for name, purpose in tasks.items() if len(purpose.split()) < 4] == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the checkout with what `nox -s env` installed, without what it made."""
    made = {"docs": {"_build", "lessons"}, "browser": {"node_modules"}}
    made[ROOT.name] = {".git", ".nox", ".venv"}
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=lambda x, _: made.get(Path(x).name, set()))
    (copy / ".nox").symlink_to(ROOT / ".nox")
    return copy


@pytest.mark.slow  # it renders the whole site anew
@pytest.mark.skipif(not STAMP.is_file(), reason="needs `nox -s env`")
def test_site_is_built_without_network(checkout):
    """After the set-up `nox -s docs` asks no package index for anything."""
    result = nox(checkout, "-s", "docs")

    assert result.returncode == 0, result.stdout + result.stderr
    assert (checkout / "docs/_build/html/zh-cn/index.html").is_file()
    assert "pip install" not in result.stdout + result.stderr
    assert "npm(" not in result.stdout + result.stderr


@pytest.mark.skipif(not STAMP.is_file(), reason="needs `nox -s env`")
def test_npm_gets_nothing_without_network(checkout):
    """The test above would see it: a call to npm is shown, and it fails."""
    (checkout / "docs/theme/node_modules/installed").unlink()

    result = nox(checkout, "-s", "env")

    assert result.returncode != 0
    assert "npm(" in result.stdout + result.stderr
