"""Keep and draw a ledger of what each line of a program does to ``x.grad``."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import DATA, GRADIENT, INK, new_axes


class Entry(NamedTuple):
    """A line of code, and what ``x.grad`` held before and after it."""

    line: str
    before: float | None
    after: float | None

    @property
    def added(self) -> float:
        """What the line brought; 0 for a line that only takes away."""
        return max((self.after or 0.0) - (self.before or 0.0), 0.0)


def keep_ledger(x: Tensor, program: str) -> list[Entry]:
    """Run a program line by line and note ``x.grad`` around each.

    Parameters
    ----------
    x
        A leaf of one number; in the program it is called ``x``.
    program
        Statements of Python, one a line.
    """
    entries = []
    for line in program.strip().splitlines():
        before = _read(x)
        exec(line, {"x": x})
        entries.append(Entry(line, before, _read(x)))
    return entries


def _read(x: Tensor) -> float | None:
    return None if x.grad is None else x.grad.item()


def draw_ledger(entries: Sequence[Entry]) -> Axes:
    """Draw one bar a line: grey for what stays, hatched orange for what is added.

    Parameters
    ----------
    entries
        From :func:`keep_ledger`; one of them at least adds to what is there.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    for row, entry in enumerate(entries):
        _draw_entry(ax, row, entry)
    last = [entry for entry in entries if entry.before and entry.added][-1]
    ax.set_title(f"A call that adds {last.added:g} leaves {last.after:g}")
    ax.set_yticks(range(len(entries)), [entry.line for entry in entries])
    ax.tick_params(left=False, labelfontfamily="monospace", labelsize=9)
    ax.set(xlabel="x.grad", ylim=(len(entries) - 0.5, -0.5), xticks=[])
    ax.margins(x=0.12)
    return ax


def _draw_entry(ax: Axes, row: int, entry: Entry) -> None:
    """Draw the bar of a line and write what ``x.grad`` holds behind it."""
    total = entry.after or 0.0
    stays = total - entry.added
    ax.barh(row, stays, 0.6, color=DATA)
    ax.barh(row, entry.added, 0.6, stays, fc=GRADIENT, ec="white", hatch="//", lw=0)
    held = "None" if entry.after is None else f"{total:g}"
    ax.annotate(
        held,
        (total, row),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        weight="bold",
    )
