"""Progress on long work: a bar in a terminal, plain lines elsewhere."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn


def spare_standard_output() -> None:
    """Let Python not try once more, at its end, to write what could not be written."""
    with suppress(OSError):
        sys.stdout.flush()
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Reporter:
    """Says what the build does."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bar = Progress(
            *("{task.description}", BarColumn()),
            *(MofNCompleteColumn(), TimeElapsedColumn()),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "Reporter":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def say(self, text: str) -> None:
        """Write one line."""
        try:
            plain = partial(self.console.print, markup=False, emoji=False)
            plain(text, highlight=False, soft_wrap=True)
        except OSError as error:
            error.filename = "standard output"
            raise

    def steps(self, title: str, total: int) -> Callable[[str], None]:
        """Return what says that one more of `total` steps is finished."""
        task = self.bar.add_task(title, total=total)
        numbers = count(1)

        def done(text: str) -> None:
            self.bar.advance(task)
            self.say(f"[{next(numbers)}/{total}] {text}")

        return done
