"""The wheel that readers install is the package that the lessons were run with."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.utils import parse_wheel_filename
from small_project import write_project

from gallery_store.errors import BuildError
from lesson_pages.downloads.wheel import Wheel, build_wheel, copy_wheel
from site_build.project import Project

HELPER = "src/tutorial_utils/double.py"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a small project."""
    write_project(tmp_path)
    return Project(tmp_path)


def files(wheel: Wheel) -> dict[str, bytes]:
    """Return what is in a wheel."""
    archive = zipfile.ZipFile(io.BytesIO(wheel.data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_holds_the_package(project):
    """Every module as it is, and the licence."""
    wheel = build_wheel(project.root)
    inside = files(wheel)
    package = {
        x.relative_to(project.root / "src").as_posix(): x.read_bytes()
        for x in project.package.rglob("*.py")
    }

    copy_wheel(project.root, project.root / "site")

    assert (project.root / "site" / "wheels" / wheel.name).read_bytes() == wheel.data
    assert package.items() <= inside.items()
    assert [name for name in inside if name.endswith("licenses/LICENSE")]


def test_wheel_of_the_same_sources_is_the_same(project, tmp_path):
    """Whenever and wherever it is built, with what Python has compiled or without."""
    other = tmp_path / "elsewhere"
    write_project(other)
    (other / HELPER).touch()
    (other / HELPER).chmod(0o600)
    (other / HELPER).with_suffix(".pyc").write_bytes(b"compiled")

    assert build_wheel(project.root) == build_wheel(other)


@pytest.mark.parametrize("file", [HELPER, "pyproject.toml", "LICENSE"])
def test_changed_source_gives_another_version_and_address(project, file):
    """An installer would take the same version for what it has installed."""
    before = build_wheel(project.root)
    with (project.root / file).open("a", encoding="utf-8") as stream:
        stream.write("\n# changed\n")

    after = build_wheel(project.root)

    assert before.version != after.version
    assert before.address.partition("#")[0] != after.address.partition("#")[0]


def test_name_and_address_are_what_installers_read(project):
    """The name says the version; a plus sign is no space to any server."""
    wheel = build_wheel(project.root)
    _, version, _, _ = parse_wheel_filename(wheel.name)
    path, _, fragment = wheel.address.partition("#")

    assert str(version) == wheel.version
    assert re.fullmatch(r"0\.1\.0\+[0-9a-f]{8}", wheel.version)
    assert unquote(path) == f"wheels/{wheel.name}"
    assert "+" not in path
    assert fragment == f"sha256={hashlib.sha256(wheel.data).hexdigest()}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "tutorial-utils"', "name = 1", ".*name"),
        ('version = "0', 'number = "0', "Invalid version `None.*project.version`"),
        ('readme = "README.md"', 'readme = "GONE.md"', r".*GONE\.md"),
        ("", "", ".*{root}/LICENSE"),
    ],
)
def test_settings_of_which_no_wheel_is_made_are_named(project, old, new, message):
    """The message says what is wrong or missing, and no folder of the build's own."""
    settings = project.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    if old:
        settings.write_text(text.replace(old, new), encoding="utf-8")
    else:
        (project.root / "LICENSE").unlink()

    named = message.format(root=project.root)
    with pytest.raises(BuildError, match=f"^the wheel of tutorial_utils: {named}"):
        build_wheel(project.root)
