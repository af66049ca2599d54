"""The colours of a figure on the dark page: inverted greys, the same hues."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text

GREY = 0.06  # largest difference between the channels of a grey
INK, PAPER = 0.86, 0.07  # what black and white become on the dark page
LIGHTER = 0.3  # of the way to white: coloured words on the dark page
COLORS = ("color", "facecolor", "edgecolor", "markeredgecolor", "markerfacecolor")
BRIGHTNESS = (0.2126, 0.7152, 0.0722)  # of red, green and blue


def darken(figure: "Figure") -> None:
    """Invert the greys of a figure, in place; keep hues and colour maps.

    Coloured words become lighter, because words need more contrast than lines.  Words
    on what stays pale, such as a heat map, stay as they are.
    """
    from matplotlib.text import Text

    figure.canvas.draw()  # creates the ticks
    artists = dict.fromkeys(_artists(figure))
    words = [artist for artist in artists if isinstance(artist, Text)]
    for artist in (x for x in artists if x not in words):
        if hasattr(artist, "patch"):  # figure and axes: transparent when saved
            artist.patch.set_visible(False)
            continue
        if getattr(artist, "colors", None) is not None:
            artist.set_array(None)  # type: ignore[attr-defined]  # of contour lines
        elif getattr(artist, "get_array", lambda: None)() is not None:
            continue  # an image or a heat map: its colours are data
        _invert(artist)
    _invert_words(figure, words)


def _artists(figure: "Figure") -> "Iterator[Artist]":
    """Yield all that is drawn; matplotlib lists no part of an annotation or a cell."""
    from matplotlib.table import Cell
    from matplotlib.text import Text

    for artist in figure.findobj():
        inside = artist.get_text() if isinstance(artist, Cell) else artist
        parts = [artist, inside, getattr(inside, "arrow_patch", None)]
        if isinstance(inside, Text):
            parts.append(inside.get_bbox_patch())
        yield from filter(None, parts)


def _invert(artist: "Artist") -> None:
    for name in COLORS:
        # not every artist has it; "auto" and "inherit" follow another colour
        with suppress(AttributeError, TypeError, ValueError):
            put = getattr(artist, f"set_{name}")
            if len(colors := _inverted(getattr(artist, f"get_{name}")())):
                put(tuple(colors[0]) if len(colors) == 1 else colors)


def _inverted(color: Any, *, words: bool = False) -> Any:
    """Return colours as an array (n, 4) for the dark page."""
    import numpy as np
    from matplotlib.colors import to_rgba_array

    rgba = to_rgba_array(color).copy()
    grey = np.ptp(rgba[:, :3], axis=1) < GREY
    rgba[grey, :3] = INK + (PAPER - INK) * rgba[grey, :1]
    if words:
        rgba[~grey, :3] += LIGHTER * (1 - rgba[~grey, :3])
    return rgba


def _invert_words(figure: "Figure", words: "list[Text]") -> None:
    """Give words, of their colour and the inverted one, what can be read better."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    opaque = [text.get_alpha() for text in words]
    for text in words:
        text.set_alpha(0)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    for text, alpha in zip(words, opaque, strict=True):
        text.set_alpha(alpha)
    shown = np.asarray(canvas.buffer_rgba()) / 255
    shown = shown[..., :3] * shown[..., 3:] + PAPER * (1 - shown[..., 3:])
    below = shown @ BRIGHTNESS
    for text in words:
        box = text.get_window_extent()
        rows = slice(max(0, int(len(below) - box.y1)), max(1, int(len(below) - box.y0)))
        part = below[rows, max(0, int(box.x0)) : max(1, int(box.x1))]
        colors = [_inverted(text.get_color(), words=True)[0], text.get_color()]
        if part.size:
            colors.sort(key=lambda x: -_contrast(x, float(np.median(part))))
        text.set_color(colors[0])


def _contrast(color: Any, below: float) -> float:
    import numpy as np
    from matplotlib.colors import to_rgb

    one = float(np.dot(to_rgb(color), BRIGHTNESS))
    dark, light = sorted(brightness**2.2 + 0.05 for brightness in (one, below))
    return float(light / dark)
