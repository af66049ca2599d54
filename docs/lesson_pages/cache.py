"""Keep what takes long to make, by what it is made from."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gallery_store.files import write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SIZE = hashlib.sha256().digest_size


def cache_of(app: "Sphinx") -> Path:
    """Return the folder of what builds share; deleting it costs time alone."""
    return Path(app.srcdir, "_build", "cache")


def cached_file(folder: Path, *made_from: bytes) -> Path:
    """Return where that is kept which is made from some bytes; it may not be there."""
    digests = b"".join(hashlib.sha256(part).digest() for part in made_from)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / hashlib.sha256(digests).hexdigest()[:32]


def keep(path: Path, data: bytes) -> None:
    """Keep data in a file, with a digest that proves them."""
    write_atomically(path, hashlib.sha256(data).digest() + data)


def kept(path: Path) -> bytes | None:
    """Return the data that a file keeps; None if they are not there, or damaged."""
    content = path.read_bytes() if path.is_file() else b""
    digest, data = content[:SIZE], content[SIZE:]
    return data if digest == hashlib.sha256(data).digest() else None


def cached(folder: Path, *made_from: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what is kept; make it first, if it is not there."""
    path = cached_file(folder, *made_from)
    if (data := kept(path)) is None:
        keep(path, data := make())
    return data
