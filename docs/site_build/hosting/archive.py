"""Pack files to take along."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SAME_TIME = (1980, 1, 1, 0, 0, 0)


def archive(folder: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip: the same bytes for the same files.

    Parameters
    ----------
    folder : str
        The one folder in it, so that unpacking makes no mess.
    files : iterable of (str, bytes)
        What each file is called in there, and its content.
    """
    memory = BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in sorted(files):
            entry = ZipInfo(f"{folder}/{name}", SAME_TIME)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, ZIP_DEFLATED)
    return memory.getvalue()
