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


def figure_difference(ours: Figure, theirs: Figure) -> str | None:
    """Return how two figures differ in either theme, or None if they look the same."""
    for theme, paper in PAPERS.items():
        difference = picture_difference(
            getattr(ours, theme), getattr(theirs, theme), paper
        )
        if difference:
            return f"{difference}, in the {theme} theme"
    return None


def size_difference(ours: Picture | None, theirs: Picture | None) -> str | None:
    """Return how the sizes differ, or None if they are equal."""
    if ours is None or theirs is None:
        return None if ours is theirs else "a figure for one theme only"
    here, there = (f"{x.width}×{x.height}" for x in (ours, theirs))
    return None if here == there else f"a figure of {here} here, {there} there"


def picture_difference(
    ours: Picture | None, theirs: Picture | None, paper: str
) -> str | None:
    """Return how two pictures differ on a paper, or None if they look the same."""
    difference = size_difference(ours, theirs)
    if difference or ours is None or theirs is None or ours.data == theirs.data:
        return difference
    largest = distance(rasterize(ours, paper), rasterize(theirs, paper))
    if largest <= LIMIT:
        return None
    return f"a figure looks different by up to {largest} of 255"


def distance(ours: Image.Image, theirs: Image.Image) -> int:
    """Return the largest difference of any channel between two blurred pictures."""
    blur = ImageFilter.GaussianBlur(BLUR)
    change = ImageChops.difference(ours.filter(blur), theirs.filter(blur))
    return max(change.tobytes())


def rasterize(picture: Picture, paper: str) -> Image.Image:
    """Return what a reader sees of a picture on a paper, pixel by pixel.

    Raises
    ------
    BuildError
        If the file is no picture.
    """
    size = picture.width, picture.height
    try:
        data = draw(picture) if picture.is_drawing else picture.data
        image = Image.open(io.BytesIO(data)).convert("RGBA")
    except (ValueError, OSError) as error:
        raise BuildError(f"{picture.name} cannot be drawn: {error}") from error
    ground = Image.new("RGBA", size, paper)
    return Image.alpha_composite(ground, image.resize(size)).convert("RGB")


def draw(picture: Picture) -> bytes:
    """Return a drawing as PNG; its words are outlines, so it needs no font."""
    return resvg_py.svg_to_bytes(
        svg_string=picture.data.decode(),
        width=picture.width,
        height=picture.height,
        dpi=96,
        skip_system_fonts=True,
    )
