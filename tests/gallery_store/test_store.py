"""The results store: whole bundles or none."""

import errno
import os
import time
from pathlib import Path

import pytest

from gallery_store import files
from gallery_store.errors import BuildError
from gallery_store.store import Bundle, Store, read_bundle

PAGE = b"Title\n=====\n\n.. image:: /lessons/1_part/images/a.svg\n"
FILES = {"1_part/plot_01.rst": PAGE, "1_part/images/a.svg": b"<svg/>"}


@pytest.fixture
def bundle() -> Bundle:
    """Return a whole bundle."""
    return Bundle("1_part/plot_01", {"torch": "2.13"}, {"seconds": 1.5}, dict(FILES))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "store")


def test_store_gives_back_what_was_saved(store: Store, bundle: Bundle) -> None:
    """A bundle survives the way to disk and back."""
    store.save("k", bundle)

    assert store.load("1_part/plot_01", "k") == bundle


def test_store_knows_nothing_of_another_key(store: Store, bundle: Bundle) -> None:
    """A key that was never saved gives None."""
    store.save("k", bundle)

    assert store.load("1_part/plot_01", "other") is None


def test_equal_bundles_are_equal_bytes(bundle: Bundle) -> None:
    """Nothing of the moment gets into an archive."""
    reverse = Bundle(
        bundle.lesson, bundle.parts, bundle.executed, dict(reversed(FILES.items()))
    )

    assert reverse.to_bytes() == bundle.to_bytes()


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_truncated_bundle_is_damaged(bundle: Bundle, kept: int) -> None:
    """A bundle that lost its end is refused, wherever it was cut."""
    with pytest.raises(ValueError, match="damaged"):
        read_bundle(bundle.to_bytes()[:kept])


def test_changed_file_is_damaged(bundle: Bundle, monkeypatch) -> None:
    """A file that is not the one that the manifest describes is refused."""
    true = bundle.manifest
    bundle.files["1_part/images/a.svg"] = b"<svg>other</svg>"
    monkeypatch.setattr(Bundle, "manifest", property(lambda self: true))
    data = bundle.to_bytes()
    monkeypatch.undo()

    with pytest.raises(ValueError, match="digest"):
        read_bundle(data)


def test_bundle_without_an_image_of_its_page_is_damaged(bundle: Bundle) -> None:
    """Every image that the page names has to be there."""
    del bundle.files["1_part/images/a.svg"]

    with pytest.raises(ValueError, match=r"without 1_part/images/a\.svg"):
        read_bundle(bundle.to_bytes())


def test_bundle_without_its_page_is_damaged(bundle: Bundle) -> None:
    """A bundle is there for its page."""
    del bundle.files["1_part/plot_01.rst"]

    with pytest.raises(ValueError, match=r"without 1_part/plot_01\.rst"):
        read_bundle(bundle.to_bytes())


def test_bundle_of_another_lesson_is_damaged(store: Store, bundle: Bundle) -> None:
    """A bundle in the wrong folder is not taken for another lesson's."""
    path = store.path("1_part/plot_02", "k")
    path.parent.mkdir(parents=True)
    path.write_bytes(bundle.to_bytes())

    with pytest.raises(ValueError, match="belongs to 1_part/plot_01"):
        store.load("1_part/plot_02", "k")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "full disk"), (errno.EROFS, "cannot be written")],
)
def test_failed_write_leaves_nothing_and_says_the_cure(
    store: Store, bundle: Bundle, monkeypatch, number: int, words: str
) -> None:
    """A full or read-only disk gives one message; no half of a file stays."""

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fail)

    with pytest.raises(BuildError, match=f"{words}.*--store FOLDER"):
        store.save("k", bundle)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_failed_write_keeps_what_was_there(
    store: Store, bundle: Bundle, monkeypatch
) -> None:
    """An older bundle under the same key survives a failed write."""
    store.save("k", bundle)
    monkeypatch.setattr(files.os, "fsync", lambda handle: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        store.save("k", bundle)
    assert store.load("1_part/plot_01", "k") == bundle


def test_check_writable_refuses_a_file_in_place_of_a_folder(store: Store) -> None:
    """A store that is no folder is named before a lesson runs for nothing."""
    store.folder.write_text("")

    with pytest.raises(BuildError, match=str(store.folder)):
        store.check_writable()


def test_latest_is_the_newest_whole_bundle(store: Store, bundle: Bundle) -> None:
    """A damaged bundle does not hide the last good one."""
    store.save("old", bundle)
    store.save("new", bundle)
    store.path("1_part/plot_01", "new").write_bytes(b"PK")

    assert store.latest("1_part/plot_01") == bundle
    assert store.latest("1_part/plot_02") is None


def test_prune_deletes_what_is_not_needed(store: Store, bundle: Bundle) -> None:
    """Only the needed bundle is left, and no empty folder."""
    store.save("old", bundle)
    store.save("new", bundle)
    other = Bundle("1_part/gone", {}, {}, {})
    store.save("k", other)

    count = store.prune([store.path("1_part/plot_01", "new")])

    left = sorted(path.name for path in store.folder.rglob("*"))
    assert (count, left) == (2, ["1_part", "new.zip", "plot_01"])


def test_remove_leftovers_deletes_temporary_files_only(
    store: Store, bundle: Bundle
) -> None:
    """What a killed build left half-written goes; bundles stay."""
    store.save("k", bundle)
    leftover = store.folder / "1_part" / "plot_01" / ".tmp-x"
    leftover.write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(leftover, (hours_ago, hours_ago))

    store.remove_leftovers()

    assert not leftover.exists()
    assert store.load("1_part/plot_01", "k") == bundle


def test_remove_leftovers_spares_what_is_being_written(store: Store) -> None:
    """Another checkout may share the store."""
    store.folder.mkdir()
    fresh = store.folder / ".tmp-x"
    fresh.write_bytes(b"half")

    store.remove_leftovers()

    assert fresh.exists()
