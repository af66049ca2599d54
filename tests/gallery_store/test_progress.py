"""Progress for people and for logs."""

import io

import pytest
from rich.console import Console

from gallery_store.progress import Reporter


@pytest.mark.parametrize("terminal", [False, True])
def test_steps_are_numbered(terminal: bool) -> None:
    """One plain line a step, in a terminal a bar as well; and no markup."""
    file = io.StringIO()
    with Reporter(Console(file=file, force_terminal=terminal, width=100)) as reporter:
        done = reporter.steps("lessons", 2)
        done("ran a")
        done("a.py:100: expected tensor([1]), not [bold]")

    lines = "[1/2] ran a\n[2/2] a.py:100: expected tensor([1]), not [bold]\n"
    text = file.getvalue()
    if not terminal:
        assert text == lines
    else:
        assert all(x in text for x in ("lessons", "2/2", *lines.splitlines()))
