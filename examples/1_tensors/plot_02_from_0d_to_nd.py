"""
From 0-d to n-d
===============

A :term:`tensor` is a table of numbers: a single number, a row, a grid, or grids in a stack.
We will make one of each and learn to read its :term:`shape`.
Then we will hand a layer some pictures in the wrong order, and see when it notices and when it does not.
"""

# %%
# Is it still 3.14?
# -----------------
#
# The smallest tensor holds one number.
# Put 3.14 in and ask for it back.
# Decide before you read on: what will ``item()`` return?

# sphinx_gallery_before = ["what_is_pytorch"]
import torch

a = torch.tensor(3.14)
print(a)
a.item()

# %%
# Not quite 3.14.
# A tensor's numbers have a fixed size in memory, and 3.14 does not fit: what is stored is the nearest number that does.
# ``print`` hides this by writing four decimals; :meth:`~torch.Tensor.item` hands the number itself back to Python.
#
# How many numbers does the shape () hold?
# ----------------------------------------
#
# Three questions can be put to any tensor: its shape, how many :term:`dimensions <dimension>` it has, and how many numbers.
# Here the shape is empty.
# Is the tensor empty too?

print(a.shape)
a.ndim, a.numel()

# %%
# No: 0 dimensions, and still 1 number.
# A number of which one needs to ask neither “which row?” nor “which column?” is a :term:`scalar`.
#
# ``torch.Size`` is an ordinary tuple with a longer name, so from here on we write ``()``, and ``(2, 3)`` for two rows and three columns.

assert isinstance(a.shape, tuple)
a.shape == ()

# %%
# What does one more bracket do?
# ------------------------------
#
# Count the pairs of brackets, then guess the three shapes.

b = torch.tensor([1, 2, 3])
c = torch.tensor([[1, 2], [3, 4]])
d = torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])

for tensor in (b, c, d):
    print(tensor.ndim, tuple(tensor.shape), tensor.numel())

# %%
# Each pair of brackets is one dimension, and the shape says how many things stand in it, from the outermost pair to the innermost.
# One dimension is a :term:`vector`, two are a :term:`matrix`; with more, we say tensor.

from tutorial_utils.lessons.from_0d_to_nd import draw_dimensions

draw_dimensions([a, b, c, d])

# sphinx_gallery_alt = "Four drawings made of square cells. 0-d, shape (): one cell with 3.14. 1-d, shape (3,): a row of three cells. 2-d, shape (2, 2): a grid of four cells. 3-d, shape (2, 2, 2): two such grids, one behind the other."

# %%
# A point, a row, a grid, a cube.
# Now compare, in the output, each shape with the count behind it: **multiply the lengths, and you have the number of numbers**.
# Does this hold when a length is 0, and when there is no length at all?

from math import prod

empty = torch.zeros(0, 3)

for tensor in (a, b, c, d, empty):
    assert prod(tensor.shape) == tensor.numel()

empty.ndim, tuple(empty.shape), empty.numel()

# %%
# It does.
# ``(0, 3)`` has two dimensions and no number, for no row is there.
# ``()`` has no length to multiply, and a product of nothing is 1.
#
# And of three numbers?
# ---------------------
#
# ``item()`` returned one number of ``a``.
# Which of the three numbers will it return of ``b``?

try:
    b.item()
except RuntimeError as error:
    print(error)

# %%
# None of them: ``item()`` is for tensors with one number.
# All at once go back to Python with :meth:`~torch.Tensor.tolist`, one with an :term:`index`, counted from 0:

b.tolist(), b[2].item()

# %%
# Where do the colours go?
# ------------------------
#
# A colour picture is three planes of numbers, for red, green and blue, and pictures come in a :term:`batch`.
# That makes four dimensions, ``(N, C, H, W)``, or NCHW for short: which picture, which colour channel, which row down its height, which place along its width.
# We paint four pictures by filling planes with 1.

batch = torch.zeros(4, 3, 32, 32)  # (N, C, H, W)

batch[0, 0] = 1  # picture 0, plane 0: red
batch[1, 1] = 1  # picture 1, plane 1: green
batch[2, 2] = 1  # picture 2, plane 2: blue
batch[3] = 1  # picture 3, all planes: white

