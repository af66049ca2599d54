"""Finding lessons and what is wrong with them before they run."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_project import write

from gallery_store.errors import BuildError
from gallery_store.lessons import Lesson, check_lesson, find_lessons, select_lessons
from gallery_store.settings import Settings

GOOD = '"""\nTitle\n=====\n\nText.\n"""\n'
COURSE = Settings(
    Path(),
    imports={"matplotlib": "matplotlib", "numpy": "numpy"},
    comments=("alt",),
    names=(r"\d\w*/plot_\w+", "N_part/plot_NN_name.py"),
)


def faults(text: str, name: str = "1_a/plot_1") -> list[str]:
    """Return what is wrong with a lesson, without its file's name."""
    lesson = Lesson(name, text)
    return [x.removeprefix(lesson.file) for x in check_lesson(COURSE, lesson)]


def test_lessons_come_in_the_order_of_their_names(settings: Settings) -> None:
    """Every Python file counts, in numbered folders, but not what is ignored."""
    (settings.examples / "1_part" / "loop.py").write_text(GOOD)
    (settings.examples / "1_part" / "__init__.py").write_text("")
    for name in (".#plot_01_first", "._plot_01_first", ".ipynb_checkpoints/plot_01"):
        write(settings.examples / "1_part" / f"{name}.py", "what an editor keeps")
    (settings.examples / "1_part/.#loop.py").symlink_to("me@here.1")
    lessons = find_lessons(settings)

    assert [x.stem for x in lessons] == ["loop", "plot_01_first", "plot_02_second"]
    for pattern in ("plot_02", "1_part/*second", "second"):  # a part, or a glob
        assert select_lessons(lessons, pattern) == lessons[2:]


def test_what_is_not_there_is_named(settings: Settings) -> None:
    """With the folder that was searched, or what could have been meant."""
    empty = replace(settings, examples_dir="docs/lesson_pages/none")

    with pytest.raises(BuildError, match=r"none: no lesson \(N_part/plot_NN_name.py\)"):
        find_lessons(empty)
    with pytest.raises(BuildError, match=r"'plot_99'; there are\n  1_part/plot_01"):
        select_lessons(find_lessons(settings), "plot_99")


def test_lesson_that_is_not_utf8_is_named(settings: Settings) -> None:
    """Some editors begin a file with a mark, which is no syntax; the rest is named."""
    path = settings.examples / "1_part" / "plot_01_first.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check_lesson(settings, find_lessons(settings)[0]) == []
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(BuildError, match=r"^examples/.*first\.py: not UTF-8"):
        find_lessons(settings)


def test_comments_for_sphinx_gallery_are_settings() -> None:
    """Without them a lesson runs beside others, anywhere, and repeats exactly."""
    said = ("parallel = False  # it measures", "gpu = True", "tolerance = 1e-3")
    text = GOOD + "".join(f"# sphinx_gallery_{line}\n" for line in said)
    text += "# %% [markdown]\n# sphinx_gallery_alt = 'A line.'\n"

    assert faults(text) == faults(GOOD) == []
    for lesson, expected in ((text, (True, True, 1e-3)), (GOOD, (False, False, 0.0))):
        x = Lesson("a", lesson)
        assert (x.measures_time, x.gains_from_gpu, x.tolerance) == expected


@pytest.mark.parametrize("name", ["1_a/loop", "plot_1", "a/plot_1", "1_a/plot_a-b"])
def test_file_with_another_name_is_a_fault(name: str) -> None:
    """A lesson that the site would leave out in silence is named."""
    expected = ": not a lesson's name; call it N_part/plot_NN_name.py"

    assert faults(GOOD, name) == [expected]


@pytest.mark.parametrize("name", ["part/my script", "数据", "index", "a/index"])
def test_name_that_no_result_can_have_is_a_fault(name: str) -> None:
    """It is told before the script has run for nothing."""
    (fault,) = check_lesson(Settings(Path()), Lesson(name, GOOD))

    assert fault.startswith(f"examples/{name}.py: no page and no result can have this")


TITLE = ":1: no title; begin the docstring with a line and an underline of = "
TOLERANCE = ":7: the tolerance {!r} is not a number below 1, as 1e-3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD + "x = (\n", ":7: '(' was never closed"),
        ("x = 1\n", TITLE),
        ('"""No underline."""\n', TITLE),
        ('"""\nLong title\n===\n"""\n', TITLE),
        ('""""""\n', TITLE),
        (
            GOOD + "import os, numpy.linalg\nfrom pandas.io import sql\n",
            ":8: imports pandas; a lesson may import matplotlib, numpy",
        ),
        (GOOD + "# sphinx_gallery_tolerance =\n", TOLERANCE.format("")),
        (GOOD + "# sphinx_gallery_tolerance = small\n", TOLERANCE.format("small")),
        (GOOD + "# sphinx_gallery_tolerance = 2.0\n", TOLERANCE.format("2.0")),
        (GOOD + "# sphinx_gallery_tolerance = -1e-3\n", TOLERANCE.format("-1e-3")),
        (
            GOOD + "\n# sphinx_gallery_gpu = yes!\n",
            ":8: sphinx_gallery_gpu = yes! is no value of Python",
        ),
        (
            GOOD + "# sphinx_gallery_paralel = False\n",
            ":7: sphinx_gallery_paralel sets nothing; it is like parallel",
        ),
        (GOOD + "x = 1\n# %% Load\n", ":8: write the title on the line below # %%"),
        (
            GOOD + "import importlib\nimportlib.import_module('pandas')\n",
            ":8: uses import_module; write an import statement",
        ),
        (GOOD + "__import__('pandas')\n", ":7: uses __import__; write an import st"),
    ],
)
def test_fault_has_line_and_cure(text: str, expected: str) -> None:
    """A lesson that cannot be right is not started."""
    (found,) = faults(text)

    assert found.startswith(expected)


def test_all_faults_come_at_once() -> None:
    """Whoever mends one sees the others too, in the order of lines."""
    text = "import pandas\n# sphinx_gallery_tolerance = 5\n"

    assert [x[:3] for x in faults(text)] == [":1:", ":1:", ":2:"]
