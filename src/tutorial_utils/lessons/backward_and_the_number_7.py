"""A function and its slope: the figure, and the checker of derivatives by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, check_functions
from tutorial_utils.plotting import DATA, GRADIENT, MODEL, label_line, new_axes

Function = Callable[[Tensor], Tensor]


def draw_tangent(function: Function, at: Tensor, *, reach: float = 2.0) -> Axes:
    """Draw a function of one number and its tangent, with the slope autograd finds.

    The tangent touches ``at``, whose ``grad`` is left alone; curve and tangent go on by
    ``reach`` to each side.  The function works on each number of a tensor by itself.
    """
    ax = new_axes()
    touch = at.detach().clone().requires_grad_()
    height = function(touch)
    (slope,) = torch.autograd.grad(height, touch)
    x, y, m = touch.item(), height.item(), slope.item()
    xs = torch.linspace(x - reach, x + reach, 101)
    ax.plot(xs, function(xs), color=MODEL)
    ends = torch.tensor([x - reach, x + reach])
    ax.plot(ends, y + m * (ends - x), color=GRADIENT)
    ax.plot(x, y, "o", color=GRADIENT)
    ax.plot([x, x + 1, x + 1], [y, y, y + m], color=DATA, linestyle=":")
    label_line(ax, x + 0.5, y, "1", DATA, offset=(0, -4))
    label_line(ax, x + 1, y + m / 2, f"{m:g}", GRADIENT, offset=(6, 0))
    ax.set(xlabel="x", ylabel="y", title=f"At x = {x:g} the slope is {m:g}")
    return ax


POWER = "a power is written with **; in Python, ^ is another operation."
TORCH_NAMES = "write torch.sin and torch.cos: torch is all that is imported."
NOT_NUMPY = "this x is tracked, and NumPy cannot track: write torch.sin and torch.cos."
NOT_A_TENSOR = "torch.sin and torch.cos take a tensor: something with x in it."
BY_HAND = "you are backward() here: write the derivative as a formula of x."

ERRORS = {
    "bitwise_xor": POWER,
    "for ^": POWER,
    **dict.fromkeys(["'sin'", "'cos'", "'np'", "'math'"], TORCH_NAMES),
    "Can't call numpy()": NOT_NUMPY,
    "must be Tensor": NOT_A_TENSOR,
    "does not require grad": BY_HAND,
}

VALUE = "that is the function's value, a height; asked for is the slope."


@dataclass(frozen=True)
class Problem:
    """A function to differentiate by hand; wrong derivatives, each with its hint.

    The last ``hint`` is for answers that match none of them.
    """

    function: Function
    hint: str
    mistakes: tuple[tuple[Function, str], ...]


PROBLEMS = {
    "df": Problem(
        lambda x: x**3 - 5 * x + 4,
        "df is not the slope of f: differentiate x**3, -5 * x and 4, then add.",
        (
            (
                lambda x: 3 * x**2 - 5 + 4,
                "in df the 4 is still there: a constant has slope 0.",
            ),
            (
                lambda x: 3 * x**2,
                "df has one path too few: x also goes through -5 * x.",
            ),
            (lambda x: 0 * x - 5, "df has one path too few: x also goes through x**3."),
            (
                lambda x: 3 * x**2 - 5 * x,
                "in df, -5 * x climbs by -5 a step everywhere: no x is left.",
            ),
            (
                lambda x: 3 * x**3 - 5,
                "in df the power of x must drop by one: x**3 leaves x**2.",
            ),
            (
                lambda x: x**2 - 5,
                "in df the exponent must come down as a factor: 3 in front of x**2.",
            ),
        ),
    ),
    "dg": Problem(
        lambda x: torch.sin(x**2),
        "dg is not the slope of g: the slope outside times the slope inside.",
        (
            (
                lambda x: torch.cos(x**2),
                "dg lacks the inner factor: multiply by the slope of x**2.",
            ),
            (
                lambda x: 2 * x,
                "dg lacks the outer factor: multiply by the slope of sin at x**2.",
            ),
            (
                lambda x: torch.cos(2 * x),
                "in dg the inner slope is a factor; the cosine is still taken at x**2.",
            ),
            (
                lambda x: 2 * x * torch.cos(2 * x),
                "in dg the cosine is taken at x**2, not at its slope.",
            ),
            (
                lambda x: 2 * x * torch.sin(x**2),
                "in dg the outer function must be differentiated too: sin gives cos.",
            ),
            (
                lambda x: -2 * x * torch.cos(x**2),
                "dg has the wrong sign: the slope of sin is cos, without a minus.",
            ),
        ),
    ),
    "dh": Problem(
        lambda x: x**2 * torch.sin(x),
        "dh is not the slope of h: take one path at a time, then add.",
        (
            (
                lambda x: 2 * x * torch.cos(x),
                "in dh the two slopes are multiplied; a product has two paths, "
                "and their gradients are added.",
            ),
            (
                lambda x: 2 * x * torch.sin(x),
                "dh has one path too few: x also goes through sin(x).",
            ),
            (
                lambda x: x**2 * torch.cos(x),
                "dh has one path too few: x also goes through x**2.",
            ),
            (
                lambda x: 2 * x + torch.cos(x),
                "in dh each slope must be multiplied by the other factor.",
            ),
            (
                lambda x: 2 * x * torch.sin(x) - x**2 * torch.cos(x),
                "dh has a wrong sign: the slope of sin is cos, without a minus.",
            ),
        ),
    ),
}


def check_derivatives(df: Function, dg: Function, dh: Function) -> None:
    """Compare three derivatives written by hand with autograd.

    Each takes one number, a ``float64`` tensor of shape ``()``, and returns the
    derivative there of ``x**3 - 5 * x + 4``, ``sin(x**2)`` or ``x**2 * sin(x)``.
    """
    written = zip([df, dg, dh], map(_cases, PROBLEMS.values()), strict=True)
    check_functions("derivatives", dict(zip(PROBLEMS, written, strict=True)))


def _cases(problem: Problem, *, count: int = 6) -> Iterator[Case]:
    """Draw points between 0.5 and 2, where the mistakes differ from one another."""
    generator = torch.Generator().manual_seed(13)
    for x in 0.5 + 1.5 * torch.rand(count, generator=generator, dtype=torch.float64):
        leaf = x.clone().requires_grad_()
        (slope,) = torch.autograd.grad(problem.function(leaf), leaf)
        yield Case(
            inputs=(x.clone(),),
            expected=slope,
            mistakes=[
                (wrong(x), hint)
                for wrong, hint in [(problem.function, VALUE), *problem.mistakes]
            ],
            hint=problem.hint,
            errors=ERRORS,
        )
