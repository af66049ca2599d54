"""Draw which names look at which memory."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tutorial_utils.plotting import DATA, INK, MODEL, new_axes

Named: TypeAlias = Mapping[str, np.ndarray | torch.Tensor]


def draw_storage(names: Named, *, changed: int | None = None) -> Axes:
    """Draw each storage as a row of cells and an arrow to it from each of its names.

    Names that share memory point into one row.  Tensors are blue, arrays grey.

    Parameters
    ----------
    names
        Arrays, and tensors on the CPU, by name; none of them empty.
    changed
        The cell of the first row to highlight, counted from 0.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    rows = _group_by_memory(names)
    ax = new_axes(height=0.4 + 1.5 * len(rows))
    for number, row in enumerate(rows):
        _draw_row(ax, -number, row, changed=changed if number == 0 else None)
    count = "1 storage" if len(rows) == 1 else f"{len(rows)} storages"
    ax.set_title(f"{len(names)} names, {count}")
    ax.set(ylim=(0.05 - len(rows), 0.0))
    ax.autoscale_view(scaley=False)
    ax.axis("off")
    return ax


def _group_by_memory(names: Named) -> list[dict[str, np.ndarray | torch.Tensor]]:
    """Put the names that share memory with the first of a group into that group."""
    groups: list[dict[str, np.ndarray | torch.Tensor]] = []
    for name, value in names.items():
        for group in groups:
            first = next(iter(group.values()))
            if np.shares_memory(np.asarray(first), np.asarray(value)):
                group[name] = value
                break
        else:
            groups.append({name: value})
    return groups


def _draw_row(ax: Axes, top: float, row: Named, *, changed: int | None) -> None:
    """Draw a storage with its headers, between ``top - 1`` and ``top``."""
    cells = {at: x for value in row.values() for at, x in _cells(value).items()}
    addresses = sorted(cells)
    for i, address in enumerate(addresses):
        draw_cell(ax, (i, top - 0.9), f"{cells[address]:g}", highlight=i == changed)
    for i, (name, value) in enumerate(row.items()):
        first = addresses.index(np.asarray(value).ctypes.data)
        _draw_header(ax, name, value, at=(1.7 * i, top - 0.32), to=(first, top - 0.6))


def _cells(value: np.ndarray | torch.Tensor) -> dict[int, float]:
    """Map the address of each element, in bytes, to the element."""
    array = np.asarray(value)
    return {
        array.ctypes.data + int(np.dot(index, array.strides)): array[index].item()
        for index in np.ndindex(array.shape)
    }


def draw_cell(
    ax: Axes, corner: tuple[float, float], text: str, *, highlight: bool = False
) -> None:
    """Draw one cell of memory, 1 wide and 0.3 high, with its number."""
    face, ink = (DATA, "white") if highlight else ("none", INK)
    ax.add_patch(Rectangle(corner, 1, 0.3, facecolor=face, edgecolor=DATA, lw=1.5))
    weight = "bold" if highlight else "normal"
    x, y = corner
    ax.text(x + 0.5, y + 0.15, text, color=ink, ha="center", va="center", weight=weight)


def _draw_header(
    ax: Axes,
    name: str,
    value: np.ndarray | torch.Tensor,
    *,
    at: tuple[float, float],
    to: tuple[float, float],
) -> None:
    """Write a name with its shape and data type, and draw its arrow to a cell."""
    color = MODEL if isinstance(value, torch.Tensor) else DATA
    dtype = str(value.dtype).removeprefix("torch.")
    ax.text(*at, f"{tuple(value.shape)} {dtype}", color=color, va="bottom")
    ax.text(at[0], at[1] + 0.14, name, color=color, va="bottom", weight="bold")
    start, end = (at[0] + 0.5, at[1] - 0.01), (to[0] + 0.5, to[1] + 0.01)
    ax.annotate(
        "", end, start, arrowprops={"arrowstyle": "->", "color": color, "lw": 2}
    )
