"""The checker of describe(t): each misconception has its hint."""

import math

import pytest

from tutorial_utils.lessons import from_0d_to_nd as exercise
from tutorial_utils.lessons.from_0d_to_nd import OnlyShape, check_describe


def counted(numel):
    """Return an answer whose ndim is right and whose numel is this function's."""
    return lambda t: (len(t.shape), numel(t.shape))


def ranked(ndim):
    """Return an answer whose numel is right and whose ndim is this function's."""
    return lambda t: (ndim(t), math.prod(t.shape))


def product_from(start, lengths):
    """Multiply in a loop."""
    for length in lengths:
        start *= length
    return start


def first(shape):
    """Return the first length, where there is one."""
    return shape[0] if shape else 1


def without_zeros(shape):
    """Leave a length of 0 out."""
    return math.prod(length for length in shape if length)


RIGHT = {
    "solution": counted(lambda shape: product_from(1, shape)),
    "math.prod": counted(math.prod),
    "numel of the shape": counted(lambda shape: shape.numel()),
}

MISTAKES = {
    "wrong way round": (lambda t: (math.prod(t.shape), len(t.shape)), exercise.SWAPPED),
    "a scalar is 1-d": (ranked(lambda t: max(1, len(t.shape))), exercise.NO_AXES),
    "length of t": (ranked(len), exercise.LENGTH),
    "first length": (ranked(lambda t: first(t.shape)), exercise.LENGTH),
    "one less": (ranked(lambda t: len(t.shape) - 1), exercise.WRONG_NDIM),
    "from 0": (counted(lambda shape: product_from(0, shape)), exercise.FROM_ZERO),
    "adds": (counted(sum), exercise.ADDED),
    "first axis": (counted(first), exercise.FIRST_AXIS),
    "last axis": (counted(lambda s: s[-1] if s else 1), exercise.LAST_AXIS),
    "two axes": (counted(lambda s: math.prod(s[:2])), exercise.TWO_AXES),
    "a scalar is empty": (
        counted(lambda s: math.prod(s) if s else 0),
        exercise.SCALAR,
    ),
    "no rows, three numbers": (counted(without_zeros), exercise.EMPTY),
    "something else": (counted(lambda s: 7 * math.prod(s)), exercise.WRONG_NUMEL),
}


@pytest.mark.parametrize("describe", RIGHT.values(), ids=RIGHT)
def test_any_right_count_passes(line, describe):
    """How the product is computed is the reader's choice."""
    assert line(check_describe, describe) == "describe: all 8 cases right"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_misconception_gets_its_own_hint(line, mistake):
    """Each wrong count is named."""
    wrong, hint = MISTAKES[mistake]

    assert line(check_describe, wrong) == f"not yet: {hint}"


@pytest.mark.parametrize("attribute", ["ndim", "numel", "size", "dim"])
def test_asking_the_tensor_is_told_to_use_the_shape(line, attribute):
    """The exercise cannot be solved by a line copied from the page."""
    printed = line(check_describe, lambda t: getattr(t, attribute))

    assert printed.endswith(f" (Hint: {exercise.SHAPE_ONLY})")


@pytest.mark.parametrize(
    ("broken", "hint"),
    [
        (lambda t: len(t) and (len(t.shape), math.prod(t.shape)), exercise.NO_LENGTH),
        (
            lambda t: t.shape[0] and (len(t.shape), math.prod(t.shape)),
            exercise.NO_FIRST,
        ),
    ],
    ids=["len(t)", "t.shape[0]"],
)
def test_a_scalar_has_no_first_length(line, broken, hint):
    """What stops at the shape () is explained behind the exception's line."""
    assert line(check_describe, broken).endswith(f" (Hint: {hint})")


def test_the_shapes_contain_a_scalar_and_an_empty_one():
    """What is easily forgotten is asked for, and most shapes are drawn at random."""
    shapes = [tuple(case.inputs[0].shape) for case in exercise._cases()]

    assert {(), (0, 3)} <= set(shapes)
    assert len(set(shapes)) == len(shapes) == 8


def test_what_is_handed_in_has_the_length_of_a_tensor():
    """Len() of it is what len() of a tensor of this shape would be."""
    assert len(OnlyShape(4, 2)) == 4
    with pytest.raises(TypeError, match="0-d"):
        len(OnlyShape())
