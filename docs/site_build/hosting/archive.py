"""Pack files to take along."""

from collections.abc import Iterable

from gallery_store.files import pack


def archive(folder: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip: the same bytes for the same files.

    Parameters
    ----------
    folder : str
        The one folder in it, so that unpacking makes no mess.
    files : iterable of (str, bytes)
        What each file is called in there, and its content.
    """
    return pack({f"{folder}/{name}": content for name, content in files})
