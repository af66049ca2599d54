"""The drawings of two shapes that meet and of the lines that were fitted."""

import matplotlib.pyplot as plt
import pytest
import torch

from tutorial_utils.lessons.elementwise_and_broadcasting import (
    draw_broadcast,
    draw_fits,
)
from tutorial_utils.plotting import DATA, MODEL

COLUMN = torch.tensor([[10], [20], [30]])
ROW = torch.tensor([1, 2, 3, 4])


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def cells(ax):
    """Return the numbers in the grids, from the first grid to the last."""
    texts = [text.get_text() for text in ax.texts]
    return [int(text) for text in texts if text.isdigit()]


def stored(ax):
    """Tell for each cell whether its frame is firm, grid after grid."""
    frames = [patch for patch in ax.patches if patch.get_linewidth() > 0]
    return [patch.get_linestyle() in ("-", "solid") for patch in frames]


def test_grids_show_what_torch_adds():
    """Each operand is seen as broadcast, and the third grid is the sum."""
    ax = draw_broadcast(COLUMN, ROW)
    operands = torch.broadcast_tensors(COLUMN, ROW)

    grids = torch.tensor(cells(ax)).reshape(3, 3, 4)
    assert torch.equal(grids, torch.stack([*operands, COLUMN + ROW]))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COLUMN, ROW),
        (ROW, COLUMN),
        (torch.ones(2, 3), torch.ones(2, 1)),
        (torch.ones(2, 2), torch.ones(2, 2)),
    ],
)
def test_as_many_frames_are_firm_as_numbers_are_stored(a, b):
    """What is repeated has a dotted frame; the result is stored whole."""
    total = a + b
    firm = torch.tensor(stored(draw_broadcast(a, b))).reshape(3, *total.shape)

    assert firm.sum((1, 2)).tolist() == [x.numel() for x in (a, b, total)]


def test_shapes_stand_in_the_title_and_below_the_grids():
    """The words come from the tensors."""
    ax = draw_broadcast(COLUMN, ROW)

    assert ax.get_title(loc="left") == "(3, 1) and (4,) meet as (3, 4)"
    assert [t.get_text() for t in ax.texts if "(" in t.get_text()] == [
        "(3, 1)",
        "(4,)",
        "(3, 4)",
    ]


def test_fits_are_drawn_over_their_points():
    """The points are grey; only the right line is solid; the title compares."""
    X = torch.linspace(-1, 1, 5)[:, None]
    ax = draw_fits(X, 3 * X + 1, {"wrong": (-0.04, 1.0), "right": (3.0, 1.0)})
    points, wrong, right = ax.lines

    assert (points.get_color(), right.get_color()) == (DATA, MODEL)
    assert (wrong.get_linestyle(), right.get_linestyle()) == ("--", "-")
    assert right.get_ydata().tolist() == [-2.0, 4.0]
    assert ax.get_title(loc="left") == "Slope 0.0 instead of 3.0"
    assert [text.get_text() for text in ax.texts] == ["wrong", "right"]
