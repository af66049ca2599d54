"""The graphs of two losses in one picture, and the pairs of the exercise."""

import matplotlib as mpl
import pytest
import torch
from exercises import exercise_of
from figures import texts, title

from tutorial_utils.lessons import several_losses as lesson
from tutorial_utils.plotting import GRADIENT

LOSSES = {
    "separate": (lambda x: (x**2, x**3), []),
    "a trunk that keeps its input": (lambda x: two(x**2), ["Pow"]),
    "a trunk that keeps its output": (lambda x: two(x.exp()), ["Exp"]),
    "a trunk that keeps nothing": (lambda x: two(x + 1), []),
    "one loss from the other": (lambda x: (x * x, x * x * 1), []),
    "a long trunk": (lambda x: two((x**2).sin() + 1), ["Pow", "Sin"]),
}
COUNTS = [
    "No shared operation keeps tensors",
    "1 shared operation keeps tensors",
    "2 shared operations keep tensors",
]


def two(h):
    """Return two losses of one trunk."""
    return 3 * h, h**2


@pytest.fixture
def x():
    """Return a leaf."""
    return torch.tensor(2.0, requires_grad=True)


def marked(ax):
    """Return the names in the boxes with an orange frame."""
    boxes = [text for text in ax.texts if text.get_bbox_patch() is not None]
    orange = mpl.colors.to_rgba(GRADIENT)
    found = [t for t in boxes if t.get_bbox_patch().get_edgecolor() == orange]
    return sorted(text.get_text() for text in found)


@pytest.mark.parametrize(("losses", "shared"), LOSSES.values(), ids=LOSSES)
def test_a_mark_means_that_the_second_backward_fails(x, losses, shared):
    """What both need and keep is marked and counted; drawing frees nothing."""
    loss1, loss2 = losses(x)
    ax = lesson.draw_two_losses(loss1, loss2, names={"x": x})

    assert marked(ax) == shared
    assert title(ax) == COUNTS[len(shared)]
    loss1.backward()
    if shared:
        with pytest.raises(RuntimeError, match="a second time"):
            loss2.backward()
    else:
        loss2.backward()


def test_both_losses_and_the_leaf_have_their_names(x):
    """The sum that was made to read both graphs is not in the picture."""
    words = set(texts(lesson.draw_two_losses(*two(x.exp()), names={"x": x})))

    assert {"x = 2", "keeps result", "Mul", "Pow"} <= words
    assert "Add" not in words
    assert len([word for word in words if word.startswith("loss")]) == 2


@pytest.mark.parametrize("pair", lesson.PAIRS)
def test_pairs_of_the_page_fail_where_a_mark_says_so(pair):
    """What the reader sees is run, and running agrees with looking at the graphs."""
    names = {"w": torch.tensor(2.0, requires_grad=True)}
    exec(pair, names)
    drawn = lesson.draw_two_losses(names["loss1"], names["loss2"], names={})

    assert f"# {pair}\n" in exercise_of("several_losses").lesson.read_text("utf-8")
    assert lesson.fails_without(pair) is bool(marked(drawn))
