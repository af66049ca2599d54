"""Known answers to describe(t)."""

import math
from operator import attrgetter

from tutorial_utils.lessons import from_0d_to_nd as lesson


def counted(numel):
    return lambda t: (len(t.shape), numel(t.shape))


def ranked(ndim):
    return lambda t: (ndim(t), math.prod(t.shape))


def product_from(start, lengths):
    for length in lengths:
        start *= length
    return start


def first(shape):
    return shape[0] if shape else 1


def without_zeros(shape):
    return math.prod(length for length in shape if length)


RIGHT = {"describe": [counted(math.prod), counted(lambda shape: shape.numel())]}
WRONG = {
    "describe": [
        (lambda t: (math.prod(t.shape), len(t.shape)), lesson.SWAPPED),
        (ranked(lambda t: max(1, len(t.shape))), lesson.NO_AXES),
        (ranked(len), lesson.LENGTH),
        (ranked(lambda t: first(t.shape)), lesson.LENGTH),
        (ranked(lambda t: len(t.shape) - 1), lesson.WRONG_NDIM),
        (counted(lambda shape: product_from(0, shape)), lesson.FROM_ZERO),
        (counted(sum), lesson.ADDED),
        (counted(first), lesson.FIRST_AXIS),
        (counted(lambda s: s[-1] if s else 1), lesson.LAST_AXIS),
        (counted(lambda s: math.prod(s[:2])), lesson.TWO_AXES),
        (counted(lambda s: math.prod(s) if s else 0), lesson.SCALAR),
        (counted(without_zeros), lesson.EMPTY),
        (counted(lambda s: 7 * math.prod(s)), lesson.WRONG_NUMEL),
        *(
            (attrgetter(name), lesson.SHAPE_ONLY)
            for name in ("ndim", "numel", "size", "dim")
        ),
        (lambda t: len(t) and (len(t.shape), math.prod(t.shape)), lesson.NO_LENGTH),
        (lambda t: t.shape[0] and (len(t.shape), math.prod(t.shape)), lesson.NO_FIRST),
    ]
}
