"""The drawings of a matrix product: a number, the shapes, the times."""

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.colors import to_hex

from tutorial_utils.lessons.matrix_multiplication import (
    draw_row_times_column,
    draw_shape_chain,
    draw_times,
)
from tutorial_utils.plotting import DATA, MODEL, REFERENCE
from tutorial_utils.timing import Timing


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def texts(ax, **wanted):
    """Return the words of a drawing whose weight or colour is as wanted."""
    return [
        text.get_text()
        for text in ax.texts
        if all(getattr(text, f"get_{name}")() == is_ for name, is_ in wanted.items())
    ]


def timing(seconds):
    """Return a timing with this median."""
    return Timing(
        median=seconds,
        lower_quartile=seconds,
        upper_quartile=seconds,
        repeats=1,
        calls=1,
        threads=1,
        device="cpu",
    )


@pytest.mark.parametrize(("row", "column"), [(0, 0), (1, 3)])
def test_bold_numbers_make_the_product(row, column):
    """A row, a column and what they make, which torch's product confirms."""
    generator = torch.Generator().manual_seed(0)
    A = torch.randint(9, (2, 3), generator=generator).float()
    B = torch.randint(9, (3, 4), generator=generator).float()
    ax = draw_row_times_column(A, B, row=row, column=column)

    bold = torch.tensor([float(text) for text in texts(ax, weight="bold")])
    expected = [A[row], B[:, column], (A @ B)[row, column, None]]
    assert torch.equal(bold, torch.cat(expected))


def test_title_writes_the_sum():
    """The finding is the row times the column."""
    A, B = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6], [7, 8]])
    ax = draw_row_times_column(A, B, row=0, column=0)

    assert ax.get_title(loc="left") == "1·5 + 2·7 = 19"
    assert {"row 0", "column 0", "[0, 0]"} <= set(texts(ax))


@pytest.mark.parametrize("kind", [tuple, torch.Size])
def test_chain_ends_in_the_shape_that_torch_gives(kind):
    """The green box is as high and as wide as the product."""
    shapes = [kind(shape) for shape in [(2, 3), (3, 4), (4, 5)]]
    ax = draw_shape_chain(*shapes)
    result = torch.linalg.multi_dot([torch.ones(shape) for shape in shapes]).shape

    (box,) = [p for p in ax.patches if to_hex(p.get_edgecolor()) == REFERENCE.lower()]
    assert (box.get_height(), box.get_width()) == result
    assert texts(ax, color=REFERENCE) == [str(length) for length in result]
    assert ax.get_title(loc="left") == "(2, 3) @ (3, 4) @ (4, 5) gives (2, 5)"


def test_chain_links_each_inner_length_with_the_next():
    """Two products have two pairs of lengths that must be equal."""
    ax = draw_shape_chain((2, 3), (3, 4), (4, 5))

    assert len([t for t in ax.texts if getattr(t, "arrow_patch", None)]) == 2
    assert texts(ax).count("@") == 2
    assert texts(ax).count("=") == 1


def test_bars_are_as_long_as_the_times():
    """The last way is the model's; each bar says its time in words, too."""
    ax = draw_times({"a": timing(2.9e-2), "b": timing(1.31e-4), "c": timing(1e-6)})

    assert [bar.get_width() for bar in ax.patches] == [2.9e-2, 1.31e-4, 1e-6]
    colors = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [DATA, DATA, MODEL.lower()]
    assert texts(ax) == ["29 ms", "131 µs", "1 µs"]
    assert ax.get_xscale() == "log"


def test_title_compares_with_the_last():
    """A ratio has the two digits that can be trusted."""
    ax = draw_times({"a": timing(2.941e-2), "b": timing(1.31e-4), "c": timing(1e-6)})

    assert ax.get_title(loc="left") == "29,000 or 130 times as long as c"
