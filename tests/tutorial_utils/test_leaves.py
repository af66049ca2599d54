"""The table of who keeps a gradient."""

import torch
from figures import title

from tutorial_utils.leaves import draw_leaves
from tutorial_utils.plotting import GRADIENT


def test_each_tensor_has_a_row_with_what_torch_says():
    """The answers are the tensor's own; who has a gradient is counted in the title.

    Colour is not the only cue: what is true is framed, a gradient bold.  The warning of
    a gradient that is not kept would be an error here.
    """
    x = torch.tensor([3.0, 4.0])
    w = torch.ones(2, requires_grad=True)
    product = w * x
    loss = product.sum()
    loss.backward()
    ax = draw_leaves({"x": x, "w": w, "product": product, "loss": loss})
    rows = {}
    for text in sorted(ax.texts, key=lambda text: text.get_position()[0]):
        rows.setdefault(text.get_position()[1], []).append(text.get_text())

    assert [rows[y] for y in sorted(rows, reverse=True)] == [
        ["is_leaf", "requires_grad", "retains_grad", "grad"],
        ["x", "True", "False", "False", "None"],
        ["w", "True", "True", "False", "[3.0, 4.0]"],
        ["product", "False", "True", "False", "None"],
        ["loss", "False", "True", "False", "None"],
    ]
    assert title(ax) == "1 of 4 have a gradient: w"
    assert title(draw_leaves({"x": x})) == "0 of 1 have a gradient: none"
    (bold,) = [text for text in ax.texts if text.get_color() == GRADIENT]
    assert (len(ax.patches), bold.get_weight()) == (5, "bold")
