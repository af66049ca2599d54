"""sphinx-gallery's own words leave neither page nor catalogue a trace."""

from lesson_pages.page.boilerplate import without_boilerplate
from sphinx_gallery import gen_rst

LESSON = "Title\n=====\n\nProse.\n"
HEADER = gen_rst.EXAMPLE_HEADER.format("a/plot_b.py", "a_plot_b.py", ".")
FOOTER = (
    gen_rst.DOWNLOAD_LINKS_HEADER.format("a_plot_b.py")
    + gen_rst.NOTEBOOK_DOWNLOAD.format("plot_b.ipynb")
    + gen_rst.CODE_DOWNLOAD.format("plot_b.py", "python")
    + gen_rst.ZIP_DOWNLOAD.format("plot_b.zip")
)


def test_note_and_downloads_go():
    """The note above and the boxes below a lesson are taken off."""
    left = without_boilerplate(HEADER + LESSON + FOOTER)

    assert "ownload" not in left
    assert ":: html" not in left


def test_lesson_and_its_label_stay():
    """The lesson, and the label other pages refer to it by, are kept."""
    left = without_boilerplate(HEADER + LESSON + FOOTER)

    assert ".. _sphx_glr_a_plot_b.py:" in left
    assert LESSON in left


def test_lines_keep_their_numbers():
    """A warning about a lesson still names the right line."""
    source = HEADER + LESSON + FOOTER

    left = without_boilerplate(source)

    assert left.count("\n") == source.count("\n")
    assert left.splitlines().index("Prose.") == source.splitlines().index("Prose.")


def test_code_that_held_only_a_setting_goes():
    """A block whose only line was a setting leaves no empty box."""
    empty = ".. code-block:: Python\n   :dedent: 1\n\n\n\n\n"
    code = ".. code-block:: Python\n\n\n    import torch\n\n\n"

    left = without_boilerplate(f"One.\n\n{empty}Two.\n\n{code}Three.\n")

    assert left == "One.\n\n" + "\n" * empty.count("\n") + f"Two.\n\n{code}Three.\n"


def test_other_pages_stay_as_they_are():
    """A page that sphinx-gallery did not write is not touched."""
    assert without_boilerplate(LESSON) == LESSON
