"""Draw a walk down a curve."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes

from tutorial_utils.plotting import GRADIENT, MODEL, REFERENCE, label_line, new_axes


def draw_descent(f: Callable[[np.ndarray], np.ndarray], path: Sequence[float]) -> Axes:
    """Draw a curve and the points of a walk on it.

    Parameters
    ----------
    f
        The curve; it is called with an array.
    path
        The values of ``x`` on the way, from the start to the end, two at least.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    walk = np.asarray(path)
    reach = 1.2 * np.abs(walk - walk[-1]).max()
    x = np.linspace(walk[-1] - reach, walk[-1] + reach, 201)
    ax = new_axes()
    ax.plot(x, f(x), color=MODEL)
    label_line(ax, x[-1], f(x)[-1], "f(x)", MODEL, offset=(-10, 0))
    ax.plot(walk, f(walk), "o", color=GRADIENT, ms=6)
    label_line(ax, walk[0], f(walk)[0], "start", GRADIENT, offset=(-10, 0))
    end = f"x = {walk[-1]:.2f}, y = {f(walk)[-1]:.2f}"
    ax.set_title(f"After {len(walk) - 1} steps: {end}")
    ax.set(xlabel="x", ylabel="y")
    return ax


def draw_steps(path: Sequence[float], *, goal: float) -> Axes:
    """Draw where a walk was after each step, and where it should have come to rest.

    Parameters
    ----------
    path
        The values of ``x`` on the way, from the start to the end.
    goal
        The ``x`` of the lowest point.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    ax.axhline(goal, color=REFERENCE, ls="--")
    label_line(ax, len(path), goal, "lowest\npoint", REFERENCE, offset=(4, 0))
    ax.plot(path, color=GRADIENT)
    ax.set_title(f"Still between x = {min(path):.1f} and x = {max(path):.1f}")
    ax.set(xlabel="step", ylabel="x")
    return ax
