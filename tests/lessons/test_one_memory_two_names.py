"""The drawing of names and the memory that they look at, and the pairs to judge."""

import numpy as np
import torch
from figures import arrows, texts, title

from tutorial_utils.lessons.one_memory_two_names import draw_storage
from tutorial_utils.plotting import DATA, MODEL


def ends(ax):
    """Return where the arrows end: the cell's number, counted from 0."""
    return [int(arrow.xy[0]) for arrow in arrows(ax)]


def test_names_that_share_point_into_one_row():
    """An array and its tensor have two headers over one row of cells."""
    array = np.array([[100.0], [2.0]])
    ax = draw_storage({"array": array, "tensor": torch.from_numpy(array)})
    colours = {text.get_text(): text.get_color() for text in ax.texts}

    assert title(ax) == "2 names, 1 storage"
    assert texts(ax)[:2] == ["100", "2"]
    assert "(2, 1) float64" in texts(ax)
    assert (colours["array"], colours["tensor"]) == (DATA, MODEL)
    assert (len(ax.patches), ends(ax)) == (2, [0, 0])


def test_a_slice_points_to_its_first_element():
    """The arrow goes where the address does; a copy has cells of its own."""
    tensor = torch.arange(5.0)
    ax = draw_storage({"tensor": tensor, "slice": tensor[2:], "copy": tensor.clone()})

    assert title(ax) == "3 names, 2 storages"
    assert (len(ax.patches), ends(ax)) == (10, [0, 2, 0])


def test_cells_stand_in_the_order_of_the_addresses():
    """A transpose reads the same cells in another order; the memory is drawn once."""
    tensor = torch.tensor([[1, 2, 3], [4, 5, 6]])
    ax = draw_storage({"transpose": tensor.T, "tensor": tensor})

    assert texts(ax)[:6] == ["1", "2", "3", "4", "5", "6"]


def test_the_changed_cell_alone_is_filled():
    """What changed is seen without its colour too: it is filled and bold."""
    ax = draw_storage({"array": np.array([1, 2, 3])}, changed=1)
    filled = [patch.get_facecolor()[3] > 0 for patch in ax.patches]

    assert filled == [False, True, False]
    assert [text.get_weight() for text in ax.texts[:3]] == ["normal", "bold", "normal"]
