"""Known answers to shares(a, b)."""

import numpy as np
import torch

from tutorial_utils.lessons import one_memory_two_names as lesson

WHOLE = "np.shares_memory(np.asarray(a), np.asarray(b))"
TENSOR = " or (type(a) != type(b) and a.dtype.itemsize == 8 and np.array_equal(a, b))"
FLOAT = " or a.dtype.itemsize != b.dtype.itemsize"


def whole_storage(a, b):
    def start(x):
        x = np.asarray(x)
        while isinstance(x.base, np.ndarray):
            x = x.base
        if isinstance(x.base, torch.Tensor):
            return x.base.untyped_storage().data_ptr()
        return x.ctypes.data

    return start(a) == start(b)


def writes(a, b):
    before = np.asarray(b).copy()
    a[...] = 7.25
    return not np.array_equal(np.asarray(b), before)


def writes_and_looks(a, b):
    kept = np.asarray(a).copy()
    changed = writes(a, b)
    np.asarray(a)[:] = kept
    return changed


RIGHT = {"shares": [writes_and_looks, writes]}
WRONG = {
    "shares": [
        (lambda a, b: True, lesson.EQUAL),
        (lambda a, b: a is b, lesson.HEADERS),
        ({WHOLE: WHOLE + TENSOR}, lesson.COPIED),
        ({WHOLE: WHOLE + FLOAT}, lesson.CAST),
        (
            {WHOLE: "np.asarray(a).ctypes.data == np.asarray(b).ctypes.data"},
            lesson.SLICED,
        ),
        (whole_storage, lesson.BESIDE),
        ({"shares_memory": "may_share_memory"}, lesson.INTERLEAVED),
        ({WHOLE: "a.data_ptr() == b.data_ptr() and False"}, lesson.ONE_KIND),
        ({WHOLE: "a.ctypes.data == b.ctypes.data and False"}, lesson.ONE_KIND),
        ({WHOLE: "torch.from_numpy(a) is torch.from_numpy(b)"}, lesson.ONE_KIND),
    ]
}
