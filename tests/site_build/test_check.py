"""Every rule on content sees what it is there for, and no more."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from small_course import FIGURE, GLYPH, edit, keep_runs, make_course

from gallery_store.errors import BuildError
from gallery_store.store import Store
from site_build.check import check_course, without_run
from site_build.check.content import Content
from site_build.check.figure_texts import find_collisions
from site_build.cli import main

ONE = "examples/1_part/plot_01_one.py"
PO = "docs/locales/zh_CN/LC_MESSAGES/lessons/1_part/plot_01_one.po"
GLOSSARY_PO = "docs/locales/zh_CN/LC_MESSAGES/glossary.po"
HELPER = "src/tutorial_utils/lessons/one.py"
ANSWERS = "tests/lessons/answers/one.py"
QUERIES = "tests/lesson_pages/search/queries.json"
PART = "/lessons/1_part/"
HOME, GLOSSARY = "docs/index.md", "docs/glossary.md"
ADDRESSES, WORDS = "docs/addresses.txt", "docs/search_words.toml"
NUMBERS = "docs/inventories/python.txt"

BROKEN = [
    # a lesson
    (ONE, "print(12)", "print(12", f"{ONE}:17: '(' was never closed"),
    (ONE, "Write ``f``.", "TODO: the task.", f"{ONE}:35: write the task"),
    (ONE, "Write ``f``.", "Write ``f`.", f"{ONE}:35: Inline literal start-string"),
    (ONE, "-----\n#\n# There", "-\n#\n# There", f"{ONE}:10: Title underline too"),
    (ONE, "Your turn", "My turns.", f"{ONE}:28: ends unlike the other lessons"),
    (ONE, ":doc:`/lessons/1_part/plot_01_one`", "One", f"{ONE}:43: leads nowhere"),
    (ONE, "gallery_before", "gallery_thumbnail", f"{ONE}:14: sphinx_gallery_thumbnail"),
    (ONE, '"A line."', "A line.", "none of Python's; quote a text"),
    (ONE, "print(12)", "torch.Tensor(12)", f"{ONE}:17: torch.Tensor() is of another"),
    (ONE, "are 12", "are 13", f"{ONE}:12: 13 is neither printed nor asserted nearby"),
    (ONE, "n = 12", "n = 13", f"{ONE}:12: 13 is neither"),
    # its exercise
    (ONE, "check_one", "test_one", f"{ONE}: the exercise has no checker"),
    (HELPER, "check_one", "test_one", f"{HELPER}: write a checker"),
    (ANSWERS, "WRONG", "OTHER", f"{ANSWERS}: write WRONG"),
    # what is linked
    (ONE, "`tensor`", "`tenor`", f"{ONE}:5: nothing is known of the term tenor; add"),
    (ONE, f"{PART}plot_01_one`", "x`", f"{ONE}:45: nothing is known of {PART}x"),
    (ONE, ":func:`len`", ":func:`lend`", f"{ONE}:5: nothing is known of lend; add it"),
    (HOME, "plot_01_one>", "plot_1>", f"{HOME}:3: nothing is known of /lessons/1_"),
    (HOME, "one>`", "one>` [x](y.md)", f"{HOME}:3: nothing is known of /y"),
    # lists of pages
    (WORDS, '["title"]', '["title"', f"{WORDS}: "),
    (QUERIES, "}", "", f"{QUERIES}: Expecting"),
    (WORDS, '["title"]', "[]", f"{WORDS}: has no words for one"),
    (WORDS, '["title"]', '["caption"]', "one does not say 'caption'"),
    (ADDRESSES, "index.html\n", "", f"{ADDRESSES}: lacks index.html; add the line"),
    (ADDRESSES, "index", "home", f"{ADDRESSES}:2: home.html is no page any more"),
    (ADDRESSES, "search", "index", f"{ADDRESSES}:4: index.html is listed twice"),
    (NUMBERS, "len", "abs", f"{NUMBERS}: is newer than its .inv"),
    # the glossary
    ("docs/glossary.csv", "张量\n", "张量\ntwin,张量\n", "张量 stands 2 times"),
    (GLOSSARY, "tensor\n ", "tenor\n ", f"{GLOSSARY}:4: 'tenor' is not in the list"),
    (GLOSSARY, "tensor\n ", "tenor\n ", f"{GLOSSARY}: does not explain 'tensor'"),
    (GLOSSARY, "a grid.", "a grid. Two.", f"{GLOSSARY}:4: 'tensor': write one"),
    (GLOSSARY_PO, "数。", "数", f"{GLOSSARY_PO}:16: '排成网格的数': write one"),
    (GLOSSARY_PO, '"张量"', '"量"', f"{GLOSSARY_PO}:13: docs/glossary.csv says 张量"),
    # catalogues
    (PO, 'msgid "A line."', 'foo "A"', f"{PO}: not a catalogue"),
    (PO, '"一条线。"', '""', f"{PO}:49: not in 简体中文 yet; write msgstr: 'A line.'"),
    (PO, '"一条线。"', '"It is a line."', f"{PO}:49: not in 简体中文 yet"),
    (PO, 'msgid "A line."', '#, fuzzy\nmsgid "A line."', f"{PO}:50: the English chang"),
    (PO, '"一条线。"', '"`一`条线。"', f"{PO}:49: the code 一 is on one side only"),
    (ONE, "It draws", "It paints", f"{ONE}:20: not in 简体中文 yet; run `nox -s tr"),
    (PO, '"练习"', '"轮到你了"', f"{PO}:31: 'Your turn' is 练习 in the other catalog"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a course that breaks no rule, with a run of each lesson."""
    content = make_course(tmp_path_factory.mktemp("sound"))
    keep_runs(content, ("left", 10), ("right", 60))
    return content.root


