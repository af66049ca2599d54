"""The drawings of tensors as what their shapes say."""

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.colors import to_rgba

from tutorial_utils.lessons.from_0d_to_nd import CHANNELS, draw_batch, draw_dimensions


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def texts(ax):
    """Return the words of a drawing, from the first drawn to the last."""
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (2, 3, 4), (1, 1, 1)])
def test_each_number_has_a_cell(shape):
    """As many cells are drawn as the tensor holds numbers."""
    ax = draw_dimensions([torch.zeros(shape)])

    assert len(ax.patches) == torch.zeros(shape).numel()
    assert {f"{len(shape)}-d", str(shape)} <= set(texts(ax))


def test_the_front_plane_shows_its_numbers():
    """They are the tensor's own, row by row."""
    ax = draw_dimensions([torch.arange(8).reshape(2, 2, 2)])

    assert texts(ax)[:4] == ["0", "1", "2", "3"]


def test_the_title_counts_dimensions_and_numbers():
    """The finding comes from the data."""
    ax = draw_dimensions([torch.tensor(3.14), torch.ones(2, 3)])

    assert ax.get_title(loc="left") == "0, 2 dimensions: 1, 6 numbers"


def test_tensors_do_not_overlap():
    """Each drawing begins to the right of where the one before it ends."""
    ax = draw_dimensions([torch.ones(2, 2, 2), torch.tensor(1.0)])
    *cube, point = sorted(patch.get_x() for patch in ax.patches)

    assert point >= max(cube) + 1


def test_a_plane_is_filled_as_strongly_as_its_mean():
    """0 shows the plane below, 1 hides it, half is between them."""
    batch = torch.zeros(1, 3, 2, 2)
    batch[0, 0] = 1
    batch[0, 1, 0] = 1
    fillings = draw_batch(batch).patches[1::2]
    expected = [(CHANNELS["B"], 0.0), (CHANNELS["G"], 0.5), (CHANNELS["R"], 1.0)]

    assert [patch.get_facecolor() for patch in fillings] == [
        to_rgba(*channel) for channel in expected
    ]


def test_a_batch_is_drawn_with_its_four_lengths():
    """Each picture is named and each length stands once."""
    ax = draw_batch(torch.rand(2, 3, 5, 7))

    assert len(ax.patches) == 2 * 2 * 3  # pictures, planes, each with its filling
    assert {"batch[0]", "batch[1]", "N 2", "C 3", "H\n5", "W 7"} <= set(texts(ax))


def test_the_title_of_a_batch_counts_its_planes():
    """One plane of six is full, four are empty, one is neither."""
    batch = torch.zeros(2, 3, 5, 7)
    batch[0, 1] = 1
    batch[1, 2, 0] = 1
    title = draw_batch(batch).get_title(loc="left")

    assert title == "(2, 3, 5, 7): 1 planes full, 4 empty"
