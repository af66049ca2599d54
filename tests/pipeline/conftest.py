"""What the tests of the pipeline share."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from small_project import write_project

from pipeline.environment import Environment
from pipeline.progress import Reporter
from pipeline.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a complete little project of two lessons."""
    write_project(tmp_path / "checkout")
    return Project(tmp_path / "checkout")


@pytest.fixture
def environment() -> Environment:
    """Return a machine that never changes."""
    return Environment("3.11.7", {"torch": "2.13.0", "numpy": "2.4.6"}, "a CPU", None)


@pytest.fixture
def reporter() -> Reporter:
    """Return a reporter that writes into memory."""
    return Reporter(Console(file=io.StringIO(), width=200))
