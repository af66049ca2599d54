"""Put bundles where Sphinx reads them: `docs/lessons/`."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from gallery_store.bundle import Bundle
from gallery_store.files import remove_empty_folders
from gallery_store.settings import Settings


def restore(
    settings: Settings, bundles: Iterable[Bundle], *, as_built: bool = False
) -> None:
    """Make `docs/lessons/` hold the bundles, each with its manifest, and no more.

    Parameters
    ----------
    settings : Settings
        The gallery.
    bundles : iterable of Bundle
        The results of the lessons.
    as_built : bool
        Whether another machine made them, which the pages then say.
    """
    files = index_pages(settings)
    for bundle in bundles:
        files |= restored_files(bundle, as_built=as_built)
    for name, data in files.items():
        write_if_changed(settings.pages / name, data)
    remove_others(settings.pages, {settings.pages / name for name in files})


def restored_files(bundle: Bundle, *, as_built: bool) -> dict[str, bytes]:
    """Return a bundle's files, with the manifest that its page shows."""
    manifest = {"executed": bundle.executed, "as_built": as_built}
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    return bundle.files | {f"{bundle.lesson}.manifest.json": text.encode()}


def index_pages(settings: Settings) -> dict[str, bytes]:
    """Return the pages of the course and its parts, which nobody executes."""
    pages = [
        *settings.examples.glob("index.rst"),
        *settings.examples.glob("*/index.rst"),
    ]
    return {p.relative_to(settings.examples).as_posix(): p.read_bytes() for p in pages}


def write_if_changed(path: Path, data: bytes) -> None:
    """Write a file unless it holds `data` already."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def remove_others(folder: Path, keep: set[Path]) -> None:
    """Delete every file below `folder` that is not to be kept."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in keep:
            path.unlink()
    remove_empty_folders(folder)
