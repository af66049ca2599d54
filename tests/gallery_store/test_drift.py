"""The checkout's results against a store's or a version's."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from drifting import LESSON, bundle
from small_project import edit, said, write

from gallery_store.drift.run import drift, other_results, own_results
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


@pytest.fixture
def drifted(settings: Settings, kept: Store, reporter: Reporter):
    """Return a function that compares the gallery's results with others."""

    def compare(against: Path | str) -> tuple[bool, str]:
        return drift(settings, kept, str(against), reporter), said(reporter)

    return compare


def test_drift_is_told_with_line_and_page(
    settings: Settings, other: Store, drifted
) -> None:
    """The table names every lesson, the page shows what stood there."""
    same, text = drifted(other.folder)
    assert not same
    assert f"{LESSON}   equal\n{SECOND}  timings\nnone of 2 lessons drifted" in text
    kept = other.latest(LESSON)
    files = {n: data.replace(b"    42", b"    43") for n, data in kept.files.items()}
    other.save(replace(kept, files=files))

    found, text = drifted(other.folder)

    page = settings.build / "drift/index.html"
    assert found
    assert "changed  line 10: here '42', there '43'" in text
    assert f"1 of 2 lessons drifted\nBoth sides: {page.as_uri()}\n" in text
    assert "<mark>43</mark>" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("nowhere", "nowhere is neither the folder of a store nor a tag or commit"),
        ("empty", "empty holds no results of lessons"),
    ],
)
def test_missing_store_is_one_message(
    settings: Settings, tmp_path: Path, monkeypatch, drifted, against: str, words: str
) -> None:
    """No report of an earlier comparison is left to be taken for this one."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    write(settings.build / "drift/index.html", "an old report")

    with pytest.raises(BuildError, match=f"^{words}$"):
        drifted(against)
    assert not (settings.build / "drift").exists()


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("cut", [False, True])
def test_damaged_result_is_named_and_others_are_compared(
    kept: Store, other: Store, drifted, there: bool, cut: bool
) -> None:
    """An older result instead would hide what the newest showed."""
    side = other if there else kept
    (path,), (second,) = side.paths(LESSON), side.paths(SECOND)
    side.save(bundle(("a", "older"), end=0.5))
    path.write_bytes(path.read_bytes()[:-40] if cut else second.read_bytes())

    found, text = drifted(other.folder)

    assert found
    assert f"{path}: damaged" in text
    assert f"{SECOND}  timings\nnone of 1 lessons drifted" in text
    for one in (second, *side.paths(LESSON)):
        one.write_bytes(b"")
    with pytest.raises(BuildError, match="nothing is left to compare"):
        drifted(other.folder)


def test_newest_result_is_the_one_that_ran_last(
    settings: Settings, tmp_path: Path, reporter: Reporter
) -> None:
    """A copied store has lost the times of its files."""
    store = Store(tmp_path / "copy")
    old, new = bundle(("a", "old"), parts={"a": "b"}), bundle(("a", "new"), end=3.0)
    store.save(new)
    store.save(old)
    os.utime(store.path(LESSON, new.key), (0, 0))

    assert other_results(settings, str(store.folder), reporter) == {LESSON: new}


def test_own_result_is_that_of_the_sources(
    settings: Settings, kept: Store, reporter: Reporter
) -> None:
    """A newer one, of another branch say, is not what this checkout shows.

    A lesson that was edited has its newest: a sentence more does not need a build.
    """
    current = kept.latest(LESSON)
    lesson = settings.examples / f"{LESSON}.py"
    edit(lesson, "It imports", "This imports")
    assert own_results(settings, kept, reporter)[LESSON] == current
    edit(lesson, "This imports", "It imports")
    kept.save(bundle(("a", "other"), end=9e9))

    assert own_results(settings, kept, reporter)[LESSON] == current


def test_lesson_without_result_is_named(
    settings: Settings, kept: Store, reporter: Reporter
) -> None:
    """The message says what to do."""
    shutil.rmtree(kept.folder / SECOND)

    with pytest.raises(BuildError, match=rf"no result of {SECOND}; run it first"):
        own_results(settings, kept, reporter)


def test_version_of_the_checkout_is_executed_and_compared(
    settings: Settings, kept: Store, drifted
) -> None:
    """Its lessons and helpers run from a copy; the checkout and its store stay."""
    for command in (["init", "-q"], ["add", "."], [*AUTHOR, "commit", "-qm", "Old"]):
        subprocess.run(["git", *command], cwd=settings.root, check=True)
    (old,) = kept.paths(LESSON)
    kept.save(bundle(("a", "63"), end=9e9))
    old.unlink()
    before = kept.paths()

    found, text = drifted("HEAD")

    assert found
    assert f"[1/1] ran {LESSON}" in text
    assert f"{LESSON}   changed" in text
    assert kept.paths() == before
    assert list(settings.build.glob("work-*")) == []