@pytest.fixture
def course(sound: Path, tmp_path: Path) -> Content:
    """Return a copy of that course."""
    shutil.copytree(sound, tmp_path, dirs_exist_ok=True)
    return Content(tmp_path)


def said(content: Content, *patterns: str) -> str:
    """Return what is to mend, a fault a line, or why that cannot be told."""
    try:
        return "\n".join(map(str, check_course(content, patterns)))
    except BuildError as error:
        return str(error)


def test_sound_course_has_no_fault(course):
    """No rule complains without a reason."""
    assert said(course) == ""
    assert without_run(course, ()) == []


@pytest.mark.parametrize(("file", "old", "new", "fault"), BROKEN)
def test_broken_rule_is_named(course, file, old, new, fault):
    """With its file, its line, and what to do."""
    assert fault in said(edit(course, file, old, new))


@pytest.mark.parametrize(
    ("file", "fault"),
    [(PO, f"{ONE}:5: not in 简体中文 yet"), (ANSWERS, f"{ANSWERS}: write WRONG")],
)
def test_missing_file_is_named(course, file, fault):
    """A lesson needs several files."""
    (course.root / file).unlink()

    assert fault in said(Content(course.root))


def test_one_lesson_is_told_alone(course):
    """Of all faults those that its author can mend, whatever file they are in."""
    for number, name in enumerate(("one", "two"), 1):
        lesson = f"examples/1_part/plot_0{number}_{name}.py"
        course = edit(course, lesson, "Like this.", "Like that.")
        course = edit(course, WORDS, f'[{name}]\nen = ["title"]', f"[{name}]")

    lines = said(course, "plot_02").splitlines()

    assert len(lines) == 2  # the sentence, the words
    assert all("two" in line for line in lines)


def test_command_tells_by_its_exit_code(course, capsys):
    """For a workflow, and for a person."""
    assert main(course.root, ["check"]) == 0
    edit(course, ONE, "Write ``f``.", "TODO: the task.")

    assert main(course.root, ["check", "one"]) == 1
    assert f"{ONE}:35: write the task" in capsys.readouterr().out
    assert main(course.root, ["check", "two"]) == 0
    assert main(course.root, ["check", "x"]) == 1
    known = "no lesson matches 'x'; there are\n  1_part/plot_01"
    assert known in capsys.readouterr().err


# -- What only a run can tell ----------------------------------------------------------


def test_missing_and_older_runs_are_told(course):
    """With the command; the course as a whole says how many."""
    changed = edit(course, ONE, "print(12)", "print(13)")
    nothing = Content(course.root, course.root / "x")

    newer = f"{ONE}:13: this block is newer than the kept run; run `nox"
    assert newer in said(changed, "one")
    assert "1 of 4 lessons" in without_run(changed, ())[0]
    assert "there is no kept run" in said(nothing, "one")


def test_older_run_of_todays_code_counts(course, tmp_path):
    """An edit was run, and then taken back."""
    store = Store(shutil.copytree(course.root / "docs/_results", tmp_path / "store"))
    last = store.latest("1_part/plot_01_one")
    files = {n: x.replace(b"print(12)", b"print(13)") for n, x in last.files.items()}
    later = last.executed | {"end": last.executed["end"] + 1}
    store.save(replace(last, parts={"a": "b"}, executed=later, files=files))

    assert without_run(Content(course.root, store.folder), ()) == []


def test_number_may_stand_in_the_output_alone(course):
    """What a block printed counts like what its code says."""
    changed = edit(course, ONE, "are 12", "are 77")
    assert "77 is neither" in said(changed)

    keep_runs(changed, printed="77")

    assert "77 is neither" not in said(Content(course.root))


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ([("wide", 95)], "'wide' is cut off by 5 points"),
        ([("one", 10), ("other", 14)], "'one' lies on 'other'; move one"),
        ([("one", 10), ("other", 20)], ""),
    ],
)
def test_texts_of_a_figure_have_room(course, texts, fault):
    """Inside of the figure, and not on top of each other."""
    keep_runs(course, *texts)

    assert fault in said(course)
    assert bool(fault) == bool(said(course))


def test_turned_text_is_looked_at_where_it_is_seen():
    """Like the name of an axis: its letters stand on top of each other."""
    letters = '<use xlink:href="#A"/><use transform="translate(45 0)" xlink:href="#A"/>'
    turned = f'<g transform="translate(20 40) rotate(-90)">{letters}</g>'
    text = f'<g id="text_1"><!-- up -->{turned}</g>'

    (fault,) = find_collisions(FIGURE.format(glyph=GLYPH, texts=text).encode())

    assert fault.startswith("'up' is cut off by 15 points")
