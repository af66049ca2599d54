"""What a lesson's key is made of."""

from dataclasses import replace

import pytest
from small_project import edit

from gallery_store.environment import Environment
from gallery_store.keys import Sources, changes, digest, key_parts
from gallery_store.lessons import find_lessons
from gallery_store.settings import Settings

IMPORT = "from lesson_pages.figures.ink import INK, PAPER  "


def keys(settings: Settings, environment: Environment) -> list[str]:
    """Return the keys of the first and the second lesson."""
    lessons = find_lessons(settings)
    return [digest(key_parts(settings, lesson, environment)) for lesson in lessons]


def changed(
    settings: Settings, environment: Environment, before: list[str]
) -> list[bool]:
    """Tell for each lesson whether its key differs from before."""
    now = keys(settings, environment)
    return [new != old for new, old in zip(now, before, strict=True)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("src/tutorial_utils/double.py", [True, False]),
        ("src/tutorial_utils/devices.py", [True, True]),
        ("src/tutorial_utils/unused.py", [False, False]),
        ("examples/1_part/plot_02_second.py", [False, True]),
        ("docs/lesson_pages/figures/scraper.py", [True, True]),
        ("docs/lesson_pages/figures/gallery.py", [True, True]),
        ("docs/conf.py", [False, False]),
        ("docs/locales/zh_CN/LC_MESSAGES/index.po", [False, False]),
    ],
)
def test_key_changes_with_what_the_lesson_reads(
    settings: Settings, environment: Environment, file: str, expected: list[bool]
) -> None:
    """An edit changes the keys of the lessons that can notice it, and no other."""
    before = keys(settings, environment)
    with (settings.root / file).open("a") as stream:
        stream.write("\n# edited\n")

    assert changed(settings, environment, before) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"python": "3.12.1"},
        {"versions": {"torch": "2.14.0", "numpy": "2.4.6"}},
        {"accelerator": "NVIDIA H100"},
    ],
)
def test_key_changes_with_the_environment(
    settings: Settings, environment: Environment, other: dict[str, str]
) -> None:
    """Another Python, torch or accelerator changes every key."""
    before = keys(settings, environment)

    assert changed(settings, replace(environment, **other), before) == [True, True]


def test_key_ignores_the_processor(
    settings: Settings, environment: Environment
) -> None:
    """Results of another processor stay valid; pages say where they were made."""
    before = keys(settings, environment)

    other = replace(environment, machine="another CPU")

    assert changed(settings, other, before) == [False, False]


def test_key_changes_with_a_data_file(
    settings: Settings, environment: Environment
) -> None:
    """A data file that an imported module names belongs to the key."""
    edit(
        settings.root / "src/tutorial_utils" / "double.py",
        "def",
        'DATA_FILES = ("data/*",)\n\n\ndef',
    )
    (settings.root / "src/tutorial_utils" / "data").mkdir()
    before = keys(settings, environment)
    (settings.root / "src/tutorial_utils" / "data" / "new.json").write_text("{}")

    assert changed(settings, environment, before) == [True, False]


def test_key_changes_with_whatever_a_figure_is_made_of(
    settings: Settings, environment: Environment
) -> None:
    """A constant that moves into a module of its own still counts there."""
    figures = settings.docs / "lesson_pages/figures"
    edit(figures / "dark_theme.py", "INK, PAPER = 0.86, 0.07", IMPORT + "# moved")
    (figures / "ink.py").write_text("INK, PAPER = 0.86, 0.07\n")
    before = keys(settings, environment)
    edit(figures / "ink.py", "0.07", "0.08")

    assert changed(settings, environment, before) == [True, True]


@pytest.mark.parametrize(
    "change",
    [{"gallery": {"capture_repr": ()}}, {"environ": {"TUTORIAL_LANG": "zh_CN"}}],
)
def test_key_changes_with_the_settings(
    settings: Settings, environment: Environment, change: dict[str, dict[str, object]]
) -> None:
    """What sphinx-gallery and the process are told changes pages as well."""
    before = keys(settings, environment)
    (name, values), *_ = change.items()
    other = replace(settings, **{name: {**getattr(settings, name), **values}})

    assert changed(other, environment, before) == [True, True]


def test_key_covers_what_runs_in_the_process(settings: Settings) -> None:
    """Each module of the package that a lesson's process imports, by import."""
    parts = Sources(settings).makers.keys()

    own = {"child", "raised", "limits", "errors", "settings", "environment"}
    assert {f"gallery_store/{name}.py" for name in own} <= parts
    assert "gallery_store/merge.py" not in parts


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
