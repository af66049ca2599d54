"""Keep what takes long to make, by what it is made from."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gallery_store.files import write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def cache_of(app: "Sphinx") -> Path:
    """Return the folder of what builds share; deleting it costs time alone."""
    return Path(app.srcdir, "_build", "cache")


def cached_file(folder: Path, *made_from: bytes) -> Path:
    """Return where that is kept which is made from some bytes; it may not be there."""
    digests = b"".join(hashlib.sha256(part).digest() for part in made_from)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / hashlib.sha256(digests).hexdigest()[:32]


def cached(folder: Path, *made_from: bytes, make: Callable[[], bytes]) -> bytes:
    """Return what is kept; make it first, if it is not there."""
    path = cached_file(folder, *made_from)
    if not path.is_file():
        write_atomically(path, make())
    return path.read_bytes()
