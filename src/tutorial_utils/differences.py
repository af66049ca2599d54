"""Figures of numerical differentiation: what a difference is worth, and what it costs.

Blue are differences, which only run forward; orange is autograd.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from tutorial_utils.plotting import GRADIENT, MODEL, label_line, new_axes

LINES = ("-", "--", ":")


def draw_errors(
    steps: Sequence[float],
    errors: Mapping[str, Sequence[float]],
    *,
    autograd: float,
    ax: Axes | None = None,
) -> Axes:
    """Draw the error of differences against their step, a V for each data type.

    Parameters
    ----------
    steps
        The values of ``h``.
    errors
        The relative error at each step, all above 0, under the name of the data type;
        three types at most.
    autograd
        The relative error of autograd, above 0, in the first of these data types.
    """
    ax = ax or new_axes()
    ax.margins(y=0.12)
    best = []
    for (name, values), line in zip(errors.items(), LINES, strict=False):
        ax.plot(steps, values, line, color=MODEL)
        low = min(range(len(steps)), key=values.__getitem__)
        ax.plot(steps[low], values[low], "o", color=MODEL)
        smallest = min(range(len(steps)), key=steps.__getitem__)
        label_line(ax, steps[smallest], values[smallest], name, MODEL, offset=(4, 4))
        best.append(f"{_power(steps[low])} in {name}")
    ax.axhline(autograd, color=GRADIENT)
    name = f"autograd,\n{next(iter(errors))}"
    label_line(ax, max(steps), autograd, name, GRADIENT, offset=(-1, -4))
    ax.set(xscale="log", yscale="log", xlabel="h", ylabel="relative error")
    ax.set_title(f"Best h: {', '.join(best)}")
    return ax


def draw_cost(
    counts: Sequence[int],
    differences: Sequence[float],
    autograd: Sequence[float],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw what one gradient costs, in runs of the function, two lines.

    Parameters
    ----------
    counts
        Numbers of parameters, rising.
    differences, autograd
        The cost of either way for each of them, in forward passes.
    """
    ax = ax or new_axes()
    ways = {"differences": differences, "autograd": autograd}
    for (name, cost), color in zip(ways.items(), (MODEL, GRADIENT), strict=True):
        ax.plot(counts, cost, "o-", color=color)
        middle = len(counts) // 2
        label_line(ax, counts[middle], cost[middle], name, color, offset=(-4, 8))
    ax.set(xscale="log", yscale="log", xlabel="parameters", ylabel="forward passes")
    ax.set_ylim(bottom=1)
    last = f"{differences[-1]:,.0f} forward passes or {autograd[-1]:.1f}"
    ax.set_title(f"{counts[-1]:,} parameters: {last}")
    return ax


def _power(step: float) -> str:
    """Write ``1e-05`` as ``1e-5``."""
    digits, exponent = f"{step:.0e}".split("e")
    return f"{digits}e{int(exponent)}"
