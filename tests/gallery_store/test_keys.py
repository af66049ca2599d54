"""What a lesson's key is made of."""

from dataclasses import replace

import pytest
from small_project import edit

from gallery_store.environment import Environment
from gallery_store.keys import changes, digest, key_parts
from gallery_store.lessons import find_lessons
from gallery_store.project import Project


def keys(project: Project, environment: Environment) -> list[str]:
    """Return the keys of the first and the second lesson."""
    lessons = find_lessons(project)
    return [digest(key_parts(project, lesson, environment)) for lesson in lessons]


def changed(
    project: Project, environment: Environment, before: list[str]
) -> list[bool]:
    """Tell for each lesson whether its key differs from before."""
    now = keys(project, environment)
    return [new != old for new, old in zip(now, before, strict=True)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("src/tutorial_utils/double.py", [True, False]),
        ("src/tutorial_utils/__init__.py", [True, False]),
        ("src/tutorial_utils/unused.py", [False, False]),
        ("examples/1_part/plot_02_second.py", [False, True]),
        ("docs/lesson_pages/figures/scraper.py", [True, True]),
        ("docs/lesson_pages/figures/gallery.py", [True, True]),
        ("docs/conf.py", [False, False]),
        ("docs/locales/zh_CN/LC_MESSAGES/index.po", [False, False]),
    ],
)
def test_key_changes_with_what_the_lesson_reads(
    project: Project, environment: Environment, file: str, expected: list[bool]
) -> None:
    """An edit changes the keys of the lessons that can notice it, and no other."""
    before = keys(project, environment)
    with (project.root / file).open("a") as stream:
        stream.write("\n# edited\n")

    assert changed(project, environment, before) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"python": "3.12.1"},
        {"versions": {"torch": "2.14.0", "numpy": "2.4.6"}},
        {"accelerator": "NVIDIA H100"},
    ],
)
def test_key_changes_with_the_environment(
    project: Project, environment: Environment, other: dict[str, str]
) -> None:
    """Another Python, torch or accelerator changes every key."""
    before = keys(project, environment)

    assert changed(project, replace(environment, **other), before) == [True, True]


def test_key_ignores_the_processor(project: Project, environment: Environment) -> None:
    """Results of another processor stay valid; pages say where they were made."""
    before = keys(project, environment)

    other = replace(environment, machine="another CPU")

    assert changed(project, other, before) == [False, False]


def test_key_changes_with_a_data_file(
    project: Project, environment: Environment
) -> None:
    """A data file that an imported module names belongs to the key."""
    edit(project.package / "double.py", "def", 'DATA_FILES = ("data/*",)\n\n\ndef')
    (project.package / "data").mkdir()
    before = keys(project, environment)
    (project.package / "data" / "new.json").write_text("{}")

    assert changed(project, environment, before) == [True, False]


def test_changes_name_what_differs() -> None:
    """A file is named, a version is shown before and after, what is equal is not."""
    old = {"torch": "2.13", "src/a.py": "1", "src/b.py": "1", "src/gone.py": "1"}
    new = {"torch": "2.14", "src/a.py": "2", "src/b.py": "1", "src/new.py": "1"}

    assert changes(old, new) == [
        "src/a.py changed",
        "src/gone.py is gone",
        "src/new.py is new",
        "torch: 2.13 -> 2.14",
    ]
