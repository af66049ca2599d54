"""A new lesson gets all of its files, or none."""

import json
from pathlib import Path

import pytest
from small_course import make_course
from small_project import edit, files_of

from gallery_store.errors import BuildError
from site_build import new_lesson
from site_build.check import check_course
from site_build.check.content import Content
from site_build.new_lesson import NewLesson, make_lesson

NEW = NewLesson("1_part", 5, "saving", "Saving and loading")
LESSON = "examples/1_part/plot_05_saving.py"


@pytest.fixture
def course(tmp_path: Path) -> Content:
    """Return a course that breaks no rule."""
    return make_course(tmp_path)


def test_new_lesson_breaks_only_what_a_person_has_to_write(course):
    """Nothing that a program can write is missing."""
    lines = list(make_lesson(course, NEW))

    left = [str(x) for x in check_course(Content(course.root))]
    written = ("write ", "has no words for saving", "yet; write msgstr")
    assert [x for x in left if not any(word in x for word in written)] == []
    assert len([x for x in left if x.startswith(f"{LESSON}:")]) > 5
    assert len([x for x in lines if x.startswith("wrote ")]) == 9
    catalogue = "docs/locales/zh_CN/LC_MESSAGES/lessons/1_part/plot_05_saving.po"
    assert '"Your turn"\nmsgstr "练习"' in (course.root / catalogue).read_text("utf-8")


def test_new_lesson_stands_in_its_place(course):
    """Between its neighbours, in every list."""
    between = NewLesson("1_part", 15, "between", "Between")
    for old, new in (("03_three", "30_three"), ("04_four", "40_four")):
        for path in course.root.rglob(f"plot_{old}.*"):
            path.rename(path.with_stem(f"plot_{new}"))
        for name in ("examples/1_part/index.rst", "docs/addresses.txt"):
            edit(course.root / name, old, new)
    list(make_lesson(Content(course.root), between))

    for name in ("examples/1_part/index.rst", "docs/addresses.txt"):
        text = (course.root / name).read_text()
        assert text.index("02_two") < text.index("15_between") < text.index("30_three")
    lesson = (course.examples / "1_part/plot_15_between.py").read_text()
    assert 'before = ["plot_02_two"]' in lesson
    assert "plot_30_three" in lesson
    words = (course.docs / "search_words.toml").read_text()
    assert words.index("two") < words.index("between") < words.index("three")
    queries = (course.root / "tests/lesson_pages/search/queries.json").read_text()
    assert ["between", ["between"]] in json.loads(queries)["en"]


IMPOSSIBLE = [
    (("2_part", 5, "saving", "Saving"), "no part '2_part'; there are 1_"),
    (("1_part", 2, "saving", "Saving"), "plot_02_two.py is there; take"),
    (("1_part", 5, "two", "Two"), "plot_02_two.py is there; take"),
    (("1_part", 5, "../x", "Up"), "'../x' is no lesson's name; write"),
    (("1_part", 5, "Saving", "Saving"), "'Saving' is no lesson's name"),
    (("1_part", 5, "saving", '"""'), "is no title; write one line"),
    (("1_part", 5, "saving", " "), "is no title; write one line"),
]


@pytest.mark.parametrize(("new", "fault"), IMPOSSIBLE)
def test_impossible_lesson_is_refused(course, new, fault):
    """With a cure, and without a trace."""
    before = files_of(course.root)

    with pytest.raises(BuildError) as raised:
        list(make_lesson(course, NewLesson(*new)))

    assert fault in str(raised.value)
    assert files_of(course.root) == before


def test_failed_write_leaves_nothing(course, monkeypatch):
    """A full disk in the middle of it."""
    before, write = files_of(course.root), new_lesson.write_atomically

    def fail(path: Path, data: bytes) -> None:
        if path.name == "addresses.txt":
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(new_lesson, "write_atomically", fail)
    with pytest.raises(OSError, match="No space"):
        list(make_lesson(course, NEW))

    assert files_of(course.root) == before
