"""The error index shows what lessons printed, all of it and nothing else."""

import pytest

LESSON = """\
Lesson
======

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

.. code-block:: Python

   torch.tensor([7])

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    tensor([7])
"""
PAGE = "lessons/1_part/plot_01_first"
EXTENSIONS = []


def files(begin: str | None, lesson: str = PAGE) -> dict[str, str]:
    """Return a project whose index has one message, or none."""
    quote = f".. message:: {lesson}\n\n   {begin}\n" if begin else ""
    home = f"Home\n====\n\n{quote}\nEnd.\n\n.. toctree::\n\n   {PAGE}\n"
    return {"index.rst": home, f"{PAGE}.rst": LESSON}


def test_message_is_shown_whole_with_its_lesson(build):
    """Its lines are joined, and what was printed before it is left out."""
    built = build(files("The size of tensor a (2) must match the size"), EXTENSIONS)
    page = built.soup("index")

    assert built.warnings == ""
    assert page.pre.get_text() == (
        "The size of tensor a (2) must match the size of tensor b (3)\n"
    )
    assert page.select_one(".excerpt-source a")["href"] == f"{PAGE}.html"


def test_message_that_no_lesson_prints_is_warned_of(build):
    """Another torch says it in other words: the index has to follow."""
    warnings = build(files("Sizes differ"), EXTENSIONS).warnings

    assert f"index.rst:4: WARNING: {PAGE} prints no 'Sizes differ'" in warnings


@pytest.mark.parametrize("text", ["tensor([7])", "Sizes differ"])
def test_printed_error_that_the_index_lacks_is_warned_of(build, text):
    """A lesson that catches an error gets an entry."""
    warnings = build(files(text), EXTENSIONS).warnings

    assert (
        "the error index lacks 'tensor(1.) The size of tensor a (2) must match "
        "the size of tensor b (3)': "
        "add it to docs/errors.md"
    ) in warnings


def test_message_is_needed_from_one_lesson_only(build):
    """A second lesson that provokes the same error needs no second entry."""
    index = files("The size of tensor a")
    index["index.rst"] += "   lessons/1_part/plot_02_second\n"
    index["lessons/1_part/plot_02_second.rst"] = LESSON

    assert build(index, EXTENSIONS).warnings == ""


def test_error_without_a_name_has_no_message(build):
    """What such a block prints is something else."""
    other = "lessons/1_part/plot_02_second"
    index = files("The size of tensor a")
    index["index.rst"] += f"   {other}\n"
    index[f"{other}.rst"] = LESSON.replace(" as error", "").replace("The size", "Sizes")

    assert build(index, EXTENSIONS).warnings == ""


def test_project_without_an_index_is_left_alone(build):
    """A project that does not use the directive is not asked for an index."""
    assert build(files(None), EXTENSIONS).warnings == ""


def test_lesson_that_the_build_leaves_out_is_not_quoted(build):
    """A preview of another lesson is built without a word."""
    index = files("The size of tensor a", lesson="lessons/1_part/plot_02_gone")
    index[f"{PAGE}.rst"] = "Lesson\n======\n\nText.\n"
    built = build(index, EXTENSIONS)

    assert built.warnings == ""
    assert built.soup("index").pre is None
