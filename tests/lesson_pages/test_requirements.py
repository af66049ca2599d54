"""A download asks for what its lesson imports, in the words of its installer."""

import ast
import re
import tomllib

import pytest

from lesson_pages.downloads.requirements import (
    Supplies,
    needed,
    script_head,
    setup_cell,
)
from lesson_pages.downloads.wheel import Wheel
from lesson_pages.languages import ENGLISH

WHEEL = Wheel("tutorial_utils-1+0-py3-none-any.whl", b"")
BOUNDS = {"matplotlib": "matplotlib>=3", "scikit-learn": "scikit-learn>=1"}
SUPPLIES = Supplies(
    ">=3.11", BOUNDS, frozenset({"matplotlib"}), WHEEL, "https://example.org/"
)
LESSON = """\
import math
import sklearn.datasets
from tutorial_utils import plotting
# sphinx_gallery_alt = "A line."
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (LESSON, ["matplotlib", "scikit-learn"]),
        ("import torch\nimport json", ["torch"]),
        ("from numpy import random", ["numpy"]),
        ("x = 1", []),
    ],
)
def test_lesson_needs_what_it_imports_and_what_shows_its_figures(source, expected):
    """By the names to install; Python's own modules are there."""
    assert needed(source) == expected


def test_metadata_of_a_script_is_what_installers_read():
    """Bounds of the project, and the wheel with its digest (PEP 723)."""
    head = script_head("x.py", LESSON, "x.html", SUPPLIES, ENGLISH)
    lines = head.partition("\n\n")[0].splitlines()
    metadata = tomllib.loads("\n".join(line[2:] for line in lines[1:-1]))

    assert (lines[0], lines[-1]) == ("# /// script", "# ///")
    assert metadata == {
        "requires-python": ">=3.11",
        "dependencies": [
            "matplotlib>=3",
            "scikit-learn>=1",
            f"tutorial-utils @ {SUPPLIES.address}",
        ],
        "tool": {"tutorial-utils": {"language": "en"}},
    }


def test_first_cell_of_a_notebook_is_python_but_for_what_jupyter_adds():
    """It installs the wheel of this site, and what the wheel does not bring."""
    cell = setup_cell(LESSON, SUPPLIES, ENGLISH)
    commands = re.findall(r"^ *%(.*)$", cell, re.MULTILINE)
    code = re.sub(r"^( *)%.*$", r"\1pass", cell, flags=re.MULTILINE)

    assert commands == [
        "env TUTORIAL_LANG=en",
        'pip install "{folder}/{wheel}"',
        'pip install "scikit-learn>=1"',
    ]
    assert ast.unparse(ast.parse(code).body[-1]) == "import tutorial_utils"
    assert f'wheel, site = "{WHEEL.name}", "https://example.org/wheels/"' in cell
    assert "https://example.org/en/downloads.html" in cell
    assert "$" not in cell
