"""An accelerator made of Python: a test double for a GPU, at ordinary memory.

Torch can register a device that is written in Python.  This one computes nothing
itself: it hands each operation to the CPU, on the same memory.  `install()` puts it
where torch finds it when it is imported, as a vendor's plug-in is found.

What stands in for PyTorch, since Python's devices lack it:

- `torch.accelerator.synchronize()`, for there is nothing to wait for;
- the device module: one device, ready, with a name.
"""

import ctypes
import shutil
from pathlib import Path
from typing import Any

import torch
from torch.utils import _pytree as pytree
from torch.utils import backend_registration

NAME = "npy"
CPU, OURS = 1, 12
"""How DLPack numbers devices: the CPU, and one that an extension brings."""
DEVICE = 8
"""Where in DLPack's tensor the device stands, behind the address of the data."""
TITLE = Path(__file__).with_name("made_up_accelerator.txt")
"""What the device calls itself."""

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = (
    ctypes.c_void_p,
    [ctypes.py_object, ctypes.c_char_p],
)
_library = torch.library.Library("_", "IMPL")


def install(folder: Path, title: str) -> None:
    """Put this module, and the entry point that torch looks for, into a folder."""
    shutil.copy(__file__, folder)
    (folder / TITLE.name).write_text(title, encoding="utf-8")
    about = folder / "made_up_accelerator-1.0.dist-info"
    about.mkdir()
    entry = "[torch.backends]\nmade_up = made_up_accelerator:start\n"
    (about / "entry_points.txt").write_text(entry, encoding="utf-8")
    metadata = "Metadata-Version: 2.1\nName: made-up-accelerator\nVersion: 1.0\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")


class Module(backend_registration._DummyBackendModule):
    """What `torch.npy` is."""

    started = False

    def is_initialized(self) -> bool:
        """Tell whether the device has computed anything yet."""
        return self.started

    def get_device_name(self, device: object = None) -> str:
        """Return what the device calls itself."""
        return TITLE.read_text(encoding="utf-8")


def start() -> None:
    """Register the device; torch calls this when it is imported."""
    setup = backend_registration._setup_privateuseone_for_python_backend
    setup(NAME, backend_module=Module())
    _library.fallback(compute, "PrivateUse1")
    torch.accelerator.synchronize = lambda device=None: None


def relabel(tensor: torch.Tensor, kind: int) -> torch.Tensor:
    """Return the same memory as a tensor of the other device."""
    capsule = torch._C._to_dlpack(tensor)
    place = _pointer(capsule, b"dltensor") + DEVICE
    ctypes.c_int32.from_address(place).value = kind
    return torch._C._from_dlpack(capsule)


def compute(operation: Any, *args: Any, **kwargs: Any) -> Any:
    """Carry out an operation on the CPU."""
    given: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
    Module.started = True

    def inward(x: Any) -> Any:
        if isinstance(x, torch.Tensor) and x.device.type == NAME:
            # an empty one may have to grow, which shared memory cannot
            ours = relabel(x, CPU) if x.numel() else torch.empty(x.shape, dtype=x.dtype)
            given[id(ours)] = x, ours
            return ours
        is_ours = isinstance(x, torch.device) and x.type == NAME
        return torch.device("cpu") if is_ours else x

    def outward(x: Any) -> Any:
        if not isinstance(x, torch.Tensor):
            return x
        return given[id(x)][0] if id(x) in given else relabel(x, OURS)

    args, kwargs = pytree.tree_map(inward, (args, kwargs))
    if operation._schema.name == "aten::_copy_from":  # to this device, or from it
        source, target = args[:2]
        target.copy_(source)
        return given[id(target)][0] if id(target) in given else target
    result = operation(*args, **kwargs)
    for theirs, ours in given.values():
        if ours.shape != theirs.shape or ours.stride() != theirs.stride():
            theirs.data = relabel(ours, OURS)
    return pytree.tree_map(outward, result)
