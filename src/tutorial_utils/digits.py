"""Figures of a model that learns to read handwritten digits.

Green is what should come out, blue what the model does.
"""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import MODEL, REFERENCE, label_line, new_axes, use_style

KEPT = "zero_grad() in the loops"
ACROSS = 5
"""How many pictures stand in a row."""


def draw_digits(images: Tensor, names: Sequence[str], *, title: str) -> list[Axes]:
    """Draw pictures of digits in rows of five, each below its name.

    Parameters
    ----------
    images
        Grey levels of shape ``(B, H, W)``, where 0 is paper; one at least.
    names
        What stands above each picture.
    title
        What the pictures have in common.

    Returns
    -------
    list of Axes
        The pictures of a new figure, row by row.
    """
    use_style()
    rows = -(-len(images) // ACROSS)
    size = (plt.rcParams["figure.figsize"][0], 0.4 + 1.2 * rows)
    figure, panels = plt.subplots(rows, ACROSS, figsize=size, squeeze=False)
    figure.suptitle(title, x=0.02, ha="left", fontsize="medium")
    for ax in panels.flat:
        ax.set_axis_off()
    axes = [*panels.flat][: len(images)]
    for ax, image, name in zip(axes, images, names, strict=True):
        ax.imshow(image.numpy(), cmap="gray_r")
        ax.set_title(name, loc="center")
    return axes


def draw_progress(losses: Sequence[float], accuracies: Sequence[float]) -> list[Axes]:
    """Draw the loss and the accuracy after each epoch, one below the other.

    Parameters
    ----------
    losses
        On the samples that the model learns from.
    accuracies
        Shares of held-out samples that are right, from 0 to 1.

    Returns
    -------
    list of Axes
        The two panels of a new figure.
    """
    use_style()
    size = (plt.rcParams["figure.figsize"][0], 4.4)
    _, axes = plt.subplots(2, figsize=size, sharex=True)
    epochs = range(1, len(losses) + 1)
    percent = [100 * share for share in accuracies]
    for ax, values in zip(axes, (losses, percent), strict=True):
        ax.plot(epochs, values, color=MODEL)
    axes[0].set_title(f"Loss from {losses[0]:.2f} to {losses[-1]:.2f}")
    axes[0].set(ylabel="loss", ylim=(0, None))
    axes[1].set_title(f"{percent[-1]:.0f} % of the held-out digits are right")
    axes[1].set(xlabel="epoch", ylabel="accuracy (%)", ylim=(0, 104))
    return list(axes)


def draw_accuracies(
    right: Sequence[float], moved: Mapping[str, Sequence[float]]
) -> Axes:
    """Draw the accuracy after each epoch of the right loop and of one changed line.

    Parameters
    ----------
    right
        Shares of held-out samples that are right, from 0 to 1.
    moved
        The same of another loop, under its name.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ((name, others),) = moved.items()
    ax = new_axes()
    epochs = range(1, len(right) + 1)
    good, bad = ([100 * share for share in shares] for shares in (right, others))
    ax.plot(epochs, good, color=REFERENCE)
    ax.plot(epochs, bad, color=MODEL, ls="--")
    last, middle = len(right), len(right) // 2
    label_line(ax, last, good[-1], KEPT, REFERENCE, offset=(-4, -8))
    label_line(ax, middle, bad[middle - 1], name, MODEL, offset=(4, 12))
    ax.set_title(
        f"Epoch 1: {good[0]:.0f} % and {bad[0]:.0f} %; "
        f"epoch {last}: {good[-1]:.0f} % and {bad[-1]:.0f} %"
    )
    ax.set(xlabel="epoch", ylabel="accuracy (%)", ylim=(0, 104))
    return ax
