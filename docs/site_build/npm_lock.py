"""Refuse packages from npm that the lock file does not name."""

import json
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from site_build.project import Project

LOCK = "package-lock.json"


def check_packages(project: Project) -> None:
    """Raise a BuildError if packages are missing or others than the lock file names."""
    folder = project.docs / "theme"
    if not (folder / LOCK).is_file():
        return
    wanted = read(folder / LOCK)["packages"]
    found = read(folder / f"node_modules/.{LOCK}").get("packages", {})  # npm's own
    asked = read(folder / "package.json")["dependencies"]
    names = {f"node_modules/{name}" for name in asked} - found.keys()
    for name, package in found.items():
        if package["version"] != wanted.get(name, {}).get("version"):
            names.add(name)
    if names:
        raise BuildError(f"npm's packages are not those of {LOCK} "
                         f"({', '.join(sorted(names))}); run `nox -s env`")  # fmt: skip


def read(file: Path) -> dict[str, Any]:
    """Return what a file of npm's says; nothing if there is none."""
    return dict(json.loads(file.read_bytes())) if file.is_file() else {}
