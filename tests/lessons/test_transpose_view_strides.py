"""The drawing of a tensor's walk through its storage, and the truth of the hints."""

import pytest
import torch
from figures import arrows, texts, title

from tutorial_utils.lessons import transpose_view_strides as lesson

T = torch.arange(6).view(2, 3)
"""Its elements are the numbers of their cells."""


@pytest.mark.parametrize("dim", [0, 1])
@pytest.mark.parametrize("view", ["t", "t.T", "t[:, 1:]", "t[1:]"])
def test_hops_visit_the_elements_of_a_line(view, dim):
    """On the tape lie the elements that indexing finds along the dimension."""
    tensor = eval(view, {"t": T})
    cells = [cell for hop in lesson.list_hops(tensor, dim) for cell in hop]
    line = tensor.select(1 - dim, 0).tolist()

    assert sorted(set(cells)) == (line if len(line) > 1 else [])
    assert lesson.list_hops(torch.ones(3).expand(3, 3), 0) == [(0, 0), (0, 0)]


def test_each_hop_is_an_arrow_between_its_cells():
    """Above the tape dimension 0, below it dimension 1."""
    drawn = [
        (a.xyann[0] - 0.5, a.xy[0] - 0.5, a.xy[1] > -0.8)
        for a in arrows(lesson.draw_strides({"t": T}))
    ]

    assert drawn == [(0, 3, True), (0, 1, False), (1, 2, False)]


def test_header_and_tape_are_written():
    """Shape and strides stand above the numbers; the title counts the storages."""
    written = texts(lesson.draw_strides({"t.T": T.T}))

    assert written[:8] == ["t.T", "shape (3, 2)   stride (1, 3)", *"012345"]
    assert {"dim 0: +1", "dim 1: +3"} <= set(written)
    ax = lesson.draw_strides({"t": T, "t.T": T.T, "copy": T.clone()})
    assert title(ax) == "3 headers, 2 storages"


@pytest.mark.parametrize("hint", lesson.JUDGEMENTS)
def test_each_hint_tells_the_truth(hint):
    """What the hint calls a copy does not hear of what is written into t."""
    t = T.clone()
    result = eval(hint.partition("is")[0], {"t": t})
    t.fill_(-1)

    assert (" is a copy" in hint) is bool((result >= 0).all())
