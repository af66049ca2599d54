"""The graphs of two losses in one picture."""

import matplotlib as mpl
import pytest
import torch
from tutorial_utils.shared_graphs import draw_two_losses

from tutorial_utils.plotting import GRADIENT

PAIRS = {
    "separate": (lambda x: (x**2, x**3), []),
    "a trunk that keeps its input": (lambda x: two(x**2), ["Pow"]),
    "a trunk that keeps its output": (lambda x: two(x.exp()), ["Exp"]),
    "a trunk that keeps nothing": (lambda x: two(x + 1), []),
    "one loss from the other": (lambda x: (x * x, x * x * 1), []),
    "a long trunk": (lambda x: two((x**2).sin() + 1), ["Pow", "Sin"]),
}


def two(h):
    """Return two losses of one trunk."""
    return 3 * h, h**2


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def marked(ax):
    """Return the names in the boxes with an orange frame."""
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    orange = mpl.colors.to_rgba(GRADIENT)
    found = [t for t in boxes if t.get_bbox_patch().get_edgecolor() == orange]
    return sorted(text.get_text() for text in found)


@pytest.mark.parametrize(("losses", "shared"), PAIRS.values(), ids=PAIRS)
def test_what_both_need_and_keep_is_marked(x, losses, shared):
    """A shared operation without saved tensors is as good as none."""
    ax = draw_two_losses(*losses(x), names={"x": x})

    assert marked(ax) == shared


@pytest.mark.parametrize(("losses", "shared"), PAIRS.values(), ids=PAIRS)
def test_a_mark_means_that_the_second_backward_fails(x, losses, shared):
    """The picture says what PyTorch does."""
    loss1, loss2 = losses(x)
    loss1.backward()

    if shared:
        with pytest.raises(RuntimeError, match="a second time"):
            loss2.backward()
    else:
        loss2.backward()


def test_the_title_counts_the_marks(x):
    """Its number comes from the graph."""
    titles = [
        draw_two_losses(*two(h), names={"x": x}).get_title(loc="left")
        for h in (x + 1, x**2, (x**2).sin())
    ]

    assert titles == [
        "No shared operation keeps tensors",
        "1 shared operation keeps tensors",
        "2 shared operations keep tensors",
    ]


def test_both_losses_and_the_leaf_have_their_names(x):
    """The sum that was made to read both graphs is not in the picture."""
    ax = draw_two_losses(*two(x.exp()), names={"x": x})

    words = {text.get_text() for text in ax.texts}
    assert {"x = 2", "keeps result", "Mul", "Pow"} <= words
    assert "Add" not in words
    assert len([word for word in words if word.startswith("loss")]) == 2


def test_drawing_frees_nothing(x):
    """Both losses can still go back."""
    loss1, loss2 = x**2, torch.sin(x)
    draw_two_losses(loss1, loss2, names={"x": x})

    loss1.backward()
    loss2.backward()
