"""
Reading errors
==============

An error message is a measurement: PyTorch met two things that do not fit, and says which.
We will make programs stop on purpose, find the two things in each message, and change what is wrong.
"""

# %%
# Where do I look first?
# ----------------------
#
# A small network of two layers; how it learns is for later.
# ``ReLU`` puts 0 for negative numbers, ``argmax`` says where the largest number of each row stands.
# Look at the numbers in ``Linear``, what goes in and what comes out: will it run?

# sphinx_gallery_before = ["matrix_multiplication", "transpose_view_strides"]
from textwrap import fill

import torch
from torch import nn

X = torch.ones(6, 3)
model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(5, 2))


def predict(X):
    return model(X).argmax(dim=1)


try:
    predict(X)
except RuntimeError as error:
    stopped = error
    print(fill(str(error)))

# %%
# Python shows more than this message, the traceback: all the lines on the way to it.

from tutorial_utils.lessons.reading_errors import draw_traceback

draw_traceback(stopped)

# sphinx_gallery_alt = "Lines of code, one below the other. The upper two are blue and bold: predict(X) and return model(X).argmax(dim=1), the second with an arrow before it. The lines below are grey and belong to torch. At the bottom stands the message in bold, with the shapes 6x4 and 5x2."

# %%
# Read it from the bottom.
# **The last line says what does not fit; the lowest line of your own says where the program stopped.**
# Often this line is wrong; if it is not, go back along what it uses, here ``model``.
# The grey lines lie inside of torch, and there is nothing to mend.
#
# What does not fit is ``6x4`` and ``5x2``.
# Now look for these two in the program:

hidden = model[0](X)
hidden.shape, model[2].weight.T.shape

# %%
# The first layer, ``model[0]``, hands on 4 numbers a row, and the second ``Linear``, ``model[2]``, expects 5: it multiplies by its ``weight``, transposed.
# Which of the two is wrong, no message can know; we decide for the 5.

model[2] = nn.Linear(4, 2)
predict(X).shape

# %%
# These three questions solve nearly every message: what does it name, where is that in my program, which of the two did I mean?
#
# Which dimension does not fit?
# -----------------------------
#
# We subtract from each row its mean.
# Each of the two rows has one; why is that not enough?

X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]])
mean = X.mean(dim=1)

try:
    X - mean
except RuntimeError as error:
    print(fill(str(error), break_on_hyphens=False))

# %%
# ``a`` is what stands on the left of the operator, ``b`` what stands on the right.
# Element by element, shapes are lined up at their right ends, and a :term:`dimension` of length 1 is stretched; *non-singleton* means one that is not of length 1.

from tutorial_utils.lessons.reading_errors import draw_clash

draw_clash({"X": X, "mean": mean})

# sphinx_gallery_alt = "Two shapes as boxes, lined up at the right: X has 2 and 3, mean has only 2, below the 3. The 3 and the 2 are blue, with an unequal sign between them."

# %%
# The means stand below the columns, and they belong to the rows.
# With ``keepdim=True`` the dimension that was averaged over stays, with length 1:

X - X.mean(dim=1, keepdim=True)

# %%
# Are they numbers of the same kind?
# ----------------------------------
#
# The :term:`data type <dtype>` has to fit, too.
# Three lines about whole numbers, and all three stop:

counts = torch.tensor([[1, 2], [3, 4]])
weights = torch.tensor([0.5, 2.0])
pixels = torch.tensor([100, 200], dtype=torch.uint8)

for stop in (
    lambda: counts.mean(),
    lambda: counts @ torch.eye(2),
    lambda: pixels.mul_(weights),
):
    try:
        stop()
    except RuntimeError as error:
        print(fill(str(error)), end="\n\n")

# %%
# A mean has a fraction, and integers have no room for it; a product with ``@`` needs two equal data types; an :term:`in-place operation` must put its result into the old bytes, which here are ``uint8`` and hold no fraction.
# What confuses are the names, which come from the C++ inside.
# This is the dictionary:

for dtype in (torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64):
    name = torch.empty(0, dtype=dtype).type().removeprefix("torch.")
    print(f"{name:14} {dtype}")

# %%
# In messages, ``Long`` and ``long int`` are ``int64``, ``Byte`` is ``uint8``, ``Float`` is ``float32``, ``Double`` is ``float64``.
# There are two cures: ``.float()`` before the operation, and, where a fraction is to be kept, no operation in place: no ``_`` behind its name, and no ``*=``.

counts.float().mean(), counts.float() @ torch.eye(2), pixels * weights

# %%
# One number or many?
# -------------------
#
# ``if`` asks a single question.
# A comparison of tensors gives as many answers as there are elements:

