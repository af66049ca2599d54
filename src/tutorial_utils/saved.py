"""What graphs keep for the backward pass: count its bytes and draw them as bars."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from weakref import WeakSet

from matplotlib.axes import Axes
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

from tutorial_utils.plotting import DATA, INK, MODEL, new_axes


class _Packed:
    """A tensor that a graph keeps; it lives as long as the graph needs it."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor.detach()
        self.is_parameter = tensor.is_leaf and tensor.requires_grad


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


def draw_saved(kept: Mapping[str, int]) -> Axes:
    """Draw the bytes that runs of one model keep, as bars in megabytes.

    Parameters
    ----------
    kept
        The bytes by the name of the run; the title compares the first with the last.

    Returns
    -------
    Axes
        The axes of a new figure.
    """
    ax = new_axes(height=0.5 * len(kept) + 1)
    megabytes = [count / 1e6 for count in kept.values()]
    ax.barh(list(kept), megabytes, height=0.6, color=MODEL)
    for y, size in enumerate(megabytes):
        ax.annotate(
            f"{size:.1f} MB" if size else "0",
            (size, y),
            xytext=(5, 0),
            textcoords="offset points",
            color=INK if size else DATA,
            va="center",
        )
    ax.invert_yaxis()
    ax.set_xlim(0, 1.25 * max(megabytes))
    ax.set_title(
        f"{megabytes[0]:.1f} MB are kept with tracking, {megabytes[-1]:g} without"
    )
    ax.set_xlabel("kept for the way back (MB)")
    return ax
