"""What the tests of the pipeline share."""

import shutil
from pathlib import Path

import pytest
from small_project import silent_reporter, write_project

from gallery_store.progress import Reporter
from site_build.build import Options, build
from site_build.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a complete little project of two lessons."""
    write_project(tmp_path / "checkout")
    return Project(tmp_path / "checkout")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of a project whose site was built; nobody changes it."""
    root = tmp_path_factory.mktemp("built") / "checkout"
    write_project(root)
    build(Project(root), Options(), silent_reporter())
    return shutil.copytree(root, root.with_name("copy"))


@pytest.fixture
def built(built_once: Path) -> Project:
    """Return a project whose site was built where it lies, to change at will."""
    root = built_once.with_name("checkout")  # elsewhere, all pages would be read again
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(built_once, root)
    return Project(root)


@pytest.fixture
def reporter() -> Reporter:
    """Return a reporter that writes into memory."""
    return silent_reporter()
