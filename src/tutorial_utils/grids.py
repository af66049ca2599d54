"""Draw the numbers of a matrix as cells."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tutorial_utils.plotting import DATA, INK, MODEL


def draw_cell(
    ax: Axes, x: float, y: float, text: str, *, strong: bool, other: str = "-"
) -> None:
    """Draw a number in a frame: blue and filled if it counts here, else grey.

    Parameters
    ----------
    x, y
        The corner with the smallest numbers; a cell is 1 wide and 1 high.
    other
        The line style of a cell that does not count.
    """
    edge, line, ink = (MODEL, "-", INK) if strong else (DATA, other, DATA)
    low = 3 if strong else 1  # a frame is seen whole, not under its neighbour's
    ax.add_patch(Rectangle((x, y), 1, 1, fc="none", ec=edge, ls=line, zorder=low))
    if strong:
        ax.add_patch(Rectangle((x, y), 1, 1, color=MODEL, alpha=0.15, lw=0))
    weight = "bold" if strong else "normal"
    ax.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", weight=weight)
