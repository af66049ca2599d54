"""Which files of the package a lesson may read."""

from pathlib import Path

import pytest

from gallery_store.closure import import_closure
from gallery_store.errors import BuildError


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package in which `one` imports `two` and nobody imports `alone`."""
    files = {
        "__init__.py": "",
        "one.py": "def f():\n    from tutorial_utils.deep import two\n",
        "alone.py": "",
        "deep/__init__.py": "",
        "deep/two.py": "from . import three\nfrom ..four import name\n",
        "deep/three.py": "",
        "four.py": 'DATA_FILES = ("data/*.json",)\n',
        "data/a.json": "{}",
        "data/b.txt": "",
    }
    folder = tmp_path / "tutorial_utils"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def names(package: Path, text: str) -> set[str]:
    """Return the closure by path below the package."""
    found = import_closure(package, Path("examples/lesson.py"), text)
    return {path.relative_to(package).as_posix() for path in found}


def test_closure_follows_imports_to_the_end(package: Path) -> None:
    """Imports count through modules, inside functions, and with leading dots."""
    found = names(package, "from tutorial_utils.one import f\n")

    assert found == {
        "__init__.py",
        "one.py",
        "deep/__init__.py",
        "deep/two.py",
        "deep/three.py",
        "four.py",
        "data/a.json",
    }


def test_closure_takes_a_module_imported_as_a_name(package: Path) -> None:
    """`from package import module` reads the module."""
    found = names(package, "from tutorial_utils import alone\n")

    assert found == {"__init__.py", "alone.py"}


def test_closure_leaves_other_packages_alone(package: Path) -> None:
    """What is not in the package is a matter of versions."""
    found = names(package, "import torch, tutorial_utils_extra.one\n")

    assert found == set()


def test_closure_survives_modules_that_import_each_other(package: Path) -> None:
    """A circle of imports ends."""
    (package / "alone.py").write_text("import tutorial_utils.four\n")
    (package / "four.py").write_text("import tutorial_utils.alone\n")

    found = names(package, "import tutorial_utils.four")

    assert found == {"__init__.py", "four.py", "alone.py"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"x = 1\ndef f(:\n", r"four\.py:2: invalid syntax"),
        (b'DATA_FILES = ("a" + b,)\n', r"four\.py:1: DATA_FILES has to be a tuple"),
        (b"\xff\xfe", r"four\.py: not UTF-8"),
    ],
)
def test_helper_that_cannot_be_read_is_named(
    package: Path, source: bytes, message: str
) -> None:
    """File and line of the helper, not of the lesson that imports it."""
    (package / "four.py").write_bytes(source)

    with pytest.raises(BuildError, match=message):
        names(package, "import tutorial_utils.four\n")


def test_lesson_that_cannot_be_read_is_named(package: Path) -> None:
    """The lesson's own syntax error has its file and line."""
    with pytest.raises(BuildError, match=r"examples/lesson\.py:1: '\(' was never"):
        names(package, "x = (\n")
