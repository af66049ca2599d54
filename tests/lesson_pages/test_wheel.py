"""The wheel that readers install is the package that the lessons were run with."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.utils import parse_wheel_filename
from small_project import edit, write_project

from gallery_store.errors import BuildError
from lesson_pages.downloads.wheel import build_wheel, copy_wheel

HELPER = "src/tutorial_utils/double.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small project."""
    write_project(tmp_path)
    return tmp_path


def test_wheel_holds_the_package_under_a_name_that_installers_read(root):
    """Every module as it is, and the licence; a plus sign is no space to a server."""
    wheel = build_wheel(root)
    archive = zipfile.ZipFile(io.BytesIO(wheel.data))
    path, _, fragment = wheel.address.partition("#")
    _, version, _, _ = parse_wheel_filename(wheel.name)

    copy_wheel(root, root / "site")

    assert (root / "site" / unquote(path)).read_bytes() == wheel.data
    assert archive.read("tutorial_utils/double.py") == (root / HELPER).read_bytes()
    assert [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
    assert re.fullmatch(r"0\.1\.0\+[0-9a-f]{8}", str(version))
    assert str(version) == wheel.version
    assert "+" not in path
    assert fragment == f"sha256={hashlib.sha256(wheel.data).hexdigest()}"


def test_wheel_of_the_same_sources_is_the_same(root):
    """Whenever and wherever it is built, with what Python has compiled or without."""
    other = root / "elsewhere"
    write_project(other)
    (other / HELPER).touch()
    (other / HELPER).chmod(0o600)
    (other / HELPER).with_suffix(".pyc").write_bytes(b"compiled")

    assert build_wheel(root) == build_wheel(other)


@pytest.mark.parametrize("file", [HELPER, "pyproject.toml", "LICENSE"])
def test_changed_source_gives_another_version_and_address(root, file):
    """An installer would take the same version for what it has installed."""
    before = build_wheel(root)
    with (root / file).open("a", encoding="utf-8") as stream:
        stream.write("\n# changed\n")

    after = build_wheel(root)

    assert before.version != after.version
    assert before.address.partition("#")[0] != after.address.partition("#")[0]


@pytest.mark.parametrize(
    ("file", "old", "message"),
    [
        ("pyproject.toml", 'name = "tutorial-utils"', ".*name"),
        ("pyproject.toml", 'version = "0.1.0"', "Invalid version `None.*version`"),
        ("README.md", None, ".*{root}/README.md"),
        ("LICENSE", None, ".*{root}/LICENSE"),
    ],
)
def test_what_makes_no_wheel_is_named(root, file, old, message):
    """The message says what is wrong or missing, and no folder of the build's own."""
    if old:
        edit(root / file, old, "")
    else:
        (root / file).unlink()

    named = message.format(root=root)
    with pytest.raises(BuildError, match=f"^the wheel of tutorial_utils: {named}"):
        build_wheel(root)
