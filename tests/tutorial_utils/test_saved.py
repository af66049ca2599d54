"""Bytes that graphs keep, as long as they keep them."""

import pytest
import torch

from tutorial_utils.saved import watch_saved


@pytest.fixture
def weight():
    """Return a parameter with one row for each of three inputs."""
    return torch.ones(3, 5, requires_grad=True)


def test_input_and_output_count_and_parameters_do_not(weight):
    """``@`` keeps its input, ``exp()`` its output; the weight is there anyway."""
    X = torch.rand(4, 3)
    with watch_saved() as saved:
        result = (X @ weight).exp().sum()

    assert saved.nbytes() == X.nbytes + 4 * 5 * 4
    assert result.requires_grad


def test_tensor_that_two_operations_keep_counts_once(weight):
    """The output of ``exp()`` is the input of ``square()``: one storage."""
    with watch_saved() as saved:
        result = weight.exp().square().sum()

    assert saved.nbytes() == weight.nbytes
    assert result.requires_grad


def test_nothing_is_kept_where_nothing_is_tracked(weight):
    """Under ``no_grad()`` there is no graph."""
    with watch_saved() as saved, torch.no_grad():
        result = (torch.rand(4, 3) @ weight).exp().sum()

    assert saved.nbytes() == 0
    assert not result.requires_grad


def test_backward_frees_what_was_kept(weight):
    """The result is still held, but its graph has been used."""
    with watch_saved() as saved:
        result = weight.exp().sum()
    before = saved.nbytes()
    result.backward()

    assert before == weight.nbytes
    assert saved.nbytes() == 0


def test_graph_without_owner_keeps_nothing(weight):
    """What was computed before ``detach()`` is freed when its result is."""
    with watch_saved() as saved:
        hidden = weight.exp().detach()

    assert hidden.shape == weight.shape
    assert saved.nbytes() == 0


def test_gradients_are_the_same_while_watched(weight):
    """Watching changes no number: (e^2x)' is 2e^2x."""
    with watch_saved():
        result = weight.exp().square().sum()
    result.backward()

    torch.testing.assert_close(weight.grad, 2 * weight.detach().exp() ** 2)
