"""Count the bytes that graphs keep for the backward pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks


class SavedTensors:
    """The tensors that graphs keep at this moment, parameters not counted."""

    def __init__(self) -> None:
        self._kept: list[ref[Tensor]] = []

    def pack(self, tensor: Tensor) -> Tensor:
        """Note what an operation keeps; it lives as long as the graph needs it."""
        whole = tensor if tensor._base is None else tensor._base
        packed = tensor.detach()
        if not (whole.is_leaf and whole.requires_grad):
            self._kept.append(ref(packed))
        return packed

    def nbytes(self) -> int:
        """Return the bytes that are kept, each storage counted once.

        A parameter is in memory with or without a graph, so it does not count.
        """
        alive = [tensor for kept in self._kept if (tensor := kept()) is not None]
        storages = [tensor.untyped_storage() for tensor in alive]
        return sum({s.data_ptr(): s.nbytes() for s in storages}.values())


@contextmanager
def watch_saved() -> Iterator[SavedTensors]:
    """Watch what the graphs keep that are made within; ask also after its end.

    The ``nbytes()`` of what it yields falls when a graph is freed, by ``backward()`` or
    because nobody holds its result any more.
    """
    saved = SavedTensors()
    with saved_tensors_hooks(saved.pack, lambda packed: packed):
        yield saved
