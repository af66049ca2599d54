"""Figures: what looks the same is the same."""

import pytest
from drifting import draw

from gallery_store.drift.outputs import Figure, Picture
from gallery_store.drift.pictures import figure_difference
from gallery_store.errors import BuildError


def figure(
    data: bytes, dark: bytes = b"", name: str = "a.svg", width: int = 480
) -> Figure:
    """Return a figure, the same for both themes unless told otherwise."""
    pictures = (Picture(name, x, width, 320) for x in (data, dark or data))
    return Figure("A line.", *pictures)


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """Return the figure that the others are compared with."""
    return draw()


@pytest.mark.parametrize(
    "change", [{}, {"salt": "b"}, {"shift": 0.01}], ids=["again", "ids", "rounding"]
)
def test_same_data_drawn_again_look_the_same(
    drawn: bytes, change: dict[str, object]
) -> None:
    """Ids in the file and the last digits of a path are not seen."""
    assert figure_difference(figure(drawn), figure(draw(**change))) == ""


@pytest.mark.parametrize(
    "change", [{"shift": 1}, {"shift": -20}, {"title": "0.52"}], ids=str
)
def test_moved_curve_or_other_digit_is_seen(
    drawn: bytes, change: dict[str, object]
) -> None:
    """One pixel is enough, where sizes are not all that counts."""
    figures = figure(drawn), figure(draw(**change))

    difference = figure_difference(*figures)

    assert difference.startswith("a figure looks different by up to ")
    assert figure_difference(*figures, size_only=True) == ""


def test_raster_figures_are_compared_likewise() -> None:
    """Large figures are WebP, whose losses are not seen."""
    here, again, moved = (
        figure(draw(format="webp", shift=shift), name="a.webp")
        for shift in (0, 0.01, 3)
    )

    assert figure_difference(here, again) == ""
    assert "looks different" in figure_difference(here, moved)


def test_dark_figure_counts(drawn: bytes) -> None:
    """Readers in the dark see the other file."""
    difference = figure_difference(figure(drawn), figure(drawn, dark=draw(shift=9)))

    assert difference.endswith("in the dark theme")


def test_other_size_is_said(drawn: bytes) -> None:
    """The sizes explain it better than pixels."""
    difference = figure_difference(figure(drawn), figure(drawn, width=400))

    assert difference == "a figure of 480×320 here, 400×320 there, in the light theme"


def test_file_that_is_no_picture_is_named(drawn: bytes) -> None:
    """Instead of a traceback."""
    with pytest.raises(BuildError, match=r"a\.svg cannot be drawn"):
        figure_difference(figure(drawn), figure(b"no picture"))
