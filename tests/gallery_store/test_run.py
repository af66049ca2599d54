"""Which lessons would run, why, and in which order."""

from dataclasses import replace

import pytest
from drifting import bundle
from small_project import edit
from snippets import ALONE, CPU, lesson

from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from gallery_store.run import explain, in_order, prune
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


@pytest.mark.parametrize(
    ("accelerator", "left"),
    [(None, {"None", "a GPU"}), ("a GPU", {"a GPU"}), ("another", set[str]())],
)
def test_results_of_accelerators_elsewhere_are_kept(
    settings: Settings,
    kept: Store,
    reporter: Reporter,
    monkeypatch,
    accelerator: str | None,
    left: set[str],
) -> None:
    """By a machine that could not make them again; old ones go everywhere."""
    ran = kept.latest(FIRST)
    for parts in ({"accelerator": "a GPU"}, {"accelerator": "a GPU", "torch": "2.1"}):
        kept.save(replace(ran, parts=ran.parts | parts))
    machine = replace(CPU, accelerator=accelerator)
    monkeypatch.setattr("gallery_store.run.read_environment", lambda _: machine)

    prune(settings, kept, reporter)

    assert {x.parts["accelerator"] for x in kept.runs(FIRST)} == left


def test_longest_lesson_starts_first(kept: Store) -> None:
    """A lesson that never ran may be the longest of all; those alone are the last."""
    short, new, long, alone = map(lesson, ("s", "n", "l", "a"), ("", "", "", ALONE))
    for one, seconds in ((short, 1.0), (long, 9.0)):
        kept.save(bundle(lesson=one.name, seconds=seconds))

    assert in_order([short, alone, new, long], kept) == ([new, long, short], [alone])
