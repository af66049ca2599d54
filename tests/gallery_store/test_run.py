"""Which lessons would run, why, and in which order."""

import pytest
from drifting import bundle
from small_project import edit
from snippets import ALONE, lesson

from gallery_store.errors import BuildError
from gallery_store.run import explain, in_order
from gallery_store.settings import Settings
from gallery_store.store import Store

FIRST = "1_part/plot_01_first"


def test_each_lesson_says_why_it_would_run(settings: Settings, kept: Store) -> None:
    """One line where nothing changed; the file where one did; what is damaged."""

    def explained(store: Store = kept) -> list[str]:
        return list(explain(settings, store, "first"))

    empty = Store(settings.root / "empty")
    assert explained() == [f"{FIRST}: up to date"]
    assert explained(empty) == [f"{FIRST}: will run, it has no stored result"]
    kept.paths(FIRST)[0].write_bytes(b"PK")
    (line,) = explained()
    assert line.startswith(f"{FIRST}: will run, its stored result is damaged")
    with pytest.raises(BuildError, match="no lesson matches 'third'"):
        list(explain(settings, kept, "third"))


def test_what_changed_since_the_last_run_is_named(
    settings: Settings, kept: Store
) -> None:
    """Of what takes part in the key, and only that."""
    edit(settings.root / "src/tutorial_utils/double.py", "2 * x", "x + x")

    assert list(explain(settings, kept, "first")) == [
        f"{FIRST}: will run, because since its last run",
        "  src/tutorial_utils/double.py changed",
    ]


def test_longest_lesson_starts_first(kept: Store) -> None:
    """A lesson that never ran may be the longest of all; those alone are the last."""
    short, new, long, alone = map(lesson, ("s", "n", "l", "a"), ("", "", "", ALONE))
    for one, seconds in ((short, 1.0), (long, 9.0)):
        kept.save(bundle(lesson=one.name, seconds=seconds))

    assert in_order([short, alone, new, long], kept) == ([new, long, short], [alone])
