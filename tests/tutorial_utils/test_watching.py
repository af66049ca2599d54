"""The watch on what a reader's function calls."""

import numpy as np
import pytest
import torch
from tutorial_utils.checking import Calls


def test_functions_methods_and_operators_are_noted():
    """However an operation is written, it is one call."""
    x = torch.ones(2, 3)
    with Calls() as calls:
        torch.sum(x * x.mean())

    assert calls.names == ["mean", "mul", "sum"]


def test_looking_at_a_tensor_is_no_call():
    """A shape may be asked for as often as one likes."""
    x = torch.ones(2, 3)
    with Calls() as calls:
        x.shape, x.size(0), len(x), x.ndim, x.dim(), x.numel()

    assert calls.names == []


def test_a_loop_makes_a_call_each_time():
    """What a loop does shows in the number of calls."""
    x = torch.ones(5)
    with Calls() as calls:
        for i in range(len(x)):
            x[i] + 1

    assert len(calls.names) == 10


def test_nothing_is_noted_outside():
    """The watch ends with its block."""
    with Calls() as calls:
        pass
    torch.ones(2).sum()

    assert calls.names == []


@pytest.mark.parametrize("leave", [torch.Tensor.tolist, torch.Tensor.numpy, np.asarray])
def test_leaving_torch_is_noticed(leave):
    """Numbers that are computed elsewhere leave by one of three doors."""
    x = torch.ones(2)
    with Calls() as calls:
        leave(x)

    assert calls.left_torch()


def test_staying_in_torch_is_noticed():
    """A number that is read is no list."""
    with Calls() as calls:
        torch.ones(2).sum().item()

    assert not calls.left_torch()
