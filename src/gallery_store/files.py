"""Files written whole, and archives that are the same for the same content."""

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from gallery_store.errors import BuildError

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell."""


def read_source(path: Path) -> str:
    """Return the text of a file that a person wrote; BuildError unless it is UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise BuildError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def make_readable_folder(path: Path) -> None:
    """Make a folder, and those above it, that others can read, as its files are."""
    for folder in reversed([path, *path.parents]):
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(folder.stat().st_mode | 0o055)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by their names; equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def remove_empty_folders(folder: Path) -> None:
    """Delete the folders below `folder` that hold nothing, deepest first."""
    for path in sorted(folder.rglob("*"), reverse=True):
        with suppress(OSError):
            path.rmdir()
