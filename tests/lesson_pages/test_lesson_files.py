"""A script and a notebook have the lesson's code and its page's prose."""

import ast
import json
import re
import tomllib

import nbformat
import pytest
from docutils import nodes
from pages import SUPPLIES, WHEEL

from lesson_pages.downloads import beside_page
from lesson_pages.downloads.notebook import changed_line, silence
from lesson_pages.site_settings import Settings

LESSON = '''"""
"""
import math, torch
import sklearn.datasets
from tutorial_utils import plotting
# sphinx_gallery_alt = "A figure."
'''
PAGE = """
A lesson
========

It *begins* like :doc:`/index` and “:doc:`/index`”.

First
-----

See :term:`word`, then :math:`a^2` and ``c``.
Or `this <https://a.org/>`__.

.. math:: a^2

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

.. code-block:: Python

   draw(x)

Your turn
---------

Write it.

.. code-block:: python

   def f(x):
       ...

   f(2)

.. admonition:: Or not

   - **Never**\\ ?

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
SCRIPT = """
# %%
# A lesson
# ========
#
# It *begins* like “Home” and “Home”.
#
# First
# -----
#
# See word, then a² and `c`.
# Or this (https://a.org/).
#
# a^2

import torch

x = 1
x

# %%
# shown = 1

draw(x)

# %%
# Your turn
# ---------
#
# Write it.
#
# def f(x):
#     ...
#
# f(2)
#
# Or not
#
#    - **Never**?
#
# Solution
# --------
#
# So:

def f(x):
    return x

# %%
# The figures; the program ends when their windows are closed.

import matplotlib.pyplot as plt
"""
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\n'
INTERFACE = "No screen: the figures are on the lesson's page."
CHINESE = {
    "sphinx": f'msgid "{INTERFACE}"\nmsgstr "没有屏幕。"\n',
    NAME: 'msgid "So:"\nmsgstr "import os"\n',
}


@pytest.fixture
def make(build, monkeypatch):
    """Build a lesson and return its script and its notebook."""
    monkeypatch.setattr(beside_page, "read_supplies", lambda root: SUPPLIES)

    def make_files(**settings):
        files = {"index.rst": INDEX, f"{NAME}.rst": PAGE, "x.svg": "<svg/>"}
        files |= {f"{NAME}.py": LESSON}
        for name, text in CHINESE.items():
            files[f"locales/zh_CN/LC_MESSAGES/{name}.po"] = CATALOGUE + text
        built = build(files, downloads=True, published=PUBLISHED, **settings)
        script, notebook = (
            (built.out / f"{NAME}{x}").read_text("utf-8") for x in (".py", ".ipynb")
        )
        return script, json.loads(notebook)

    return make_files


def sources(notebook, kind):
    """Return the text of each cell of a kind."""
    return ["".join(x["source"]) for x in notebook["cells"] if x["cell_type"] == kind]


def test_script_has_the_pages_prose_in_comments_and_in_words(make):
    """No mark that only a page makes a link of; the exercise is there to uncomment.

    It begins with what installers read (PEP 723): the wheel with its digest, what the
    lesson imports and what shows its figures.  It ends with the figures.
    """
    script, _ = make()

    head, _, body = script.partition("downloads.html\n")
    begin, *lines, end = head.partition("\n\n")[0].splitlines()
    own = f"tutorial-utils @ {SUPPLIES.address}"
    assert (begin, end) == ("# /// script", "# ///")
    assert tomllib.loads("\n".join(line[2:] for line in lines)) == {
        "requires-python": ">=3.11",
        "dependencies": ["matplotlib>=1", "scikit-learn>=1", "torch", own],
        "tool": {"tutorial-utils": {"language": "en"}},
    }
    asked = ("matplotlib>=1", "scikit-learn>=1", "torch", own)
    words = " ".join(f'"{x}"' for x in asked)
    assert f"python -m pip install {words}\n" in head
    assert body.partition("\nif plt.")[0] + "\n" == SCRIPT + "\n"
    ast.parse(script)


def test_script_speaks_the_language_of_its_page_and_has_the_same_code(make):
    """No translation gets out of its comment; who has no screen may speak either."""
    (english, _), (chinese, _) = make(), make(language="zh_CN")

    assert "# import os\n" in chinese
    assert f'print("{INTERFACE} 没有屏幕。")' in english
    assert ast.dump(ast.parse(english)) == ast.dump(ast.parse(chinese))


def test_notebook_has_the_lessons_code_and_the_pages_prose(make):
    """The set-up comes first, a heading begins a cell, results are the reader's own.

    Links and formulas are Markdown.
    """
    _, notebook = make()
    link = "[word](https://example.org/en/index.html#term-word)"
    home = "[Home](https://example.org/en/index.html)"
    _, *code = sources(notebook, "code")

    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert code == [
        "import torch\n\nx = 1\nx",
        "draw(x);",
        "def f(x):\n    ...\n\nf(2)",
        "def f(x):\n    return x",
    ]
    assert sources(notebook, "markdown") == [
        f"# A lesson\n\nIt *begins* like {home} and “{home}”.",
        f"## First\n\nSee {link}, then $a^2$ and `c`.\n"
        "Or [this](https://a.org/).\n\n$$\na^2\n$$",
        "```python\nshown = 1\n```",
        "## Your turn\n\nWrite it.",
        "> **Or not**\n>\n> - **Never**?",
        "## Solution",
        "So:",
    ]


def test_first_cell_of_a_notebook_is_python_but_for_what_jupyter_adds(make):
    """It installs the wheel of this site, and what the wheel does not bring."""
    cell = sources(make()[1], "code")[0]
    code = re.sub(r"^( *)%.*$", r"\1pass", cell, flags=re.MULTILINE)

    assert re.findall(r"^ *%(.*)$", cell, re.MULTILINE) == [
        "env TUTORIAL_LANG=en",
        'pip install "{folder}/{wheel}"',
        'pip install "scikit-learn>=1"',
    ]
    assert ast.unparse(ast.parse(code).body[-1]) == "import tutorial_utils"
    assert f'wheel, site = "{WHEEL.name}", "https://example.org/wheels/"' in cell
    assert "https://example.org/en/downloads.html" in cell
    assert "$" not in cell


def test_exercise_waits_for_the_reader(make):
    """A run of all skips the stub; the solution is folded, in Colab as in Jupyter."""
    _, notebook = make()

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
    """So that Jupyter hides what the page does: an object that stands for a drawing."""
    assert silence(code) == expected


@pytest.mark.parametrize(
    ("code", "shown", "line"),
    [
        ("x = 1\n\n\ny = 2  # two", "x = 1\ny = 2", 0),
        ("x = 1\ny = 'a\tb'", "x = 1\ny = 'a    b'", 4),
        ('x = """a \nb"""', 'x = """a\nb"""', 3),
        ("x = 1\nprint(x)", "print(x)", 3),
        ("x = 1", "x = 1\ny = 2", 1),
        ("", "", 0),
    ],
)
def test_code_that_readers_do_not_get_as_it_ran_is_found(code, shown, line):
    """By the line of its first statement; comments and empty lines are no code."""
    block = nodes.literal_block("", shown, language="Python")

    assert changed_line(f'"""\n"""\n{code}\n', nodes.section("", block)) == line
