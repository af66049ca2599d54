"""
One memory, two names
=====================

A tensor made with :func:`torch.from_numpy` does not copy the array: both look at the same bytes.
We will change one, watch the other, and find out when the sharing ends.
"""

# %%
# What does the array hold?
# -------------------------
#
# An array goes in, a :term:`tensor` comes out, then we write into the tensor.
# Decide before you read on: is the top left element of ``array`` now ``1`` or ``100``?

# sphinx_gallery_before = ["what_is_pytorch"]
import numpy as np
import torch

array = np.array([[1, 2], [3, 4]])
tensor = torch.from_numpy(array)

tensor[0, 0] = 100
array

# %%
# The array changed although we never touched it.
# ``array`` and ``tensor`` are two :term:`headers <header>`: each has a :term:`shape` and a :term:`data type <dtype>` of its own.
# Both point to one :term:`storage`, the four numbers in memory.

from tutorial_utils.lessons.one_memory_two_names import draw_storage

draw_storage({"array": array, "tensor": tensor}, changed=0)

# sphinx_gallery_alt = "A row of four memory cells: 100, 2, 3, 4. Above it the names array and tensor, each with its shape and data type. The arrows from both names meet at the first cell, which is filled."

# %%
# The arrows end where the :term:`addresses <address>` point.
# Equal addresses mean the same bytes:

tensor.data_ptr() == array.ctypes.data

# %%
# The way back, :meth:`~torch.Tensor.numpy`, shares too:

tensor.numpy().ctypes.data == array.ctypes.data

# %%
# Different addresses prove nothing: a slice begins later in the same storage.

row = tensor[1]
row[0] = 30

print(row.data_ptr() == array.ctypes.data)
array

# %%
# When does the sharing end?
# --------------------------
#
# Two ways to add one.
# They look alike; only one of them writes into the storage.

array = np.ones(3)
tensor = torch.from_numpy(array)

array += 1
tensor

# %%
# ``+=`` is an :term:`in-place operation`: it wrote into the storage, so the tensor sees twos.
# Now the other way:

array = array + 1
array, tensor

# %%
# Notice that the tensor stayed at two.
# ``array + 1`` made a *new* array and ``=`` moved the name to it; the old storage belongs to the tensor alone.

draw_storage({"array": array, "tensor": tensor})

assert np.allclose(array, 3)
assert np.allclose(tensor, 2)

# sphinx_gallery_alt = "Two separate rows of three memory cells. The name array points to the row 3, 3, 3, the name tensor to the row 2, 2, 2."

# %%
# Writing **into** a storage is seen through every name.
# Giving a name to a **new** object is seen by nobody else.
#
# .. admonition:: What broke elsewhere
#
#    A widely read course runs ``array = array + 1``, sees an unchanged tensor and concludes that memory is *not* shared.
#    One line with ``+=`` would have shown it.
#
# Which calls copy without saying so?
# -----------------------------------
#
# :func:`torch.tensor` takes the same array and prints the same result.
# Is it still the same memory, and after a change of data type?

array = np.zeros(3)
made = {
    "torch.from_numpy(array)": torch.from_numpy(array),
    "torch.as_tensor(array)": torch.as_tensor(array),
    "torch.tensor(array)": torch.tensor(array),
    "torch.from_numpy(array).float()": torch.from_numpy(array).float(),
}
for call, tensor in made.items():
    shared = tensor.data_ptr() == array.ctypes.data
    print("shares" if shared else "copies", call)

# %%
# ``tensor()`` always copies, ``as_tensor()`` only where it must.
# ``float()`` had to: one of NumPy's zeros takes 8 bytes, one of the new tensor's 4.

array.itemsize, made["torch.from_numpy(array).float()"].itemsize

# %%
# When does PyTorch refuse to share?
# ----------------------------------
#
# NumPy reverses an array without moving a number: it walks through the same storage backwards.
# A tensor can only walk forwards.

from textwrap import fill

try:
    torch.from_numpy(array[::-1])
except ValueError as error:
    print(fill(str(error)))

# %%
# The message names the cure: after ``array[::-1].copy()`` the numbers lie in the order in which the tensor reads them.
#
# The second refusal guards :term:`gradients <gradient>`.
# A write that comes in through NumPy would go unseen by PyTorch, which :term:`tracks <track>` what happens to this tensor:

weight = torch.ones(3, requires_grad=True)

try:
    weight.numpy()
except RuntimeError as error:
    print(fill(str(error)))

# %%
# ``detach()`` makes a header that is not tracked.
# It is not a copy, so read the array and do not write into it:

weight.detach().numpy().ctypes.data == weight.data_ptr()

# %%
# Summary
# -------
#
# - ``from_numpy()`` and, on the way back, ``numpy()`` keep the storage; no number is copied.
# - A write in place is seen through both names, a new assignment through one.
# - Equal ``data_ptr()`` proves sharing. Different ones do not disprove it: a slice begins later.
#
# Your turn
# ---------
#
# Write ``shares(a, b)``: ``True`` if there is a place in ``a`` where a write changes ``b`` too, else ``False``.
# Both may be arrays or tensors, and one may be a slice of the other.
# NumPy has a function for it: search its documentation for “shares”.
#
# .. code-block:: python
#
#    import numpy as np
#    import torch
#    from tutorial_utils.lessons.one_memory_two_names import check_shares
#
#    def shares(a, b):
#        ...
#
#    check_shares(shares)

# %%
# Solution
# --------
#
# Comparing the first addresses misses a slice that starts later.
# :func:`numpy.shares_memory` answers the question for any two arrays, and a tensor on the CPU becomes an array without a copy.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.one_memory_two_names import check_shares


def shares(a, b):
    return np.shares_memory(np.asarray(a), np.asarray(b))


check_shares(shares)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_05_elementwise_and_broadcasting` calculates with tensors, and shows what happens if their shapes differ.
# - :doc:`/lessons/2_devices/plot_13_matmul_lab` moves tensors to memory where no array can follow: there, every way across is a copy.
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` shows what ``requires_grad=True`` makes PyTorch write down.
