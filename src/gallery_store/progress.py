"""Progress on long work: a bar in a terminal, plain lines elsewhere."""

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)


class Reporter:
    """Says what the build does."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "Reporter":
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.stop()

    def say(self, text: str) -> None:
        """Write one line."""
        try:
            self.console.print(text, markup=False, highlight=False, soft_wrap=True)
        except OSError as error:
            error.filename = "standard output"
            raise

    def steps(self, title: str, total: int) -> "Steps":
        """Return a counter for `total` steps."""
        return Steps(self, title, total)


class Steps:
    """Counts finished steps, on the bar or by numbered lines."""

    def __init__(self, reporter: Reporter, title: str, total: int) -> None:
        self.reporter = reporter
        self.total = total
        self.count = 0
        self.task = reporter.bar.add_task(title, total=total)

    def done(self, text: str) -> None:
        """Say that one more step is finished."""
        self.count += 1
        self.reporter.bar.advance(self.task)
        self.reporter.say(f"[{self.count}/{self.total}] {text}")
