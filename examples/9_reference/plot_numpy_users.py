"""
For NumPy users
===============

Most of what you know of arrays holds for tensors, often under the same name.
This page shows what has another name, what behaves differently although the name is the same, and what no array has.
"""

# %%
# What has another name?
# ----------------------
#
# .. list-table::
#    :header-rows: 1
#
#    * - NumPy
#      - PyTorch
#    * - ``axis=0``, ``keepdims=True``
#      - ``dim=0``, ``keepdim=True``
#    * - ``np.concatenate``
#      - ``torch.cat``
#    * - ``x[np.newaxis]``, ``np.expand_dims``
#      - ``x[None]``, ``x.unsqueeze(0)``
#    * - ``x.astype(np.float32)``
#      - ``x.to(torch.float32)``, ``x.float()``
#    * - ``x.copy()``
#      - ``x.clone()``
#    * - ``np.transpose(x, (2, 0, 1))``
#      - ``x.permute(2, 0, 1)``
#    * - ``np.swapaxes(x, 0, 1)``
#      - ``x.transpose(0, 1)``
#    * - ``np.tile(x, 2)``, ``np.repeat(x, 2)``
#      - ``x.repeat(2)``, ``x.repeat_interleave(2)``
#    * - ``x.size``, ``x.shape``
#      - ``x.numel()``, ``x.shape``
#    * - ``np.random.default_rng(0)``
#      - ``torch.Generator().manual_seed(0)``
#
# The last but two is the one to remember: ``repeat()`` means two things.

import numpy as np
import torch

np.repeat(np.array([1, 2]), 2), torch.tensor([1, 2]).repeat(2)

# %%
# NumPy repeats each element, PyTorch the whole vector.
# ``repeat_interleave()`` does what you meant:

torch.tensor([1, 2]).repeat_interleave(2)

# %%
# Which type does a decimal number get?
# -------------------------------------
#
# NumPy keeps decimals in 64 bits, PyTorch in 32.
# A tensor made from an array keeps the array's :term:`data type <dtype>`, so that both meet in one program:

array = np.array([0.5])
array.dtype, torch.tensor([0.5]).dtype, torch.from_numpy(array).dtype

# %%
# ``+`` promotes to the larger of the two; ``@`` refuses:

from textwrap import fill

ours, theirs = torch.ones(2, 2), torch.from_numpy(np.ones((2, 2)))
print((ours + theirs).dtype)

try:
    ours @ theirs
except RuntimeError as error:
    print(fill(str(error)))

# %%
# So convert where data come in: ``torch.from_numpy(array).float()``.
#
# What gives another number under the same name?
# ----------------------------------------------
#
# ``std()`` divides by n in NumPy and by n - 1 in PyTorch:

data = [1.0, 2.0, 3.0, 4.0]
np.std(data), torch.tensor(data).std(), torch.tensor(data).std(correction=0)

# %%
# ``max()`` along an axis returns two things in PyTorch, the values and where they are:

table = torch.tensor([[1, 9, 3], [7, 2, 5]])
table.numpy().max(axis=1), table.max(dim=1)

# %%
# ``amax()`` returns the values alone.
#
# ``dot()`` takes two vectors and nothing else; for all the rest there is ``@``:

try:
    table.dot(table)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# Is a slice a copy?
# ------------------
#
# No, as in NumPy: a slice with ``:`` is a view, an index with a list or a mask is a copy.

x = torch.arange(6)
x[1:3] = 0
picked = x[[4, 5]]
picked[0] = 100
x

# %%
# One thing is missing: a step below 0.
# ``flip()`` reverses, and copies.

try:
    x[::-1]
except ValueError as error:
    print(fill(str(error)))

x.flip(0)

# %%
# How do I get from one to the other?
# -----------------------------------
#
# ``from_numpy()`` and ``numpy()`` share the memory; ``torch.tensor()`` copies.
# A tensor that lives on a GPU or that requires gradients needs another call first; the longest form always works:

weight = torch.ones(3, requires_grad=True)
weight.detach().cpu().numpy()

# %%
# :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` looks at the sharing, with all its traps.
#
# What has no array?
# ------------------
#
# A :term:`device` and a gradient.
# The rest of the course is about these two.

x = torch.tensor(2.0, requires_grad=True)
(x**2).backward()
x.device, x.grad

# %%
# The first is told from :doc:`/lessons/2_devices/plot_13_matmul_lab` on, the second from :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` on.
