"""A function and its slope: the figure, and the checker of derivatives by hand."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

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


class Problem(NamedTuple):
    """A function at a point, wrong derivatives with hints, and the hint for others."""

    value: Tensor
    mistakes: list[tuple[Tensor, str]]
    hint: str


def _f(x: Tensor) -> Problem:
    mistakes = [
        (3 * x**2 - 5 + 4, "in df the 4 is still there: a constant has slope 0."),
        (3 * x**2, "df has one path too few: x also goes through -5 * x."),
        (0 * x - 5, "df has one path too few: x also goes through x**3."),
        (
            3 * x**2 - 5 * x,
            "in df, -5 * x climbs by -5 a step everywhere: no x is left.",
        ),
        (3 * x**3 - 5, "in df the power of x must drop by one: x**3 leaves x**2."),
        (
            x**2 - 5,
            "in df the exponent must come down as a factor: 3 in front of x**2.",
        ),
    ]
    hint = "df is not the slope of f: differentiate x**3, -5 * x and 4, then add."
    return Problem(x**3 - 5 * x + 4, mistakes, hint)


def _g(x: Tensor) -> Problem:
    cos, sin = torch.cos(x**2), torch.sin(x**2)
    twice = torch.cos(2 * x)
    mistakes = [
        (cos, "dg lacks the inner factor: multiply by the slope of x**2."),
        (2 * x, "dg lacks the outer factor: multiply by the slope of sin at x**2."),
        (
            twice,
            "in dg the inner slope is a factor; the cosine is still taken at x**2.",
        ),
        (2 * x * twice, "in dg the cosine is taken at x**2, not at its slope."),
        (
            2 * x * sin,
            "in dg the outer function must be differentiated too: sin gives cos.",
        ),
        (
            -2 * x * cos,
            "dg has the wrong sign: the slope of sin is cos, without a minus.",
        ),
    ]
    hint = "dg is not the slope of g: the slope outside times the slope inside."
    return Problem(sin, mistakes, hint)


def _h(x: Tensor) -> Problem:
    cos, sin = torch.cos(x), torch.sin(x)
    mistakes = [
        (
            2 * x * cos,
            "in dh the two slopes are multiplied; a product has two paths, "
            "and their gradients are added.",
        ),
        (2 * x * sin, "dh has one path too few: x also goes through sin(x)."),
        (x**2 * cos, "dh has one path too few: x also goes through x**2."),
        (2 * x + cos, "in dh each slope must be multiplied by the other factor."),
        (
            2 * x * sin - x**2 * cos,
            "dh has a wrong sign: the slope of sin is cos, without a minus.",
        ),
    ]
    hint = "dh is not the slope of h: take one path at a time, then add."
    return Problem(x**2 * sin, mistakes, hint)


def check_derivatives(df: Function, dg: Function, dh: Function) -> None:
    """Compare three derivatives written by hand with autograd.

    Each takes one number, a ``float64`` tensor of shape ``()``, and returns the
    derivative there of ``x**3 - 5 * x + 4``, ``sin(x**2)`` or ``x**2 * sin(x)``.
    """
    parts = {"df": (df, _cases(_f)), "dg": (dg, _cases(_g)), "dh": (dh, _cases(_h))}
    check_functions("derivatives", parts)


def _cases(make: Callable[[Tensor], Problem]) -> Iterator[Case]:
    """Draw points between 0.5 and 2, where the mistakes differ from one another."""
    generator = torch.Generator().manual_seed(13)
    for x in 0.5 + 1.5 * torch.rand(6, generator=generator, dtype=torch.float64):
        leaf = x.clone().requires_grad_()
        value, mistakes, hint = make(leaf)
        (slope,) = torch.autograd.grad(value, leaf)
        yield Case(
            inputs=(x,),
            expected=slope,
            mistakes=[(value, VALUE), *mistakes],
            hint=hint,
            errors=ERRORS,
        )
