"""How far apart the numbers of a data type lie, and the cases of its checker."""

import math

import numpy as np
import pytest
import torch
from figures import texts, title

from tutorial_utils.lessons import creating_and_dtypes as lesson

DTYPES = [torch.float32, torch.bfloat16, torch.float16]


@pytest.mark.parametrize("dtype", DTYPES)
def test_spacing_at_one_is_the_machine_epsilon(dtype):
    """torch.finfo calls it eps; after the largest number comes infinity."""
    values = torch.tensor([1.0, torch.finfo(dtype).max], dtype=dtype)

    assert lesson.find_spacing(values).tolist() == [torch.finfo(dtype).eps, math.inf]
    x = torch.logspace(-5, 9, 50)
    np.testing.assert_array_equal(lesson.find_spacing(x), np.spacing(x.numpy()))


def test_each_type_is_drawn_as_far_as_it_reaches():
    """Float16 ends at its largest number; the spacing of the first is read off."""
    ax = lesson.draw_spacing(DTYPES, at=1e8)
    *lines, point = ax.lines[:4]
    ends = [line.get_xdata()[-1] for line in lines]

    assert ends[0] == ends[1] == pytest.approx(1e9)
    assert ends[2] < torch.finfo(torch.float16).max
    assert {"float32", "bfloat16", "float16", "8"} <= set(texts(ax))
    assert len({line.get_linestyle() for line in lines}) == 3
    assert (*point.get_xdata(), *point.get_ydata()) == (1e8, 8)
    assert title(ax) == "At 100,000,000 float32 moves in steps of 8"


def test_the_lines_as_they_stand_are_wrong_on_every_case():
    """Each case shows the mistake, so that one repaired by luck does not pass."""
    for case in lesson._blends():
        assert not torch.equal(sum(case.inputs) // 2, case.expected)
    for case in lesson._counts():
        assert case.inputs[0].double().item() == case.expected.item() - 1
        assert (case.inputs[0] + 1).item() == case.inputs[0].item()
    for case in lesson._averages():
        assert case.expected.item() % 1
