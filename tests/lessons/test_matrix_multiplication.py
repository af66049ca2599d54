"""The drawings of a product's numbers, shapes and times, and the limits on calls."""

import pytest
import torch
from figures import arrows, texts, title
from made_up import make_timing
from matplotlib.colors import to_hex

from tutorial_utils.lessons import matrix_multiplication as lesson
from tutorial_utils.plotting import DATA, MODEL, REFERENCE


@pytest.mark.parametrize(("row", "column"), [(0, 0), (1, 3)])
def test_bold_numbers_make_the_product(row, column):
    """A row, a column and what they make, which torch's product confirms."""
    generator = torch.Generator().manual_seed(0)
    A = torch.randint(9, (2, 3), generator=generator).float()
    B = torch.randint(9, (3, 4), generator=generator).float()
    ax = lesson.draw_row_times_column(A, B, row=row, column=column)

    bold = torch.tensor([float(text) for text in texts(ax, weight="bold")])
    expected = [A[row], B[:, column], (A @ B)[row, column, None]]
    assert torch.equal(bold, torch.cat(expected))
    assert eval(title(ax).replace("·", "*").replace("=", "=="))
    assert {f"row {row}", f"column {column}", f"[{row}, {column}]"} <= set(texts(ax))


@pytest.mark.parametrize("kind", [tuple, torch.Size])
def test_chain_ends_in_the_shape_that_torch_gives(kind):
    """The green box is the product's; each inner length is linked with the next."""
    shapes = [kind(shape) for shape in [(2, 3), (3, 4), (4, 5)]]
    ax = lesson.draw_shape_chain(*shapes)
    result = torch.linalg.multi_dot([torch.ones(shape) for shape in shapes]).shape

    (box,) = [p for p in ax.patches if to_hex(p.get_edgecolor()) == REFERENCE.lower()]
    assert (box.get_height(), box.get_width()) == result
    assert texts(ax, color=REFERENCE) == [str(length) for length in result]
    assert title(ax) == "(2, 3) @ (3, 4) @ (4, 5) gives (2, 5)"
    assert len(arrows(ax)) == 2
    assert (texts(ax).count("@"), texts(ax).count("=")) == (2, 1)


def test_bars_are_as_long_as_the_times():
    """The last way is the model's; a ratio has the two digits that can be trusted."""
    seconds = {"a": 2.941e-2, "b": 1.31e-4, "c": 1e-6}
    ax = lesson.draw_times({name: make_timing(time) for name, time in seconds.items()})

    assert [bar.get_width() for bar in ax.patches] == list(seconds.values())
    colors = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [DATA, DATA, MODEL.lower()]
    assert texts(ax) == ["29.4 ms", "131 µs", "1 µs"]
    assert ax.get_xscale() == "log"
    assert title(ax) == "29,000 or 130 times as long as c"
