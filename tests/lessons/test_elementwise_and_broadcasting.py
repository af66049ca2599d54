"""The drawings of two shapes that meet and of lines, and the limit on calls."""

import pytest
import torch
from figures import texts, title

from tutorial_utils.lessons import elementwise_and_broadcasting as lesson
from tutorial_utils.plotting import DATA, MODEL

COLUMN = torch.tensor([[10], [20], [30]])
ROW = torch.tensor([1, 2, 3, 4])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COLUMN, ROW),
        (ROW, COLUMN),
        (torch.ones(2, 3), torch.ones(2, 1)),
        (torch.ones(2, 2), torch.ones(2, 2)),
    ],
)
def test_grids_show_what_torch_adds(a, b):
    """Each operand is seen as broadcast, the third is the sum, each has a shape.

    What is repeated has a dotted frame; the result is stored whole.
    """
    ax, total = lesson.draw_broadcast(a, b), a + b
    grids = torch.stack([*torch.broadcast_tensors(a, b), total])
    shapes = [str(tuple(x.shape)) for x in (a, b, total)]
    firm = torch.tensor([x.get_linestyle() in ("-", "solid") for x in ax.patches])

    numbers = [float(text) for text in texts(ax) if text.isdigit()]
    assert torch.equal(torch.tensor(numbers).reshape(grids.shape), grids.float())
    assert title(ax) == "{} and {} meet as {}".format(*shapes)
    assert [x for x in texts(ax) if "(" in x] == shapes
    stored = firm.reshape(grids.shape).sum((1, 2)).tolist()
    assert stored == [x.numel() for x in (a, b, total)]


def test_fits_are_drawn_over_their_points():
    """The points are grey; only the right line is solid; the title compares."""
    X = torch.linspace(-1, 1, 5)[:, None]
    ax = lesson.draw_fits(X, 3 * X + 1, {"wrong": (-0.04, 1.0), "right": (3.0, 1.0)})
    points, wrong, right = ax.lines

    assert (points.get_color(), right.get_color()) == (DATA, MODEL)
    assert (wrong.get_linestyle(), right.get_linestyle()) == ("--", "-")
    assert right.get_ydata().tolist() == [-2.0, 4.0]
    assert title(ax) == "Slope 0.0 instead of 3.0"
    assert texts(ax) == ["wrong", "right"]
