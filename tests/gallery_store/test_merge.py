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


def run_again(store: Store, lesson: str, change: Change, name: str = "again") -> Store:
    """Return a copy of a store in which a lesson's bundle is another."""
    copy = Store(store.folder.with_name(f"{store.folder.name}-{name}"))
    bundle = store.latest(lesson)
    assert bundle is not None
    copy.save(change(bundle))
    return copy


def later(bundle: Bundle) -> Bundle:
    """Return the bundle of the same run, an hour later."""
    times = {"start": 3601.0, "end": 3602.0}
    return replace(bundle, executed=bundle.executed | times)


def with_file(name: str, text: str, script: str = "") -> Change:
    """Return what gives a bundle another file, and the first lesson another script."""
    files = {name: text.encode()} | ({f"{FIRST}.py": script.encode()} if script else {})
    return lambda bundle: later(replace(bundle, files=bundle.files | files))


def drawn_at(x: float) -> Change:
    """Return what adds a drawing with a point to a bundle."""
    return with_file(DRAWING, f'<svg><use x="{x:.6f}" y="1.5"/></svg>')


def printing(number: str) -> Change:
    """Return what gives a lesson that declares a tolerance a number on its page."""
    text, script = f"It printed {number}", "# sphinx_gallery_tolerance = 1e-3\n"
    return with_file(f"{FIRST}.rst", text, script)


@pytest.fixture
def merged(settings: Settings, target: Store, reporter: Reporter) -> Callable[..., str]:
    """Return a function that merges stores into the target, and what it says."""

    def merge_stores(*stores: Store, into: Store = target) -> str:
        merge(settings, stores, into, reporter)
        return said(reporter)

    return merge_stores


def test_union_is_what_one_machine_would_have_made(
    kept: Store, halves: list[Store], target: Store, merged
) -> None:
    """Byte for byte the store that ran everything."""
    assert merged(*halves).endswith("2 results, 2 of them new\n")
    assert files_of(target.folder) == files_of(kept.folder)


def test_order_of_the_stores_does_not_matter(
    halves: list[Store], tmp_path: Path, merged
) -> None:
    """Of two runs the later is kept, whichever store is named first."""
    stores = [*halves, run_again(halves[0], FIRST, later)]
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
        (FIRST, later, with_file(f"{FIRST}.rst", "Another output."), f"{FIRST}.rst"),
        (FIRST, later, with_file(f"{FIRST}.ipynb", "{}"), f"{FIRST}.ipynb"),
        (FIRST, drawn_at(12.345678), drawn_at(12.345679), None),
        (FIRST, drawn_at(12.3), drawn_at(12.5), DRAWING),
        (FIRST, printing("0.5001"), printing("0.5002"), None),
        (FIRST, printing("0.5001"), printing("0.6001"), f"{FIRST}.rst"),
        (SECOND, later, with_file(f"{SECOND}.rst", "Another time."), None),
        (SECOND, later, with_file(f"{SECOND}.ipynb", "{}"), f"{SECOND}.ipynb"),
    ],
    ids=range(8),
)
def test_two_runs_under_one_key_say_the_same(
    halves: list[Store],
    target: Store,
    merged,
    lesson: str,
    one: Change,
    two: Change,
    where: str | None,
) -> None:
    """Only last digits that nobody sees may differ, and what a timing lesson shows."""
    half = halves[lesson == SECOND]
    again = [run_again(half, lesson, one, "1"), run_again(half, lesson, two, "2")]
    stores = [*again, halves[lesson == FIRST]]

    if where is None:
        merged(*stores)
        assert len(target.paths()) == 2
        return
    with pytest.raises(BuildError, match=f"{lesson}: .* contradict .* in {where}"):
        merged(*stores)
    assert not target.folder.exists()


def test_target_takes_part(halves: list[Store], merged) -> None:
    """What is in the target already may contradict, too."""
    again = run_again(halves[0], FIRST, with_file(f"{FIRST}.rst", "Another."))

    with pytest.raises(BuildError, match="contradict"):
        merged(*halves, into=again)


def leading_elsewhere(path: Path, bundle: Bundle) -> None:
    """Let a bundle call its lesson by a path that leads out of the store."""
    path.write_bytes(replace(bundle, lesson="../../evil").to_bytes())


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path, _: path.write_bytes(path.read_bytes()[:100]), "damaged"),
        (lambda path, _: path.rename(path.with_stem("0" * 32)), "name is not its key"),
        (leading_elsewhere, "'../../evil' is no lesson's name"),
        (lambda path, _: path.unlink(), ""),
    ],
)
def test_lesson_without_a_whole_result_is_named(
    halves: list[Store],
    target: Store,
    merged,
    reporter: Reporter,
    spoil: Callable[[Path, Bundle], object],
    words: str,
) -> None:
    """A bundle that cannot be believed is left out by name, and written nowhere."""
    (path,) = halves[0].paths(FIRST)
    spoil(path, halves[0].read(path))

    with pytest.raises(BuildError, match=f"{FIRST}: no result in any store"):
        merged(*(halves if words else halves[1:]))
    assert words in said(reporter)
    assert not target.folder.exists()


def test_store_without_results_is_named(halves: list[Store], merged) -> None:
    """A mistyped folder is no empty union."""
    with pytest.raises(BuildError, match="nowhere holds no results"):
        merged(*halves, Store(Path("nowhere")))
