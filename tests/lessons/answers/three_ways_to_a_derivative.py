"""Known answers to numgrad(f, x)."""

import torch

from tutorial_utils.lessons import three_ways_to_a_derivative as lesson

H, MOVED = "h = 1e-5", "step.view(-1)[i] = h"
QUOTIENT = "(f(x + step) - f(x - step)) / (2 * h)"
FIVE_POINTS = (
    "(8 * (f(x + step) - f(x - step)) - f(x + 2 * step) + f(x - 2 * step)) / (12 * h)"
)
WRITING = {
    MOVED: "old = x.clone(); x.view(-1)[i] += h; y = f(x); x.view(-1)[i] -= 2 * h"
}
RIGHT = {
    "numgrad": [
        {H: "h = 5e-5"},
        {H: "h = 3e-7"},
        {H: "h = 1e-4", QUOTIENT: FIVE_POINTS},
        {**WRITING, QUOTIENT: "(y - f(x)) / (2 * h); x.copy_(old)"},
    ]
}
WRONG = {
    "numgrad": [
        ({QUOTIENT: "h"}, lesson.NEVER_CALLED),
        (torch.autograd.functional.jacobian, lesson.AUTOGRAD),
        (
            {**WRITING, QUOTIENT: "(y - f(x)) / (2 * h); x.view(-1)[i] += h"},
            lesson.IN_PLACE,
        ),
        ({QUOTIENT: "f(x) - f(x)"}, lesson.SAME),
        ({"x + step": "x.view(-1)[i] + h"}, lesson.ONE_ELEMENT),
        ({MOVED: "step += h"}, lesson.ALL_AT_ONCE),
        ({"x.numel()": "len(x) if x.ndim else 1"}, lesson.NOT_ALL),
        ({H: "h = 1e-2; x = x.float()"}, lesson.FLOAT32),
        ({"empty_like(x)": "empty(x.shape)"}, lesson.RESULT_FLOAT32),
        ({H: "h = 1e-7", QUOTIENT: "(f(x + step) - f(x)) / h"}, lesson.ONE_SIDED),
        ({H: "h = 1e-6", QUOTIENT: "(f(x) - f(x - step)) / h"}, lesson.ONE_SIDED),
        ({H: "h = 1e-17"}, lesson.NOT_LEFT),
        ({H: "h = 1e-10"}, lesson.TOO_SMALL),
        ({H: "h = 1e-3"}, lesson.TOO_LARGE),
        ({H: "h = 1e-1"}, lesson.TOO_LARGE),
        ({"(2 * h)": "h"}, lesson.HALF),
        ({" / (2 * h)": ""}, lesson.NOT_DIVIDED),
        ({"(2 * h)": "2 * h"}, lesson.BRACKETS),
        ({QUOTIENT: "(f(x - step) - f(x + step)) / (2 * h)"}, lesson.SIGN),
        ({QUOTIENT: "(f(x + step) + f(x - step)) / 2"}, lesson.WRONG),
        ({"x.numel()": "len(x)"}, lesson.SHAPE),
        ({"x.numel()": "x.shape[0] * x.shape[1]"}, lesson.SHAPE),
    ]
}
