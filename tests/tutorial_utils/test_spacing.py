"""How far apart the numbers of a data type lie, and its drawing."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from tutorial_utils.lessons.creating_and_dtypes import draw_spacing, find_spacing

DTYPES = [torch.float32, torch.bfloat16, torch.float16]


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_spacing_is_that_of_numpy(dtype):
    """numpy.spacing knows it too."""
    values = torch.logspace(-5, 9, 50, dtype=dtype)

    np.testing.assert_array_equal(find_spacing(values), np.spacing(values.numpy()))


@pytest.mark.parametrize("dtype", DTYPES)
def test_spacing_at_one_is_the_machine_epsilon(dtype):
    """torch.finfo calls it eps."""
    gap = find_spacing(torch.ones((), dtype=dtype))

    assert gap.item() == torch.finfo(dtype).eps


def test_there_is_no_number_after_the_largest():
    """What follows is infinity."""
    largest = torch.tensor(torch.finfo(torch.float16).max, dtype=torch.float16)

    assert find_spacing(largest).isinf()


def test_each_type_is_drawn_as_far_as_it_reaches():
    """Float16 ends at its largest number, the others at the end of the axis."""
    lines = draw_spacing(DTYPES, at=1e8).lines[:3]
    ends = [line.get_xdata()[-1] for line in lines]

    assert ends[0] == ends[1] == pytest.approx(1e9)
    assert ends[2] < torch.finfo(torch.float16).max


def test_the_title_reads_the_spacing_off_the_first_type():
    """The finding comes from the data, and the point stands where it was read."""
    ax = draw_spacing([torch.bfloat16, torch.float16], at=1000.0)
    point = ax.lines[2]

    assert ax.get_title(loc="left") == "At 1,000 bfloat16 moves in steps of 4"
    assert (*point.get_xdata(), *point.get_ydata()) == (1000, 4)


def test_types_are_named_and_told_apart_without_colour():
    """Each line has its name at its end and a style of its own."""
    ax = draw_spacing(DTYPES, at=1e8)
    names = {text.get_text() for text in ax.texts}

    assert {"float32", "bfloat16", "float16", "8"} <= names
    assert len({line.get_linestyle() for line in ax.lines[:3]}) == 3
