"""Known answers to pick_device() and move_all(batch, device)."""

import torch

from tutorial_utils import devices
from tutorial_utils.lessons import devices as lesson

CPU = torch.device("cpu")
ASK = "torch.accelerator.current_accelerator(check_available=True)"
MOVED = "tensor.to(device)"
ALL = "{name: tensor.to(device) for name, tensor in batch.items()}"


def pick_from_list():
    for kind in ("cuda", "mps", "xpu"):
        module = torch.backends.mps if kind == "mps" else getattr(torch, kind)
        if module.is_available():
            return torch.device(kind, 0)
    return CPU


RIGHT = {
    "pick_device": [
        {"(check_available=True)": "() if torch.accelerator.is_available() else None"},
        pick_from_list,
        devices.pick_device,
    ],
    "move_all": [
        {MOVED: f"tensor if tensor.device == device else {MOVED}"},
    ],
}
WRONG = {
    "pick_device": [
        (lambda: CPU, lesson.ALWAYS_CPU),
        ({ASK: "torch.cuda.is_available() and torch.device('cuda')"}, "this machine's"),
        ({"check_available=True": ""}, lesson.NOT_THERE),
        ({' or torch.device("cpu")': ""}, lesson.NO_CPU),
        ({ASK: f"str({ASK} or 'cpu')"}, lesson.NO_DEVICE),
    ],
    "move_all": [
        ({"return": "moved =", "items()}": "items()}; return batch"}, "nothing has"),
        (
            {"return": "return batch.update(", "items()}": "items()}) or batch"},
            lesson.CHANGED,
        ),
        ({ALL: '{**batch, "X": batch["X"].to(device)}'}, "one tensor is still"),
        ({ALL: "[tensor.to(device) for tensor in batch.values()]"}, "the names of the"),
        ({ALL: '{"X": batch["X"].to(device)}'}, lesson.NAMES_LOST),
        ({MOVED: "device"}, lesson.NO_TENSORS),
        ({MOVED: 'tensor.to("meta")'}, lesson.OTHER_DEVICE),
        ({MOVED: "tensor.to(device, copy=True)"}, lesson.COPIED),
        ({MOVED: "tensor.to(device, torch.float32)"}, lesson.DTYPE),
        ({MOVED: f"{MOVED}.flatten()"}, lesson.SHAPE),
        ({ALL: "batch.to(device)"}, lesson.NO_TO),
        ({ALL: "[x.to(device) for x in batch]"}, lesson.LOOPED_OVER_NAMES),
        ({"return": 'raise OSError("CUDA is not there"); return'}, lesson.GIVEN_DEVICE),
        ({MOVED: "torch.tensor(tensor.tolist(), device=device)"}, "meta has shapes"),
        ({MOVED: "torch.tensor(tensor.numpy(), device=device)"}, lesson.NO_NUMBERS),
    ],
}
