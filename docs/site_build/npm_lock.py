"""Refuse packages from npm that the lock file does not name."""

import json
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from site_build.project import Project

LOCK = "package-lock.json"
INSTALL = "run `nox -s env`"


def check_packages(project: Project) -> None:
    """Raise a BuildError if packages are missing or others than the lock file names."""
    folder = project.docs / "theme"
    if not (folder / LOCK).is_file():
        return
    wanted = packages(folder / LOCK, "take the one from git")
    found = packages(folder / f"node_modules/.{LOCK}", INSTALL)  # npm's own
    names = {x for x in wanted if not wanted[x].get("optional")} - found.keys()
    for name, package in found.items():
        if package.get("version") != wanted.get(name, {}).get("version"):
            names.add(name)
    if names:
        raise BuildError(f"npm's packages are not those of {LOCK} "
                         f"({', '.join(sorted(names))}); {INSTALL}")  # fmt: skip


def packages(file: Path, cure: str) -> dict[str, dict[str, Any]]:
    """Return the packages that a file of npm's names; none where it is not there."""
    if not file.is_file():
        return {}
    try:
        named = json.loads(file.read_bytes())["packages"].items()
        return {name: dict(package) for name, package in named if name}
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise BuildError(f"{file}: damaged ({error}); {cure}") from error
