"""Known answers to pick_device() and move_all(batch, device)."""

import torch

from tutorial_utils import devices
from tutorial_utils.lessons import devices as lesson

CPU = torch.device("cpu")
accelerator = torch.accelerator


def pick_device():
    return accelerator.current_accelerator(check_available=True) or CPU


def move_all(batch, device):
    return {name: tensor.to(device) for name, tensor in batch.items()}


def pick_after_asking():
    return accelerator.current_accelerator() if accelerator.is_available() else CPU


def pick_from_list():
    for kind in ("cuda", "mps", "xpu"):
        module = torch.backends.mps if kind == "mps" else getattr(torch, kind)
        if module.is_available():
            return torch.device(kind, 0)
    return CPU


def move_only_strangers(batch, device):
    return {
        name: tensor if tensor.device == device else tensor.to(device, copy=True)
        for name, tensor in batch.items()
    }


def move_step_by_step(batch, device):
    moved = dict(batch)
    for name in moved:
        moved[name] = moved[name].to(device, non_blocking=True)
    return moved


def cuda_or_cpu():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def changed(change):
    return lambda batch, device: {k: change(x, device) for k, x in batch.items()}


def forgetful(batch, device):
    for tensor in batch.values():
        tensor.to(device)
    return batch


def overwriting(batch, device):
    for name in batch:
        batch[name] = batch[name].to(device)
    return batch


def fail(message):
    def call(*_):
        raise AssertionError(message)

    return call


RIGHT = {
    "pick_device": [pick_after_asking, pick_from_list, devices.pick_device],
    "move_all": [move_only_strangers, move_step_by_step],
}
WRONG = {
    "pick_device": [
        (lambda: CPU, lesson.ALWAYS_CPU),
        (cuda_or_cpu, lesson.ANOTHER_MAKE),
        (lambda: torch.device("cuda"), lesson.ANOTHER_MAKE),
        (lambda: accelerator.current_accelerator() or CPU, lesson.NOT_THERE),
        (lambda: accelerator.current_accelerator(True), lesson.NO_CPU),
        (lambda: str(pick_device()), lesson.NO_DEVICE),
        (lambda: accelerator.device_count(), lesson.NO_DEVICE),
    ],
    "move_all": [
        (forgetful, lesson.NOT_IN_PLACE),
        (overwriting, lesson.OVERWRITTEN),
        (lambda b, d: {**b, "X": b["X"].to(d)}, lesson.PARTLY),
        (lambda b, d: {**b, "y": b["y"].to(d)}, lesson.PARTLY),
        (lambda b, d: list(move_all(b, d).values()), lesson.NO_DICTIONARY),
        (lambda b, d: b["X"].to(d), lesson.NO_DICTIONARY),
        (lambda b, d: {"X": b["X"].to(d)}, lesson.NAMES_LOST),
        (changed(lambda x, d: d), lesson.NO_TENSORS),
        (changed(lambda x, d: x.to("meta")), lesson.OTHER_DEVICE),
        (changed(lambda x, d: x.to(d, copy=True)), lesson.COPIED),
        (changed(lambda x, d: torch.zeros_like(x, device=d)), lesson.COPIED),
        (changed(lambda x, d: x.to(d, torch.float32)), lesson.OTHER_DTYPE),
        (changed(lambda x, d: x.to(d).flatten()), lesson.OTHER_SHAPE),
        (lambda b, d: b.to(d), lesson.NO_TO),
        (lambda b, d: [x.to(d) for x in b], lesson.LOOPED_OVER_NAMES),
        (fail("Torch not compiled with CUDA enabled"), lesson.GIVEN_DEVICE),
        (
            changed(lambda x, d: torch.tensor(x.tolist(), device=d)),
            lesson.HAS_NO_NUMBERS,
        ),
        (
            changed(lambda x, d: torch.tensor(x.numpy(), device=d)),
            lesson.HAS_NO_NUMBERS,
        ),
    ],
}