x = torch.tensor([-1.0, 2.0, -3.0])

try:
    if x < 0:
        x = torch.zeros(3)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# The message calls it ambiguous, and so it is: one answer here is ``True``, another ``False``.
# If you meant each element by itself, there is :func:`torch.where`; if one answer was meant, say ``any()`` or ``all()``.

torch.where(x < 0, 0.0, x), (x < 0).any()

# %%
# Where is the other thing?
# -------------------------
#
# Sometimes a number that we wrote does not fit the tensor itself.
# Each of four lines asks something of a matrix of six numbers, and gets nothing:

t = torch.arange(6).view(2, 3)

for stop in (
    lambda: t[2],
    lambda: t.sum(dim=2),
    lambda: t.view(4, 2),
    lambda: t.item(),
):
    try:
        stop()
    except (IndexError, RuntimeError) as error:
        print(fill(str(error)), end="\n\n")

# %%
# Both rows and dimensions count from 0, so neither has a number 2; ``[-2, 1]`` counts from the end, too, where -1 is the last.
# Four times two needs eight numbers, and six are there; ``item()`` hands out one, and there are six.
#
# The message is long. What matters?
# ----------------------------------
#
# Four images go into a layer that expects three channels, for red, green and blue.
# Find the pair that does not fit, and ignore the rest:

images = torch.rand(4, 32, 32, 3)
layer = nn.Conv2d(3, 8, kernel_size=3)

try:
    layer(images)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# Expected 3 channels, got 32: the layer looks for them at dimension 1, where the height lies.
# PyTorch's order is batch, channels, height, width.

layer(images.permute(0, 3, 1, 2)).shape

# %%
# .. admonition:: What broke elsewhere
#
#    Introductions to PyTorch list the shape of a batch of images as ``(batch, height, width, channels)``.
#    That is how NumPy and image files keep them; the message above is PyTorch's answer.
#
# Is it right once it runs?
# -------------------------
#
# Four samples with three features each, two rows of weights.
# ``X @ W`` stops, and two repairs make the message go away.
# Do they give the same?

X = torch.arange(12.0).view(4, 3)
W = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])

print(X @ W.T)
print(X @ W.view(3, 2))

# %%
# The first column should pick the first feature of each sample, the second column the second.
# Only ``.T`` does; ``view()`` put other numbers into a shape that fits.
# A message tells you where shapes clash and never whether the numbers are meant: try each repair on an example that you can do in your head.
#
# Summary
# -------
#
# - Read from the bottom: the last line says what does not fit, the lowest line of your own says where it stopped; go back from there.
# - A message mostly names a pair: two shapes, two data types or two numbers. Print both, find them in the program, decide which one is wrong.
# - A repair that runs may still be wrong.
#
# Your turn
# ---------
#
# Six functions, and each stops with a message that you met here or in the lesson before.
# Repair them one by one; none may change the tensor that it gets.
# The :term:`checker` also looks at the values.
#
# - ``scores()`` multiplies each row of ``X`` with each row of ``W``, element by element, and adds up: shapes ``(n, 3)`` and ``(k, 3)`` give ``(n, k)``.
# - ``average()`` is the mean of integers, with its fraction.
# - ``center()`` subtracts from each row its mean.
# - ``columns()`` lists all numbers, column after column; the ``-1`` lets PyTorch work out the length.
# - ``darker()`` takes half of each pixel of a ``uint8`` image, with the fraction.
# - ``positive()`` puts 0 in place of each negative number.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.reading_errors import check_repairs
#
#    def scores(X, W):
#        return X @ W
#
#    def average(counts):
#        return counts.mean()
#
#    def center(X):
#        return X - X.mean(dim=1)
#
#    def columns(X):
#        return X.T.view(-1)
#
#    def darker(image):
#        image *= 0.5
#        return image
#
#    def positive(x):
#        return x if x > 0 else torch.zeros_like(x)
#
#    check_repairs(scores, average, center, columns, darker, positive)

# %%
# Solution
# --------
#
# Each repair changes what was named in the message and nothing else.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.reading_errors import check_repairs


def scores(X, W):
    return X @ W.T


def average(counts):
    return counts.float().mean()


def center(X):
    return X - X.mean(dim=1, keepdim=True)


def columns(X):
    return X.T.reshape(-1)


def darker(image):
    return image * 0.5


def positive(x):
    return torch.where(x > 0, x, 0.0)


check_repairs(scores, average, center, columns, darker, positive)

# %%
# What comes next
# ---------------
#
# - :doc:`/errors` lists the messages of all lessons, with cause and cure.
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` meets two more, about gradients.
