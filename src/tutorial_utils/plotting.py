"""The look of every figure: importing this module puts the house style in force.

matplotlib's own defaults come back with ``matplotlib.rcdefaults()``.
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
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
    """Make a figure in the house style with one pair of axes.

    Unlike :func:`matplotlib.pyplot.subplots` this also works after something else,
    a gallery or a notebook, has put matplotlib's defaults back.

    Parameters
    ----------
    height
        Height of the figure in inches; it is 4.8 inches wide.

    Returns
    -------
    Axes
        Its figure is ``ax.figure``.
    """
    use_style()
    _, ax = plt.subplots(figsize=(plt.rcParams["figure.figsize"][0], height))
    return ax


def label_line(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    color: str,
    *,
    offset: tuple[float, float] = (4, 4),
) -> Annotation:
    """Write a name beside a line, in the line's colour, instead of a legend.

    Parameters
    ----------
    x, y
        A point of the line, in data units.
    offset
        From the point to the text, in points.  The text grows away from the point:
        a negative first number puts it on the left, a negative second one below.
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


use_style()
