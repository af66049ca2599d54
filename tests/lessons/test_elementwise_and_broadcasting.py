"""The drawings of two shapes that meet and of lines, and the limit on calls."""

import pytest
import torch
from figures import texts, title

from tutorial_utils.checking import Calls
from tutorial_utils.lessons import elementwise_and_broadcasting as lesson
from tutorial_utils.lessons.elementwise_and_broadcasting import (
    draw_broadcast,
    draw_fits,
)
from tutorial_utils.plotting import DATA, MODEL

COLUMN = torch.tensor([[10], [20], [30]])
ROW = torch.tensor([1, 2, 3, 4])


def test_grids_show_what_torch_adds():
    """Each operand is seen as broadcast, the third is the sum, each has a shape."""
    ax = draw_broadcast(COLUMN, ROW)
    operands = torch.broadcast_tensors(COLUMN, ROW)
    numbers = [int(text) for text in texts(ax) if text.isdigit()]

    grids = torch.tensor(numbers).reshape(3, 3, 4)
    assert torch.equal(grids, torch.stack([*operands, COLUMN + ROW]))
    assert title(ax) == "(3, 1) and (4,) meet as (3, 4)"
    assert [x for x in texts(ax) if "(" in x] == ["(3, 1)", "(4,)", "(3, 4)"]


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
    frames = [x for x in draw_broadcast(a, b).patches if x.get_linewidth() > 0]
    firm = torch.tensor([x.get_linestyle() in ("-", "solid") for x in frames])

    found = firm.reshape(3, *total.shape).sum((1, 2))
    assert found.tolist() == [x.numel() for x in (a, b, total)]


def test_fits_are_drawn_over_their_points():
    """The points are grey; only the right line is solid; the title compares."""
    X = torch.linspace(-1, 1, 5)[:, None]
    ax = draw_fits(X, 3 * X + 1, {"wrong": (-0.04, 1.0), "right": (3.0, 1.0)})
    points, wrong, right = ax.lines

    assert (points.get_color(), right.get_color()) == (DATA, MODEL)
    assert (wrong.get_linestyle(), right.get_linestyle()) == ("--", "-")
    assert right.get_ydata().tolist() == [-2.0, 4.0]
    assert title(ax) == "Slope 0.0 instead of 3.0"
    assert texts(ax) == ["wrong", "right"]


def test_a_loop_is_noticed_on_the_smallest_case():
    """The limit on calls lies between a long formula and the shortest loop."""
    A, B = torch.rand(3, 2), torch.rand(4, 2)
    with Calls() as formula:
        a, b = A.pow(2).sum(1, keepdim=True), B.pow(2).sum(1)
        ((a + b) - 2 * (A @ B.T)).clamp(min=0).sqrt()
    sizes = [len(case.inputs[0]) for case in lesson._points()]

    assert len(formula.names) <= lesson.MOST_CALLS < 2 * min(sizes)
