"""The ledger of what each line does to x.grad."""

import matplotlib.pyplot as plt
import pytest
import torch
from tutorial_utils.ledger import Entry, draw_ledger, keep_ledger

LINES = [
    "(x * 2).backward()",
    "(x * 3).backward()",
    "x.grad = None",
    "(x**2).backward()",
    "x.grad.zero_()",
]


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.fixture
def entries():
    """Return the ledger of the lines above."""
    return keep_ledger(torch.tensor(2.0, requires_grad=True), "\n".join(LINES))


def test_each_line_is_run_once_and_noted(entries):
    """What stands before a line is what the line above it left."""
    assert entries == [
        Entry(LINES[0], None, 2.0),
        Entry(LINES[1], 2.0, 5.0),
        Entry(LINES[2], 5.0, None),
        Entry(LINES[3], None, 4.0),
        Entry(LINES[4], 4.0, 0.0),
    ]


def test_added_is_what_arrived(entries):
    """A line that clears adds nothing."""
    assert [entry.added for entry in entries] == [2.0, 3.0, 0.0, 4.0, 0.0]


def test_bars_end_at_what_is_held(entries):
    """The orange part of each bar is what was added, and it ends at the sum."""
    bars = draw_ledger(entries).patches
    stays, added = bars[::2], bars[1::2]

    assert [bar.get_width() for bar in added] == [entry.added for entry in entries]
    assert [bar.get_x() for bar in added] == [bar.get_width() for bar in stays]
    ends = [bar.get_x() + bar.get_width() for bar in added]
    assert ends == [entry.after or 0.0 for entry in entries]


def test_each_row_tells_its_line_and_what_is_held(entries):
    """None and 0 look the same as bars, so they are written."""
    ax = draw_ledger(entries)

    assert [label.get_text() for label in ax.get_yticklabels()] == LINES
    assert [t.get_text() for t in ax.texts] == ["2", "5", "None", "4", "0"]


def test_title_tells_of_the_last_sum(entries):
    """The finding is a call that adds to something."""
    title = draw_ledger(entries).get_title(loc="left")

    assert title == "A call that adds 3 leaves 5"
