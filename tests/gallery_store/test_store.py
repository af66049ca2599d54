"""The results store: whole bundles or none, and nothing that is not its own."""

import errno
import io
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gallery_store import bundle as bundle_module
from gallery_store import files
from gallery_store import store as store_module
from gallery_store.bundle import Bundle, read_bundle
from gallery_store.errors import BuildError
from gallery_store.store import Store

LESSON = "1_part/plot_01"
PAGE = b"Title\n=====\n\n.. image:: /lessons/1_part/images/a.svg\n"
FILES = {f"{LESSON}.rst": PAGE, "1_part/images/a.svg": b"<svg/>" * 100}
RAN = {
    **{"date": "2026-11-30", "start": 1.0, "end": 2.0, "seconds": 1.0},
    **{"warnings": [], "machine": "a CPU", "accelerator": None},
}
BUNDLE = Bundle(LESSON, {"torch": "2.13"}, RAN, FILES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store with a whole bundle."""
    store = Store(tmp_path / "store")
    store.save(BUNDLE)
    return store


def test_store_gives_back_what_was_saved(store: Store) -> None:
    """Under its key and no other; the latest is the whole one that ran last."""
    assert store.load(LESSON, BUNDLE.key) == BUNDLE
    assert store.load(LESSON, "0" * 32) is None
    store.path(LESSON, "0" * 32).write_bytes(b"PK")
    store.save(replace(BUNDLE, parts={}, executed=RAN | {"end": 1.5}))
    assert store.latest(LESSON) == BUNDLE
    assert store.latest("1_part/plot_02") is None


def test_equal_bundles_are_equal_bytes() -> None:
    """Nothing of the moment gets into an archive, and it is compressed."""
    other = replace(BUNDLE, files=dict(reversed(FILES.items())))

    assert other.to_bytes() == BUNDLE.to_bytes()
    with zipfile.ZipFile(io.BytesIO(BUNDLE.to_bytes())) as archive:
        image = archive.getinfo("1_part/images/a.svg")
    assert image.compress_size < image.file_size / 10


def test_flipped_bit_changes_nothing_in_silence() -> None:
    """Whichever bit it is, the bundle is damaged, or says the same as before.

    So it is wherever it was cut.
    """
    data = BUNDLE.to_bytes()
    for kept in (0, 10, 200, -1):
        with pytest.raises(ValueError, match="damaged"):
            read_bundle(data[:kept])
    damaged = 0
    for place in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        try:
            assert read_bundle(bytes(flipped)) == BUNDLE
        except ValueError:
            damaged += 1
    assert damaged > len(data)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"files": {}}, "a file's digest differs"),
        ({"lesson": "../../../evil/x"}, "is no lesson's name"),
        ({"lesson": "1_part/../x"}, "is no lesson's name"),
        ({"lesson": ["a"]}, "is no lesson's name"),
        ({"parts": ["a"]}, ""),
        ({"parts": {"torch": 2}}, "its parts are no texts"),
        ({"executed": []}, "it does not say date"),
        ({"executed": {k: v for k, v in RAN.items() if k != "seconds"}}, "say seconds"),
        ({"executed": RAN | {"seconds": "1"}}, "its seconds is '1'"),
        ({"executed": RAN | {"end": 10**400}}, "its end is no number of seconds"),
        ({"executed": RAN | {"warnings": [{"text": "x"}]}}, "its warnings are incom"),
    ],
)
def test_manifest_is_believed_in_nothing(
    monkeypatch, changes: dict[str, object], words: str
) -> None:
    """Names, types and digests are checked before anything uses them."""
    other = BUNDLE.manifest | changes
    with monkeypatch.context() as patched:
        patched.setattr(Bundle, "manifest", property(lambda self: other))
        data = BUNDLE.to_bytes()

    with pytest.raises(ValueError, match=f"^damaged: .*{words}"):
        read_bundle(data)


@pytest.mark.parametrize(
    "name",
    [
        *("../../../evil.txt", "/etc/evil", "..\\evil.txt", "C:evil", "conf.py"),
        *("1_part/plot_01.x/../../evil", "1_part/images/../../conf.py"),
        *("1_part/images/.hidden", "1_part/plot_01x.rst", "2_part/images/a.svg"),
    ],
)
def test_file_of_another_place_is_refused(name: str) -> None:
    """A bundle holds its lesson's page and figures; nothing leads out of them."""
    other = replace(BUNDLE, files=FILES | {name: b"evil"})

    with pytest.raises(ValueError, match="is none of its files"):
        read_bundle(other.to_bytes())


def test_bundle_of_another_size_is_refused(store: Store, monkeypatch) -> None:
    """Every image that the page names has to be there; none may fill the memory."""
    for name in FILES:
        files = {x: data for x, data in FILES.items() if x != name}
        with pytest.raises(ValueError, match=f"without {name}"):
            read_bundle(replace(BUNDLE, files=files).to_bytes())
    store.path(LESSON, "1" * 32).write_bytes(b"0" * 100)
    monkeypatch.setattr(store_module, "UNPACKED", 99)
    with pytest.raises(ValueError, match="damaged: it has 100 bytes"):
        store.load(LESSON, "1" * 32)
    monkeypatch.setattr(bundle_module, "UNPACKED", 500)
    with pytest.raises(ValueError, match="it unpacks to"):
        read_bundle(BUNDLE.to_bytes())


@pytest.mark.parametrize(
    ("lesson", "key", "words"),
    [
        (LESSON, "0" * 32, "its name is not its key"),
        ("1_part/plot_02", BUNDLE.key, f"belongs to {LESSON}"),
    ],
)
def test_bundle_with_another_name_is_damaged(
    store: Store, lesson: str, key: str, words: str
) -> None:
    """Neither another lesson's nor another key's is believed."""
    path = store.path(lesson, key)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(BUNDLE.to_bytes())

    with pytest.raises(ValueError, match=words):
        store.load(lesson, key)


def test_results_can_be_read_by_others(tmp_path: Path) -> None:
    """Whatever the builder's umask is; what was there keeps its own permissions."""
    tmp_path.chmod(0o700)
    before = os.umask(0o077)
    try:
        Store(tmp_path / "store").save(BUNDLE)
    finally:
        os.umask(before)

    modes = {x: x.stat().st_mode & 0o777 for x in (tmp_path / "store").rglob("*")}
    assert all(mode == (0o755 if x.is_dir() else 0o644) for x, mode in modes.items())
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "full disk"), (errno.EROFS, "cannot be written")],
)
def test_failed_write_keeps_what_was_there_and_says_the_cure(
    store: Store, monkeypatch, number: int, words: str
) -> None:
    """A full or read-only disk gives one message; no half of a file stays."""

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fail)

    with pytest.raises(BuildError, match=f"{words}.*--store FOLDER"):
        store.save(BUNDLE)
    assert store.load(LESSON, BUNDLE.key) == BUNDLE
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    """A store that is no folder is named before a lesson runs for nothing."""
    (tmp_path / "file").write_text("")

    with pytest.raises(BuildError, match=str(tmp_path / "file")):
        Store(tmp_path / "file").check_writable()


