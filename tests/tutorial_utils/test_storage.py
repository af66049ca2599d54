"""The drawing of names and the memory that they look at."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from tutorial_utils.lessons.one_memory_two_names import draw_storage
from tutorial_utils.plotting import DATA, MODEL


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def texts(ax):
    """Return the words of a drawing, from the first drawn to the last."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def arrows(ax):
    """Return where the arrows end: the cell's number, counted from 0."""
    return [int(a.xy[0]) for a in ax.texts if getattr(a, "arrow_patch", None)]


def test_names_that_share_point_into_one_row():
    """An array and its tensor have two headers over one row of cells."""
    array = np.array([[100, 2], [3, 4]])
    ax = draw_storage({"array": array, "tensor": torch.from_numpy(array)})

    assert ax.get_title(loc="left") == "2 names, 1 storage"
    assert texts(ax)[:4] == ["100", "2", "3", "4"]
    assert len(ax.patches) == 4
    assert arrows(ax) == [0, 0]


def test_names_that_do_not_share_have_a_row_each():
    """A copy has cells of its own."""
    array = np.array([1.0, 2.0, 3.0])
    ax = draw_storage({"array": array, "copy": torch.tensor(array)})

    assert ax.get_title(loc="left") == "2 names, 2 storages"
    assert len(ax.patches) == 6


def test_a_slice_points_to_its_first_element():
    """The arrow goes where the address does."""
    tensor = torch.arange(5.0)
    ax = draw_storage({"tensor": tensor, "slice": tensor[2:]})

    assert len(ax.patches) == 5
    assert arrows(ax) == [0, 2]


def test_cells_stand_in_the_order_of_the_addresses():
    """A transpose reads the same cells in another order; the memory is drawn once."""
    tensor = torch.tensor([[1, 2, 3], [4, 5, 6]])
    ax = draw_storage({"transpose": tensor.T, "tensor": tensor})

    assert texts(ax)[:6] == ["1", "2", "3", "4", "5", "6"]


def test_headers_tell_shape_and_data_type():
    """Each name stands with what its header holds, in the colour of its kind."""
    array = np.ones((2, 1))
    ax = draw_storage({"array": array, "tensor": torch.from_numpy(array)})
    colours = {text.get_text(): text.get_color() for text in ax.texts}

    assert "(2, 1) float64" in texts(ax)
    assert (colours["array"], colours["tensor"]) == (DATA, MODEL)


def test_the_changed_cell_alone_is_filled():
    """What changed is seen without its colour too: it is filled and bold."""
    ax = draw_storage({"array": np.array([1, 2, 3])}, changed=1)
    filled = [patch.get_facecolor()[3] > 0 for patch in ax.patches]

    assert filled == [False, True, False]
    assert [text.get_weight() for text in ax.texts[:3]] == ["normal", "bold", "normal"]
