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


def only(store: Store, lesson: str) -> Bundle:
    """Return the one bundle of a lesson."""
    bundle = store.latest(lesson)
    assert bundle is not None
    return bundle


@pytest.fixture
def halves(built: Settings, tmp_path: Path) -> list[Store]:
    """Return two stores with a lesson each, as two jobs of a matrix leave them."""
    for name in (FIRST, SECOND):
        shutil.copytree(built.store / name, tmp_path / Path(name).name / name)
    return [Store(tmp_path / Path(name).name) for name in (FIRST, SECOND)]


@pytest.fixture
def target(tmp_path: Path) -> Store:
    """Return the store to fill."""
    return Store(tmp_path / "merged")


def run_again(store: Store, lesson: str, change: Callable[[Bundle], Bundle]) -> Store:
    """Return a copy of a store in which a lesson's bundle is another."""
    copy = Store(store.folder.with_name(f"{store.folder.name}-again"))
    shutil.copytree(store.folder, copy.folder)
    bundle = only(copy, lesson)
    copy.save(change(bundle))
    return copy


def later(bundle: Bundle) -> Bundle:
    """Return the bundle of the same run, an hour later."""
    start = bundle.executed["start"] + 3600
    return replace(
        bundle, executed=bundle.executed | {"start": start, "end": start + 1}
    )


def other_output(bundle: Bundle) -> Bundle:
    """Return a bundle whose page shows something else."""
    page = f"{bundle.lesson}.rst"
    changed = bundle.files[page] + b"\nAnother output.\n"
    return later(replace(bundle, files=bundle.files | {page: changed}))


