"""Which tensors lie in the memory of which device, and the checker of their moves."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeAlias
from unittest.mock import patch

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tutorial_utils.checking import Case, check_functions
from tutorial_utils.plotting import DATA, INK, MODEL, label_line, new_axes

Row = tuple[str, Tensor]
"""A tensor and all its names."""

ROW, HEAD, GAP = 1.3, 0.8, 0.9
"""Heights, in cells: of a tensor in its box, of a box's name, between two boxes."""

FIRST = 2.2
"""Where the first cell of a tensor begins."""


def draw_memories(tensors: Mapping[str, Tensor]) -> Axes:
    """Draw a box for each device and in it the vectors, of one length, that it holds.

    Two names of one tensor share its cells.  A copy from the first box to the second
    is drawn as an arrow.  Cells without a number belong to the device ``meta``.
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


Batch: TypeAlias = dict[str, Tensor]

ALWAYS_CPU = "a machine with an accelerator got the CPU: ask torch.accelerator first."
ANOTHER_MAKE = (
    "this machine's accelerator has another make than those you asked for: "
    "torch.accelerator knows them all."
)
NOT_THERE = (
    "that accelerator cannot be used: without check_available=True, PyTorch says what"
    " the installed version supports, not what this machine has."
)
NO_CPU = (
    "current_accelerator() gives None where there is no accelerator: put "
    'or torch.device("cpu") behind it.'
)
NO_DEVICE = (
    "what is needed is a device: current_accelerator() gives one, is_available() does"
    " not."
)

NO_DICTIONARY = "what is needed is a dictionary with the names of the batch."
NAMES_LOST = "some names of the batch are missing: move every tensor, under its name."
NO_TENSORS = "behind each name of the batch a tensor is needed."
NOT_IN_PLACE = "nothing has moved: to() returns the tensor on the device, so keep that."
PARTLY = "one tensor is still elsewhere: move each, wherever it was."
OTHER_DEVICE = "that is another device than the one that the function is given."
OTHER_DTYPE = (
    "the data type has changed: move the tensor itself, with to(device) alone."
)
OTHER_SHAPE = "the shapes have changed: to(device) leaves them alone."
COPIED = (
    "a tensor that is there already was copied: to(device) alone hands back the same."
)
OVERWRITTEN = (
    "the caller's own batch has changed: put the results into a new dictionary."
)

NO_TO = "a dictionary has no to(): move its tensors one by one."
LOOPED_OVER_NAMES = "a loop over a dictionary gives the names: take batch.items()."
GIVEN_DEVICE = "take the device that the function is given."
HAS_NO_NUMBERS = (
    "meta has shapes and no numbers: give to() the device and nothing else."
)

ERRORS = {
    "'dict' object has no attribute 'to'": NO_TO,
    "'str' object has no attribute": LOOPED_OVER_NAMES,
    "CUDA": GIVEN_DEVICE,
    "NVIDIA": GIVEN_DEVICE,
    "meta tensor": HAS_NO_NUMBERS,
    "meta device": HAS_NO_NUMBERS,
}


def check_placement(
    pick_device: Callable[[], torch.device],
    move_all: Callable[[Batch, torch.device], Batch],
) -> None:
    """Check two functions that put tensors where they belong.

    The one returns the accelerator, else the CPU; the other, from tensors by name and
    a device, a dictionary of the same names with the tensors on the device.
    """
    check_functions(
        "placement",
        {"pick_device": (pick_device, _machines()), "move_all": (move_all, _batches())},
    )


def _machines() -> Iterator[Case]:
    """Yield machines with and without accelerators that only pretend to be there."""
    there = [("cuda", True), ("mps", True), ("xpu", True)]
    for built_for, usable in [*there, (None, False), ("cuda", False)]:
        expected = built_for if usable and built_for else "cpu"
        yield Case(
            inputs=(),
            expected=None,
            judge=partial(_judge_choice, expected),
            errors=ERRORS,
            during=_pretend(built_for, usable=usable),
        )


@contextmanager
def _pretend(built_for: str | None, *, usable: bool) -> Iterator[None]:
    """Let torch speak as on a machine that has what it was built for, or has not."""

    def current_accelerator(check_available: bool = False) -> torch.device | None:
        found = usable or not check_available
        return torch.device(built_for) if built_for and found else None

    with ExitStack() as stack:
        for kind in ("cuda", "mps", "xpu"):
            there = usable and kind == built_for
            module = torch.backends.mps if kind == "mps" else getattr(torch, kind)
            stack.enter_context(patch.object(module, "is_available", lambda x=there: x))
        answers: dict[str, Any] = {
            "current_accelerator": current_accelerator,
            "is_available": lambda: usable,
            "device_count": lambda: int(usable),
        }
        stack.enter_context(patch.multiple(torch.accelerator, **answers))
        yield


def _judge_choice(expected: str, answer: object) -> str | None:
    """Say what is wrong with the device chosen on a machine that wants `expected`."""
    if answer is None or answer is ...:
        return NO_CPU if answer is None and expected == "cpu" else None
    if not isinstance(answer, torch.device):
        return NO_DEVICE
    if answer.type == expected:
        return None
    if expected == "cpu":
        return NOT_THERE
    return ALWAYS_CPU if expected == "cuda" else ANOTHER_MAKE


def _batches() -> Iterator[Case]:
    """Yield batches that are here, elsewhere, or partly there already."""
    generator = torch.Generator().manual_seed(9)
    for places, target in [
        (("cpu", "cpu"), "meta"),
        (("cpu", "meta"), "meta"),
        (("cpu", "cpu"), "cpu"),
        (("meta", "meta"), "meta"),
    ]:
        n, d = torch.randint(2, 9, (2,), generator=generator).tolist()
        X, y = torch.rand(n, d), torch.randint(9, (n,))
        batch = {"X": X.to(places[0]), "y": y.to(places[1])}
        yield Case(
            inputs=(batch, torch.device(target)),
            expected=None,
            judge=partial(_judge_batch, batch, dict(batch), torch.device(target)),
            errors=ERRORS,
        )


def _judge_batch(
    batch: Batch, before: Batch, device: torch.device, answer: object
) -> str | None:
    """Say what is wrong with a batch that should be on the device now."""
    if answer is None or answer is ...:
        return None
    if not isinstance(answer, dict):
        return NO_DICTIONARY
    if before.keys() - answer.keys():
        return NAMES_LOST
    if any(batch.get(name) is not tensor for name, tensor in before.items()):
        return OVERWRITTEN
    if not all(isinstance(answer[name], Tensor) for name in before):
        return NO_TENSORS
    pairs = [(tensor, answer[name]) for name, tensor in before.items()]
    return _judge_tensors(pairs, device)


def _judge_tensors(
    pairs: list[tuple[Tensor, Tensor]], device: torch.device
) -> str | None:
    """Say what is wrong with the tensors, before and after, or where they are."""
    wrong = [(old, new) for old, new in pairs if new.device.type != device.type]
    if any(new.device != old.device for old, new in wrong):
        return OTHER_DEVICE
    if wrong:
        return NOT_IN_PLACE if len(wrong) == len(pairs) else PARTLY
    for old, new in pairs:
        if new.dtype != old.dtype:
            return OTHER_DTYPE
        if new.shape != old.shape:
            return OTHER_SHAPE
        if old.device.type == device.type and new is not old:
            return COPIED
    return None
