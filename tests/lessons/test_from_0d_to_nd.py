"""Tensors drawn as what their shapes say, and the shapes that readers get."""

import pytest
import torch
from figures import texts, title
from matplotlib.colors import to_rgba

from tutorial_utils.lessons import from_0d_to_nd as lesson
from tutorial_utils.lessons.from_0d_to_nd import (
    CHANNELS,
    OnlyShape,
    draw_batch,
    draw_dimensions,
)


@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (2, 3, 4), (1, 1, 1)])
def test_each_number_has_a_cell(shape):
    """As many cells are drawn as the tensor holds numbers."""
    ax = draw_dimensions([torch.zeros(shape)])

    assert len(ax.patches) == torch.zeros(shape).numel()
    assert {f"{len(shape)}-d", str(shape)} <= set(texts(ax))


def test_tensors_stand_side_by_side():
    """The title counts, each has its place, and the front plane shows its numbers."""
    ax = draw_dimensions([torch.arange(8).reshape(2, 2, 2), torch.tensor(1.0)])
    *cube, point = sorted(patch.get_x() for patch in ax.patches)

    assert title(ax) == "3, 0 dimensions: 8, 1 numbers"
    assert texts(ax)[:4] == ["0", "1", "2", "3"]
    assert point >= max(cube) + 1


def test_a_plane_is_filled_as_strongly_as_its_mean():
    """0 shows the plane below, 1 hides it, half is between them."""
    batch = torch.zeros(1, 3, 2, 2)
    batch[0, 0] = 1
    batch[0, 1, 0] = 1
    fillings = [patch.get_facecolor() for patch in draw_batch(batch).patches[1::2]]
    strengths = {"B": 0.0, "G": 0.5, "R": 1.0}

    assert fillings == [to_rgba(CHANNELS[name], x) for name, x in strengths.items()]


def test_a_batch_is_drawn_with_its_four_lengths():
    """One plane of six is full, four are empty, one is neither."""
    batch = torch.zeros(2, 3, 5, 7)
    batch[0, 1] = 1
    batch[1, 2, 0] = 1
    ax = draw_batch(batch)

    assert title(ax) == "(2, 3, 5, 7): 1 planes full, 4 empty"
    assert len(ax.patches) == 2 * 2 * 3  # pictures, planes, each with its filling
    assert {"batch[0]", "batch[1]", "N 2", "C 3", "H\n5", "W 7"} <= set(texts(ax))


def test_the_shapes_contain_a_scalar_and_an_empty_one():
    """What is easily forgotten is asked for, and most shapes are drawn at random."""
    shapes = [tuple(case.inputs[0].shape) for case in lesson._cases()]

    assert {(), (0, 3)} <= set(shapes)
    assert len(set(shapes)) == len(shapes) == 8


def test_what_is_handed_in_has_the_length_of_a_tensor():
    """Len() of it is what len() of a tensor of this shape would be."""
    assert len(OnlyShape(4, 2)) == 4
    with pytest.raises(TypeError, match="0-d"):
        len(OnlyShape())
