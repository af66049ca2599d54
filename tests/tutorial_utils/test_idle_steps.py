"""The bars of steps for which no gradient has arrived."""

import matplotlib.pyplot as plt
import pytest
from torch.optim import SGD, Adam
from tutorial_utils.idle_steps import draw_idle_steps

OPTIMIZERS = {"plain": (SGD, {}), "quick": (SGD, {"momentum": 0.5}), "A": (Adam, {})}


@pytest.fixture(autouse=True)
def _no_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def idle_step(make, *, set_to_none, momentum=0.0):
    """Move as far as the momentum is, and not at all on None."""
    return 0.0 if set_to_none else momentum + (make is Adam)


def test_each_optimizer_has_a_bar_for_zeros_and_one_for_none():
    """The bars come from the function, with the options of each optimizer."""
    ax = draw_idle_steps(idle_step, OPTIMIZERS)

    assert [bar.get_width() for bar in ax.patches] == [0, 0, 0.5, 0, 1.0, 0]
    assert [name.get_text() for name in ax.get_yticklabels()] == [*OPTIMIZERS]


def test_each_bar_tells_its_length():
    """A bar of 0 cannot be seen, so it is written."""
    ax = draw_idle_steps(idle_step, OPTIMIZERS)

    assert [text.get_text() for text in ax.texts] == [
        *("zeros: 0", "None: 0"),
        *("zeros: 0.500", "None: 0"),
        *("zeros: 1.000", "None: 0"),
    ]


def test_the_title_counts_who_moves():
    """The finding is a number of optimizers."""
    ax = draw_idle_steps(idle_step, OPTIMIZERS)

    assert ax.get_title(loc="left") == "2 of 3 move on zeros, 0 on None"