def test_union_is_what_one_machine_would_have_made(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Byte for byte the store of a build that ran everything."""
    merge(built, halves, target, reporter)

    assert files_of(target.folder) == files_of(built.store)
    assert said(reporter).endswith("2 results, 2 of them new\n")


def test_order_of_the_stores_does_not_matter(
    built: Settings, halves: list[Store], tmp_path: Path, reporter: Reporter
) -> None:
    """Of two runs the later is kept, whichever store is named first."""
    stores = [*halves, run_again(halves[0], FIRST, later)]
    forth, back = Store(tmp_path / "forth"), Store(tmp_path / "back")

    merge(built, stores, forth, reporter)
    merge(built, stores[::-1], back, reporter)

    assert files_of(forth.folder) == files_of(back.folder)
    assert only(forth, FIRST).executed == later(only(halves[0], FIRST)).executed


def test_lesson_in_no_store_is_named(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Nothing is written then."""
    with pytest.raises(BuildError, match=f"{SECOND}: no result in any store"):
        merge(built, halves[:1], target, reporter)
    assert not target.folder.exists()


def test_results_of_other_sources_do_not_count(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """The lesson is named, with what changed since."""
    edit(built.root / "src/tutorial_utils" / "double.py", "2 * x", "x + x")

    expected = rf"{FIRST}: only results of other sources \(src/.*/double.py changed\)"
    with pytest.raises(BuildError, match=expected):
        merge(built, halves, target, reporter)


def test_contradiction_is_named(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Two outputs under one key: the lesson depends on what its key does not know."""
    stores = [*halves, run_again(halves[0], FIRST, other_output)]

    with pytest.raises(BuildError, match=f"{FIRST}: .* contradict .* {FIRST}.rst"):
        merge(built, stores, target, reporter)
    assert not target.folder.exists()


def test_target_takes_part(
    built: Settings, halves: list[Store], reporter: Reporter
) -> None:
    """What is in the target already may contradict, too."""
    again = run_again(halves[0], FIRST, other_output)

    with pytest.raises(BuildError, match="contradict"):
        merge(built, [halves[0], halves[1]], again, reporter)


DRAWING = "1_part/images/sphx_glr_plot_01_first_001.svg"


def drawn_at(x: float) -> Callable[[Bundle], Bundle]:
    """Return what adds a drawing with a point to a bundle."""
    drawing = f'<svg><use x="{x:.6f}" y="1.5"/></svg>'.encode()
    return lambda b: replace(b, files=b.files | {DRAWING: drawing})


def test_last_digits_of_a_drawing_do_not_matter(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """More threads add up a sum in another order; nobody sees a millionth."""
    one = run_again(halves[0], FIRST, drawn_at(12.345678))
    two = run_again(one, FIRST, drawn_at(12.345679))

    merge(built, [one, two, halves[1]], target, reporter)

    assert only(target, FIRST).lesson == FIRST


def test_drawing_that_looks_different_is_a_contradiction(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """A point that moves by what one sees is another result."""
    one = run_again(halves[0], FIRST, drawn_at(12.3))
    two = run_again(one, FIRST, drawn_at(12.5))

    with pytest.raises(BuildError, match=DRAWING):
        merge(built, [one, two, halves[1]], target, reporter)


def printing(number: str) -> Callable[[Bundle], Bundle]:
    """Return what gives a lesson that declares a tolerance a number on its page."""
    page = {f"{FIRST}.rst": f"It printed {number}".encode()}
    source = {f"{FIRST}.py": b"# sphinx_gallery_tolerance = 1e-3\n"}
    return lambda bundle: replace(bundle, files=bundle.files | page | source)


def test_numbers_within_the_tolerance_of_a_lesson_agree(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Two processors may print the last digit differently."""
    one = run_again(halves[0], FIRST, printing("0.5001"))
    two = run_again(one, FIRST, printing("0.5002"))

    merge(built, [one, two, halves[1]], target, reporter)

    assert (target.folder / FIRST).is_dir()


def test_numbers_beyond_the_tolerance_contradict(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """A tolerance is not an excuse for another result."""
    one = run_again(halves[0], FIRST, printing("0.5001"))
    two = run_again(one, FIRST, printing("0.6001"))

    with pytest.raises(BuildError, match=rf"{FIRST}: .* in {FIRST}\.rst"):
        merge(built, [one, two, halves[1]], target, reporter)


def test_timing_lesson_may_show_other_times(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Its page and figures show what was measured; the later run is kept."""
    merge(
        built, [*halves, run_again(halves[1], SECOND, other_output)], target, reporter
    )

    assert b"Another output." in only(target, SECOND).files[f"{SECOND}.rst"]


def test_timing_lesson_may_not_have_another_notebook(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """Nothing else of it depends on a clock."""

    def change(bundle: Bundle) -> Bundle:
        return replace(bundle, files=bundle.files | {f"{SECOND}.ipynb": b"{}"})

    with pytest.raises(BuildError, match=rf"{SECOND}: .* in {SECOND}\.ipynb"):
        merge(built, [*halves, run_again(halves[1], SECOND, change)], target, reporter)


def test_damaged_bundle_is_left_out_by_name(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """If it was the only one, its lesson is missing."""
    (path,) = (halves[0].folder / FIRST).iterdir()
    path.write_bytes(path.read_bytes()[:100])

    with pytest.raises(BuildError, match=f"{FIRST}: no result"):
        merge(built, halves, target, reporter)
    assert f"{path}: damaged" in said(reporter)


def test_renamed_bundle_is_damaged(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """A bundle is never taken for the result of another key."""
    (path,) = (halves[0].folder / FIRST).iterdir()
    path.rename(path.with_stem("0" * 32))

    with pytest.raises(BuildError, match=f"{FIRST}: no result"):
        merge(built, halves, target, reporter)
    assert "its name is not its key" in said(reporter)


def test_store_without_results_is_named(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """A mistyped folder is no empty union."""
    with pytest.raises(BuildError, match="nowhere holds no results"):
        merge(built, [*halves, Store(Path("nowhere"))], target, reporter)


def test_bundle_that_leads_elsewhere_writes_nothing(
    built: Settings, halves: list[Store], target: Store, reporter: Reporter
) -> None:
    """What a store of somebody else calls its lesson is no path to follow."""
    bundle = replace(only(halves[0], FIRST), lesson="../../evil")
    path = halves[0].path(FIRST, bundle.key)
    path.write_bytes(bundle.to_bytes())

    with pytest.raises(BuildError, match=f"{FIRST}: no result"):
        merge(built, halves, target, reporter)
    assert "'../../evil' is no lesson's name" in said(reporter)
