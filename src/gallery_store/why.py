"""Say why a lesson would run, or that it would not."""

from collections.abc import Iterator

from gallery_store.environment import read_environment
from gallery_store.keys import Sources, changes, digest
from gallery_store.lessons import find_lessons, select_lessons
from gallery_store.settings import Settings
from gallery_store.store import Store


def explain(settings: Settings, store: Store, pattern: str) -> Iterator[str]:
    """Yield for each lesson that matches whether it would run, and what changed."""
    environment, sources = read_environment(settings).parts, Sources(settings)
    for lesson in select_lessons(find_lessons(settings), pattern):
        parts = sources.parts(lesson) | environment
        try:
            current = store.load(lesson.name, digest(parts))
        except ValueError as error:
            yield f"{lesson.name}: will run, its stored result is {error}"
            continue
        if current is not None:
            yield f"{lesson.name}: up to date"
        elif (last := store.latest(lesson.name)) is None:
            yield f"{lesson.name}: will run, it has no stored result"
        else:
            yield f"{lesson.name}: will run, because since its last run"
            yield from (f"  {change}" for change in changes(last.parts, parts))
