"""The ledger of what each line does to x.grad, and the programs of the exercise."""

import re

import pytest
import torch
from exercises import exercise_of
from figures import texts, title

from tutorial_utils.lessons import gradients_add_up as lesson

LINES = [
    "(x * 2).backward()",
    "(x * 3).backward()",
    "x.grad = None",
    "(x**2).backward()",
    "x.grad.zero_()",
]


@pytest.fixture
def entries():
    """Return the ledger of the lines above."""
    return lesson.keep_ledger(torch.tensor(2.0, requires_grad=True), "\n".join(LINES))


def test_each_line_is_run_once_and_noted(entries):
    """Before a line stands what the line above it left; what clears adds nothing."""
    held = [None, 2.0, 5.0, None, 4.0, 0.0]
    around = zip(LINES, held, held[1:], strict=False)

    assert entries == [lesson.Entry(*parts) for parts in around]
    assert [entry.added for entry in entries] == [2.0, 3.0, 0.0, 4.0, 0.0]


def test_bars_end_at_what_is_held(entries):
    """The orange part of each bar is what was added, and it ends at the sum."""
    bars = lesson.draw_ledger(entries).patches
    stays, added = bars[::2], bars[1::2]

    assert [bar.get_width() for bar in added] == [entry.added for entry in entries]
    assert [bar.get_x() for bar in added] == [bar.get_width() for bar in stays]
    ends = [bar.get_x() + bar.get_width() for bar in added]
    assert ends == [entry.after or 0.0 for entry in entries]


def test_each_row_tells_its_line_and_what_is_held(entries):
    """None and 0 look the same as bars, so they are written."""
    ax = lesson.draw_ledger(entries)

    assert [label.get_text() for label in ax.get_yticklabels()] == LINES
    assert texts(ax) == ["2", "5", "None", "4", "0"]
    assert title(ax) == "A call that adds 3 leaves 5"


def test_the_lesson_shows_the_programs_that_are_run():
    """The reader predicts what the checker runs."""
    text = exercise_of("gradients_add_up").lesson.read_text("utf-8")
    shown = re.findall(r"^#    # (\w): (.*)$", text, re.MULTILINE)

    assert shown == list(lesson.PROGRAMS.items())
