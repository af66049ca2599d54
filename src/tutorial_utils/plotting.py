"""The look of every figure: its style, its colours, labels and cells."""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

DATA_FILES = ("tutorial.mplstyle",)

INK = "#333333"
DATA = "#737373"
MODEL = "#0072B2"
GRADIENT = "#D55E00"
REFERENCE = "#009E73"


def use_style() -> None:
    """Put the house style in force for the figures made from now on."""
    plt.style.use(Path(__file__).with_name(DATA_FILES[0]))


def new_axes(*, height: float = 3.2) -> Axes:
    """Make a figure, 4.8 inches wide, in the house style with one pair of axes.

    Unlike :func:`matplotlib.pyplot.subplots` this also works after something else,
    a gallery or a notebook, has put matplotlib's defaults back.
    """
    (ax,) = new_panels(1, 1, height=height)
    return ax


def new_panels(rows: int, columns: int, *, height: float) -> list[Axes]:
    """Make such a figure with several axes, row by row; one column shares its x."""
    use_style()
    size = (plt.rcParams["figure.figsize"][0], height)
    _, panels = plt.subplots(
        rows, columns, figsize=size, sharex=columns == 1, squeeze=False
    )
    return [*panels.flat]


def label_line(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    color: str,
    *,
    offset: tuple[float, float] = (4, 4),
) -> Annotation:
    """Write a name beside a point of a line, in its colour, instead of a legend.

    The offset is in points.  The text grows away from the point: a negative first
    number puts it on the left, a negative second one below.
    """
    return ax.annotate(
        text,
        (x, y),
        xytext=offset,
        textcoords="offset points",
        color=color,
        ha=("right", "center", "left")[_sign(offset[0]) + 1],
        va=("top", "center", "bottom")[_sign(offset[1]) + 1],
    )


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def draw_cell(
    ax: Axes, x: float, y: float, text: str, *, strong: bool, other: str = "-"
) -> None:
    """Draw a number in a 1×1 frame: blue and filled if it counts here, else grey.

    The corner is that with the smallest numbers; `other` is the line style of a cell
    that does not count.
    """
    edge, line, ink = (MODEL, "-", INK) if strong else (DATA, other, DATA)
    low = 3 if strong else 1  # a frame is seen whole, not under its neighbour's
    ax.add_patch(Rectangle((x, y), 1, 1, fc="none", ec=edge, ls=line, zorder=low))
    if strong:
        ax.add_patch(Rectangle((x, y), 1, 1, color=MODEL, alpha=0.15, lw=0))
    weight = "bold" if strong else "normal"
    ax.text(x + 0.5, y + 0.5, text, color=ink, ha="center", va="center", weight=weight)


def draw_memory_cell(
    ax: Axes, corner: tuple[float, float], text: str, *, highlight: bool = False
) -> None:
    """Draw one cell of memory, 1 wide and 0.3 high, with its number."""
    face, ink = (DATA, "white") if highlight else ("none", INK)
    ax.add_patch(Rectangle(corner, 1, 0.3, facecolor=face, edgecolor=DATA, lw=1.5))
    weight = "bold" if highlight else "normal"
    x, y = corner
    ax.text(x + 0.5, y + 0.15, text, color=ink, ha="center", va="center", weight=weight)
