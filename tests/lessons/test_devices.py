"""The drawing of devices, and the machines that the checker pretends."""

import torch
from figures import arrows, texts, title

from tutorial_utils.lessons.devices import check_placement, draw_memories

X = torch.tensor([1.0, 2.0])


def test_each_device_has_a_box_with_its_tensors():
    """A dotted cell is one that no memory belongs to; an arrow leads to the copy."""
    ax = draw_memories({"x": X, "z": X + 1, "y": X.to("meta")})
    first, second = (patch for patch in ax.patches if patch.get_width() > 1)
    cells = [patch for patch in ax.patches if patch.get_width() == 1]

    assert title(ax) == "x, z, y: 3 tensors on cpu and meta"
    numbers = ["x", "1.00", "2.00", "z", "2.00", "3.00"]
    assert texts(ax) == ["cpu", *numbers, "meta", "y", "copy"]
    assert len(arrows(ax)) == 1
    assert "".join(cell.get_linestyle() for cell in cells) == "----::"
    assert first.get_y() + first.get_height() < second.get_y()
    for box, inside in [(first, cells[:4]), (second, cells[4:])]:
        low, high = box.get_y(), box.get_y() + box.get_height()
        assert all(low < cell.get_y() < high - 1 for cell in inside)


def test_names_of_one_tensor_share_its_cells():
    """What to() hands back unchanged is no second tensor; an equal one is."""
    same = draw_memories({"x": X, "same": X.to("cpu")})
    equal = draw_memories({"x": X, "equal": X.clone()})

    assert title(same) == "x, same: 1 tensor on cpu"
    assert texts(same) == ["cpu", "x, same", "1.00", "2.00"]
    assert title(equal) == "x, equal: 2 tensors on cpu"
    assert arrows(same) == arrows(equal) == []


def test_torch_is_itself_after_a_check(line):
    """The machines are pretended during a call alone, also where it raises."""
    accelerator = torch.accelerator
    asked = accelerator.current_accelerator, accelerator.is_available
    line(check_placement, lambda: 1 / 0, lambda batch, device: batch)

    assert (accelerator.current_accelerator, accelerator.is_available) == asked
    assert torch.cuda.is_available.__module__ == "torch.cuda"
