"""The task: this checkout's results against a store's or a version's."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from drifting import LESSON, bundle
from small_project import edit, write

from gallery_store.bundle import read_bundle
from gallery_store.drift.sides import own_results, stored_results
from gallery_store.errors import BuildError
from gallery_store.settings import Settings
from gallery_store.store import Store
from site_build.cli import main

SECOND = "1_part/plot_02_second"


@pytest.fixture
def other(built: Settings, tmp_path: Path) -> Store:
    """Return a copy of the project's store."""
    shutil.copytree(built.store, tmp_path / "other")
    return Store(tmp_path / "other")


def rewrite(store: Store, lesson: str, old: bytes, new: bytes) -> None:
    """Let a lesson of a store have shown something else."""
    (path,) = (store.folder / lesson).glob("*.zip")
    found = read_bundle(path.read_bytes())
    files = {n: d.replace(old, new) for n, d in found.files.items()}
    path.write_bytes(replace(found, files=files).to_bytes())


def drift_folder(settings: Settings) -> Path:
    """Return where the report is."""
    return settings.build / "drift"


def drift(settings: Settings, against: object) -> int:
    """Return the exit code of the task."""
    return main(settings.root, ["drift", "--against", str(against)])


def test_equal_stores_are_zero(built: Settings, other: Store, capsys) -> None:
    """The table names every lesson, and the page is there."""
    assert drift(built, other.folder) == 0

    shown = capsys.readouterr().out
    assert f"{LESSON}   equal" in shown
    assert f"{SECOND}  timings" in shown
    assert "none of 2 lessons drifted" in shown


def test_drift_is_one_and_says_where_the_page_is(
    built: Settings, other: Store, capsys
) -> None:
    """The page shows what stood there."""
    rewrite(other, LESSON, b"    42", b"    43")

    assert drift(built, other.folder) == 1

    shown = capsys.readouterr().out
    page = drift_folder(built) / "index.html"
    assert "changed  line 11: here '42', there '43'" in shown
    assert f"1 of 2 lessons drifted\nBoth sides: {page.as_uri()}\n" in shown
    assert "<mark>43</mark>" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("nowhere", "nowhere is neither the folder of a store nor a tag or commit"),
        ("empty", "empty holds no results of lessons"),
    ],
)
def test_missing_store_is_one_message(
    built: Settings, tmp_path: Path, monkeypatch, capsys, against: str, words: str
) -> None:
    """No report of an earlier comparison is left to be taken for this one."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    write(drift_folder(built) / "index.html", "an old report")

    assert drift(built, against) == 1

    assert capsys.readouterr().err == f"error: {words}\n"
    assert not drift_folder(built).exists()


@pytest.mark.parametrize("damage", ["truncated", "empty", "foreign"])
def test_damaged_result_is_named(
    built: Settings, other: Store, capsys, damage: str
) -> None:
    """An older result instead would hide what the newest showed."""
    (path,) = (other.folder / LESSON).glob("*.zip")
    (second,) = (other.folder / SECOND).glob("*.zip")
    data = {
        "truncated": path.read_bytes()[:-40],
        "empty": b"",
        "foreign": second.read_bytes(),
    }
    path.write_bytes(data[damage])

    assert drift(built, other.folder) == 1
    assert f"error: {path}: damaged" in capsys.readouterr().err


def test_newest_result_is_the_one_that_ran_last(tmp_path: Path) -> None:
    """A copied store has lost the times of its files."""
    store = Store(tmp_path)
    old, new = bundle(("a", "old"), version="2.12"), bundle(("a", "new"), end=3.0)
    store.save(new)
    store.save(old)
    os.utime(store.path(LESSON, new.key), (0, 0))

    assert stored_results(store) == {LESSON: new}


def test_own_result_is_that_of_the_sources(built: Settings) -> None:
    """A newer one, of another branch say, is not what this checkout shows."""
    store = Store(built.store)
    current = store.latest(LESSON)
    store.save(bundle(("a", "other"), end=9e9))

    assert own_results(built, store)[LESSON] == current


def test_lesson_edited_since_has_its_newest_result(built: Settings) -> None:
    """A sentence more does not make the comparison wait for a build."""
    current = Store(built.store).latest(LESSON)
    edit(built.examples / f"{LESSON}.py", "It imports", "This imports")

    assert own_results(built, Store(built.store))[LESSON] == current


def test_lesson_without_result_is_named(built: Settings) -> None:
    """The message says what to do."""
    shutil.rmtree(built.store / SECOND)

    with pytest.raises(BuildError, match=rf"no result of {SECOND}; run `nox -s docs`"):
        own_results(built, Store(built.store))


def test_version_of_the_project_is_executed_and_compared(
    built: Settings, capsys
) -> None:
    """Its lessons and helpers run from a copy; the checkout and its store stay."""
    for command in (["init", "-q"], ["add", "."], [*AUTHOR, "commit", "-qm", "Old"]):
        git(built, *command)
    edit(built.root / "src/tutorial_utils" / "double.py", "2 * x", "3 * x")
    main(built.root, ["build", "--only-execute"])
    kept = sorted(built.store.rglob("*.zip"))
    for path in built.store.glob(f"{LESSON}/*.zip"):
        if read_bundle(path.read_bytes()).files[f"{LESSON}.rst"].count(b"42"):
            path.unlink()
            kept.remove(path)
    capsys.readouterr()

    assert drift(built, "HEAD") == 1

    shown = capsys.readouterr().out
    assert f"[1/1] ran {LESSON}" in shown
    assert "changed  line 11: here '63', there '42'" in shown
    assert sorted(built.store.rglob("*.zip")) == kept
    assert list(built.build.glob("work-*")) == []


AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]


def git(settings: Settings, *arguments: str) -> None:
    """Run git in the project's folder."""
    subprocess.run(["git", *arguments], cwd=settings.root, check=True)


def test_store_of_one_moment_is_left_by_prune(built: Settings, capsys) -> None:
    """Sources that came back would else be compared with those in between."""
    edit(built.root / "src/tutorial_utils" / "double.py", "2 * x", "3 * x")

    assert main(built.root, ["build", "--only-execute", "--prune"]) == 0

    assert "1 bundles deleted" in capsys.readouterr().out
    assert len(list(built.store.rglob("*.zip"))) == 2
