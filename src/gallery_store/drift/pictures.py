"""Compare figures as eyes do: on their paper, at the size that pages show."""

import io

import resvg_py
from PIL import Image, ImageChops, ImageFilter

from gallery_store.drift.outputs import Figure, Picture
from gallery_store.errors import BuildError

PAPERS = {"light": "#ffffff", "dark": "#131416"}
"""What is below the transparent figures of each theme."""
BLUR = 1.0
"""Pixels; evens out how an edge falls between them."""
LIMIT = 20
"""Largest difference, of 255, between two pictures that look the same: a curve may
move by a fifth of a pixel. One other digit in a title differs by about 130."""


def figure_difference(ours: Figure, theirs: Figure, *, size_only: bool = False) -> str:
    """Return how two figures differ in either theme; nothing if they look the same."""
    for theme, paper in PAPERS.items():
        here, there = getattr(ours, theme), getattr(theirs, theme)
        if difference := picture_difference(here, there, "" if size_only else paper):
            return f"{difference}, in the {theme} theme"
    return ""


def picture_difference(ours: Picture | None, theirs: Picture | None, paper: str) -> str:
    """Return how two pictures differ on a paper; in size alone if there is none."""
    if ours is None or theirs is None:
        return "" if ours is theirs else "a figure for one theme only"
    here, there = (f"{x.width}×{x.height}" for x in (ours, theirs))
    if here != there:
        return f"a figure of {here} here, {there} there"
    if not paper or ours.data == theirs.data:
        return ""
    blur = ImageFilter.GaussianBlur(BLUR)
    seen = [rasterize(x, paper).filter(blur) for x in (ours, theirs)]
    largest = max(ImageChops.difference(*seen).tobytes())
    if largest <= LIMIT:
        return ""
    return f"a figure looks different by up to {largest} of 255"


def rasterize(picture: Picture, paper: str) -> Image.Image:
    """Return what a reader sees of a picture on a paper, pixel by pixel."""
    size, data = (picture.width, picture.height), picture.data
    try:
        if picture.name.endswith(".svg"):  # its words are outlines: it needs no font
            data = resvg_py.svg_to_bytes(
                svg_string=data.decode(),
                width=picture.width,
                height=picture.height,
                dpi=96,
                skip_system_fonts=True,
            )
        image = Image.open(io.BytesIO(data)).convert("RGBA")
    except (ValueError, OSError) as error:
        raise BuildError(f"{picture.name} cannot be drawn: {error}") from error
    ground = Image.new("RGBA", size, paper)
    return Image.alpha_composite(ground, image.resize(size)).convert("RGB")
