"""A notebook has the lesson's code and its page's prose."""

import json

import nbformat
import pytest
from sphinx.errors import ExtensionError

from lesson_pages.site_settings import Settings

LESSON = '''"""
A lesson
========

It begins.
"""

# %%
# First
# -----
#
# See :term:`word`, then :math:`a_1`.

# sphinx_gallery_parallel = False
import torch

x = 1
x

# %%
# .. code-block:: python
#
#    shown = 1
#
# Your turn
# ---------
#
# Write it.
#
# .. code-block:: python
#
#    def f(x):
#        ...
#
#    f(2)

# %%
# Solution
# --------
#
# So:

def f(x):
    return x
'''
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
PUBLISHED = Settings(
    base_url="https://example.org/",
    repository="https://github.com/o/r",
    branch="main",
    notebooks_branch="notebooks",
)
PROJECT = """\
[project]
name = "tutorial-utils"
version = "1"
requires-python = ">=3.11"
dependencies = ["torch>=2"]

[dependency-groups]
docs = ["scikit-learn>=1"]

[tool.hatch.build.targets.wheel]
packages = ["src/tutorial_utils"]
"""
SITE = """\
base_url = "https://example.org/"
repository = "https://github.com/o/r"
branch = "main"
notebooks_branch = "notebooks"
"""


@pytest.fixture
def make(build, tmp_path):
    """Build a lesson and return its notebook."""
    package = tmp_path / "src" / "tutorial_utils"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for name in ("README.md", "LICENSE"):
        (tmp_path / name).touch()
    (tmp_path / "pyproject.toml").write_text(PROJECT)

    def make_notebook(*, lesson=LESSON, page=PAGE):
        files = {
            "index.rst": INDEX,
            "site.toml": SITE,
            f"{NAME}.rst": page,
            f"{NAME}.py": lesson,
            "x.svg": "<svg/>",
        }
        built = build(files, downloads=True, published=PUBLISHED)
        assert built.warnings == ""
        return json.loads((built.out / f"{NAME}.ipynb").read_text("utf-8"))

    return make_notebook


def sources(notebook, kind):
    """Return the text of each cell of a kind."""
    return ["".join(x["source"]) for x in notebook["cells"] if x["cell_type"] == kind]


def test_notebook_is_valid_with_an_id_for_each_cell(make):
    """Version 4.5 asks for ids."""
    notebook = make()

    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)


def test_code_is_the_lessons_without_notes_to_the_gallery(make):
    """The set-up comes first, the stub where the page has it."""
    code = sources(make(), "code")

    assert code[0].startswith("# ")
    assert code[1:] == [
        "import torch\n\nx = 1\nx",
        "def f(x):\n    ...\n\nf(2)",
        "def f(x):\n    return x",
    ]


def test_prose_is_the_pages_a_heading_begins_a_cell(make):
    """Links and formulas are Markdown, results are left to the reader's own run."""
    link = "[word](https://example.org/en/index.html#term-word)"

    assert sources(make(), "markdown") == [
        "# A lesson\n\nIt begins.",
        f"## First\n\nSee {link}, then $a_1$.",
        "```python\nshown = 1\n```",
        "## Your turn\n\nWrite it.",
        "## Solution",
        "So:",
    ]


def test_stub_is_skipped_by_a_run_of_the_whole_notebook(make):
    """It is the reader's to complete; other code is not skipped."""
    tags = [x["metadata"].get("tags") for x in make()["cells"]]

    assert [x for x in tags if x] == [["skip-execution"]]


def test_solution_is_folded_under_its_heading(make):
    """In Jupyter by its metadata, in Colab by the notebook's."""
    notebook = make()

    folded = [
        x for x in notebook["cells"] if x["metadata"].get("jp-MarkdownHeadingCollapsed")
    ]
    assert [x["source"] for x in folded] == [["## Solution"]]
    assert notebook["metadata"]["colab"]["collapsed_sections"] == [folded[0]["id"]]


def test_page_of_other_code_is_an_error(make):
    """A page in the store that is not this lesson's makes no notebook."""
    with pytest.raises(ExtensionError, match=r"plot_01_x\.py: its page lacks .*x = 2"):
        make(lesson=LESSON.replace("x = 1", "x = 2"))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("draw(x)", "draw(x);"),
        ("draw(\n    x,\n)", "draw(\n    x,\n);"),
        ('draw("张量")  # once', 'draw("张量");  # once'),
        ("draw(x)\n# the end", "draw(x);\n# the end"),
        ("y = draw(x)", "y = draw(x)"),
        ("for y in x:\n    draw(y)", "for y in x:\n    draw(y)"),
    ],
)
def test_value_that_the_page_does_not_show_is_hidden(make, last, expected):
    """A drawing's object says nothing; a semicolon keeps Jupyter from showing it."""
    page, output = PAGE.split(".. rst-class:: sphx-glr-script-out")
    silent = page + output[output.index(".. image::") :]
    indented = last.replace("\n", "\n    ")

    notebook = make(
        lesson=LESSON.replace("x = 1\nx\n", f"x = 1\n{last}\n"),
        page=silent.replace("x = 1\n    x\n", f"x = 1\n    {indented}\n"),
    )

    assert sources(notebook, "code")[1] == f"import torch\n\nx = 1\n{expected}"
