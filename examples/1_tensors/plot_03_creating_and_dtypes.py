"""
Creating tensors, dtypes
========================

All numbers of a :term:`tensor` are of one kind, its :term:`data type <dtype>`, and you choose it, knowingly or not.
We will see who chooses when you do not.
Then two sums will come out wrong without an error: 200 + 100, and 100,000,000 + 1.
"""

# %%
# Who chooses the data type?
# --------------------------
#
# The same three numbers twice, and once there is a dot.
# Decide before you read on: is the data type the same?

# sphinx_gallery_before = ["from_0d_to_nd"]
import torch

print(torch.tensor([1, 2, 3]).dtype)
print(torch.tensor([1.0, 2, 3]).dtype)

# %%
# One dot turns all three into :term:`floating-point <floating point>` numbers; without it they are :term:`integers <integer>`.
# The digits in the name count bits: an ``int64`` takes 64 of them, which are 8 bytes, a ``float32`` half as many.
#
# There are other ways to make a tensor.
# What will each of them choose?

import numpy as np

assert torch.iinfo(torch.int64).bits == 64
assert torch.int64.itemsize == 2 * torch.float32.itemsize == 8

made = {
    "torch.tensor([True, False])": torch.tensor([True, False]),
    "torch.arange(3)": torch.arange(3),
    "torch.zeros(3)": torch.zeros(3),
    "from_numpy, [[1, 2], [3, 4]]": torch.from_numpy(np.array([[1, 2], [3, 4]])),
    "from_numpy, [1.0, 2]": torch.from_numpy(np.array([1.0, 2])),
    "zeros, dtype=torch.int64": torch.zeros(3, dtype=torch.int64),
}
for how, tensor in made.items():
    print(f"{tensor.dtype!s:14} {how}")

# %%
# PyTorch's own numbers with a point are ``float32``, NumPy's are ``float64``, and :func:`~torch.from_numpy` takes over what the array has.
# An older NumPy on Windows makes ``int32`` of whole numbers.
# So where it matters, name the type: every one of these calls but ``from_numpy`` takes ``dtype=``.
#
# :func:`torch.rand` draws at random from 0 up to 1, each number as likely as the next.
# :func:`torch.randn` draws on both sides of 0, small numbers more often than large ones (a normal distribution).
# ``torch.manual_seed(1)`` fixes where chance begins, so that each run draws the same numbers:

torch.manual_seed(1)
print(torch.rand(3))
print(torch.randn(3))

assert torch.rand(1000).min() >= 0

# %%
# .. admonition:: What broke elsewhere
#
#    A published tutorial prints negative numbers as the output of ``torch.rand``.
#    One run would have shown that there are none.
#
# What can integers not do?
# -------------------------
#
# Three whole numbers, and we ask for their mean.
# Will it be rounded?

from textwrap import fill

whole = torch.tensor([1, 2, 4])

try:
    whole.mean()
except RuntimeError as error:
    print(fill(str(error)))

# %%
# Neither rounded nor exact: PyTorch refuses to guess.
# ``Long`` is the old name of ``int64``, as ``Float`` is of ``float32`` and ``Double`` of ``float64``.
# A :term:`gradient` is refused too, for an integer cannot move a little:

try:
    torch.tensor([1, 2, 3], requires_grad=True)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# The cure for both is a dot at the beginning, or to :term:`cast`, which makes a tensor of another type.
# ``t.float()`` gives ``float32``, ``t.double()`` ``float64``, ``t.int()`` ``int32``, and ``t.to()`` any type that you name:

whole.float().mean(), whole.to(torch.float32).mean()

# %%
# What if two types meet?
# -----------------------
#
# A ``float32`` matrix and the same numbers from NumPy.
# Which of ``+`` and ``@``, the matrix product, will work?

matrix = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
from_array = torch.from_numpy(np.array([[1.0, 2.0], [3.0, 4.0]]))

print((matrix + from_array).dtype)
try:
    matrix @ from_array
except RuntimeError as error:
    print(fill(str(error)))

# %%
# ``+`` chose the wider of the two floating-point types, which is called :term:`type promotion`; with an integer type, the floating-point one is chosen, whatever their sizes.
# ``@`` leaves it to you.
# Bring the data to the type that the rest has:

