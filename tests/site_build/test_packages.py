"""The packages from npm are those of the lock file."""

import json
from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from site_build.npm_lock import check_packages
from site_build.project import Project

LOCKED = {"": {}, "node_modules/temml": {"version": "0.13.5"}, "node_modules/other": {}}


def write(path: Path, content: object) -> None:
    """Write a file of npm's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project that asks for one package, which is installed."""
    folder = tmp_path / "docs/theme"
    write(folder / "package.json", {"dependencies": {"temml": "0.13.5"}})
    write(folder / "package-lock.json", {"packages": LOCKED})
    install(Project(tmp_path), temml="0.13.5")
    return Project(tmp_path)


def install(project: Project, **packages: str) -> None:
    """Write down what is installed, as npm does."""
    found = {f"node_modules/{x}": {"version": v} for x, v in packages.items()}
    hidden = project.docs / "theme/node_modules/.package-lock.json"
    write(hidden, {"packages": found})


def test_packages_of_the_lock_file_are_fine(project: Project) -> None:
    """What belongs to another platform is in the lock file and not installed."""
    check_packages(project)


def test_other_version_is_refused(project: Project) -> None:
    """The lock file was renewed, the packages were not."""
    install(project, temml="0.10.0")

    with pytest.raises(BuildError, match=r"node_modules/temml.*run `nox -s env`"):
        check_packages(project)


def test_missing_package_is_refused(project: Project) -> None:
    """The build says so before a lesson runs."""
    install(project)

    with pytest.raises(BuildError, match=r"node_modules/temml"):
        check_packages(project)


def test_nothing_installed_is_refused(project: Project) -> None:
    """A fresh clone without `nox -s env` gets the cure."""
    (project.docs / "theme/node_modules/.package-lock.json").unlink()

    with pytest.raises(BuildError, match=r"run `nox -s env`"):
        check_packages(project)


def test_project_without_packages_needs_none(tmp_path: Path) -> None:
    """No lock file, nothing to compare."""
    check_packages(Project(tmp_path))
