"""Progress for people and for logs."""

import io

from rich.console import Console

from gallery_store.progress import Reporter


def report(*, terminal: bool) -> str:
    """Return what two finished steps write."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=100)
    with Reporter(console) as reporter:
        done = reporter.steps("lessons", 2)
        done("ran a")
        done("ran b")
    return file.getvalue()


def test_log_has_plain_numbered_lines() -> None:
    """Without a terminal every step is one line, and nothing else is written."""
    assert report(terminal=False).splitlines() == ["[1/2] ran a", "[2/2] ran b"]


def test_terminal_has_a_bar() -> None:
    """In a terminal a bar counts the steps."""
    text = report(terminal=True)

    assert "lessons" in text
    assert "2/2" in text
    assert "[2/2] ran b" in text


def test_brackets_are_written_as_they_are() -> None:
    """A message may look like markup."""
    file = io.StringIO()
    Reporter(Console(file=file)).say("expected tensor([1]), not [bold]")

    assert file.getvalue() == "expected tensor([1]), not [bold]\n"
