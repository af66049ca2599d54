"""What a lesson does that its page does not tell: what it reads, and what it loses."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

OPENING = {
    **{"open": 1, "sqlite3.connect": 1, "os.system": 1, "os.startfile": 1},
    **{"subprocess.Popen": 2, "os.exec": 2, "os.posix_spawn": 2, "os.spawn": 3},
}
"""Audit events, with how many arguments may name files."""


def watch_files() -> set[str]:
    """Return a set that from now on collects the path of every file opened.

    So it does with whatever a database or a command is told to open, as far as the
    arguments name it; what they open by themselves is not seen.
    """
    opened: set[str] = set()
    inside = threading.local()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event not in OPENING or getattr(inside, "busy", False):
            return
        inside.busy = True
        for name in names_in(arguments[: OPENING[event]]):
            opened.add(os.path.realpath(name))
        inside.busy = False

    sys.addaudithook(watch)
    return opened


def names_in(value: object) -> Iterator[str]:
    """Yield what may name files in the arguments of an audit event."""
    if isinstance(value, str | bytes | os.PathLike):
        text = os.fsdecode(value)
        yield from (x for x in {text, *text.split()} if "\0" not in x)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from names_in(part)


def watch_threads() -> list[BaseException]:
    """Return a list that from now on collects what ends threads."""
    failed: list[BaseException] = []

    def watch(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None and ended.exc_type is not SystemExit:
            failed.append(ended.exc_value)

    threading.excepthook = watch
    return failed


def raise_unshown(
    show: Callable[..., tuple[Any, Any]], methods: tuple[str, ...], value: object
) -> tuple[Any, Any]:
    """Raise what sphinx-gallery hides where a value cannot be shown."""
    text, how = show(methods, value)
    if text is None and "__repr__" in methods:
        repr(value)
    return text, how