# %%
# Each index takes the outermost dimension away: ``batch[3]`` is a picture, ``batch[0, 0]`` a plane.

from tutorial_utils.lessons.from_0d_to_nd import draw_batch

draw_batch(batch)

# sphinx_gallery_alt = "Four stacks of three square planes, R in front, then G, then B. Six planes are full and six are empty: in batch[0] only R is full, in batch[1] only G, in batch[2] only B, in batch[3] all three. N = 4 counts the stacks, C = 3 the planes of a stack, H = 32 and W = 32 the height and width of a plane."

# %%
# In files and in NumPy the channels usually come last: ``(N, H, W, C)``.
# ``permute(0, 2, 3, 1)`` lists the old dimensions in their new order: dimension 0 stays first, dimension 1, the channels, goes to the end.
# A convolution, the layer that looks for patterns in pictures, takes three channels here; will it take these pictures?

from textwrap import fill

conv = torch.nn.Conv2d(3, 8, 3)  # 3 channels in, 8 out, looking at 3×3 places
pictures = batch.permute(0, 2, 3, 1)

print(tuple(pictures.shape))
try:
    conv(pictures)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# It looked for the channels in dimension 1, where PyTorch keeps them, and found the 32 rows.
# In the right order it has no complaint, and gives its 8 channels back, with 30 places each way: a 3×3 window fits 30 times into 32 cells.

tuple(conv(batch).shape)

# %%
# Does the right shape make it right?
# -----------------------------------
#
# Two ways back to ``(4, 3, 32, 32)``.
# The layer would take both; which one gives our pictures back?

reshaped = pictures.reshape(4, 3, 32, 32)
permuted = pictures.permute(0, 3, 1, 2)

assert reshaped.shape == permuted.shape == batch.shape
torch.equal(reshaped, batch), torch.equal(permuted, batch)

# %%
# ``reshape`` read the numbers in their old order and cut them up anew.
# The shape is right and the pictures are not.
# Each plane is drawn as strong as its mean; in the first three pictures, a third of its cells are 1 now:

draw_batch(reshaped)

# sphinx_gallery_alt = "The same four stacks, wrong. Three planes are full and none is empty: in the first three pictures all planes are equally weak, a third of full strength; only the fourth, white one is as it was."

# %%
# Red, green and blue have become three pictures that look alike, and no error said so.
# ``torch.channels_last``, which you may meet in other people's code, is no third way, in spite of its name: it changes where the numbers lie in memory, and the shape stays ``(N, C, H, W)``.

batch.to(memory_format=torch.channels_last).shape == batch.shape

# %%
# .. admonition:: What broke elsewhere
#
#    A published table of dimensions gives a batch of pictures as ``(batch, height, width, channels)``.
#    That is the order of NumPy and of picture files; a layer of PyTorch stops at it, as ``conv`` did, or, where the lengths happen to fit, computes nonsense.
#
# Summary
# -------
#
# - ``shape`` has one length for each dimension; ``ndim`` counts the lengths, and ``numel()`` is their product.
# - A scalar has the shape ``()`` and holds one number, which ``item()`` returns.
# - Pictures are ``(N, C, H, W)``. ``permute`` moves dimensions, ``reshape`` only cuts anew.
#
# Your turn
# ---------
#
# Write ``describe(t)``, which returns two numbers, ``ndim`` and ``numel``, as a tuple.
# Use nothing but ``t.shape``: what the :term:`checker` hands in has a shape and no other attribute.
# It will not forget the shapes ``()`` and ``(0, 3)``.
#
# .. code-block:: python
#
#    from tutorial_utils.lessons.from_0d_to_nd import check_describe
#
#    def describe(t):  # a t of shape (2, 3) gives (2, 6)
#        ...
#
#    check_describe(describe)

# %%
# Solution
# --------
#
# ``len`` of a *shape* counts dimensions; ``len`` of a *tensor* would be the first length.
# The product starts from 1, which is right for ``()``, and one length of 0 makes it 0.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.from_0d_to_nd import check_describe


def describe(t):
    numel = 1
    for length in t.shape:
        numel *= length
    return len(t.shape), numel


check_describe(describe)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_03_creating_and_dtypes` shows where the digits behind 3.14 come from.
# - :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` shows where these numbers lie, and who else sees them change.
