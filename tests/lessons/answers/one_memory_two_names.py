"""Known answers to shares(a, b)."""

import numpy as np
import torch

from tutorial_utils.lessons import one_memory_two_names as lesson


def address(x):
    return np.asarray(x).ctypes.data


def right(a, b):
    return np.shares_memory(np.asarray(a), np.asarray(b))


def equal(a, b):
    return np.array_equal(np.asarray(a), np.asarray(b))


def whole_storage(a, b):
    def start(x):
        x = np.asarray(x)
        while isinstance(x.base, np.ndarray):
            x = x.base
        if isinstance(x.base, torch.Tensor):
            return x.base.untyped_storage().data_ptr()
        return x.ctypes.data

    return start(a) == start(b)


def believes_tensor_shares(a, b):
    return right(a, b) or (
        type(a) is not type(b) and a.dtype.itemsize == 8 and equal(a, b)
    )


def believes_float_shares(a, b):
    return right(a, b) or a.dtype.itemsize != b.dtype.itemsize


def writes_and_looks(a, b):
    before, kept = np.asarray(b).copy(), np.asarray(a).copy()
    np.asarray(a)[:] = np.nan
    changed = not np.array_equal(before, np.asarray(b))
    np.asarray(a)[:] = kept
    return changed


def writes(a, b):
    before = np.asarray(b).copy()
    a[...] = 7.25
    return not np.array_equal(np.asarray(b), before)


RIGHT = {"shares": [writes_and_looks, writes]}
WRONG = {
    "shares": [
        (lambda a, b: True, lesson.EQUAL),
        (equal, lesson.EQUAL),
        (lambda a, b: False, lesson.HEADERS),
        (lambda a, b: a is b, lesson.HEADERS),
        (lambda a, b: id(a) == id(b), lesson.HEADERS),
        (believes_tensor_shares, lesson.COPIED),
        (believes_float_shares, lesson.CAST),
        (lambda a, b: address(a) == address(b), lesson.SLICED),
        (whole_storage, lesson.BESIDE),
        (
            lambda a, b: np.may_share_memory(np.asarray(a), np.asarray(b)),
            lesson.INTERLEAVED,
        ),
        (lambda a, b: a.data_ptr() == b.data_ptr() and False, lesson.ONE_KIND),
        (lambda a, b: a.ctypes.data == b.ctypes.data and False, lesson.ONE_KIND),
        (lambda a, b: torch.from_numpy(a) is torch.from_numpy(b), lesson.ONE_KIND),
    ]
}
