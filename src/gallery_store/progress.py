"""Progress on long work: a bar in a terminal, plain lines elsewhere."""

from collections.abc import Callable
from itertools import count

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn


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
            self.console.print(text, markup=False, highlight=False, soft_wrap=True)
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
