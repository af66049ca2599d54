"""The look of every figure: its style, its colours, labels and cells."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from numpy.typing import ArrayLike

DATA_FILES = ("tutorial.mplstyle",)

INK = "#333333"
DATA = "#737373"
MODEL = "#0072B2"
GRADIENT = "#D55E00"
REFERENCE = "#009E73"

MEMORY: dict[str, Any] = {"size": (1, 0.3), "edgecolor": DATA, "lw": 1.5}
"""How :func:`draw_box` draws a cell of memory."""


def new_axes(*, height: float = 3.2, frame: bool = True, **settings: Any) -> Axes:
    """Make a figure, 4.8 inches wide, in the house style with one pair of axes.

    The settings are those of :meth:`matplotlib.axes.Axes.set`, such as a title; a
    drawing has no frame.  Unlike :func:`matplotlib.pyplot.subplots` this also works
    after something else, a gallery or a notebook, has put matplotlib's defaults back.
    """
    (ax,) = new_panels(1, 1, height=height)
    ax.set(**settings)
    ax.axis("on" if frame else "off")
    return ax


def new_panels(rows: int, columns: int, *, height: float) -> list[Axes]:
    """Make such a figure with several axes, row by row; one column shares its x."""
    plt.style.use(Path(__file__).with_name(DATA_FILES[0]))
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
    **options: Any,
) -> Annotation:
    """Write a name beside a point of a line, in its colour, instead of a legend.

    The offset is in points.  The text grows away from the point: a negative first
    number puts it on the left, a negative second one below.  The options are those of
    :meth:`matplotlib.axes.Axes.annotate`.
    """
    sideways, upwards = (int(np.sign(number)) + 1 for number in offset)
    options.setdefault("ha", ("right", "center", "left")[sideways])
    options.setdefault("va", ("top", "center", "bottom")[upwards])
    points = "offset points"
    return ax.annotate(
        text, (x, y), xytext=offset, textcoords=points, color=color, **options
    )


def draw_box(
    ax: Axes,
    corner: tuple[float, float],
    text: str = "",
    *,
    size: tuple[float, float] = (1, 1),
    ink: str = INK,
    weight: str = "normal",
    **frame: Any,
) -> None:
    """Draw a text, such as a number, in a frame; the corner has the smallest numbers.

    The frame is not filled unless its settings, those of
    :class:`matplotlib.patches.Rectangle`, say so.
    """
    ax.add_patch(Rectangle(corner, *size, **{"facecolor": "none"} | frame))
    if text:
        x, y = corner[0] + size[0] / 2, corner[1] + size[1] / 2
        ax.text(x, y, text, color=ink, ha="center", va="center", weight=weight)


def draw_matrix(
    ax: Axes, left: float, X: ArrayLike, name: str, *, strong: ArrayLike, weak: str
) -> None:
    """Draw a matrix from a left edge on, one number a cell, and its name below.

    Numbers that count here are blue, filled and bold, the others grey, with frames in
    the line style `weak`.
    """
    n, m = np.shape(X)
    blue: dict[str, Any] = {"facecolor": to_rgba(MODEL, 0.15), "edgecolor": MODEL}
    blue |= {"weight": "bold", "zorder": 2}  # a frame is seen whole
    grey: dict[str, Any] = {"ink": DATA, "edgecolor": DATA, "linestyle": weak}
    for (i, j), number in np.ndenumerate(np.asarray(X)):
        look = blue if np.asarray(strong)[i, j] else grey
        draw_box(ax, (left + j, i), f"{number:g}", **look)
    ax.text(left + m / 2, n + 0.2, name, color=INK, ha="center", va="top")
