"""A notebook has the lesson's code and its page's prose."""

import json

import nbformat
import pytest

from lesson_pages.downloads import beside_page
from lesson_pages.downloads.notebook import silence
from lesson_pages.downloads.requirements import Supplies
from lesson_pages.downloads.wheel import Wheel
from lesson_pages.site_settings import Settings

LESSON = '"""\nA lesson\n========\n"""\nimport torch\n'
PAGE = """
A lesson
========

It begins.

First
-----

See :term:`word`, then :math:`a_1`.

.. code-block:: Python

    import torch

    x = 1
    x

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    1

.. image:: /x.svg
   :class: figure only-light
   :alt: A figure.

.. code-block:: python

   shown = 1

Your turn
---------

Write it.

.. code-block:: python

   def f(x):
       ...

   f(2)

Solution
--------

So:

.. code-block:: Python

    def f(x):
        return x
"""
INDEX = """
Home
====

.. toctree::

   lessons/1_part/plot_01_x

.. glossary::

   word
      Meaning.
"""
NAME = "lessons/1_part/plot_01_x"
PUBLISHED = Settings("https://example.org/", "https://github.com/o/r", "main", "")
WHEEL = Wheel("tutorial_utils-1+0-py3-none-any.whl", b"")
SUPPLIES = Supplies(
    ">=3.11", {"torch": "torch>=2"}, frozenset({"torch"}), WHEEL, "https://example.org/"
)


@pytest.fixture
def make(build, monkeypatch):
    """Build a lesson and return its notebook."""
    monkeypatch.setattr(beside_page, "read_supplies", lambda root: SUPPLIES)

    def make_notebook(page=PAGE):
        files = {
            "index.rst": INDEX,
            f"{NAME}.rst": page,
            f"{NAME}.py": LESSON,
            "x.svg": "<svg/>",
        }
        built = build(files, downloads=True, published=PUBLISHED)
        assert built.warnings == ""
        return json.loads((built.out / f"{NAME}.ipynb").read_text("utf-8"))

    return make_notebook


def sources(notebook, kind):
    """Return the text of each cell of a kind."""
    return ["".join(x["source"]) for x in notebook["cells"] if x["cell_type"] == kind]


def test_notebook_has_the_lessons_code_and_the_pages_prose(make):
    """The set-up comes first, a heading begins a cell, results are the reader's own.

    Links and formulas are Markdown; notes to the gallery are gone.
    """
    notebook = make()
    link = "[word](https://example.org/en/index.html#term-word)"
    setup, *code = sources(notebook, "code")

    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert setup.startswith("# ")
    assert code == [
        "import torch\n\nx = 1\nx",
        "def f(x):\n    ...\n\nf(2)",
        "def f(x):\n    return x",
    ]
    assert sources(notebook, "markdown") == [
        "# A lesson\n\nIt begins.",
        f"## First\n\nSee {link}, then $a_1$.",
        "```python\nshown = 1\n```",
        "## Your turn\n\nWrite it.",
        "## Solution",
        "So:",
    ]


def test_exercise_waits_for_the_reader(make):
    """A run of all skips the stub; the solution is folded, in Colab as in Jupyter."""
    notebook = make()

    tagged = [x for x in notebook["cells"] if "tags" in x["metadata"]]
    folded = [
        x for x in notebook["cells"] if x["metadata"].get("jp-MarkdownHeadingCollapsed")
    ]
    assert [x["metadata"]["tags"] for x in tagged] == [["skip-execution"]]
    assert tagged[0]["source"][-1] == "f(2)"
    assert [x["source"] for x in folded] == [["## Solution"]]
    assert notebook["metadata"]["colab"]["collapsed_sections"] == [folded[0]["id"]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("draw(\n    x,\n)", "draw(\n    x,\n);"),
        ('draw("张量")  # once', 'draw("张量");  # once'),
        ("draw(x)\n# the end", "draw(x);\n# the end"),
        ("y = draw(x)", "y = draw(x)"),
        ("for y in x:\n    draw(y)", "for y in x:\n    draw(y)"),
        ("", ""),
    ],
)
def test_semicolon_hides_the_last_value(code, expected):
    """So that Jupyter does not show an object that stands for a drawing."""
    assert silence(code) == expected


def test_value_that_the_page_does_not_show_is_hidden(make):
    """A drawing's object says nothing."""
    page, output = PAGE.split(".. rst-class:: sphx-glr-script-out")

    notebook = make(page + output[output.index(".. image::") :])

    assert sources(notebook, "code")[1].endswith("\nx;")
