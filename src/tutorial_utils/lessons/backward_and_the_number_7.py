"""A function and its slope: the figure, and the checker of derivatives by hand."""

from collections.abc import Callable, Iterator
from functools import partial

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tutorial_utils.checking import Case, Checker
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
BY_HAND = "you are backward() here: write the derivative as a formula of x."

ERRORS = {
    "bitwise_xor": POWER,
    "for ^": POWER,
    **dict.fromkeys(["'sin'", "'cos'", "'np'", "'math'"], TORCH_NAMES),
    "Can't call numpy()": NOT_NUMPY,
    "must be Tensor": "torch.sin and torch.cos take a tensor: something with x in it.",
    "does not require grad": BY_HAND,
}

VALUE = "that is the function's value, a height; asked for is the slope."
TWO_PATHS = (
    "in dh the two slopes are multiplied; a product has two paths, "
    "and their gradients are added."
)
AT_SLOPE = "in dg the inner slope is a factor; the cosine is still taken at x**2."


Answers = Iterator[tuple[Tensor, str]]


def _f(x: Tensor) -> Answers:
    """Yield the function, then wrong slopes, each with its hint."""
    yield x**3 - 5 * x + 4, VALUE
    d = 3 * x**2
    yield d - 5 + 4, "in df the 4 is still there: a constant has slope 0."
    yield d, "df has one path too few: x also goes through -5 * x."
    yield 0 * x - 5, "df has one path too few: x also goes through x**3."
    yield d - 5 * x, "in df, -5 * x climbs by -5 a step everywhere: no x is left."
    yield d * x - 5, "in df the power of x must drop by one: x**3 leaves x**2."
    yield x**2 - 5, "in df the exponent must come down as a factor: 3 in front of x**2."


def _g(x: Tensor) -> Answers:
    sin, cos, d = torch.sin(x**2), torch.cos(x**2), 2 * x
    yield sin, VALUE
    yield cos, "dg lacks the inner factor: multiply by the slope of x**2."
    yield d, "dg lacks the outer factor: multiply by the slope of sin at x**2."
    yield d.cos(), AT_SLOPE
    yield d * d.cos(), "in dg the cosine is taken at x**2, not at its slope."
    yield d * sin, "in dg the outer function must be differentiated too: sin gives cos."
    yield -d * cos, "dg has the wrong sign: the slope of sin is cos, without a minus."


def _h(x: Tensor) -> Answers:
    sin, cos, d = torch.sin(x), torch.cos(x), 2 * x
    yield x**2 * sin, VALUE
    yield d * cos, TWO_PATHS
    yield d * sin, "dh has one path too few: x also goes through sin(x)."
    yield x**2 * cos, "dh has one path too few: x also goes through x**2."
    yield d + cos, "in dh each slope must be multiplied by the other factor."
    wrong = d * sin - x**2 * cos
    yield wrong, "dh has a wrong sign: the slope of sin is cos, without a minus."


SLOPES = {
    "df": (_f, "df is not the slope of f: differentiate x**3, -5 * x and 4, then add."),
    "dg": (_g, "dg is not the slope of g: the slope outside times the slope inside."),
    "dh": (_h, "dh is not the slope of h: take one path at a time, then add."),
}


def _cases(function: Callable[[Tensor], Answers], hint: str) -> Iterator[Case]:
    """Draw points between 0.5 and 2, where the mistakes differ from one another."""
    generator = torch.Generator().manual_seed(13)
    for x in 0.5 + 1.5 * torch.rand(6, generator=generator, dtype=torch.float64):
        leaf = x.clone().requires_grad_()
        mistakes = list(function(leaf))
        (slope,) = torch.autograd.grad(mistakes[0][0], leaf)
        yield Case((x,), slope, mistakes, hint, errors=ERRORS)


check_derivatives = Checker(
    "derivatives", **{name: partial(_cases, *slope) for name, slope in SLOPES.items()}
)
"""Compares derivatives by hand with autograd, for a ``float64`` tensor of shape ``()``.

They are those of ``x**3 - 5 * x + 4``, ``sin(x**2)`` and ``x**2 * sin(x)``.
"""
