"""Bytes that graphs keep, as long as they keep them."""

import pytest
import torch

from tutorial_utils.saved import watch_saved


@pytest.fixture
def weight():
    """Return a parameter with one row for each of three inputs."""
    return torch.ones(3, 5, requires_grad=True)


def test_each_storage_counts_once_until_backward_frees_it(weight):
    """``@`` keeps its inputs, ``exp()`` its output, which is the input of ``square()``.

    The weight is there anyway.  Watching changes no number.
    """
    X = torch.rand(4, 3)

    def compute():
        return (X @ weight @ weight.T).exp().square().sum()

    with watch_saved() as saved:
        result = compute()

    assert saved.nbytes() == 4 * (4 * 3 + 4 * 5 + 4 * 3)
    result.backward()
    assert saved.nbytes() == 0
    assert torch.equal(weight.grad, torch.autograd.grad(compute(), weight)[0])


def test_graph_that_nobody_holds_keeps_nothing(weight):
    """What was computed before ``detach()``, or where nothing is tracked."""
    with watch_saved() as saved:
        hidden = weight.exp().detach()
        with torch.no_grad():
            result = (torch.rand(4, 3) @ weight).exp().sum()

    assert hidden.shape == weight.shape
    assert not result.requires_grad
    assert saved.nbytes() == 0
