"""sphinx-gallery's own words leave no trace, and a warning names the lesson's line."""

import re

import pytest
from sphinx_gallery import gen_rst

from lesson_pages.page.gallery_source import clean, script_line

LESSON = "Title\n=====\n\nProse.\n"
HEADER = gen_rst.EXAMPLE_HEADER.format("a/plot_b.py", "a_plot_b.py", ".")
FOOTER = (
    gen_rst.DOWNLOAD_LINKS_HEADER.format("a_plot_b.py")
    + gen_rst.NOTEBOOK_DOWNLOAD.format("plot_b.ipynb")
    + gen_rst.CODE_DOWNLOAD.format("plot_b.py", "python")
    + gen_rst.ZIP_DOWNLOAD.format("plot_b.zip")
)
SCRIPT = '''"""
Title
=====

Prose.
"""

# %%
# Twice
# -----
#
# See :ref:`nowhere`.

x = 1

# %%
# Twice
# -----
#
# See :ref:`nowhere`.
'''
PAGE = """
Title
=====

Prose.

.. GENERATED FROM PYTHON SOURCE LINES 9-13

Twice
-----

See :ref:`nowhere`.

.. GENERATED FROM PYTHON SOURCE LINES 13-16

.. code-block:: Python


    x = 1

.. GENERATED FROM PYTHON SOURCE LINES 17-21

Twice
-----

See :ref:`nowhere`.
"""


def test_lesson_stays_at_its_lines_without_note_downloads_and_empty_code():
    """What goes leaves empty lines; the label that other pages refer to is kept.

    Code that held only a setting leaves no empty box; other code stays.
    """
    empty = ".. code-block:: Python\n   :dedent: 1\n\n\n\n\n"
    code = "Two.\n\n.. code-block:: Python\n\n\n    import torch\n\n\nThree.\n"
    source = f"{HEADER}{LESSON}{empty}{code}{FOOTER}"
    content = [source]

    clean(None, "page", content)

    before, after = content[0].split(LESSON)
    assert not {"ownload", ":: html"} & set(re.findall("ownload|:: html", content[0]))
    assert ".. _sphx_glr_a_plot_b.py:" in before
    assert before.count("\n") == HEADER.count("\n")
    assert after.rstrip("\n") == "\n" * empty.count("\n") + code.rstrip("\n")
    assert content[0].count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [(2, 2), (5, 5), (12, 12), (19, 14), (26, 20), (24, 18), (14, 13), (17, 13)],
)
def test_line_of_a_page_is_found_in_its_script(line: int, expected: int):
    """Of two equal lines, that in the block which sphinx-gallery names."""
    assert script_line(PAGE, SCRIPT, line) == expected


def test_warnings_name_the_lesson_and_its_line(build):
    """Sphinx's and docutils', but those of other pages stay."""
    name = "lessons/1_part/plot_01_a"
    bad = {"index.rst": f"T\n=\n\n:ref:`none`\n\n.. toctree::\n\n   {name}\n"}
    page = PAGE + "\n.. nothing::\n"
    bad |= {f"{name}.rst": page, f"../examples/{name[8:]}.py": SCRIPT}

    warnings = build(bad).warnings.splitlines()

    places = [x.split(": ")[0].rpartition("/")[2] for x in warnings if "/" in x]
    assert {"plot_01_a.py:12", "plot_01_a.py:20", "index.rst:4"} <= set(places)
    assert not [x for x in places if x.startswith("plot_01_a.rst")]


@pytest.mark.parametrize(
    "directive", ["include", "literalinclude", "image", "csv-table:: x\n   :file"]
)
def test_file_outside_of_the_pages_is_refused(build, directive: str):
    """Its change would leave an old page; one beside the pages is seen."""
    name = directive.replace("image", "image:: {}").replace(":file", ":file: {}")
    line = f".. {name}" if "{}" in name else f".. {name}:: {{}}"
    text = "T\n=\n\n" + "\n\n".join(line.format(x) for x in ("../x.svg", "y.svg"))
    files = {"index.rst": text, "../x.svg": "<svg/>", "y.svg": "<svg/>"}

    warnings = build(files).warnings

    assert warnings.count("is outside of docs/") == 1
    assert "x.svg is outside of docs/" in warnings
