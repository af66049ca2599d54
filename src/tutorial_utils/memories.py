"""Draw which tensors lie in the memory of which device."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.plotting import DATA, INK, MODEL, label_line, new_axes

Row = tuple[str, Tensor]
"""A tensor and all its names."""

ROW, HEAD, GAP = 1.3, 0.8, 0.9
"""Heights, in cells: of a tensor in its box, of a box's name, between two boxes."""

FIRST = 2.2
"""Where the first cell of a tensor begins."""


def draw_memories(tensors: Mapping[str, Tensor]) -> Axes:
    """Draw a box for each device and in it the tensors that it holds.

    Two names of one tensor share its cells.  A copy from the first box to the second
    is drawn as an arrow.  Cells without a number belong to the device ``meta``.

    Parameters
    ----------
    tensors
        Vectors by name, all of the same length.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    boxes = _group_by_device(tensors)
    width = FIRST + 0.4 + max(len(tensor) for tensor in tensors.values())
    tops = [GAP * i + _height(list(boxes.values())[:i]) for i in range(len(boxes))]
    bottom = tops[-1] + _height([*boxes.values()][-1:])
    ax = new_axes(height=0.4 + 4.8 * 0.8 * bottom / (width + 1))
    for top, (device, rows) in zip(tops, boxes.items(), strict=True):
        _draw_box(ax, top, width, device, rows)
    if len(boxes) > 1:
        _draw_copy(ax, tops[1] - GAP - (ROW - 1), tops[1] + HEAD)
    count = len([row for rows in boxes.values() for row in rows])
    ax.set_title(f"{', '.join(tensors)}: {_count(count)} on {' and '.join(boxes)}")
    ax.set(xlim=(-0.1, width + 0.1), ylim=(bottom + 0.1, -0.1), aspect="equal")
    ax.axis("off")
    return ax


def _group_by_device(tensors: Mapping[str, Tensor]) -> dict[str, list[Row]]:
    """Put each tensor into its device's box, once for all its names."""
    boxes: dict[str, list[Row]] = {}
    for tensor in {id(tensor): tensor for tensor in tensors.values()}.values():
        names = [name for name, value in tensors.items() if value is tensor]
        boxes.setdefault(str(tensor.device), []).append((", ".join(names), tensor))
    return boxes


def _height(boxes: list[list[Row]]) -> float:
    return sum(HEAD + ROW * len(rows) for rows in boxes)


def _draw_box(ax: Axes, top: float, width: float, name: str, rows: list[Row]) -> None:
    ax.add_patch(Rectangle((0, top), width, _height([rows]), fc="none", ec=DATA, lw=2))
    ax.text(0.2, top + HEAD / 2, name, color=DATA, va="center", weight="bold")
    for number, (names, tensor) in enumerate(rows):
        y = top + HEAD + ROW * number
        ax.text(FIRST - 0.3, y + 0.5, names, color=MODEL, ha="right", va="center")
        _draw_cells(ax, y, tensor)


def _draw_cells(ax: Axes, y: float, tensor: Tensor) -> None:
    """Draw the numbers of a tensor; on meta there are none."""
    empty = tensor.is_meta
    texts = [""] * len(tensor) if empty else [f"{x:.2f}" for x in tensor.tolist()]
    for i, text in enumerate(texts):
        frame = Rectangle((FIRST + i, y), 1, 1, fc="none", ec=MODEL, lw=1.5)
        frame.set_linestyle(":" if empty else "-")
        ax.add_patch(frame)
        ax.text(FIRST + i + 0.5, y + 0.5, text, color=INK, ha="center", va="center")


def _draw_copy(ax: Axes, start: float, end: float) -> None:
    """Draw the arrow from the last tensor of a box to the first of the next."""
    x = FIRST + 0.5
    arrow = {"arrowstyle": "->", "color": MODEL, "lw": 2}
    ax.annotate("", (x, end - 0.05), (x, start + 0.05), arrowprops=arrow)
    label_line(ax, x, (start + end) / 2, "copy", MODEL, offset=(6, 0))


def _count(tensors: int) -> str:
    return f"{tensors} tensor{'s' if tensors > 1 else ''}"
