"""Copies of this checkout, and an environment of their own for them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COPIED = ("docs", "examples", "src", "pyproject.toml", "README.md", "LICENSE",
          "LICENSE-CC-BY-4.0")  # fmt: skip


def copy_checkout(root: Path, to: Path) -> Path:
    """Copy what a build needs, with the results that are kept; nothing that it made."""
    to.mkdir(exist_ok=True, parents=True)
    ignored = shutil.ignore_patterns("__pycache__", "_build")
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, to / name, ignore=ignored, symlinks=True)
        else:
            shutil.copy(root / name, to)
    return to


def make_environment(folder: Path) -> tuple[Path, Path]:
    """Make a Python that borrows these packages; return it and its own packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/*/site-packages")
    others = [x for x in sys.path if x.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join([*others, ""]))
    return folder / "bin/python", packages


def site_build(
    checkout: Path, *arguments: str, python: str | Path = sys.executable
) -> subprocess.CompletedProcess[str]:
    """Run a command of a checkout with its own code."""
    folders = os.pathsep.join(str(checkout / x) for x in ("docs", "src"))
    return subprocess.run(
        [str(python), "-P", "-m", "site_build", *arguments],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": folders},
        capture_output=True,
        text=True,
        check=False,
    )
