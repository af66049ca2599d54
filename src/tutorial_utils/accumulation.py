"""Figures of gradient accumulation: what recipes get wrong, and what memory it saves.

Green is what should come out; blue is what the model does with another recipe.
"""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from tutorial_utils.plotting import (
    GRADIENT,
    INK,
    MODEL,
    REFERENCE,
    label_line,
    new_axes,
    use_style,
)


def saved_bytes(model: nn.Module, X: Tensor) -> int:
    """Return how many bytes a forward pass keeps for the way back.

    Parameters
    ----------
    model
        Its parameters are left out: they are there whatever the batch size.
    X
        One batch.  What several operations keep together is counted once.
    """
    parameters = {parameter.data_ptr() for parameter in model.parameters()}
    kept: dict[int, int] = {}

    def note(tensor: Tensor) -> Tensor:
        kept[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        output = model(X)  # kept alive, so that no address is given out twice
    assert output is not None
    return sum(size for address, size in kept.items() if address not in parameters)


def draw_losses(
    runs: Mapping[str, Sequence[Sequence[float]]], *, names: tuple[str, str]
) -> list[Axes]:
    """Draw the losses of two recipes after each step, one panel an optimizer.

    Parameters
    ----------
    runs
        Under the optimizer's name, the losses of the right recipe and of the other.
    names
        What the two recipes are called.

    Returns
    -------
    list of Axes
        The panels of a new figure, from top to bottom.
    """
    use_style()
    size = (plt.rcParams["figure.figsize"][0], 2.2 * len(runs))
    _, panels = plt.subplots(len(runs), figsize=size, sharex=True, squeeze=False)
    axes: list[Axes] = list(panels[:, 0])
    for ax, (optimizer, (right, other)) in zip(axes, runs.items(), strict=True):
        steps = range(1, len(right) + 1)
        ax.plot(steps, right, color=REFERENCE, lw=5, alpha=0.5)
        ax.plot(steps, other, color=MODEL, ls="--")
        ax.set(yscale="log", ylabel="loss")
        ax.set_title(f"{optimizer}: loss {right[-1]:.2g} or {other[-1]:.2g}")
    right, other = next(iter(runs.values()))
    _name_lines(axes[0], right, other, names)
    axes[-1].set_xlabel("step")
    return axes


def _name_lines(
    ax: Axes, right: Sequence[float], other: Sequence[float], names: tuple[str, str]
) -> None:
    """Write the two names where the lines are apart, at the last quarter."""
    place = 3 * len(right) // 4
    label_line(ax, place, right[place - 1], names[0], REFERENCE, offset=(0, 6))
    label_line(ax, place, other[place - 1], names[1], MODEL, offset=(-10, 2))


def draw_saved_bytes(saved: Mapping[int, int]) -> Axes:
    """Draw what is kept for the backward pass, one bar a micro-batch size.

    Parameters
    ----------
    saved
        Bytes by micro-batch size, from the largest size to the smallest.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    sizes, kilobytes = list(saved), [count / 1000 for count in saved.values()]
    places = range(len(sizes))
    ax.bar(places, kilobytes, color=MODEL, width=0.6)
    for place, height in zip(places, kilobytes, strict=True):
        label_line(ax, place, height, f"{height:,.0f}", INK, offset=(0, 3))
    share = kilobytes[0] / kilobytes[-1]
    ax.set_title(f"{sizes[-1]} samples at a time: 1/{share:g} of the bytes")
    ax.set_xticks(places, [str(size) for size in sizes])
    ax.set(xlabel="micro-batch size", ylabel="kept (kB)")
    ax.margins(y=0.12)
    return ax


def draw_errors(errors: Mapping[str, float]) -> Axes:
    """Draw how far the gradient of each recipe is from that of the whole batch.

    Parameters
    ----------
    errors
        Relative errors, all above 0, under the recipe's name; the smallest is the
        right one.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes()
    best = min(errors, key=errors.__getitem__)
    for place, (name, error) in enumerate(errors.items()):
        color = REFERENCE if name == best else GRADIENT
        ax.plot(error, place, "D" if name == best else "o", color=color, ms=8)
        label_line(ax, error, place, f"{error:.2g}", color, offset=(0, 7))
    others = [error for name, error in errors.items() if name != best]
    ax.set_title(f"{best}: {errors[best]:.0e}; the others: {min(others):.2f} or more")
    ax.set_yticks(range(len(errors)), list(errors))
    ax.set(xscale="log", xlabel="relative error of the gradient")
    ax.set_ylim(len(errors) - 0.5, -0.6)
    ax.set_xlim(errors[best] / 30, max(others) * 5)
    return ax
