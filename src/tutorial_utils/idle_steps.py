"""Draw how far optimizers move a parameter for which no gradient has arrived."""

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes

from tutorial_utils.plotting import GRADIENT, INK, REFERENCE, label_line, new_axes

Options = Mapping[str, Any]

HEIGHT = 0.36
BARS = [(-HEIGHT / 2, "zeros", GRADIENT), (HEIGHT / 2, "None", REFERENCE)]


def draw_idle_steps(
    idle_step: Callable[..., float], optimizers: Mapping[str, tuple[type, Options]]
) -> Axes:
    """Draw two bars for each optimizer: its step on zeros, and on None.

    Parameters
    ----------
    idle_step
        Takes a class of optimizers, ``set_to_none`` and the options of the optimizer,
        and returns how far a parameter moves.
    optimizers
        Classes and options by name.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes(height=3.6)
    moved = {"zeros": 0, "None": 0}
    for row, (make, options) in enumerate(optimizers.values()):
        for at, held, color in BARS:
            distance = idle_step(make, set_to_none=held == "None", **options)
            moved[held] += distance > 0
            _draw_bar(ax, row + at, distance, held, color)
    found = f"{moved['zeros']} of {len(optimizers)} move on zeros, {moved['None']}"
    ax.set_title(f"{found} on None")
    _name_rows(ax, list(optimizers))
    return ax


def _name_rows(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(left=False)
    ax.set(xlabel="how far w moves", ylim=(len(names) - 0.4, -0.6))
    ax.margins(x=0.3)


def _draw_bar(ax: Axes, at: float, distance: float, name: str, color: str) -> None:
    """Draw a bar, hatched for zeros, and write behind it what it is about."""
    hatch = "//" if name == "zeros" else None
    ax.barh(at, distance, HEIGHT, color=color, hatch=hatch, edgecolor="white", lw=0)
    text = f"{name}: {distance:.3f}" if distance > 0 else f"{name}: 0"
    label_line(ax, distance, at, text, INK if name == "zeros" else color, offset=(4, 0))
