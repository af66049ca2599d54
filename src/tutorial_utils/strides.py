"""Draw how a tensor walks through its storage."""

from collections.abc import Mapping
from itertools import pairwise

from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.plotting import INK, MODEL, new_axes
from tutorial_utils.storage import draw_cell


def draw_strides(names: Mapping[str, Tensor]) -> Axes:
    """Draw each tensor's storage as a tape, and on it a walk along each dimension.

    Arrows above the tape walk along dimension 0, dashed arrows below it along
    dimension 1; both begin at the first element.

    Parameters
    ----------
    names
        Tensors on the CPU with one or two dimensions, by name; none of them empty.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes(height=0.4 + 1.4 * len(names))
    for number, (name, tensor) in enumerate(names.items()):
        _draw_tape(ax, -1.4 * number, name, tensor)
    storages = len({tensor.untyped_storage().data_ptr() for tensor in names.values()})
    count = "1 storage" if storages == 1 else f"{storages} storages"
    ax.set_title(f"{len(names)} headers, {count}")
    ax.autoscale_view(scaley=False)
    ax.set(xlim=(-1.9, ax.get_xlim()[1]), ylim=(-1.4 * len(names), 0.0))
    ax.axis("off")
    return ax


def list_hops(tensor: Tensor, dim: int) -> list[tuple[int, int]]:
    """Return the steps along one dimension, as pairs of cells of the storage."""
    start, stride = int(tensor.storage_offset()), int(tensor.stride(dim))
    cells = [start + i * stride for i in range(tensor.size(dim))]
    return list(pairwise(cells))


def _draw_tape(ax: Axes, top: float, name: str, tensor: Tensor) -> None:
    """Draw a header, its storage and the walks, between ``top - 1.4`` and ``top``."""
    header = f"shape {tuple(tensor.shape)}   stride {tensor.stride()}"
    ax.text(-1.9, top - 0.22, name, color=MODEL, weight="bold")
    ax.text(6, top - 0.22, header, color=MODEL, ha="right")
    size = tensor.untyped_storage().nbytes() // tensor.itemsize
    for cell, number in enumerate(tensor.as_strided((size,), (1,), 0).tolist()):
        draw_cell(ax, (cell, top - 0.94), f"{number:g}")
    for dim in range(tensor.ndim):
        _draw_walk(ax, (top - 0.64, top - 0.94)[dim], tensor, dim)


def _draw_walk(ax: Axes, edge: float, tensor: Tensor, dim: int) -> None:
    """Draw the steps along one dimension as arcs from cell to cell."""
    side, line = ((1, "-"), (-1, "--"))[dim]
    words = f"dim {dim}: +{tensor.stride(dim)}"
    ax.text(-1.9, edge + 0.12 * side, words, color=INK, va="center")
    for here, there in list_hops(tensor, dim):
        rad = -0.35 * side / max(there - here, 1) ** 0.5
        arrow = {
            "arrowstyle": "->",
            "color": MODEL,
            "linestyle": line,
            "connectionstyle": f"arc3,rad={rad}",
        }
        ax.annotate("", (there + 0.5, edge), (here + 0.5, edge), arrowprops=arrow)
