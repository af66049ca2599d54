"""Stores filled apart become one, or it is said why not."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from small_project import edit, files_of, said

from gallery_store.bundle import Bundle
from gallery_store.errors import BuildError
from gallery_store.merge import merge
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store

FIRST, SECOND = "1_part/plot_01_first", "1_part/plot_02_second"
DRAWING = "1_part/images/sphx_glr_plot_01_first_001.svg"
Change = Callable[[Bundle], Bundle]


@pytest.fixture
def halves(kept: Store, tmp_path: Path) -> list[Store]:
    """Return two stores with a lesson each, as two jobs of a matrix leave them."""
    stores = [Store(tmp_path / "half-1"), Store(tmp_path / "half-2")]
    for store, name in zip(stores, (FIRST, SECOND), strict=True):
        shutil.copytree(kept.folder / name, store.folder / name)
    return stores


@pytest.fixture
def target(tmp_path: Path) -> Store:
    """Return the store to fill."""
    return Store(tmp_path / "merged")


@pytest.fixture
def merged(settings: Settings, target: Store, reporter: Reporter) -> Callable[..., str]:
    """Return a function that merges stores into the target, and what it says."""

    def merge_stores(*stores: Store, into: Store = target) -> str:
        merge(settings, stores, into, reporter)
        return said(reporter)

    return merge_stores


def run_again(store: Store, lesson: str, change: Change, name: str = "again") -> Store:
    """Return a store with a lesson's bundle of an hour later, which is another."""
    copy = Store(store.folder.with_name(f"{store.folder.name}-{name}"))
    bundle = store.latest(lesson)
    times = {"start": 3601.0, "end": 3602.0}
    copy.save(change(replace(bundle, executed=bundle.executed | times)))
    return copy


def same(bundle: Bundle) -> Bundle:
    """Return the bundle of a run that showed the same."""
    return bundle


def with_file(name: str, text: str, script: str = "") -> Change:
    """Return what gives a bundle another file, and the first lesson another script."""
    files = {name: text.encode()} | ({f"{FIRST}.py": script.encode()} if script else {})
    return lambda bundle: replace(bundle, files=bundle.files | files)


def drawn_at(x: float) -> Change:
    """Return what adds a drawing with a point to a bundle."""
    return with_file(DRAWING, f'<svg><use x="{x:.6f}" y="1.5"/></svg>')


def printing(number: str) -> Change:
    """Return what gives a lesson that declares a tolerance a number on its page."""
    text, script = f"It printed {number}", "# sphinx_gallery_tolerance = 1e-3\n"
    return with_file(f"{FIRST}.rst", text, script)


def test_order_of_the_stores_does_not_matter(
    halves: list[Store], tmp_path: Path, merged
) -> None:
    """Of two runs the later is kept, whichever store is named first."""
    stores = [*halves, run_again(halves[0], FIRST, same)]
    forth, back = Store(tmp_path / "forth"), Store(tmp_path / "back")

    merged(*stores, into=forth)
    merged(*stores[::-1], into=back)

    assert files_of(forth.folder) == files_of(back.folder)
    assert forth.latest(FIRST).executed["end"] == 3602.0


def test_results_of_other_sources_do_not_count(
    settings: Settings, halves: list[Store], target: Store, merged
) -> None:
    """The lesson is named, with what changed since; nothing is written."""
    edit(settings.root / "src/tutorial_utils/double.py", "2 * x", "x + x")

    expected = rf"{FIRST}: only results of other sources \(src/.*/double.py changed\)"
    with pytest.raises(BuildError, match=expected):
        merged(*halves)
    assert not target.folder.exists()


@pytest.mark.parametrize(
    ("lesson", "one", "two", "where"),
    [
        (FIRST, same, with_file(f"{FIRST}.rst", "Another output."), f"{FIRST}.rst"),
        (FIRST, same, with_file(f"{FIRST}.ipynb", "{}"), f"{FIRST}.ipynb"),
        (FIRST, drawn_at(12.345678), drawn_at(12.345679), None),
        (FIRST, drawn_at(12.3), drawn_at(12.5), DRAWING),
        (FIRST, printing("0.5001"), printing("0.5002"), None),
        (FIRST, printing("0.5001"), printing("0.6001"), f"{FIRST}.rst"),
        (SECOND, same, with_file(f"{SECOND}.rst", "Another time."), None),
        (SECOND, same, with_file(f"{SECOND}.ipynb", "{}"), f"{SECOND}.ipynb"),
    ],
    ids=range(8),
)
def test_two_runs_under_one_key_say_the_same(
    halves: list[Store], target: Store, merged, lesson, one, two, where
) -> None:
    """Only last digits that nobody sees may differ, and what a timing lesson shows.

    What is in the target already takes part.
    """
    half, other = halves if lesson == FIRST else halves[::-1]
    again = [run_again(half, lesson, x, f"{n}") for n, x in enumerate((one, two))]

    if where is None:
        merged(*again, other)
        assert len(target.paths()) == 2
        return
    with pytest.raises(BuildError, match=f"{lesson}: .* contradict .* in {where}"):
        merged(again[0], other, into=again[1])
    assert len(again[1].paths()) == 1


def test_lesson_without_a_whole_result_is_named(
    halves: list[Store], target: Store, merged, reporter: Reporter
) -> None:
    """A bundle that cannot be believed is left out by name, and written nowhere."""
    (path,) = halves[0].paths(FIRST)
    evil = replace(halves[0].read(path), lesson="../../evil")
    path.write_bytes(evil.to_bytes())

    with pytest.raises(BuildError, match=f"{FIRST}: no result in any store"):
        merged(*halves)
    assert "'../../evil' is no lesson's name" in said(reporter)
    assert not target.folder.exists()


def test_store_without_results_is_named(halves: list[Store], merged) -> None:
    """A mistyped folder is no empty union."""
    with pytest.raises(BuildError, match="nowhere holds no results"):
        merged(*halves, Store(Path("nowhere")))
