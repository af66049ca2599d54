"""Which names look at which memory: the figure, and the checker of shares()."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import torch
from matplotlib.axes import Axes

from tutorial_utils.checking import Case, Checker
from tutorial_utils.plotting import DATA, MEMORY, MODEL, draw_box, new_axes

Memory: TypeAlias = np.ndarray | torch.Tensor
Named: TypeAlias = Mapping[str, Memory]

CHANGED: dict[str, Any] = {"ink": "white", "weight": "bold", "facecolor": DATA}
"""The look of a cell of memory that was written to."""


def draw_storage(names: Named, *, changed: int | None = None) -> Axes:
    """Draw each storage as a row of cells and an arrow to it from each of its names.

    Names that share memory point into one row.  Tensors, on the CPU, are blue, arrays
    grey.  One cell of the first row, counted from 0, can be marked as changed.
    """
    rows = _group_by_memory(names)
    count = "1 storage" if len(rows) == 1 else f"{len(rows)} storages"
    ax = new_axes(height=0.4 + 1.5 * len(rows), frame=False)
    ax.set(title=f"{len(names)} names, {count}", ylim=(0.05 - len(rows), 0.0))
    for number, row in enumerate(rows):
        _draw_row(ax, -number, row, changed=changed if number == 0 else None)
    ax.autoscale_view(scaley=False)
    return ax


def _group_by_memory(names: Named) -> list[dict[str, Memory]]:
    """Put the names that share memory with the first of a group into that group."""
    groups: dict[str, dict[str, Memory]] = {}
    for name, value in names.items():
        head = next((x for x in groups if _share(names[x], value)), name)
        groups.setdefault(head, {})[name] = value
    return list(groups.values())


def _share(a: Memory, b: Memory) -> bool:
    return bool(np.shares_memory(np.asarray(a), np.asarray(b)))


def _draw_row(ax: Axes, top: float, row: Named, *, changed: int | None) -> None:
    """Draw a storage with its headers, between ``top - 1`` and ``top``."""
    cells = {
        array.ctypes.data + int(np.dot(index, array.strides)): array[index].item()
        for array in map(np.asarray, row.values())
        for index in np.ndindex(array.shape)
    }
    addresses = sorted(cells)
    for i, address in enumerate(addresses):
        look = CHANGED if i == changed else {}
        draw_box(ax, (i, top - 0.9), f"{cells[address]:g}", **MEMORY, **look)
    for i, (name, value) in enumerate(row.items()):
        color = MODEL if isinstance(value, torch.Tensor) else DATA
        words = f"{tuple(value.shape)} {str(value.dtype).removeprefix('torch.')}"
        ax.text(1.7 * i, top - 0.32, words, color=color, va="bottom")
        ax.text(1.7 * i, top - 0.18, name, color=color, va="bottom", weight="bold")
        first = addresses.index(np.asarray(value).ctypes.data)
        ends = (first + 0.5, top - 0.59), (1.7 * i + 0.5, top - 0.33)
        arrow = {"arrowstyle": "->", "color": color, "lw": 2}
        ax.annotate("", *ends, arrowprops=arrow)


EQUAL = "two separate tensors of ones are equal: compare memory, not values."
HEADERS = (
    "from_numpy() puts a second header on the same memory; "
    "id() and `is` compare headers only."
)
COPIED = "torch.tensor() copies, although the values are equal."
CAST = "another data type needs other bytes: float() had to copy here."
SLICED = (
    "a slice starts later in the same memory: first addresses are not enough. "
    "Look for a NumPy function about shared memory."
)
BESIDE = "two halves of one storage have no byte in common: a write stays in its half."
INTERLEAVED = (
    "every second element from 0 and from 1: the ranges overlap, no byte is in both. "
    "may_share_memory() compares ranges; another function looks at each byte."
)
ONE_KIND = "np.asarray() gives an array for either kind, without a copy."
ERRORS = {
    "'numpy.ndarray' object has no attribute": ONE_KIND,
    "'Tensor' object has no attribute": ONE_KIND,
    "expected np.ndarray (got Tensor)": ONE_KIND,
}


def _pairs() -> Iterator[Case]:
    """Draw pairs of each kind, in random sizes and in either order."""
    rng = np.random.default_rng(4)
    for _ in range(3):
        for a, b, hint in _draw_pairs(rng):
            pair = (a, b) if rng.random() < 0.5 else (b, a)
            shared = _share(a, b)
            yield Case(inputs=pair, expected=shared, hint=hint, errors=ERRORS)


def _draw_pairs(rng: np.random.Generator) -> list[tuple[Memory, Memory, str]]:
    """Make one pair for each misconception, which is wrong about this pair alone.

    No two pairs share memory: a reader may find out by writing.
    """
    size = int(rng.integers(6, 12))
    cut = int(rng.integers(1, size - 1))
    arrays = [rng.standard_normal(size) for _ in range(6)]
    same, copied, cast, sliced, beside, interleaved = arrays
    wrapped = torch.from_numpy
    return [
        (torch.ones(size), torch.ones(size), EQUAL),
        (same, wrapped(same), HEADERS),
        (copied, torch.tensor(copied), COPIED),
        (cast, wrapped(cast).float(), CAST),
        (sliced, wrapped(sliced)[cut:], SLICED),
        (wrapped(beside)[:cut], beside[cut:], BESIDE),
        (interleaved[::2], wrapped(interleaved)[1::2], INTERLEAVED),
    ]


check_shares = Checker("shares", shares=_pairs)
"""Checks what knows which arrays and tensors share a byte of memory."""
