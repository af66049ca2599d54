"""A quotation shows what a lesson really printed; the error index has all of it."""

import pytest

PAGE = "lessons/1_part/plot_01_first"
OTHER = "lessons/1_part/plot_02_second"
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

   try:
       torch.ones(2) + torch.ones(3)
   except RuntimeError as error:
       print(fill(str(error)))

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    tensor(1.)
    The size of tensor a (2) must match
    the size of tensor b (3)
"""
BEGIN = "The size of tensor a (2) must match the size"
MESSAGE = f"{BEGIN} of tensor b (3)"


def files(directive: str, *lessons: str, text: str = LESSON) -> dict[str, str]:
    """Return a project whose home page quotes lessons."""
    toctree = "".join(f"   {lesson}\n" for lesson in lessons)
    home = f"Home\n====\n\n{directive}\n\nEnd.\n\n.. toctree::\n\n{toctree}"
    pages = {f"{lesson}.rst": LESSON for lesson in lessons}
    return (
        {"index.rst": home} | pages | ({f"{lessons[-1]}.rst": text} if lessons else {})
    )


def excerpt(text: str, lesson: str = PAGE) -> str:
    """Return a directive that quotes the block with a text."""
    return f".. excerpt:: {lesson}\n   :contains: {text}\n"


def message(begin: str, lesson: str = PAGE) -> str:
    """Return a directive that quotes a message."""
    return f".. message:: {lesson}\n\n   {begin}\n"


@pytest.mark.parametrize(
    ("text", "blocks"), [("1 + 1", ["1 + 1", "2"]), ("quiet", ["quiet = 3"])]
)
def test_code_stands_with_its_output_and_its_source(build, text, blocks):
    """What the next block prints is not taken for the output of one without."""
    box = build(files(excerpt(text), PAGE)).soup("index").select_one(".excerpt")

    assert [pre.get_text().strip() for pre in box.select("pre")] == blocks
    assert box.select_one(".excerpt-source a")["href"] == f"{PAGE}.html"


def test_message_is_shown_whole_with_its_lesson(build):
    """Its lines are joined, and what was printed before it is left out.

    A second lesson that provokes the same error needs no second entry.
    """
    built = build(files(message(BEGIN), PAGE, OTHER))
    page = built.soup("index")

    assert built.warnings == ""
    assert page.pre.get_text() == f"{MESSAGE}\n"
    assert page.select_one(".excerpt-source a")["href"] == f"{PAGE}.html"


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        (excerpt("gone"), f"excerpt: no code of {PAGE} contains 'gone'"),
        (message("Sizes differ"), f"{PAGE} prints no 'Sizes differ'"),
    ],
)
def test_text_that_the_lesson_no_longer_holds_is_warned_of(build, directive, said):
    """A lesson that was rewritten leaves no hole; another torch says other words."""
    assert f"index.rst:4: WARNING: {said}" in build(files(directive, PAGE)).warnings


def test_printed_error_that_the_index_lacks_is_warned_of(build):
    """A lesson that catches an error gets an entry."""
    warnings = build(files(message("Sizes differ"), PAGE)).warnings

    assert f"the error index lacks 'tensor(1.) {MESSAGE}': add it to" in warnings


@pytest.mark.parametrize("directive", [excerpt("x", OTHER), message("x", OTHER)])
def test_lesson_that_the_build_leaves_out_is_not_quoted(build, directive):
    """A preview of another lesson is built without a word."""
    built = build(files(directive))

    assert built.soup("index").select_one(".excerpt, pre") is None
    assert built.warnings == ""


def test_project_without_an_index_is_left_alone(build):
    """A project that does not use the directive is not asked for an index."""
    assert build(files("", PAGE)).warnings == ""


def test_error_without_a_name_has_no_message(build):
    """What such a block prints is something else."""
    text = LESSON.replace(" as error", "").replace("The size", "Sizes")

    assert build(files(message(BEGIN), PAGE, OTHER, text=text)).warnings == ""
