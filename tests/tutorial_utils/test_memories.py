"""The drawing of devices: a box each, a row for each tensor, an arrow for a copy."""

import matplotlib.pyplot as plt
import pytest
import torch

from tutorial_utils.lessons.devices import draw_memories


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def words(ax):
    """Return the texts of a drawing, the empty cells left out."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def arrows(ax):
    """Return the arrows of a drawing."""
    return [text for text in ax.texts if getattr(text, "arrow_patch", None)]


def test_each_device_has_a_box_with_its_tensors():
    """A copy stands in the box of its own device, and an arrow leads to it."""
    x = torch.tensor([1.0, 2.0])
    ax = draw_memories({"x": x, "y": x.to("meta")})

    assert ax.get_title(loc="left") == "x, y: 2 tensors on cpu and meta"
    assert words(ax) == ["cpu", "x", "1.00", "2.00", "meta", "y", "copy"]
    assert len(arrows(ax)) == 1


def test_tensors_on_meta_have_cells_without_numbers():
    """A dotted cell is one that no memory belongs to."""
    x = torch.tensor([1.0, 2.0])
    ax = draw_memories({"x": x, "y": x.to("meta")})
    lines = [patch.get_linestyle() for patch in ax.patches if patch.get_width() == 1]

    assert lines == ["-", "-", ":", ":"]


def test_names_of_one_tensor_share_its_cells():
    """What to() hands back unchanged is no second tensor; an equal one is."""
    x = torch.tensor([1.0, 2.0])
    same = draw_memories({"x": x, "same": x.to("cpu")})
    equal = draw_memories({"x": x, "equal": x.clone()})

    assert same.get_title(loc="left") == "x, same: 1 tensor on cpu"
    assert words(same) == ["cpu", "x, same", "1.00", "2.00"]
    assert equal.get_title(loc="left") == "x, equal: 2 tensors on cpu"
    assert arrows(same) == arrows(equal) == []


def test_boxes_do_not_overlap_and_hold_their_rows():
    """The second box begins below the first, however many tensors that has."""
    x = torch.tensor([1.0, 2.0])
    ax = draw_memories({"x": x, "z": x + 1, "y": x.to("meta")})
    first, second = (patch for patch in ax.patches if patch.get_width() > 1)
    cells = [patch for patch in ax.patches if patch.get_width() == 1]

    assert first.get_y() + first.get_height() < second.get_y()
    for box, inside in [(first, cells[:4]), (second, cells[4:])]:
        low, high = box.get_y(), box.get_y() + box.get_height()
        assert all(low < cell.get_y() < high - 1 for cell in inside)
