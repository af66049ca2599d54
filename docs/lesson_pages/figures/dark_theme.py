"""The colours of a figure on the dark page: inverted greys, the same hues."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GREY = 0.06  # largest difference between the channels of a grey
INK, PAPER = 0.86, 0.07  # what black and white become on the dark page
LIGHTER = 0.3  # of the way to white: coloured words on the dark page
COLORS = ("color", "facecolor", "edgecolor", "markeredgecolor", "markerfacecolor")


def darken(figure: "Figure") -> None:
    """Invert the greys of a figure, in place; keep hues and colour maps.

    Coloured words become lighter, because words need more contrast than lines.
    """
    figure.canvas.draw()  # creates the ticks
    for artist in figure.findobj():
        if getattr(artist, "get_array", lambda: None)() is not None:
            continue  # an image or a heat map: its colours are data
        words = hasattr(artist, "get_fontsize")
        for name in COLORS:
            # not every artist has it; "auto" and "inherit" follow another colour
            with suppress(AttributeError, TypeError, ValueError):
                put = getattr(artist, f"set_{name}")
                if len(
                    colors := _inverted(getattr(artist, f"get_{name}")(), words=words)
                ):
                    put(tuple(colors[0]) if len(colors) == 1 else colors)


def _inverted(color: Any, *, words: bool) -> Any:
    """Return colours as an array (n, 4) for the dark page."""
    import numpy as np
    from matplotlib.colors import to_rgba_array

    rgba = to_rgba_array(color).copy()
    grey = np.ptp(rgba[:, :3], axis=1) < GREY
    rgba[grey, :3] = INK + (PAPER - INK) * rgba[grey, :1]
    if words:
        rgba[~grey, :3] += LIGHTER * (1 - rgba[~grey, :3])
    return rgba
