"""Known answers to shared(operation) and transpose(t)."""

import numpy as np
import torch

from tutorial_utils.lessons import transpose_view_strides as lesson

SHARED = {
    *("t.T", "t.view(3, 2)", "t.reshape(6)"),
    *("t.contiguous()", "t[:, 1]", "t.expand(4, 2, 3)"),
}


def transpose(t):
    return t.as_strided((t.shape[1], t.shape[0]), (t.stride(1), t.stride(0)))


def with_strides(strides, **options):
    return lambda t: t.as_strided(t.shape[::-1], strides(t), **options)


def runs(operation):
    t = torch.arange(6).view(2, 3)
    result = eval(operation, {"t": t})
    result[(0,) * result.ndim] = -1
    return bool((t < 0).any())


def all_but(judgement):
    return lambda x: (x in SHARED) != judgement.startswith(f"{x} is ")


RIGHT = {"shared": [runs]}
WRONG = {
    "shared": [(all_but(judgement), judgement) for judgement in lesson.JUDGEMENTS],
    "transpose": [
        (lambda t: transpose(t).clone(), lesson.COPIED),
        (lambda t: t.T.contiguous(), lesson.COPIED),
        (lambda t: t.T, lesson.OTHER_CALL),
        (lambda t: t.transpose(0, 1), lesson.OTHER_CALL),
        (lambda t: t.reshape(t.shape[::-1]), lesson.VIEWED),
        (lambda t: t.view(t.shape[::-1]), lesson.VIEWED),
        (with_strides(lambda t: (t.shape[0], 1)), lesson.VIEWED),
        (with_strides(torch.Tensor.stride), lesson.NOT_SWAPPED),
        (with_strides(lambda t: (1, t.shape[1])), lesson.FROM_SHAPE),
        (with_strides(lambda t: t.stride()[::-1], storage_offset=0), lesson.FROM_START),
        (lambda t: t.T.flip(0), lesson.WRONG_WALK),
        (lambda t: np.zeros(t.T.shape), lesson.WRONG_WALK),
    ],
}
