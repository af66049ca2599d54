"""Which files of the project a lesson may read."""

import os
from pathlib import Path

import pytest

from gallery_store.closure import Modules, imported_names
from gallery_store.errors import BuildError

FILES = {
    "helpers/__init__.py": "def later():\n    import helpers.alone\n",
    "helpers/one.py": "def f():\n    from helpers.deep import two\n",
    "helpers/alone.py": "",
    "helpers/deep/__init__.py": "",
    "helpers/deep/two.py": "from . import three\nfrom ..four import name\n",
    "helpers/deep/three.py": "",
    "helpers/four.py": 'DATA_FILES = ("data/*.json",)\n',
    "helpers/data/a.json": "{}",
    "helpers/data/b.txt": "",
    "single.py": "import helpers.alone\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of modules in which `one` imports `two`."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def closure(folder: Path, text: str) -> set[str]:
    """Return what a source may read, by path below the folder."""
    names = imported_names("examples/lesson.py", text)
    found = Modules((folder / "none", folder)).closure(names)
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "from helpers.one import f\n",
            "__init__ one deep/__init__ deep/two deep/three four data/a.json",
        ),
        ("from helpers import alone\n", "__init__ alone"),
        ("try:\n    import helpers.alone\nexcept E:\n    pass\n", "__init__ alone"),
        ("import helpers\n", "__init__ alone"),
        ("import torch, helpers_extra.one\n", ""),
        ("import single\n", "../single __init__ alone"),
    ],
)
def test_closure_is_what_may_be_read(folder: Path, text: str, expected: str) -> None:
    """Imports count through modules, in functions, with dots, and with data files.

    Of a package on the way to a module only the top is executed.
    """
    files = {os.path.normpath(f"helpers/{x}") for x in expected.split()}
    names = {x if x.endswith("json") else f"{x}.py" for x in files}

    assert closure(folder, text) == names


def test_closure_survives_modules_that_import_each_other(folder: Path) -> None:
    """A circle of imports ends."""
    (folder / "helpers/alone.py").write_text("import single\n")

    assert "single.py" in closure(folder, "import single")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"x = 1\ndef f(:\n", r"four\.py:2: invalid syntax"),
        (b"x = 1\n\0", r"four\.py:1: .*null bytes"),
        (b'DATA_FILES = ("a" + b,)\n', r"four\.py:1: DATA_FILES has to be a tuple"),
        (b"\xff\xfe", r"four\.py: not UTF-8"),
    ],
)
def test_helper_that_cannot_be_read_is_named(
    folder: Path, source: bytes, message: str
) -> None:
    """File and line of the helper, not of the lesson that imports it."""
    (folder / "helpers/four.py").write_bytes(source)

    with pytest.raises(BuildError, match=message):
        closure(folder, "import helpers.four\n")


def test_lesson_that_cannot_be_read_is_named(folder: Path) -> None:
    """The lesson's own syntax error has its file and line."""
    with pytest.raises(BuildError, match=r"examples/lesson\.py:1: '\(' was never"):
        closure(folder, "x = (\n")
