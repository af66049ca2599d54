"""Refuse packages from npm that the lock file does not name."""

import json
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from site_build.project import Project

LOCK = "package-lock.json"
INSTALLED = "node_modules/.package-lock.json"
"""What npm itself wrote down when it installed."""


def check_packages(project: Project) -> None:
    """Raise a BuildError if packages are missing or others than the lock file names."""
    folder = project.docs / "theme"
    if not (folder / LOCK).is_file():
        return
    wanted, found = versions(folder / LOCK), versions(folder / INSTALLED)
    asked = read(folder / "package.json")["dependencies"]
    names = {name for name in found if found[name] != wanted.get(name)}
    names |= {f"node_modules/{name}" for name in asked} - found.keys()
    if names:
        raise BuildError(f"npm's packages are not those of {LOCK} "
                         f"({', '.join(sorted(names))}); run `nox -s env`")  # fmt: skip


def versions(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    packages = read(lock).get("packages", {})
    return {name: entry.get("version", "") for name, entry in packages.items() if name}


def read(file: Path) -> dict[str, Any]:
    """Return what a file of npm's says; nothing if there is none."""
    return dict(json.loads(file.read_bytes())) if file.is_file() else {}
