"""Finding lessons and what is wrong with them before they run."""

import pytest

from gallery_store.errors import BuildError
from gallery_store.lessons import Lesson, check_lesson, find_lessons, select_lessons
from gallery_store.project import Project

GOOD = '"""\nTitle\n=====\n\nText.\n"""\n'


def test_lessons_come_in_the_order_of_the_course(project: Project) -> None:
    """Numbered folders and files give the order."""
    names = [lesson.name for lesson in find_lessons(project)]

    assert names == ["1_part/plot_01_first", "1_part/plot_02_second"]


def test_no_lessons_is_an_error(project: Project) -> None:
    """An empty course names the folder that was searched."""
    for path in project.examples.glob("*/plot_*.py"):
        path.unlink()

    with pytest.raises(BuildError, match="examples: no lesson"):
        find_lessons(project)


def test_lesson_that_is_not_utf8_is_named(project: Project) -> None:
    """A file in another encoding gives its name and no traceback."""
    (project.examples / "1_part" / "plot_01_first.py").write_bytes(b"\xff\xfe")

    with pytest.raises(BuildError, match=r"plot_01_first\.py: not UTF-8"):
        find_lessons(project)


def test_timing_lesson_is_known_by_its_comment(project: Project) -> None:
    """The comment that sphinx-gallery reads marks a lesson that runs alone."""
    alone = [lesson.measures_time for lesson in find_lessons(project)]

    assert alone == [False, True]


@pytest.mark.parametrize("pattern", ["plot_02", "1_part/*second", "second"])
def test_pattern_selects_by_part_or_glob(project: Project, pattern: str) -> None:
    """A pattern is a part of the name or a glob over all of it."""
    found = select_lessons(find_lessons(project), pattern)

    assert [lesson.stem for lesson in found] == ["plot_02_second"]


def test_pattern_that_matches_nothing_lists_the_lessons(project: Project) -> None:
    """The message shows what could have been meant."""
    with pytest.raises(BuildError, match=r"'plot_99'; there are\n  1_part/plot_01"):
        select_lessons(find_lessons(project), "plot_99")


def test_good_lesson_has_no_fault() -> None:
    """A docstring with a title is all that is asked."""
    assert check_lesson(Lesson("1_a/plot_1", GOOD)) is None


def test_syntax_error_is_one_line_with_file_and_line() -> None:
    """A lesson that cannot be parsed is not started."""
    fault = check_lesson(Lesson("1_a/plot_1", GOOD + "x = (\n"))

    assert fault == "examples/1_a/plot_1.py:7: '(' was never closed"


@pytest.mark.parametrize(
    "text",
    ["x = 1\n", '"""No underline."""\n', '"""\nLong title\n===\n"""\n', '""""""\n'],
)
def test_lesson_without_title_is_a_fault(text: str) -> None:
    """The message says what a title looks like."""
    fault = check_lesson(Lesson("1_a/plot_1", text))

    assert fault is not None
    assert fault.startswith("examples/1_a/plot_1.py:1: no title; begin")


@pytest.mark.parametrize("name", ["1_a/loop", "plot_1", "a/plot_1", "1_a/plot_a-b"])
def test_file_with_another_name_is_a_fault(name: str) -> None:
    """A lesson that the site would leave out in silence is named."""
    fault = check_lesson(Lesson(name, GOOD))

    assert fault is not None
    assert fault.endswith("not a lesson's name; call it N_part/plot_NN_name.py")


def test_every_python_file_is_taken_for_a_lesson(project: Project) -> None:
    """A file that is forgotten by its name is seen, and then refused."""
    (project.examples / "1_part" / "loop.py").write_text(GOOD)

    assert "1_part/loop" in [lesson.name for lesson in find_lessons(project)]


def test_import_of_another_package_is_a_fault() -> None:
    """A version that the key does not know could change unnoticed."""
    text = GOOD + "import os, torch.nn\nfrom pandas.io import sql\nimport sklearn\n"

    fault = check_lesson(Lesson("1_a/plot_1", text))

    assert fault is not None
    assert "imports pandas; a lesson may import matplotlib, numpy" in fault


def test_mark_at_the_beginning_of_a_file_is_no_syntax(project: Project) -> None:
    """Some editors begin a file with a byte order mark."""
    path = project.examples / "1_part" / "plot_01_first.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert check_lesson(find_lessons(project)[0]) is None


def test_tolerance_is_read_from_its_comment() -> None:
    """Without one, printed numbers are exact."""
    lesson = Lesson("1_a/plot_1", GOOD + "# sphinx_gallery_tolerance = 1e-3\nx = 1\n")

    assert check_lesson(lesson) is None
    assert (lesson.tolerance, Lesson("1_a/plot_1", GOOD).tolerance) == (1e-3, 0.0)


@pytest.mark.parametrize("value", ["", "small", "2.0", "-1e-3", "1e3"])
def test_tolerance_that_is_none_is_a_fault(value: str) -> None:
    """A share of the number, and less than all of it."""
    text = f"{GOOD}# sphinx_gallery_tolerance = {value}\nx = 1\n"

    fault = check_lesson(Lesson("1_a/plot_1", text))

    assert fault is not None
    assert f"the tolerance {value!r} is not a number below 1" in fault
