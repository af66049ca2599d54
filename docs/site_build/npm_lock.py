"""Refuse packages from npm that the lock file does not name."""

import json
from pathlib import Path

from gallery_store.errors import BuildError
from site_build.project import Project

LOCK = "package-lock.json"
INSTALLED = "node_modules/.package-lock.json"
"""What npm itself wrote down when it installed."""


def check_packages(project: Project) -> None:
    """Refuse to build with other packages than the lock file names.

    Raises
    ------
    BuildError
        If one is missing or of another version.
    """
    folder = project.docs / "theme"
    if not (folder / LOCK).is_file():
        return
    wanted, found = versions(folder / LOCK), versions(folder / INSTALLED)
    others = [name for name in found if found[name] != wanted.get(name)]
    missing = needed(folder) - found.keys()
    if others or missing:
        names = ", ".join(sorted({*others, *missing}))
        raise BuildError(f"npm's packages are not those of {LOCK} ({names}); "
                         "run `nox -s env`")  # fmt: skip


def needed(folder: Path) -> set[str]:
    """Return the packages that a folder asks for by name."""
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return {f"node_modules/{name}" for name in asked["dependencies"]}


def versions(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock file; nothing without a file."""
    if not lock.is_file():
        return {}
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: entry.get("version", "") for name, entry in packages.items() if name}
