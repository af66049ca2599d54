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
UNNAMED = LESSON.replace(" as error", "").replace("The size", "Sizes")
"""What a block prints that gives the error no name is something else."""


def files(directive: str, *lessons: str, text: str = LESSON) -> dict[str, str]:
    """Return a project whose home page quotes lessons; the last has the text."""
    toctree = "".join(f"   {lesson}\n" for lesson in lessons)
    home = f"Home\n====\n\n{directive}\n\nEnd.\n\n.. toctree::\n\n{toctree}"
    pages = {f"{x}.rst": text if x == lessons[-1] else LESSON for x in lessons}
    return {"index.rst": home} | pages


def excerpt(text: str, lesson: str = PAGE) -> str:
    """Return a directive that quotes the block with a text."""
    return f".. excerpt:: {lesson}\n   :contains: {text}\n"


def message(begin: str, lesson: str = PAGE) -> str:
    """Return a directive that quotes a message."""
    return f".. message:: {lesson}\n\n   {begin}\n"


@pytest.mark.parametrize(
    ("directive", "blocks"),
    [
        (excerpt("1 + 1"), ["1 + 1", "2"]),
        (excerpt("quiet"), ["quiet = 3"]),
        (message(BEGIN), [MESSAGE]),
    ],
)
def test_quotation_is_whole_and_leads_to_its_lesson(build, directive, blocks):
    """Code with its own output alone; a message in one line, without what is before."""
    article = build(files(directive, PAGE)).soup("index").select_one("section#home")

    assert [pre.get_text().strip() for pre in article.select("pre")] == blocks
    assert article.select_one(".excerpt-source a")["href"] == f"{PAGE}.html"


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        (excerpt("gone"), f"t:4: WARNING: excerpt: no code of {PAGE} contains 'gone'"),
        (message("Sizes differ"), f"rst:4: WARNING: {PAGE} prints no 'Sizes differ'"),
        (message("Sizes differ"), f"the error index lacks 'tensor(1.) {MESSAGE}': add"),
    ],
)
def test_text_that_the_lesson_no_longer_holds_is_warned_of(build, directive, said):
    """A lesson that was rewritten leaves no hole; an error that is caught is listed."""
    assert said in build(files(directive, PAGE)).warnings


@pytest.mark.parametrize(
    "made",
    [
        files(excerpt("x", OTHER)),
        files(message("x", OTHER)),
        files("", PAGE),
        files(message(BEGIN), PAGE, OTHER),
        files(message(BEGIN), PAGE, OTHER, text=UNNAMED),
    ],
    ids=["excerpt left out", "message left out", "no index", "twice", "unnamed"],
)
def test_nothing_is_missed_where_nothing_is_missing(build, made):
    """A preview, a project without an index, an error that two lessons provoke."""
    assert build(made).warnings == ""
