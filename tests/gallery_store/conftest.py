"""What the tests of the store share."""

from pathlib import Path

import pytest
from drifting import bundle
from small_project import silent_reporter, write_project
from snippets import CPU

from gallery_store.lessons import find_lessons
from gallery_store.progress import Reporter
from gallery_store.run import make_plan
from gallery_store.settings import Settings
from gallery_store.store import Store
from site_build.project import Project

SHOWN = ("42", "It took 3 ms")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a gallery of two lessons, the second of which measures times."""
    write_project(tmp_path / "checkout")
    return Project(tmp_path / "checkout").gallery


@pytest.fixture
def kept(settings: Settings, monkeypatch) -> Store:
    """Return the gallery's store with the results of both lessons on that machine."""
    for module in ("run", "drift.run"):
        name = f"gallery_store.{module}.read_environment"
        monkeypatch.setattr(name, lambda _: CPU)
    plan = make_plan(settings, find_lessons(settings), lambda _: CPU)
    store = Store(settings.store)
    for (lesson, parts), shown in zip(plan.parts.items(), SHOWN, strict=True):
        about = {"lesson": lesson.name, "source": lesson.text, "parts": parts}
        store.save(bundle(("a", shown), **about))
    return store


@pytest.fixture
def reporter() -> Reporter:
    """Return a reporter that writes into memory."""
    return silent_reporter()
