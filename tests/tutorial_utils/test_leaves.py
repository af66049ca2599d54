"""The table of who keeps a gradient."""

import warnings

import pytest
import torch
from figures import title

from tutorial_utils.leaves import draw_leaves, read_grad
from tutorial_utils.plotting import GRADIENT


@pytest.fixture
def tensors():
    """Return data, a weight, a product and a loss, after the backward pass."""
    x = torch.tensor([3.0, 4.0])
    w = torch.ones(2, requires_grad=True)
    product = w * x
    loss = product.sum()
    loss.backward()
    return {"x": x, "w": w, "product": product, "loss": loss}


def rows(ax):
    """Return the words of the table, line by line, from the top."""
    lines = {}
    for text in sorted(ax.texts, key=lambda text: text.get_position()[0]):
        lines.setdefault(text.get_position()[1], []).append(text.get_text())
    return [lines[y] for y in sorted(lines, reverse=True)]


def test_each_tensor_has_a_row_with_what_torch_says(tensors):
    """The three answers are the tensor's own attributes."""
    head, *below = rows(draw_leaves(tensors))

    assert head == ["is_leaf", "requires_grad", "retains_grad", "grad"]
    assert below == [
        [
            name,
            *(str(getattr(tensor, question)) for question in head[:-1]),
            "[3.0, 4.0]" if name == "w" else "None",
        ]
        for name, tensor in tensors.items()
    ]


def test_the_title_names_who_has_a_gradient(tensors):
    """The finding is counted, not written down."""
    ax = draw_leaves(tensors)
    none = draw_leaves({"x": tensors["x"]})

    assert title(ax) == "1 of 4 have a gradient: w"
    assert title(none) == "0 of 1 have a gradient: none"


def test_what_is_true_has_a_frame_and_a_gradient_its_colour(tensors):
    """Colour is not the only cue: five answers are framed, one gradient is bold."""
    ax = draw_leaves(tensors)
    (bold,) = [text for text in ax.texts if text.get_color() == GRADIENT]

    assert len(ax.patches) == sum(text.get_text() == "True" for text in ax.texts) == 5
    assert bold.get_weight() == "bold"


def test_reading_a_gradient_warns_nobody(tensors):
    """Drawing must not print what the lesson wants to show itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert read_grad(tensors["product"]) is None
