"""Which names look at which memory: the figure, and the checker of shares()."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import numpy as np
import torch
from matplotlib.axes import Axes

from tutorial_utils.checking import Case, check_cases
from tutorial_utils.plotting import DATA, MODEL, draw_memory_cell, new_axes

Memory: TypeAlias = np.ndarray | torch.Tensor
Named: TypeAlias = Mapping[str, Memory]


def draw_storage(names: Named, *, changed: int | None = None) -> Axes:
    """Draw each storage as a row of cells and an arrow to it from each of its names.

    Names that share memory point into one row.  Tensors, on the CPU, are blue, arrays
    grey.  One cell of the first row, counted from 0, can be marked as changed.
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


def _group_by_memory(names: Named) -> list[dict[str, Memory]]:
    """Put the names that share memory with the first of a group into that group."""
    groups: list[dict[str, Memory]] = []
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
        text = f"{cells[address]:g}"
        draw_memory_cell(ax, (i, top - 0.9), text, highlight=i == changed)
    for i, (name, value) in enumerate(row.items()):
        first = addresses.index(np.asarray(value).ctypes.data)
        _draw_header(ax, name, value, at=(1.7 * i, top - 0.32), to=(first, top - 0.6))


def _cells(value: Memory) -> dict[int, float]:
    """Map the address of each element, in bytes, to the element."""
    array = np.asarray(value)
    return {
        array.ctypes.data + int(np.dot(index, array.strides)): array[index].item()
        for index in np.ndindex(array.shape)
    }


def _draw_header(
    ax: Axes,
    name: str,
    value: Memory,
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
    arrow = {"arrowstyle": "->", "color": color, "lw": 2}
    ax.annotate("", end, start, arrowprops=arrow)


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


def check_shares(shares: Callable[[Memory, Memory], bool]) -> None:
    """Check that a function knows which arrays and tensors share a byte of memory."""
    check_cases("shares", shares, _pairs())


def _pairs() -> Iterator[Case]:
    """Draw pairs of each kind, in random sizes and in either order."""
    rng = np.random.default_rng(4)
    for _ in range(3):
        for a, b, hint in _draw_pairs(rng):
            pair = (a, b) if rng.random() < 0.5 else (b, a)
            shared = np.shares_memory(np.asarray(a), np.asarray(b))
            yield Case(inputs=pair, expected=bool(shared), hint=hint, errors=ERRORS)


def _draw_pairs(rng: np.random.Generator) -> list[tuple[Memory, Memory, str]]:
    """Make one pair for each misconception, which is wrong about this pair alone.

    No two pairs share memory: a reader may find out by writing.
    """
    size = int(rng.integers(6, 12))
    cut = int(rng.integers(1, size - 1))

    def fresh() -> tuple[np.ndarray, torch.Tensor]:
        array = rng.standard_normal(size)
        return array, torch.from_numpy(array)

    pairs = [fresh() for _ in range(6)]
    same, copied, cast, sliced, beside, interleaved = pairs
    return [
        (torch.ones(size), torch.ones(size), EQUAL),
        (*same, HEADERS),
        (copied[0], torch.tensor(copied[0]), COPIED),
        (cast[0], cast[1].float(), CAST),
        (sliced[0], sliced[1][cut:], SLICED),
        (beside[1][:cut], beside[0][cut:], BESIDE),
        (interleaved[0][::2], interleaved[1][1::2], INTERLEAVED),
    ]
