"""A quotation shows what a lesson really printed."""

LESSON = """\
Lesson
======

.. code-block:: Python

   1 + 1

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    2

.. code-block:: Python

   quiet = 3

.. code-block:: Python

   later
"""


def files(text: str) -> dict[str, str]:
    """Return a project that quotes the block with a text."""
    quote = f".. excerpt:: lesson\n   :contains: {text}\n"
    home = f"Home\n====\n\n{quote}\n.. toctree::\n\n   lesson\n"
    return {"index.rst": home, "lesson.rst": LESSON}


def test_code_stands_with_its_output_and_its_source(build):
    """Code, what it printed, and a link to the lesson."""
    box = build(files("1 + 1")).soup("index").select_one(".excerpt")

    assert [pre.get_text().strip() for pre in box.select("pre")] == ["1 + 1", "2"]
    assert box.select_one(".excerpt-source a")["href"] == "lesson.html"


def test_block_that_printed_nothing_stands_alone(build):
    """The next block of code is not taken for an output."""
    box = build(files("quiet")).soup("index").select_one(".excerpt")

    assert [pre.get_text().strip() for pre in box.select("pre")] == ["quiet = 3"]


def test_text_that_the_lesson_no_longer_holds_is_warned_of(build):
    """A lesson that was rewritten does not leave a hole on the home page."""
    warnings = build(files("gone")).warnings

    assert (
        "index.rst:4: WARNING: excerpt: no code of lesson contains 'gone'" in warnings
    )


def test_lesson_that_the_build_leaves_out_is_not_quoted(build):
    """A preview of another lesson is built without a word."""
    home = "Home\n====\n\n.. excerpt:: lesson\n   :contains: x\n\nEnd.\n"

    built = build({"index.rst": home})

    assert built.warnings == ""
    assert built.soup("index").select_one(".excerpt") is None
