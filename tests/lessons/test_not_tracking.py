"""The bars of what is kept for the way back."""

from figures import texts, title

from tutorial_utils.lessons.not_tracking import draw_saved


def test_bars_are_the_bytes_in_megabytes():
    """The title takes its numbers from the first and from the last bar."""
    ax = draw_saved({"tracked": 4_700_000, "half": 2_500_000, "no_grad()": 0})

    assert [bar.get_width() for bar in ax.patches] == [4.7, 2.5, 0]
    assert texts(ax) == ["4.7 MB", "2.5 MB", "0"]
    assert title(ax) == "4.7 MB are kept with tracking, 0 without"
