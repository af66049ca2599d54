"""What a lesson's key is made of."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from snippets import CPU

from gallery_store.environment import Environment
from gallery_store.keys import Sources, changes
from gallery_store.lessons import find_lessons
from gallery_store.run import make_plan
from gallery_store.settings import Settings


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
        ("docs/lesson_pages/figures/dark_theme.py", [True, True]),  # by import
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
    "other",
    [{"python": "3.12.1"}, {"versions": {"torch": "2"}}, {"accelerator": "H100"}],
    ids=str,
)
def test_key_changes_with_the_environment(changed, other: dict[str, object]) -> None:
    """With what results depend on; those of another processor stay valid."""
    assert changed(cpu=replace(CPU, **other)) == [True, True]


def test_key_changes_with_the_settings(settings: Settings, changed) -> None:
    """What sphinx-gallery and the process are told changes pages as well."""
    gallery = {**settings.gallery, "capture_repr": ()}

    assert changed(replace(settings, gallery=gallery)) == [True, True]
    assert changed(replace(settings, environ={"A": "b"})) == [True, True]


def test_key_covers_what_runs_in_the_process(settings: Settings) -> None:
    """Each module of the package that a lesson's process imports, by import."""
    parts = Sources(settings).makers.keys()

    own = {"child", "warning_recorder", "errors", "settings", "environment"}
    assert {f"gallery_store/{name}.py" for name in own} <= parts
    assert "gallery_store/merge.py" not in parts


def test_changes_name_what_differs() -> None:
    """A file is named, a version is shown before and after, what is equal is not."""
    old = {"torch": "2.13", "s/a.py": "1", "s/b.py": "1", "s/gone.py": "1"}
    new = {"torch": "2.14", "s/a.py": "2", "s/b.py": "1", "s/new.py": "1"}

    files = ["s/a.py changed", "s/gone.py is gone", "s/new.py is new"]
    assert changes(old, new) == [*files, "torch: 2.13 -> 2.14"]
