"""Several numbers in and out: the figure of gradients, the checker of Jacobians."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import Mock, patch

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker, Verdicts
from tutorial_utils.plotting import GRADIENT, MODEL, new_axes

Surface = Callable[[Tensor, Tensor], Tensor]
LONGEST = 0.9  # arrow, in units of the axes; the arrows are one unit apart


def draw_gradients(
    function: Surface, at: tuple[float, float], *, xs: range, ys: range
) -> Axes:
    """Draw the level lines of a function and its gradients, one as the subject.

    The title names the gradient ``at`` a point, and a level line leads through it.
    Arrows start at ``xs`` and ``ys``; the figure goes on by one unit to each side.
    The function works on each pair of two tensors of one shape by itself.
    """
    ax = new_axes(aspect="equal", xlabel="x", ylabel="y")
    wide, high = (torch.linspace(r[0] - 1, r[-1] + 1, 200) for r in (xs, ys))
    here = torch.tensor(at)
    levels = [function(*here).item() * part for part in (0.1, 0.3, 0.6, 1, 1.7)]
    heights = function(*torch.meshgrid(wide, high, indexing="xy"))
    lines = ax.contour(wide, high, heights, levels, colors=MODEL, linewidths=1)
    ax.clabel(lines, fontsize=9, fmt="%g")
    columns, rows = torch.tensor([*xs]).float(), torch.tensor([*ys]).float()
    x, y = torch.meshgrid(columns, rows, indexing="xy")
    arrows = find_gradients(function, x, y)
    scale = torch.hypot(*arrows).max().item() / LONGEST
    ax.quiver(x, y, *arrows, color=GRADIENT, angles="xy", scale_units="xy", scale=scale)
    dx, dy = find_gradients(function, *here)
    ax.plot(*at, "o", color=GRADIENT)
    ax.set_title(f"At ({at[0]:g}, {at[1]:g}) the gradient is ({dx:g}, {dy:g})")
    ax.set(xticks=[*xs], yticks=[*ys])
    return ax


def find_gradients(function: Surface, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return both partial derivatives at each point; ``grad`` of the points stays."""
    x, y = (z.detach().clone().requires_grad_() for z in (x, y))
    dx, dy = torch.autograd.grad(function(x, y).sum(), (x, y))
    return dx, dy


READY_MADE = "ready-made"
BY_HAND = "make it yourself: torch.autograd.grad, once for each number of f(x)."
A_LIST = "those are the rows, in a list or a tuple: torch.stack(rows) makes a matrix."
ONE_ROW = "that is one row, or all of them added up: make a row for each output."
TURNED = "rows and columns have changed places: a row for each number of f(x)."
ADDED_UP = (
    "each row has the rows before it added: backward() adds to x.grad. "
    "Use torch.autograd.grad, or clear x.grad before each row."
)
SAME_ROW = (
    "all rows are equal: x.grad is the same tensor each time, and later calls change "
    "it. Use torch.autograd.grad, or append x.grad.clone()."
)
ALL_ONES = (
    "each row is the sum of all rows: v was 1 everywhere, or sum() was taken. "
    "For row i, only number i of v is 1."
)
DIAGONAL = "only the diagonal is filled: each output may depend on every input."
BACKWARDS = "the rows are in the wrong order: row i belongs to number i of f(x)."
WRONG = "row i is the gradient of number i of f(x): a v of zeros with a 1 at i."

ERRORS = {
    READY_MADE: BY_HAND,
    "only for scalar outputs": (
        "y has several numbers: hand over v, or ask for the gradient of y[i] alone."
    ),
    "Mismatch": "v needs a weight for each number of f(x), not for each number of x.",
    "a second time": "the rows share one graph: keep it with retain_graph=True.",
    "but got tuple": (
        "torch.autograd.grad returns a tuple: write (row,) = torch.autograd.grad(…)."
    ),
    "does not require grad": (
        "this y is not tracked: compute it as f(x), with x as it was handed over."
    ),
    "to not have been used in the graph": (
        "ask for the gradient by the very x that went into f; a part is another one."
    ),
}


def _cases() -> Iterator[Case]:
    """Draw functions with as many, more, and fewer results than inputs."""
    generator = torch.Generator().manual_seed(16)
    for shape in [(3, 3), (4, 2), (2, 5), (5, 3), (1, 4), (3, 1)]:
        A, B = torch.randn(2, *shape, generator=generator, dtype=torch.float64)
        x = torch.rand(shape[1], generator=generator, dtype=torch.float64)
        f = partial(_waves, A, B)
        expected = torch.autograd.functional.jacobian(f, x)  # type: ignore[no-untyped-call]
        yield Case(
            inputs=(f, x.requires_grad_()),
            expected=expected,
            mistakes=_mistakes(expected),
            hint=partial(_explain, x),
            errors=ERRORS,
            tolerance=1e-6,
            during=_by_hand(),
            judge=partial(_judge, shape),
        )


def _waves(A: Tensor, B: Tensor, x: Tensor) -> Tensor:
    """Return a vector each of whose numbers depends on all of ``x``."""
    return torch.sin(A @ x) + (B @ x) ** 2


@contextmanager
def _by_hand() -> Iterator[None]:
    """Let the ready-made functions fail."""
    refused = Mock(side_effect=RuntimeError(READY_MADE))
    with (
        patch.object(torch.autograd.functional, "jacobian", refused),
        patch.multiple(torch.func, jacrev=refused, jacfwd=refused),
    ):
        yield


def _judge(shape: tuple[int, int], answer: Any) -> Verdicts:
    """Name the mistake that gives the answer another type or shape."""
    several = isinstance(answer, list | tuple)
    yield several and all(isinstance(row, Tensor) for row in answer), A_LIST
    yield not isinstance(answer, Tensor) or answer.shape == shape, None
    yield answer.shape == shape[1:], ONE_ROW


def _mistakes(expected: Tensor) -> Iterator[tuple[Tensor, str]]:
    yield expected.cumsum(0), ADDED_UP
    yield expected.flip(0), BACKWARDS
    if expected.shape[0] == expected.shape[1]:
        yield expected.T, TURNED
        yield expected.diag().diag(), DIAGONAL
        yield expected.sum(0).diag(), DIAGONAL


def _explain(x: Tensor, found: np.ndarray) -> Verdicts:
    equal = len(found) > 1 and np.allclose(found, found[0])
    yield equal, ALL_ONES if x.grad is None else SAME_ROW
    yield True, WRONG


check_jacobian = Checker("jacobian", jacobian=_cases)
"""Compares Jacobians with :func:`torch.autograd.functional.jacobian`.

Given a function from a vector to a vector, and a tracked ``float64`` vector, the answer
has a row for each number that comes out, a column for each that goes in.
"""
