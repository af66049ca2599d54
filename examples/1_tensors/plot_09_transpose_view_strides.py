"""
Transpose, view, strides
========================

We will turn a large matrix on its side, and not one of its numbers will move.
What changes instead is a few small numbers in its header, its shape and its strides.
Strides also tell which operations are free, which ones copy, and why ``view()`` sometimes refuses.
"""

# %%
# Are .T and view(3, 2) the same?
# -------------------------------
#
# A :term:`matrix` of two rows and three columns, and two ways to get three rows and two columns.

# sphinx_gallery_parallel = False
# sphinx_gallery_before = ["one_memory_two_names"]
import torch

t = torch.tensor([[0, 1, 2], [3, 4, 5]])

print(t.shape)
print(t.T.shape)
print(t.view(3, 2).shape)

# %%
# The last two shapes are equal.
# Decide before you read on: are the numbers in the same places, too?

print(t.T)
print(t.view(3, 2))

# %%
# They are not.
# ``.T``, the :term:`transpose`, turns rows into columns: the first row ``0, 1, 2`` stands upright now.
# :meth:`~torch.Tensor.view` reads the numbers on in their old order and breaks the lines elsewhere.
# A ``view()`` where a ``.T`` was meant raises no error and gives wrong results.
#
# Where do the numbers lie?
# -------------------------
#
# Memory has no rows: the :term:`storage` is one long tape.
# The :term:`header` of a tensor says how to walk on it, with one :term:`stride` for each :term:`dimension`: how many cells it is from an element to the next one along that dimension.

from tutorial_utils.lessons.transpose_view_strides import draw_strides

draw_strides({"t": t, "t.T": t.T, "t.view(3, 2)": t.view(3, 2)})

# sphinx_gallery_alt = "The same tape of six cells, 0 to 5, three times. Arrows above the tape walk along dimension 0, dashed arrows below it along dimension 1. For t, shape (2, 3), they are 3 cells long above and 1 below; for t.T, shape (3, 2), 1 above and 3 below; for t.view(3, 2), 2 above and 1 below."

# %%
# Three walks over one tape.
# For ``.T`` the two lengths have changed places and so have the two strides, and that is all a transpose does.
# The element ``[i, j]`` lies ``i`` steps of the first stride and ``j`` of the second from the start; ``flatten()`` lists the cells in the order of the tape:

i, j = 1, 2
step_i, step_j = t.stride()
cell = i * step_i + j * step_j

cell, t[i, j].item(), t.flatten()[cell].item()

# %%
# Both results are :term:`views <view>`: new headers over the old storage.
# So what is written through either one is seen in ``t``:

t.T[0, 1] = 30
t.view(3, 2)[2, 0] = 40
t

# %%
# What does a transpose cost?
# ---------------------------
#
# Now a matrix of 16,000,000 numbers.
# We time its transpose, and then :meth:`~torch.Tensor.contiguous`, which lays the numbers out on a new tape in the order in which the transpose reads them.

from tutorial_utils.timing import measure

x = torch.rand(4000, 4000)
print(f"{x.numel():,} numbers")

transposing = measure(lambda: x.T, device="cpu")
moving = measure(lambda: x.T.contiguous(), device="cpu", repeats=3)
print(transposing, moving, sep="\n")

assert moving.median > 100 * transposing.median, (
    "the copy should take far longer than the view: time it again"
)

# %%
# The transpose takes as long as writing a header does, and it would take no longer for a larger matrix.
# The price is paid by whoever needs the numbers in that order on the tape.
# A tensor is :term:`contiguous` if it walks along its tape cell by cell, line after line:

t.is_contiguous(), t.T.is_contiguous(), t.view(3, 2).is_contiguous()

# %%
# How small can a large tensor be?
# --------------------------------
#
# A stride may be 0, and ``expand()`` makes use of it.
# The next row is the same row again, a million times if you like:

row = torch.tensor([1.0, 2.0, 3.0])
rows = row.expand(1_000_000, 3)

rows.stride(), rows.numel(), rows.untyped_storage().nbytes()

# %%
# 3,000,000 elements in 12 bytes.
# Each of the million rows is ``row`` itself, and a write into one of them would change all.
#
# When does view() refuse?
# ------------------------
#
# ``view()`` never copies.
# It has to find strides for the new shape, and sometimes there are none:

from textwrap import fill

t = torch.arange(6).view(2, 3)

