"""The checkout's results against a store's or a version's."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from drifting import LESSON, bundle
from small_project import edit, said, write

from gallery_store.drift.run import drift
from gallery_store.drift.sides import own_results, stored_results
from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store

SECOND = "1_part/plot_02_second"
AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]


@pytest.fixture
def other(kept: Store, tmp_path: Path) -> Store:
    """Return a copy of the gallery's store."""
    shutil.copytree(kept.folder, tmp_path / "other")
    return Store(tmp_path / "other")


def rewrite(store: Store, old: bytes, new: bytes) -> None:
    """Let the first lesson of a store have shown something else."""
    found = store.latest(LESSON)
    assert found is not None
    store.save(
        replace(found, files={n: d.replace(old, new) for n, d in found.files.items()})
    )


def test_equal_stores_do_not_drift(
    settings: Settings, kept: Store, other: Store, reporter: Reporter
) -> None:
    """The table names every lesson; of times only the form counts."""
    assert not drift(settings, kept, str(other.folder), reporter)

    assert f"{LESSON}   equal" in said(reporter)
    assert f"{SECOND}  timings" in said(reporter)
    assert "none of 2 lessons drifted" in said(reporter)


def test_drift_is_told_with_line_and_page(
    settings: Settings, kept: Store, other: Store, reporter: Reporter
) -> None:
    """The page shows what stood there."""
    rewrite(other, b"    42", b"    43")

    assert drift(settings, kept, str(other.folder), reporter)

    page = settings.build / "drift/index.html"
    assert "changed  line 10: here '42', there '43'" in said(reporter)
    assert f"1 of 2 lessons drifted\nBoth sides: {page.as_uri()}\n" in said(reporter)
    assert "<mark>43</mark>" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("nowhere", "nowhere is neither the folder of a store nor a tag or commit"),
        ("empty", "empty holds no results of lessons"),
    ],
)
def test_missing_store_is_one_message(
    settings: Settings,
    kept: Store,
    tmp_path: Path,
    monkeypatch,
    reporter: Reporter,
    against: str,
    words: str,
) -> None:
    """No report of an earlier comparison is left to be taken for this one."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    write(settings.build / "drift/index.html", "an old report")

    with pytest.raises(BuildError, match=f"^{words}$"):
        drift(settings, kept, against, reporter)
    assert not (settings.build / "drift").exists()


@pytest.mark.parametrize("damage", ["truncated", "empty", "foreign"])
def test_damaged_result_is_named(
    settings: Settings, kept: Store, other: Store, reporter: Reporter, damage: str
) -> None:
    """An older result instead would hide what the newest showed."""
    (path,), (second,) = other.paths(LESSON), other.paths(SECOND)
    data = {
        "truncated": path.read_bytes()[:-40],
        "empty": b"",
        "foreign": second.read_bytes(),
    }
    path.write_bytes(data[damage])

    with pytest.raises(BuildError, match=f"^{path}: damaged"):
        drift(settings, kept, str(other.folder), reporter)


def test_newest_result_is_the_one_that_ran_last(tmp_path: Path) -> None:
    """A copied store has lost the times of its files."""
    store = Store(tmp_path)
    old, new = bundle(("a", "old"), parts={"a": "b"}), bundle(("a", "new"), end=3.0)
    store.save(new)
    store.save(old)
    os.utime(store.path(LESSON, new.key), (0, 0))

    assert stored_results(store) == {LESSON: new}


def test_own_result_is_that_of_the_sources(settings: Settings, kept: Store) -> None:
    """A newer one, of another branch say, is not what this checkout shows."""
    current = kept.latest(LESSON)
    kept.save(bundle(("a", "other"), end=9e9))

    assert own_results(settings, kept)[LESSON] == current


def test_lesson_edited_since_has_its_newest_result(
    settings: Settings, kept: Store
) -> None:
    """A sentence more does not make the comparison wait for a build."""
    current = kept.latest(LESSON)
    edit(settings.examples / f"{LESSON}.py", "It imports", "This imports")

    assert own_results(settings, kept)[LESSON] == current


def test_lesson_without_result_is_named(settings: Settings, kept: Store) -> None:
    """The message says what to do."""
    shutil.rmtree(kept.folder / SECOND)

    with pytest.raises(BuildError, match=rf"no result of {SECOND}; run it first"):
        own_results(settings, kept)


def test_version_of_the_checkout_is_executed_and_compared(
    settings: Settings, kept: Store, reporter: Reporter
) -> None:
    """Its lessons and helpers run from a copy; the checkout and its store stay."""
    for command in (["init", "-q"], ["add", "."], [*AUTHOR, "commit", "-qm", "Old"]):
        subprocess.run(["git", *command], cwd=settings.root, check=True)
    (old,) = kept.paths(LESSON)
    kept.save(bundle(("a", "63"), end=9e9))
    old.unlink()
    before = kept.paths()

    assert drift(settings, kept, "HEAD", reporter)

    assert f"[1/1] ran {LESSON}" in said(reporter)
    assert f"{LESSON}   changed" in said(reporter)
    assert kept.paths() == before
    assert list(settings.build.glob("work-*")) == []
