"""Watch which of torch's functions a reader's function calls, and how often."""

from collections.abc import Callable
from typing import Any

from torch.overrides import TorchFunctionMode

ATTRIBUTES = frozenset({"__get__", "__len__", "dim", "size", "numel"})
"""How torch calls looking at a tensor's attributes, such as its shape."""

AWAY = frozenset({"tolist", "numpy", "__array__"})
"""What hands the numbers over to Python or NumPy."""


class Calls(TorchFunctionMode):
    """Notes each call of a function or a method of torch while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: Any = (),
        kwargs: Any = None,
    ) -> Any:
        name = getattr(func, "__name__", "")
        if name not in ATTRIBUTES:
            self.names.append(name)
        return func(*args, **(kwargs or {}))

    def left_torch(self) -> bool:
        """Tell whether the numbers went on as lists or as arrays of NumPy."""
        return not AWAY.isdisjoint(self.names)
