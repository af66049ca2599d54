"""The program of lesson 26, with any of its bugs, and the figure of what they cost."""

from collections.abc import Collection, Mapping

import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from tutorial_utils.plotting import MODEL, REFERENCE, label_line, new_axes

BUGS = ("dtype", "broadcasting", "device", "zero_grad", "accumulation")
"""The five that the lesson plants."""
OFTEN, EARLY = "zero_grad too often", "zero_grad too early"
"""Two wrong ways to repair the fourth."""


def make_greys(generator: torch.Generator, *, n: int = 160) -> tuple[Tensor, Tensor]:
    """Draw pairs of grey levels, and a label for each that is linear in them.

    Parameters
    ----------
    n
        How many samples.

    Returns
    -------
    tuple of Tensor
        Grey levels from 0 to 255, ``uint8`` of shape ``(n, 2)``, and labels of
        shape ``(n,)`` with noise whose standard deviation is 0.1.
    """
    X = torch.randint(0, 256, (n, 2), dtype=torch.uint8, generator=generator)
    noise = 0.1 * torch.randn(n, generator=generator)
    return X, (X.float() - 128) / 64 @ torch.tensor([3.0, -2.0]) + 1 + noise


def train_with(
    bugs: Collection[str],
    X: Tensor,
    y: Tensor,
    device: torch.device,
    lr: float = 0.2,
    num_epochs: int = 3,
    accum_steps: int = 4,
) -> Tensor:
    """Run the lesson's program with some of its bugs; return the loss of each epoch.

    Parameters
    ----------
    bugs
        Of `BUGS`, or `OFTEN` or `EARLY`; the program has no others.
    X, y
        Grey levels and labels, as `make_greys` draws them.
    """
    torch.manual_seed(0)
    X, y = X.to(device), y.to(device)
    scale = torch.full((2,), 64.0, device=None if "device" in bugs else device)
    X = ((X if "dtype" in bugs else X.float()) - 128) / scale
    labels = y if "broadcasting" in bugs else y[:, None]
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        _train_epoch(bugs, model, optimizer, X, labels, accum_steps)
        with torch.no_grad():
            losses.append(((model(X)[:, 0] - y) ** 2).mean())
    return torch.stack(losses)


def _train_epoch(
    bugs: Collection[str],
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    X: Tensor,
    labels: Tensor,
    accum_steps: int,
) -> None:
    """Go through the data once, in micro-batches of 10."""
    share = 1 if "accumulation" in bugs else accum_steps
    pairs = zip(torch.split(X, 10), torch.split(labels, 10), strict=True)
    for i, (part, y) in enumerate(pairs):
        if OFTEN in bugs:
            optimizer.zero_grad()
        (((model(part) - y) ** 2).mean() / share).backward()
        if EARLY in bugs:
            optimizer.zero_grad()
        if (i + 1) % accum_steps == 0:
            optimizer.step()
            if "zero_grad" not in bugs:
                optimizer.zero_grad()


def draw_fixes(losses: Mapping[str, float]) -> Axes:
    """Draw the last loss before and after each fix, from top to bottom.

    Parameters
    ----------
    losses
        Above 0, under what was done last; the last one is the repaired program's.

    Returns
    -------
    Axes
        The axes of a new figure, with a logarithmic axis.
    """
    ax = new_axes()
    values, last = list(losses.values()), len(losses) - 1
    for place, value in enumerate(values):
        color, mark = (REFERENCE, "D") if place == last else (MODEL, "o")
        ax.plot(value, place, mark, color=color, ms=8)
        label_line(ax, value, place, f"{value:.2g}", color, offset=(8, 0))
    ax.set_title(f"Loss {values[0]:.0e} before, {values[-1]:.2f} after all fixes")
    ax.set_yticks(range(len(losses)), list(losses))
    ax.set(xscale="log", xlabel="last loss")
    ax.set_ylim(last + 0.5, -0.5)
    ax.set_xlim(min(values) / 30, max(values) * 1e8)
    return ax
