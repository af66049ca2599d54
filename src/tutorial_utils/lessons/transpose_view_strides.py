"""How a tensor walks through its storage, and the checker of a transpose of strides."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Calls, Case, Checker, Verdicts
from tutorial_utils.plotting import INK, MEMORY, MODEL, draw_box, new_axes


def draw_strides(names: Mapping[str, Tensor]) -> Axes:
    """Draw the storage of 1-d and 2-d tensors as a tape, and the walks on it.

    Arrows above the tape walk along dimension 0, dashed arrows below it along
    dimension 1; both begin at the first element.
    """
    storages = len({tensor.untyped_storage().data_ptr() for tensor in names.values()})
    count = "1 storage" if storages == 1 else f"{storages} storages"
    title = f"{len(names)} headers, {count}"
    ax = new_axes(height=0.4 + 1.4 * len(names), frame=False, title=title)
    for number, (name, tensor) in enumerate(names.items()):
        _draw_tape(ax, -1.4 * number, name, tensor)
    ax.autoscale_view(scaley=False)
    ax.set(xlim=(-1.9, ax.get_xlim()[1]), ylim=(-1.4 * len(names), 0.0))
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
        draw_box(ax, (cell, top - 0.94), f"{number:g}", **MEMORY)
    walks = [(top - 0.64, 1, "-"), (top - 0.94, -1, "--")]
    for dim, (edge, side, line) in enumerate(walks[: tensor.ndim]):
        words = f"dim {dim}: +{tensor.stride(dim)}"
        ax.text(-1.9, edge + 0.12 * side, words, color=INK, va="center")
        for here, there in list_hops(tensor, dim):
            bend = f"arc3,rad={-0.35 * side / max(there - here, 1) ** 0.5}"
            arrow = {"arrowstyle": "->", "color": MODEL, "connectionstyle": bend}
            ends = (there + 0.5, edge), (here + 0.5, edge)
            ax.annotate("", *ends, arrowprops=arrow | {"linestyle": line})


JUDGEMENTS = (
    "t.T is a view: the two strides change places and no number moves.",
    "t.view(3, 2) is shared: view() never copies.",
    "t.T.contiguous() is a copy: t.T walks out of order, "
    "so the numbers go to a new tape.",
    "t.contiguous() is t itself: its order is right already.",
    "t.reshape(6) is shared: one stride of 1 describes it.",
    "t.T.reshape(6) is a copy: no single stride visits 0, 3, 1, 4, 2, 5.",
    "t[:, 1] is shared: it starts at cell 1 and has a stride of 3.",
    "t[:, [1]] is a copy: an index that is a list always copies.",
    "t.expand(4, 2, 3) is shared: a stride of 0 repeats without a copy.",
    "t.repeat(4, 1) is a copy: it writes the rows four times; expand() would not.",
)
"""The hints for wrong judgements; each begins with the operation to judge."""

COPIED = "the numbers are right, but they were copied: only the header may be new."
OTHER_CALL = "build it with t.as_strided(shape, strides) and nothing else."
VIEWED = "the shape is right and the numbers still stand in the old order."
NOT_SWAPPED = "the shape changed and the strides did not: they change places, too."
FROM_SHAPE = "t may be a view itself: take the strides from t.stride(), not its shape."
FROM_START = "t may start later on its tape: keep its storage_offset()."


def _judgements() -> Iterator[Case]:
    """Run each operation and see where its result lies."""
    t = torch.arange(6).view(2, 3)
    for hint in JUDGEMENTS:
        operation = hint.partition("is")[0].strip()
        result = eval(operation, {"t": t})
        yield Case(inputs=(operation,), expected=_share(t, result), hint=hint)


def _matrices() -> Iterator[Case]:
    """Draw tall and wide matrices, whole ones and views that lack rows or columns."""
    generator = torch.Generator().manual_seed(7)
    for _ in range(3):
        n = int(torch.randint(3, 6, (), generator=generator))
        tall = torch.rand(n + 3, n, generator=generator)
        wide = torch.rand(n, n + 2, generator=generator)
        for t in (tall, wide, tall[:, : n - 1], wide[1:], wide.T):
            calls = Calls()
            yield Case(
                inputs=(t,),
                expected=t.T.clone(),
                mistakes=_wrong_walks(t),
                hint="the walk is wrong: row i of the result is column i of t.",
                during=calls,
                judge=partial(_judge, t, calls),
            )


def _judge(t: Tensor, calls: Calls, answer: Any) -> Verdicts:
    """Find a transpose with the right numbers that was not made with strides."""
    yield not (isinstance(answer, Tensor) and torch.equal(answer, t.T)), None
    yield not _share(t, answer), COPIED
    yield "as_strided" not in calls.names, OTHER_CALL


def _wrong_walks(t: Tensor) -> list[tuple[Tensor, str]]:
    """Return what wrong strides give, with zeros where a walk leaves the tape."""
    rows, columns = t.shape
    strides, start = (t.stride(1), t.stride(0)), int(t.storage_offset())
    tape = t.as_strided((t.untyped_storage().nbytes() // t.itemsize,), (1,), 0)
    longer = torch.cat([tape, tape.new_zeros(t.numel() * tape.numel())])
    walks = {
        NOT_SWAPPED: (t.stride(), start),
        FROM_SHAPE: ((1, columns), start),
        FROM_START: (strides, 0),
    }
    shape = columns, rows
    wrong = [(longer.as_strided(shape, *walk), hint) for hint, walk in walks.items()]
    return [(t.reshape(columns, rows), VIEWED), *wrong]


def _share(a: Tensor, b: Tensor) -> bool:
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()


check_strides = Checker("strides", shared=_judgements, transpose=_matrices)
"""Checks what a reader takes for shared, and a transpose made with strides.

The one says whether an operation on a contiguous 2×3 matrix ``t``, a text, gives what
lies in the storage of ``t``; the other returns a view.
"""
