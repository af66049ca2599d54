"""What a lesson's key is made of."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_project import edit
from snippets import CPU

from gallery_store.environment import Environment
from gallery_store.keys import Sources, changes
from gallery_store.lessons import find_lessons
from gallery_store.run import make_plan
from gallery_store.settings import Settings

IMPORT = "from lesson_pages.figures.ink import INK, PAPER  "


@pytest.fixture
def changed(settings: Settings) -> Callable[..., list[bool]]:
    """Return what tells for each of the two lessons whether its key has changed."""
    before: list[list[str]] = [[]]

    def compare(settings: Settings = settings, cpu: Environment = CPU) -> list[bool]:
        plan = make_plan(settings, find_lessons(settings), lambda _: cpu)
        before.append([plan.key(lesson) for lesson in plan.lessons])
        return [old != new for old, new in zip(*before[-2:], strict=False)]

    compare()
    return compare


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
    settings: Settings, changed, file: str, expected: list[bool]
) -> None:
    """An edit changes the keys of the lessons that can notice it, and no other."""
    with (settings.root / file).open("a") as stream:
        stream.write("\n# edited\n")

    assert changed() == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"python": "3.12.1"}, True),
        ({"versions": {"torch": "2.14.0", "numpy": "2.4.6"}}, True),
        ({"accelerator": "NVIDIA H100"}, True),
        ({"machine": "another CPU"}, False),
    ],
)
def test_key_changes_with_the_environment(
    changed, other: dict[str, object], expected: bool
) -> None:
    """Results of another processor stay valid; pages say where they were made."""
    assert changed(cpu=replace(CPU, **other)) == [expected] * 2


def test_key_changes_with_a_data_file(settings: Settings, changed) -> None:
    """A data file that an imported module names belongs to the key."""
    package = settings.root / "src/tutorial_utils"
    edit(package / "double.py", "def", 'DATA_FILES = ("data/*",)\n\n\ndef')
    (package / "data").mkdir()
    changed()
    (package / "data/new.json").write_text("{}")

    assert changed() == [True, False]


def test_key_changes_with_whatever_a_figure_is_made_of(
    settings: Settings, changed
) -> None:
    """A constant that moves into a module of its own still counts there."""
    figures = settings.docs / "lesson_pages/figures"
    edit(figures / "dark_theme.py", "INK, PAPER = 0.86, 0.07", IMPORT + "# moved")
    (figures / "ink.py").write_text("INK, PAPER = 0.86, 0.07\n")
    changed()
    edit(figures / "ink.py", "0.07", "0.08")

    assert changed() == [True, True]


@pytest.mark.parametrize(
    "change",
    [{"gallery": {"capture_repr": ()}}, {"environ": {"TUTORIAL_LANG": "zh_CN"}}],
)
def test_key_changes_with_the_settings(
    settings: Settings, changed, change: dict[str, dict[str, object]]
) -> None:
    """What sphinx-gallery and the process are told changes pages as well."""
    (name, values), *_ = change.items()
    other = replace(settings, **{name: {**getattr(settings, name), **values}})

    assert changed(other) == [True, True]


def test_key_covers_what_runs_in_the_process(settings: Settings) -> None:
    """Each module of the package that a lesson's process imports, by import."""
    parts = Sources(settings).makers.keys()

    own = {"child", "warning_recorder", "errors", "settings", "environment"}
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
