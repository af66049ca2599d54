"""Known answers to shared(operation) and transpose(t)."""

import torch

from tutorial_utils.lessons import transpose_view_strides as lesson


def runs(operation):
    t = torch.arange(6).view(2, 3)
    result = eval(operation, {"t": t})
    result[(0,) * result.ndim] = -1
    return bool((t < 0).any())


STRIDES, END = "(step_right, step_down)", "step_down))"
RIGHT = {"shared": [runs]}
WRONG = {
    "shared": [
        ({"SHARED": f"SHARED ^ {{{hint.partition(' is ')[0]!r}}}"}, hint)
        for hint in lesson.JUDGEMENTS
    ],
    "transpose": [
        ({END: "step_down)).clone()"}, lesson.COPIED),
        (lambda t: t.T, lesson.OTHER_CALL),
        ({STRIDES: "(rows, 1)"}, lesson.VIEWED),
        ({STRIDES: "(step_down, step_right)"}, lesson.NOT_SWAPPED),
        ({STRIDES: "(1, columns)"}, lesson.FROM_SHAPE),
        ({END: "step_down), 0)"}, lesson.FROM_START),
        (lambda t: t.T.flip(0), "the walk is wrong: row i"),
    ],
}
