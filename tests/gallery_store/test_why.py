"""Why a lesson would run."""

import pytest
from small_project import edit

from gallery_store.errors import BuildError
from gallery_store.settings import Settings
from gallery_store.store import Store
from gallery_store.why import explain

FIRST = "1_part/plot_01_first"


def explained(settings: Settings, store: Store) -> list[str]:
    """Return the explanation for the first lesson as it is now."""
    return list(explain(settings, store, "first"))


def test_each_lesson_says_what_changed(settings: Settings, kept: Store) -> None:
    """One line where nothing did; the file where one did."""
    assert explained(settings, kept) == [f"{FIRST}: up to date"]
    edit(settings.root / "src/tutorial_utils/double.py", "2 * x", "x + x")

    assert explained(settings, kept) == [
        f"{FIRST}: will run, because since its last run",
        "  src/tutorial_utils/double.py changed",
    ]


def test_lesson_that_never_ran_says_so(settings: Settings, kept: Store) -> None:
    """There is nothing to compare with."""
    lines = explained(settings, Store(settings.root / "empty"))

    assert lines == [f"{FIRST}: will run, it has no stored result"]


def test_damaged_result_is_the_reason(settings: Settings, kept: Store) -> None:
    """A bundle that cannot be read is no result."""
    (path,) = kept.paths(FIRST)
    path.write_bytes(b"PK")

    (line,) = explained(settings, kept)

    assert line.startswith(f"{FIRST}: will run, its stored result is damaged")


def test_lesson_that_is_not_there_is_named(settings: Settings, kept: Store) -> None:
    """With those that are."""
    with pytest.raises(BuildError, match="no lesson matches 'third'"):
        list(explain(settings, kept, "third"))
