"""Known answers to the four lines to repair."""

import torch

from tutorial_utils.lessons import creating_and_dtypes as lesson

RIGHT = {
    "average": [
        lambda scores: scores.mean(dtype=torch.float32),
        lambda scores: scores.sum() / scores.numel(),
    ],
    "blend": [
        lambda a, b: ((a.float() + b) / 2).to(torch.uint8),
        lambda a, b: ((a.long() + b.long()) >> 1).byte(),
        lambda a, b: a // 2 + b // 2 + (a % 2 + b % 2) // 2,
    ],
    "project": [lambda weights, data: (weights.double() @ data).float()],
    "count_up": [
        lambda counter: (counter.long() + 1).double(),
        lambda c: torch.tensor(c.item() + 1, dtype=torch.float64),
        lambda counter: counter.to(torch.float64).add_(1),
    ],
}
WRONG = {
    "average": [
        (lambda scores: scores.mean(), lesson.NO_MEAN),
        (lambda s: s.sum() // s.numel(), lesson.ROUNDED),
        (lambda s: s.float().mean().round(), lesson.ROUNDED),
        (lambda s: s.sum() / len(s), lesson.ROWS),
        (lambda s: s.double().mean(), lesson.AVERAGE_TYPE),
        (lambda s: s.float().mean().item(), lesson.AVERAGE_TYPE),
        (lambda s: s.float().sum(), lesson.WRONG_AVERAGE),
    ],
    "blend": [
        (lambda a, b: a.add_(b).div_(2), lesson.IN_PLACE),
        (lambda a, b: int(a + b) // 2, lesson.PYTHON_INT),
        (lambda a, b: (a + b) // 2, lesson.OVERFLOW),
        (lambda a, b: (a + b) / 2, lesson.OVERFLOW),
        (lambda a, b: a // 2 + b // 2, lesson.HALVES),
        (lambda a, b: (a.float() + b) / 2, lesson.POINT_FIVE),
        (lambda a, b: a.int() + b, lesson.NOT_HALVED),
        (lambda a, b: a + b, lesson.NOT_HALVED),
        (lambda a, b: (a.int() + b) // 2, lesson.BLEND_TYPE),
        (lambda a, b: a, lesson.WRONG_BLEND),
    ],
    "project": [
        (lambda weights, data: weights @ data, lesson.TWO_TYPES),
        (lambda w, d: w.long() @ d.long(), lesson.TRUNCATED),
        (lambda w, d: w @ d.long().float(), lesson.TRUNCATED),
        (lambda w, d: (w.double() @ d).long(), lesson.TRUNCATED),
        (lambda w, d: w.double() @ d, lesson.PROJECT_TYPE),
        (lambda w, d: 2 * w @ d.float(), lesson.WRONG_PROJECT),
    ],
    "count_up": [
        (lambda c: c + 1, lesson.LOST),
        (lambda c: (c + 1).double(), lesson.LOST),
        (lambda c: c.long() + 1, "count_up has the right value; return"),
        (lambda c: c.double() + 2, "count_up is not counter + 1"),
    ],
}
