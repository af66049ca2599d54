"""Count the bytes that graphs keep for the backward pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks


class _Packed:
    """A tensor that a graph keeps; it lives as long as the graph needs it."""

    def __init__(self, tensor: Tensor) -> None:
        whole = tensor if tensor._base is None else tensor._base
        self.tensor = tensor.detach()
        self.is_parameter = whole.is_leaf and whole.requires_grad


class SavedTensors:
    """The tensors that graphs keep at this moment, parameters not counted."""

    def __init__(self) -> None:
        self._alive: WeakSet[_Packed] = WeakSet()

    def pack(self, tensor: Tensor) -> _Packed:
        """Note what an operation keeps."""
        saved = _Packed(tensor)
        self._alive.add(saved)
        return saved

    def nbytes(self) -> int:
        """Return the bytes that are kept, each storage counted once.

        A parameter is in memory with or without a graph, so it does not count.
        """
        kept = [saved.tensor for saved in self._alive if not saved.is_parameter]
        storages = [tensor.untyped_storage() for tensor in kept]
        return sum({s.data_ptr(): s.nbytes() for s in storages}.values())


@contextmanager
def watch_saved() -> Iterator[SavedTensors]:
    """Watch what the graphs keep that are made within; ask also after its end.

    Yields
    ------
    SavedTensors
        Its ``nbytes()`` falls when a graph is freed, by ``backward()`` or because
        nobody holds its result any more.
    """
    saved = SavedTensors()
    with saved_tensors_hooks(saved.pack, lambda kept: kept.tensor):
        yield saved
