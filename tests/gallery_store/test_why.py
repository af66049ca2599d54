"""Why a lesson would run."""

import pytest
from drifting import RAN
from small_project import edit

from gallery_store.bundle import Bundle
from gallery_store.environment import Environment
from gallery_store.keys import key_parts
from gallery_store.lessons import Lesson, find_lessons
from gallery_store.settings import Settings
from gallery_store.store import Store
from gallery_store.why import explain_lesson


@pytest.fixture
def lesson(settings: Settings) -> Lesson:
    """Return the first lesson."""
    return find_lessons(settings)[0]


@pytest.fixture
def store(settings: Settings, lesson: Lesson, environment: Environment) -> Store:
    """Return a store that holds the lesson's current result."""
    parts = key_parts(settings, lesson, environment)
    files = {f"{lesson.name}.rst": b""}
    store = Store(settings.store)
    store.save(Bundle(lesson.name, parts, RAN, files))
    return store


def explained(
    settings: Settings, lesson: Lesson, environment: Environment, store: Store
) -> list[str]:
    """Return the explanation for a lesson as it is now."""
    return list(explain_lesson(store, lesson, key_parts(settings, lesson, environment)))


def test_current_lesson_is_up_to_date(
    settings: Settings, lesson: Lesson, environment: Environment, store: Store
) -> None:
    """One line, no reason."""
    lines = explained(settings, lesson, environment, store)

    assert lines == ["1_part/plot_01_first: up to date"]


def test_changed_helper_is_named(
    settings: Settings, lesson: Lesson, environment: Environment, store: Store
) -> None:
    """The reason is the file that changed."""
    edit(settings.root / "src/tutorial_utils" / "double.py", "2 * x", "x + x")

    lines = explained(settings, lesson, environment, store)

    assert lines == [
        "1_part/plot_01_first: will run, because since its last run",
        "  src/tutorial_utils/double.py changed",
    ]


def test_lesson_that_never_ran_says_so(
    settings: Settings, lesson: Lesson, environment: Environment
) -> None:
    """There is nothing to compare with."""
    lines = explained(settings, lesson, environment, Store(settings.root / "empty"))

    assert lines == ["1_part/plot_01_first: will run, it has no stored result"]


def test_damaged_result_is_the_reason(
    settings: Settings, lesson: Lesson, environment: Environment, store: Store
) -> None:
    """A bundle that cannot be read is no result."""
    (bundle,) = store.folder.rglob("*.zip")
    bundle.write_bytes(b"PK")

    (line,) = explained(settings, lesson, environment, store)

    assert line.startswith(
        "1_part/plot_01_first: will run, its stored result is damaged"
    )
