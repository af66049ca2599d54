"""What is packed depends on the files alone."""

import io
import zipfile

from site_build.hosting.archive import archive

FILES = {"b.txt": b"two", "a/c.txt": b"one"}


def test_files_lie_in_one_folder():
    """Unpacking makes no mess, and every file can be read."""
    packed = zipfile.ZipFile(io.BytesIO(archive("x", FILES.items())))

    assert {x: packed.read(x) for x in packed.namelist()} == {
        f"x/{name}": content for name, content in FILES.items()
    }
    assert {x.external_attr >> 16 for x in packed.infolist()} == {0o644}


def test_order_does_not_matter():
    """Two disks list a folder in different orders; the zip is the same."""
    assert archive("x", FILES.items()) == archive("x", reversed(FILES.items()))