try:
    t.T.view(6)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# The message offers :meth:`~torch.Tensor.reshape`, which shares where it can and copies where it must, without saying which:


def is_shared(a, b):
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()


print(t.reshape(6), is_shared(t, t.reshape(6)))
print(t.T.reshape(6), is_shared(t, t.T.reshape(6)))

# %%
# Read line by line, ``t.T`` visits the cells 0, 3, 1, 4, 2, 5: three forward, two back.
# No single stride walks like that.
#
# **If strides over the old tape can describe the result, it is shared; if not, it must be copied.**
# Only ``contiguous()`` asks for more, line after line on the tape, and copies ``t.T`` all the same.
# A slice can be described.
# A list of positions may jump about at will, so PyTorch always copies for a list, even where it need not:

column, picked = t[:, 1], t[:, [1]]

print(column.stride(), is_shared(t, column))
print(picked.stride(), is_shared(t, picked))

# %%
# .. admonition:: What broke elsewhere
#
#    A published answer “proves” that two tensors share memory by ``id(a.storage()) == id(b.storage())``.
#    That is often true for two tensors that have nothing in common: each ``storage()`` makes a new Python object, and the second may get the place of the first, which is gone by then.
#    Compare the storages' ``data_ptr()``, as ``is_shared()`` does; the tensors' own is where the first element lies, and a slice has another.
#
# What does .T do to other shapes?
# --------------------------------
#
# ``.T`` is for matrices.
# Guess what it makes of a :term:`vector`, and of a batch of two matrices:

import warnings

batch = torch.zeros(2, 3, 4)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(row.T.shape, batch.T.shape)

print(fill(str(caught[0].message).split(" (")[0]))

# %%
# A vector stays as it is, and the batch was turned completely, the batch dimension included.
# For either of them PyTorch warns, once in a run, and a later release will refuse.
# To make a column of a vector, write ``row[:, None]``.
# ``.mT`` turns each matrix of a batch, ``transpose()`` swaps two dimensions that you name, ``permute()`` puts all of them in order:

batch.mT.shape, batch.transpose(0, 1).shape, batch.permute(2, 0, 1).shape

# %%
# Summary
# -------
#
# - The numbers lie on a tape, and the strides say how to walk on it. ``.T`` swaps the strides, ``view()`` chooses new ones; neither moves a number.
# - ``view()`` never copies and sometimes refuses. ``reshape()`` and ``contiguous()`` copy where they must.
# - ``.T`` is for matrices, ``.mT`` for batches of them.
#
# Your turn
# ---------
#
# Two functions.
# ``shared(operation)`` gets one of ten operations as text, such as ``"t.T"``, and returns ``True`` if its result lies in the storage of ``t``, a contiguous matrix of two rows and three columns.
# Predict first; then try them with ``is_shared()``.
# ``repeat(4, 1)`` writes the rows four times, one below the other.
# ``transpose(t)`` returns the transpose of any matrix, made with :meth:`~torch.Tensor.as_strided`: ``t.as_strided(shape, strides)`` puts a new header on the storage of ``t``.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.transpose_view_strides import check_strides
#
#    # t.T   t.view(3, 2)   t.reshape(6)   t.T.reshape(6)   t.contiguous()
#    # t.T.contiguous()   t[:, 1]   t[:, [1]]   t.expand(4, 2, 3)   t.repeat(4, 1)
#
#    def shared(operation):
#        ...
#
#    def transpose(t):
#        ...
#
#    check_strides(shared, transpose)

# %%
# Solution
# --------
#
# ``t.contiguous()`` has nothing to do and hands back ``t``; ``repeat()`` copies, where ``expand()`` has a stride of 0.
# For the transpose both the shape and the strides change places.
# The strides come from ``t`` and not from its shape, because ``t`` may itself be a view.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.transpose_view_strides import check_strides

SHARED = {
    *("t.T", "t.view(3, 2)", "t.reshape(6)"),
    *("t.contiguous()", "t[:, 1]", "t.expand(4, 2, 3)"),
}


def shared(operation):
    return operation in SHARED


def transpose(t):
    rows, columns = t.shape
    step_down, step_right = t.stride()
    return t.as_strided((columns, rows), (step_right, step_down))


check_strides(shared, transpose)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_10_reading_errors` takes the message of this page and others apart.
# - :doc:`/lessons/2_devices/plot_13_matmul_lab` times matrices again, larger and larger ones.
