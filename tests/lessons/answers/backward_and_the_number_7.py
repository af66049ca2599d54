"""Known answers to df(x), dg(x) and dh(x)."""

import math

import numpy as np
import torch

from tutorial_utils.lessons import backward_and_the_number_7 as lesson

RIGHT = {"dg": [lambda x: 2 * x.item() * math.cos(x.item() ** 2)]}
WRONG = {
    "df": [
        (lambda x: x**3 - 5 * x + 4, "a height"),
        (lambda x: 3 * x**2 - 1, "a constant has slope 0"),
        (lambda x: 3 * x**2, "also goes through -5 * x"),
        (lambda x: -5, "also goes through x**3"),
        (lambda x: 3 * x**2 - 5 * x, "no x is left"),
        (lambda x: 3 * x * x * x - 5, "must drop by one"),
        (lambda x: x * x - 5, "must come down as a factor"),
        (lambda x: 7 * x, "df is not the slope of f"),
    ],
    "dg": [
        (lambda x: math.sin(x * x), "a height"),
        (lambda x: math.cos(x * x), "lacks the inner factor"),
        (lambda x: x + x, "lacks the outer factor"),
        (lambda x: math.cos(2 * x), "still taken at x**2"),
        (lambda x: 2 * x * math.cos(2 * x), "not at its slope"),
        (lambda x: 2 * x * math.sin(x * x), "the outer function must be"),
        (lambda x: -2 * x * math.cos(x * x), "wrong sign"),
        (lambda x: x**3, "dg is not the slope of g"),
        (lambda x: 3 * x ^ 2 - 5, lesson.POWER),
        (lambda x: 3 * x.item() ^ 2, lesson.POWER),
        (lambda x: cos(x), lesson.TORCH_NAMES),  # noqa: F821
        (lambda x: np.cos(x.requires_grad_()), lesson.NOT_NUMPY),
        (lambda x: torch.cos(2), "torch.sin and torch.cos take a tensor"),
        (lambda x: (x**2).backward(), lesson.BY_HAND),
    ],
    "dh": [
        (lambda x: x * x * math.sin(x), "a height"),
        (lambda x: 2 * x * math.cos(x), "a product has two paths"),
        (lambda x: 2 * x * math.sin(x), "also goes through sin(x)"),
        (lambda x: x * x * math.cos(x), "also goes through x**2"),
        (lambda x: 2 * x + math.cos(x), "multiplied by the other factor"),
        (lambda x: 2 * x * math.sin(x) - x * x * math.cos(x), "wrong sign"),
        (lambda x: 0.0, "dh is not the slope of h"),
    ],
}
