"""Tensors drawn as what their shapes say, and the shapes that readers get."""

import pytest
import torch
from figures import texts, title
from matplotlib.colors import to_rgba

from tutorial_utils.lessons import from_0d_to_nd as lesson


@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (2, 3, 4), (1, 1, 1)])
def test_each_number_has_a_cell(shape):
    """As many cells are drawn as the tensor holds numbers."""
    ax = lesson.draw_dimensions([torch.zeros(shape)])

    assert len(ax.patches) == torch.zeros(shape).numel()
    assert {f"{len(shape)}-d", str(shape)} <= set(texts(ax))


def test_tensors_stand_side_by_side():
    """The title counts, each has its place, and the front plane shows its numbers."""
    ax = lesson.draw_dimensions([torch.arange(8).reshape(2, 2, 2), torch.tensor(1.0)])
    *cube, point = sorted(patch.get_x() for patch in ax.patches)

    assert title(ax) == "3, 0 dimensions: 8, 1 numbers"
    assert texts(ax)[:4] == ["0", "1", "2", "3"]
    assert point >= max(cube) + 1


def test_a_batch_is_drawn_with_its_four_lengths():
    """A plane is filled as strongly as its mean: 0 shows the plane below, 1 hides it.

    One plane of six is full, four are empty, one is neither.
    """
    batch = torch.zeros(2, 3, 4, 7)
    batch[0, 1] = 1
    batch[1, 2, :2] = 1
    ax = lesson.draw_batch(batch)

    assert title(ax) == "(2, 3, 4, 7): 1 planes full, 4 empty"
    assert {"batch[0]", "batch[1]", "N 2", "C 3", "H\n4", "W 7"} <= set(texts(ax))
    fillings = [patch.get_facecolor() for patch in ax.patches[1::2]]  # B, G, R
    assert fillings == [
        to_rgba(lesson.CHANNELS[name], strength)
        for name, strength in zip("BGRBGR", [0, 1, 0, 0.5, 0, 0], strict=True)
    ]
