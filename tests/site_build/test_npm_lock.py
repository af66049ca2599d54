"""The packages from npm are those of the lock file."""

import json
from pathlib import Path

import pytest
from small_project import write

from gallery_store.errors import BuildError
from site_build.npm_lock import check_packages
from site_build.project import Project


def packages(**versions: str) -> str:
    """Return a lock file of npm's."""
    found = {f"node_modules/{x}": {"version": v} for x, v in versions.items()}
    return json.dumps({"packages": found})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project that asks for one package."""
    folder = tmp_path / "docs/theme"
    write(folder / "package.json", json.dumps({"dependencies": {"temml": "0.13.5"}}))
    write(folder / "package-lock.json", packages(temml="0.13.5", other="1"))
    return Project(tmp_path)


def install(project: Project, **versions: str) -> None:
    """Write down what is installed, as npm does."""
    hidden = project.docs / "theme/node_modules/.package-lock.json"
    write(hidden, packages(**versions))


def test_packages_of_the_lock_file_are_fine(project: Project) -> None:
    """What belongs to another platform is in the lock file and not installed."""
    install(project, temml="0.13.5")

    check_packages(project)


@pytest.mark.parametrize("found", [{"temml": "0.10.0"}, {"other": "1"}, None])
def test_other_and_missing_packages_are_refused(
    project: Project, found: dict[str, str] | None
) -> None:
    """Before a lesson runs, with the cure; a fresh clone has nothing at all."""
    if found is not None:
        install(project, **found)

    with pytest.raises(BuildError, match=r"node_modules/temml.*run `nox -s env`"):
        check_packages(project)


def test_project_without_packages_needs_none(tmp_path: Path) -> None:
    """No lock file, nothing to compare."""
    check_packages(Project(tmp_path))