HOLIDAY = {
    **{"Photos/holiday.zip": b"PK", f"mail/{'0' * 32}.zip": b"PK", "thesis.zip": b""},
    **{"mail/.tmp-draft": b"Dear", "keep.txt": b"", ".git/HEAD": b""},
}
"""What somebody else may keep in the store's folder."""


def test_nothing_is_deleted_but_bundles(store: Store) -> None:
    """Of a folder that holds other things, these stay as they are."""
    (store.folder / "Photos/empty album").mkdir(parents=True)
    for name, data in HOLIDAY.items():
        path = store.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (0, 0))
    store.save(replace(BUNDLE, parts={"torch": "2.12"}))
    store.save(replace(BUNDLE, lesson="gone", files={"gone.rst": b""}))
    half, fresh = (store.folder / LESSON / name for name in (".tmp-x", ".tmp-y"))
    for path, age in ((half, 9e4), (fresh, 60)):  # which another checkout may write
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)

    store.remove_leftovers([LESSON])
    count = store.prune(lambda bundle: bundle == BUNDLE)

    assert count == 2
    left = {store.name_of(x) for x in store.folder.rglob("*") if x.is_file()}
    assert left == {*HOLIDAY, f"{LESSON}/{BUNDLE.key}.zip", store.name_of(fresh)}
    assert (store.folder / "Photos/empty album").is_dir()
    assert not (store.folder / "gone").exists()


@pytest.mark.parametrize(
    "name", ["Photos/holiday.zip", "thesis.zip", "keep.txt", ".git/HEAD", "link"]
)
def test_folder_with_anything_else_is_no_store(
    store: Store, tmp_path: Path, name: str
) -> None:
    """It is refused by the name of what it holds; a store's own files are not."""
    (store.folder / LESSON / ".tmp-abc_1").write_bytes(b"half")
    store.check_folder(tmp_path / "checkout")
    path = store.folder / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(tmp_path) if name == "link" else path.write_bytes(b"")

    with pytest.raises(BuildError, match=f"holds {name}, which is no result"):
        store.check_folder(tmp_path / "checkout")


@pytest.mark.parametrize("above", [".", ".."])
def test_checkout_is_no_store(tmp_path: Path, above: str) -> None:
    """Neither is a folder above it."""
    root = tmp_path / "checkout"
    root.mkdir()

    with pytest.raises(BuildError, match="holds the checkout"):
        Store(root / above).check_folder(root)
