"""The checker of the lesson on devices: each mistake has its own hint."""

import pytest
import torch

from tutorial_utils import devices
from tutorial_utils.lessons import devices as exercise
from tutorial_utils.lessons.devices import check_placement

CPU = torch.device("cpu")
accelerator = torch.accelerator


def pick_device():
    """Choose as the lesson's solution does."""
    return accelerator.current_accelerator(check_available=True) or CPU


def move_all(batch, device):
    """Move as the lesson's solution does."""
    return {name: tensor.to(device) for name, tensor in batch.items()}


def pick_after_asking():
    """Ask first, then take it."""
    return accelerator.current_accelerator() if accelerator.is_available() else CPU


def pick_from_list():
    """Ask each kind in turn."""
    for kind in ("cuda", "mps", "xpu"):
        module = torch.backends.mps if kind == "mps" else getattr(torch, kind)
        if module.is_available():
            return torch.device(kind, 0)
    return CPU


def move_only_strangers(batch, device):
    """Leave alone what is there."""
    return {
        name: tensor if tensor.device == device else tensor.to(device, copy=True)
        for name, tensor in batch.items()
    }


def move_step_by_step(batch, device):
    """Write a loop."""
    moved = dict(batch)
    for name in moved:
        moved[name] = moved[name].to(device, non_blocking=True)
    return moved


RIGHT = {
    "solution": (pick_device, move_all),
    "asks first": (pick_after_asking, move_only_strangers),
    "asks each": (pick_from_list, move_step_by_step),
    "this course's": (devices.pick_device, move_all),
}


@pytest.mark.parametrize(("pick", "move"), RIGHT.values(), ids=RIGHT)
def test_right_answers_pass(line, pick, move):
    """However they are written."""
    assert line(check_placement, pick, move) == "placement: all 9 cases right"


def cuda_or_cpu():
    """Choose as most programs do."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


CHOICES = {
    "always the CPU": (lambda: CPU, exercise.ALWAYS_CPU),
    "NVIDIA alone": (cuda_or_cpu, exercise.ANOTHER_MAKE),
    "always CUDA": (lambda: torch.device("cuda"), exercise.ANOTHER_MAKE),
    "not asked": (lambda: accelerator.current_accelerator() or CPU, exercise.NOT_THERE),
    "no CPU": (lambda: accelerator.current_accelerator(True), exercise.NO_CPU),
    "a name": (lambda: str(pick_device()), exercise.NO_DEVICE),
    "a number": (lambda: accelerator.device_count(), exercise.NO_DEVICE),
}


@pytest.mark.parametrize(("pick", "hint"), CHOICES.values(), ids=CHOICES)
def test_each_wrong_choice_has_its_hint(line, pick, hint):
    """The machines with other accelerators are only pretended."""
    assert line(check_placement, pick, move_all) == f"not yet: pick_device: {hint}"


def changed(change):
    """Return a function that moves each tensor in another way."""
    return lambda batch, device: {k: change(x, device) for k, x in batch.items()}


def forgetful(batch, device):
    """Do not keep what to() returns."""
    for tensor in batch.values():
        tensor.to(device)
    return batch


def overwriting(batch, device):
    """Put the results into the caller's dictionary."""
    for name in batch:
        batch[name] = batch[name].to(device)
    return batch


MOVES = {
    "not kept": (forgetful, "NOT_IN_PLACE"),
    "overwritten": (overwriting, "OVERWRITTEN"),
    "inputs alone": (lambda b, d: {**b, "X": b["X"].to(d)}, "PARTLY"),
    "labels alone": (lambda b, d: {**b, "y": b["y"].to(d)}, "PARTLY"),
    "a list": (lambda b, d: list(move_all(b, d).values()), "NO_DICTIONARY"),
    "one tensor": (lambda b, d: b["X"].to(d), "NO_DICTIONARY"),
    "one name": (lambda b, d: {"X": b["X"].to(d)}, "NAMES_LOST"),
    "devices": (changed(lambda x, d: d), "NO_TENSORS"),
    "one given": (changed(lambda x, d: x.to("meta")), "OTHER_DEVICE"),
    "copied": (changed(lambda x, d: x.to(d, copy=True)), "COPIED"),
    "made anew": (changed(lambda x, d: torch.zeros_like(x, device=d)), "COPIED"),
    "as floats": (changed(lambda x, d: x.to(d, torch.float32)), "OTHER_DTYPE"),
    "flattened": (changed(lambda x, d: x.to(d).flatten()), "OTHER_SHAPE"),
}


@pytest.mark.parametrize(("move", "hint"), MOVES.values(), ids=MOVES)
def test_each_wrong_move_has_its_hint(line, move, hint):
    """The device meta stands in for an accelerator."""
    said = line(check_placement, pick_device, move)

    assert said == f"not yet: move_all: {getattr(exercise, hint)}"


def fail(message):
    """Return what raises as torch 2.13 does without an NVIDIA GPU."""

    def call(*_):
        raise AssertionError(message)

    return call


RAISING = {
    "dictionary": (lambda b, d: b.to(d), "NO_TO"),
    "names": (lambda b, d: [x.to(d) for x in b], "LOOPED_OVER_NAMES"),
    "cuda": (fail("Torch not compiled with CUDA enabled"), "GIVEN_DEVICE"),
    "lists": (
        changed(lambda x, d: torch.tensor(x.tolist(), device=d)),
        "HAS_NO_NUMBERS",
    ),
    "arrays": (
        changed(lambda x, d: torch.tensor(x.numpy(), device=d)),
        "HAS_NO_NUMBERS",
    ),
}


@pytest.mark.parametrize(("move", "hint"), RAISING.values(), ids=RAISING)
def test_known_errors_have_a_hint(line, move, hint):
    """The exception's line stays, and what it means here follows."""
    said = line(check_placement, pick_device, move)

    assert said.startswith("not yet: move_all() stops with ")
    assert said.endswith(f" (Hint: {getattr(exercise, hint)})")


@pytest.mark.parametrize(
    "wrong",
    [
        *((pick, move_all) for pick, _ in CHOICES.values()),
        *((pick_device, move) for move, _ in [*MOVES.values(), *RAISING.values()]),
    ],
)
def test_each_hint_has_its_chinese(line, monkeypatch, wrong):
    """No sentence of a hint stays English."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    said = line(check_placement, *wrong)

    assert said.startswith("还差一点：")
    hints = [x for x in vars(exercise).values() if isinstance(x, str)]
    assert not [hint for hint in hints if hint in said]


def test_torch_is_itself_after_a_check(line):
    """The machines are pretended during a call alone."""
    asked = accelerator.current_accelerator, accelerator.is_available
    line(check_placement, fail("stops"), move_all)

    assert (accelerator.current_accelerator, accelerator.is_available) == asked
    assert torch.cuda.is_available.__module__ == "torch.cuda"
