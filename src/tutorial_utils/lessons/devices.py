"""Which tensors lie in the memory of which device, and the checker of their moves."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeAlias
from unittest.mock import patch

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts, is_nothing
from tutorial_utils.plotting import DATA, MODEL, draw_box, label_line, new_axes

Row = tuple[str, Tensor]
"""A tensor and all its names."""

ROW, HEAD, GAP = 1.3, 0.8, 0.9
"""Heights, in cells: of a tensor in its box, of a box's name, between two boxes."""

FIRST = 2.2  # where the first cell of a tensor begins


def draw_memories(tensors: Mapping[str, Tensor]) -> Axes:
    """Draw a box for each device and in it the vectors, of one length, that it holds.

    Two names of one tensor share its cells.  A copy from the first box to the second
    is drawn as an arrow.  Cells without a number belong to the device ``meta``.
    """
    boxes = _group_by_device(tensors)
    width = FIRST + 0.4 + max(len(tensor) for tensor in tensors.values())
    heights = [HEAD + ROW * len(rows) for rows in boxes.values()]
    tops = [GAP * i + sum(heights[:i]) for i in range(len(boxes))]
    bottom, count = tops[-1] + heights[-1], sum(map(len, boxes.values()))
    on = f"{count} tensor{'s' if count > 1 else ''} on {' and '.join(boxes)}"
    ax = new_axes(height=0.4 + 4.8 * 0.8 * bottom / (width + 1), frame=False)
    ax.set(title=f"{', '.join(tensors)}: {on}", aspect="equal")
    ax.set(xlim=(-0.1, width + 0.1), ylim=(bottom + 0.1, -0.1))
    for top, height, (device, rows) in zip(tops, heights, boxes.items(), strict=True):
        draw_box(ax, (0, top), size=(width, height), edgecolor=DATA, lw=2)
        ax.text(0.2, top + HEAD / 2, device, color=DATA, va="center", weight="bold")
        for number, (names, tensor) in enumerate(rows):
            _draw_vector(ax, top + HEAD + ROW * number, names, tensor)
    if len(boxes) > 1:  # an arrow from the last of a box to the first of the next
        x, start, end = FIRST + 0.5, tops[1] - GAP - (ROW - 1), tops[1] + HEAD
        arrow = {"arrowstyle": "->", "color": MODEL, "lw": 2}
        ax.annotate("", (x, end - 0.05), (x, start + 0.05), arrowprops=arrow)
        label_line(ax, x, (start + end) / 2, "copy", MODEL, offset=(6, 0))
    return ax


def _group_by_device(tensors: Mapping[str, Tensor]) -> dict[str, list[Row]]:
    """Put each tensor into its device's box, once for all its names."""
    boxes: dict[str, list[Row]] = {}
    for tensor in {id(tensor): tensor for tensor in tensors.values()}.values():
        names = [name for name, value in tensors.items() if value is tensor]
        boxes.setdefault(str(tensor.device), []).append((", ".join(names), tensor))
    return boxes


def _draw_vector(ax: Axes, y: float, names: str, tensor: Tensor) -> None:
    ax.text(FIRST - 0.3, y + 0.5, names, color=MODEL, ha="right", va="center")
    for i in range(len(tensor)):
        text, line = ("", ":") if tensor.is_meta else (f"{tensor[i].item():.2f}", "-")
        draw_box(ax, (FIRST + i, y), text, edgecolor=MODEL, lw=1.5, linestyle=line)


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
OTHER_DEVICE = "that is another device than the one that the function is given."
DTYPE = "the data type has changed: move the tensor itself, with to(device) alone."
SHAPE = "the shapes have changed: to(device) leaves them alone."
COPIED = (
    "a tensor that is there already was copied: to(device) alone hands back the same."
)
CHANGED = "the caller's own batch has changed: put the results into a new dictionary."

NO_TO = "a dictionary has no to(): move its tensors one by one."
LOOPED_OVER_NAMES = "a loop over a dictionary gives the names: take batch.items()."
GIVEN_DEVICE = "take the device that the function is given."
NO_NUMBERS = "meta has shapes and no numbers: give to() the device and nothing else."

ERRORS = {
    "'dict' object has no attribute 'to'": NO_TO,
    "'str' object has no attribute": LOOPED_OVER_NAMES,
    "CUDA": GIVEN_DEVICE,
    "NVIDIA": GIVEN_DEVICE,
    "meta tensor": NO_NUMBERS,
    "meta device": NO_NUMBERS,
}


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


def _judge_choice(expected: str, answer: Any) -> Verdicts:
    yield answer is None and expected == "cpu", NO_CPU
    yield is_nothing(answer), None
    yield not isinstance(answer, torch.device), NO_DEVICE
    yield answer.type == expected, None
    yield expected == "cpu", NOT_THERE
    yield True, ALWAYS_CPU if expected == "cuda" else ANOTHER_MAKE


def _batches() -> Iterator[Case]:
    """Yield batches that are here, elsewhere, or partly there already."""
    generator = torch.Generator().manual_seed(9)
    for here, there, target in [
        ("cpu", "cpu", "meta"),
        ("cpu", "meta", "meta"),
        ("cpu", "cpu", "cpu"),
        ("meta", "meta", "meta"),
    ]:
        n, d = torch.randint(2, 9, (2,), generator=generator).tolist()
        batch = {"X": torch.rand(n, d).to(here), "y": torch.randint(9, (n,)).to(there)}
        device = torch.device(target)
        yield Case(
            inputs=(batch, device),
            expected=None,
            judge=partial(_judge_batch, batch, dict(batch), device),
            errors=ERRORS,
        )


def _judge_batch(
    batch: Batch, before: Batch, device: torch.device, answer: Any
) -> Verdicts:
    yield is_nothing(answer), None
    yield not isinstance(answer, dict), NO_DICTIONARY
    yield before.keys() - answer.keys(), NAMES_LOST
    yield any(batch.get(name) is not x for name, x in before.items()), CHANGED
    yield not all(isinstance(answer[name], Tensor) for name in before), NO_TENSORS
    pairs = [(tensor, answer[name]) for name, tensor in before.items()]
    elsewhere = [(old, new) for old, new in pairs if new.device.type != device.type]
    yield any(new.device != old.device for old, new in elsewhere), OTHER_DEVICE
    yield len(elsewhere) == len(pairs), NOT_IN_PLACE
    yield elsewhere, "one tensor is still elsewhere: move each, wherever it was."
    yield any(new.dtype != old.dtype for old, new in pairs), DTYPE
    yield any(new.shape != old.shape for old, new in pairs), SHAPE
    yield any(new is not old and old.device == device for old, new in pairs), COPIED


check_placement = Checker("placement", pick_device=_machines, move_all=_batches)
"""Checks two functions that put tensors where they belong.

The one returns the accelerator, else the CPU; the other, from tensors by name and a
device, a dictionary of the same names with the tensors on the device.
"""