(matrix @ from_array.to(matrix.dtype)).dtype

# %%
# How can 200 + 100 be 44?
# ------------------------
#
# Pictures usually come as ``uint8``, one byte for each number, from 0 for black to 255 for white.
# Make a bright place brighter by 100:

bright = torch.tensor([200], dtype=torch.uint8)

bright + 100

# %%
# Nearly black, and no error.
# A byte has 256 values, and after 255 comes 0 again: 300 - 256 = 44.
# This is :term:`overflow`.
# We can convert to ``int32`` before we add, or after:

info = torch.iinfo(torch.uint8)
assert (info.min, info.max) == (0, 255)
assert (200 + 100) % 256 == 44

(bright.int() + 100).item(), (bright + 100).int().item()

# %%
# **Convert before you compute.**
# Afterwards there is nothing left to save.
#
# Where does the 1 go?
# --------------------
#
# ``float32`` reaches far beyond 100,000,000.
# Add 1 to 100,000,000 and take 100,000,000 away again:

big = torch.tensor(1e8)

(big + 1) - big

# %%
# On paper this is 1.
# So ask which number ``float32`` has next after 100,000,000, and how far away it is:

from tutorial_utils.lessons.creating_and_dtypes import draw_spacing, find_spacing

find_spacing(big).item()

# %%
# 8 further.
# The sum lies between two numbers that ``float32`` has, and is rounded to the nearer one: a :term:`rounding error`.
# How far apart they lie depends on how large they are:

draw_spacing([torch.float32, torch.bfloat16, torch.float16], at=big.item())

# sphinx_gallery_alt = "Line chart with logarithmic axes: the step to the next number against the number. Three rising staircases: float32 in blue at the bottom, dotted float16 far above it, which ends half-way, and dashed bfloat16 on top. A thin line marks a step of 1; bfloat16 and float16 cross it early, float32 late. Beyond, at 100,000,000, a point on float32 is marked 8."

# %%
# Ten times the number, about ten times the step: what stays the same is the count of digits, the :term:`precision`.
# Above the thin line, steps are larger than 1.
# The two types of 2 bytes get there early; ``float16`` is the finer one, and soon ends.

for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
    stored = torch.tensor(3.14, dtype=dtype).item()
    largest = torch.finfo(dtype).max
    print(f"{dtype!s:14} {dtype.itemsize} bytes, up to {largest:.1e}: {stored}")

# %%
# The last column is what became of 3.14.
# The two small types save memory in large models; ``bfloat16`` reaches as far as ``float32`` and pays with digits.
# ``float32`` is a good choice until there is a reason for another, and ``float64`` is there to check it: in ``float64`` the 1 comes back:

(big.double() + 1) - big

# %%
# Summary
# -------
#
# - Without a dot you get ``int64``, with one ``float32``; NumPy's arrays of numbers with a dot bring ``float64``.
# - Integers have no mean and no gradient; ``+`` promotes, ``@`` wants equal types.
# - ``uint8`` starts again from 0, ``float32`` rounds. Neither says so: convert before you compute.
#
# Your turn
# ---------
#
# Four functions, each wrong for the data it gets: two stop, two are silently wrong.
# The comments say which data types go in and come out.
# Repair them, so that value and data type are right.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.creating_and_dtypes import check_dtypes
#
#    def average(scores):  # int64 in, float32 out
#        return scores.mean()
#
#    def blend(a, b):  # uint8 in, uint8 out
#        return (a + b) // 2
#
#    def project(weights, data):  # float32 and float64 in, float32 out
#        return weights @ data
#
#    def count_up(counter):  # float32 in, float64 out, exact
#        return counter + 1
#
#    check_dtypes(average, blend, project, count_up)

# %%
# Solution
# --------
#
# Each line converts first.
# ``blend`` has to convert twice: to a type with room for the sum, and back.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.creating_and_dtypes import check_dtypes


def average(scores):
    return scores.float().mean()


def blend(a, b):
    return ((a.int() + b) // 2).to(torch.uint8)


def project(weights, data):
    return weights @ data.to(weights.dtype)


def count_up(counter):
    return counter.double() + 1


check_dtypes(average, blend, project, count_up)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` shows why a cast makes a copy, and which calls make none.
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` needs numbers that can move a little.
