"""What each line does to ``x.grad``: the ledger, and the checker of predictions."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from typing import Any, NamedTuple

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import DATA, GRADIENT, INK, label_line, new_axes


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
    """Run a program, one statement a line, and note ``x.grad`` around each line."""
    entries, before = [], None if x.grad is None else x.grad.item()
    for line in program.strip().splitlines():
        exec(line, {"x": x})
        after = None if x.grad is None else x.grad.item()
        entries.append(Entry(line, before, after))
        before = after
    return entries


def draw_ledger(entries: Sequence[Entry]) -> Axes:
    """Draw one bar a line: grey for what stays, hatched orange for what is added.

    One of the entries at least adds to what is there.
    """
    ax = new_axes(xlabel="x.grad", ylim=(len(entries) - 0.5, -0.5), xticks=[])
    for row, entry in enumerate(entries):
        total = entry.after or 0.0
        stays = total - entry.added
        ax.barh(row, stays, 0.6, color=DATA)
        ax.barh(row, entry.added, 0.6, stays, fc=GRADIENT, ec="white", hatch="//", lw=0)
        held = "None" if entry.after is None else f"{total:g}"
        label_line(ax, total, row, held, INK, offset=(4, 0)).set(weight="bold")
    last = [entry for entry in entries if entry.before and entry.added][-1]
    ax.set_title(f"A call that adds {last.added:g} leaves {last.after:g}")
    ax.set_yticks(range(len(entries)), [entry.line for entry in entries])
    ax.tick_params(left=False, labelfontfamily="monospace", labelsize=9)
    ax.margins(x=0.12)
    return ax


START = 3.0
"""Where ``x`` is in each program."""

VALUE = "that is the value of the function; what arrives in x.grad is its slope."
SUM = "each call adds its slope, the third one of A, too."
NO_COPY = (
    "in B, kept is no copy: it is a second name for the tensor in x.grad, "
    "and backward() adds to that tensor."
)
REPLACED = "a call does not replace what the calls before it left: it adds to it."
COPY = "in C, clone() made a copy, and nobody adds to the copy."
LET_GO = (
    "in D, None lets go of the tensor: kept still names it, "
    "and the next call makes a new one."
)
ZEROED = "in E, zero_() writes zeros into the tensor, and kept is a name for it, too."
ADDED_AGAIN = (
    "in E, kept is still a name for x.grad after zero_(): "
    "the second call adds to the zeros."
)
CLEARED = "in E, nothing is left of the first call when the second one adds."
WRONG = "go line by line: which tensor does kept name, and which one is written to?"

PROGRAMS = {
    "A": "(a * x).backward(); (b * x).backward(); (a * x).backward(); kept = x.grad",
    "B": "(a * x).backward(); kept = x.grad; (b * x).backward()",
    "C": "(a * x).backward(); kept = x.grad.clone(); (b * x).backward()",
    "D": "(a * x).backward(); kept = x.grad; x.grad = None; (b * x).backward()",
    "E": "(a * x).backward(); kept = x.grad; x.grad.zero_(); (b * x).backward()",
}


def check_predict(predict: Callable[[str, float, float], float]) -> None:
    """Compare predictions of what ``kept`` holds with what the programs leave in it.

    A prediction is made from a program's letter and the numbers ``a`` and ``b``.
    """
    programs = {letter: partial(_cases, letter) for letter in PROGRAMS}
    Checker("predict", **programs)(*[predict] * len(PROGRAMS))


def _cases(letter: str) -> Iterator[Case]:
    rng = Random(letter)
    for _ in range(2):
        a, b = rng.uniform(1, 9), rng.uniform(1, 9)
        mistakes = {
            "A": [(a, REPLACED), (a + b, SUM)],
            "B": [(a, NO_COPY), (b, REPLACED)],
            "C": [(a + b, COPY), (b, COPY)],
            "D": [(a + b, LET_GO), (b, LET_GO), (0.0, LET_GO)],
            "E": [(a, ZEROED), (0.0, ADDED_AGAIN), (a + b, CLEARED)],
        }
        values = [(START * slope, VALUE) for slope in (a, b, a + b, a + b + a)]
        yield Case(
            inputs=(letter, a, b),
            expected=_run(PROGRAMS[letter], a, b),
            mistakes=[*mistakes[letter], *values],
            hint=WRONG,
            judge=lambda kept: LET_GO if letter == "D" and kept is None else None,
        )


def _run(program: str, a: float, b: float) -> float:
    """Run a program and return the number that ``kept`` holds at its end."""
    x = torch.tensor(START, requires_grad=True)
    names: dict[str, Any] = {"x": x, "a": a, "b": b}
    exec(program, names)
    return float(names["kept"])
