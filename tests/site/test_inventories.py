"""The lists of linked names are true."""

import importlib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "inventories"
LISTS = sorted(FOLDER.glob("*.txt"))


def names(path: Path) -> list[tuple[str, str]]:
    """Return role and name of each line of a list."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()[:2]) for line in lines if line[:1] not in ("", "#")]


def find(name: str) -> Any:
    """Import the module a name starts with and walk down to the object."""
    parts = name.split(".")
    found = None
    for size in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:size]))
        except ImportError:
            continue
        for part in parts[size:]:
            found = getattr(found, part)
        return found
    return getattr(importlib.import_module("builtins"), name)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_listed_names_exist(path: Path):
    """Each name is one that the installed version of the project has."""
    for role, name in names(path):
        if role != "py:module":
            assert find(name) is not None, name
