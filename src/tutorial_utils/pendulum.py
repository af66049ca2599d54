"""Draw walks that swing: over time, and place against velocity."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from tutorial_utils.plotting import GRADIENT, REFERENCE, label_line, new_axes

Paths = Mapping[str, Sequence[float]]


def draw_paths(paths: Paths, *, until: int) -> Axes:
    """Draw where two walks are after each step.

    Parameters
    ----------
    paths
        The values of ``w`` from the start to the end: first the walk that swings,
        then the one that arrives, each under its name.
    until
        The last step to draw; the title tells of all of them.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    looks = [(GRADIENT, "-"), (REFERENCE, "--")]
    for (name, path), (color, style) in zip(paths.items(), looks, strict=True):
        ax.plot(path[: until + 1], style, color=color)
        label_line(ax, until, path[until], name, color, offset=(5, 0))
    count, reach, _ = _findings(paths)
    ax.set_title(f"After {count} steps it still swings to {reach:.2f}")
    ax.set(xlabel="step", ylabel="w")
    return ax


def draw_phase(paths: Paths) -> Axes:
    """Draw the last step against the place: a swing is a ring, friction a spiral.

    Parameters
    ----------
    paths
        As for :func:`draw_paths`.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    looks = [(GRADIENT, "o"), (REFERENCE, "o-")]
    for (name, path), (color, style) in zip(paths.items(), looks, strict=True):
        place, steps = np.asarray(path)[1:], np.diff(path)
        ax.plot(place, steps, style, color=color, ms=3, lw=1.2)
        top = steps.argmax()
        label_line(ax, place[top], steps[top], name, color, offset=(0, 5))
    count, wide, narrow = _findings(paths)
    ax.set_title(f"After {count} steps: {wide:.2f} without friction, {narrow:.2f} with")
    ax.set(xlabel="w", ylabel="last step of w")
    ax.margins(y=0.15)
    return ax


def _findings(paths: Paths) -> tuple[int, float, float]:
    """Return the number of steps and how far from 0 the last tenth of each gets."""
    first, second = (np.abs(path) for path in paths.values())
    count = len(first) - 1
    late = count - count // 10
    return count, first[late:].max(), second[late:].max()
