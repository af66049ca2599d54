"""Say why a lesson would run, or that it would not."""

from collections.abc import Iterator

from gallery_store.environment import read_environment
from gallery_store.keys import changes, digest, key_parts
from gallery_store.lessons import Lesson, find_lessons, select_lessons
from gallery_store.settings import Settings
from gallery_store.store import Store


def explain(settings: Settings, store: Store, pattern: str) -> Iterator[str]:
    """Yield the lines that explain each lesson matching `pattern`."""
    environment = read_environment(settings)
    for lesson in select_lessons(find_lessons(settings), pattern):
        parts = key_parts(settings, lesson, environment)
        yield from explain_lesson(store, lesson, parts)


def explain_lesson(
    store: Store, lesson: Lesson, parts: dict[str, str]
) -> Iterator[str]:
    """Yield whether a lesson's results are there and, if not, what changed."""
    try:
        current = store.load(lesson.name, digest(parts))
    except ValueError as error:
        yield f"{lesson.name}: will run, its stored result is {error}"
        return
    if current is not None:
        yield f"{lesson.name}: up to date"
        return
    last = store.latest(lesson.name)
    if last is None:
        yield f"{lesson.name}: will run, it has no stored result"
        return
    yield f"{lesson.name}: will run, because since its last run"
    yield from (f"  {change}" for change in changes(last.parts, parts))
