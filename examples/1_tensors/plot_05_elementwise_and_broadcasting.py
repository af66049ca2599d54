"""
Element-wise and broadcasting
=============================

Add, subtract, multiply, divide: PyTorch does all four number by number.
We will see whom a number meets when two shapes differ.
Then one missing axis will train a model that learns nothing, without an error.
"""

# %%
# Which numbers meet?
# -------------------
#
# Two :term:`vectors <vector>` of three numbers.
# Decide before you read on: does ``x + y`` hold three numbers or six?

# sphinx_gallery_before = ["what_is_pytorch"]
import torch

x = torch.tensor([1, 2, 3], dtype=torch.float32)
y = torch.tensor([4, 5, 6], dtype=torch.float32)

print(x + y)

# %%
# Three: each number met the one at the same place.
# Such an operation is called :term:`element-wise`, and the other signs do the same:

print(x - y)
print(x * y)
print(x / y)

# %%
# With :term:`integers <integer>`, ``/`` leaves the whole numbers and ``//`` stays among them.
# It rounds down, for a negative number too:

numbers = torch.tensor([7, -7])
numbers / 2, numbers // 2

# %%
# Is ``*`` the product of matrices?
# ---------------------------------
#
# In a textbook, two :term:`matrices <matrix>` side by side stand for their matrix product.
# Python has two signs, ``*`` and ``@``.
# Which of them is the textbook's?

mat1 = torch.tensor([[1, 2], [3, 4]], dtype=torch.float32)
mat2 = torch.tensor([[5, 6], [7, 8]], dtype=torch.float32)

print(mat1 * mat2)
print(mat1 @ mat2)

# %%
# ``*`` is element-wise here as well: 1 times 5 is the 5 in its corner.
# The textbook's product is ``@``, and the :doc:`next lesson </lessons/1_tensors/plot_07_matrix_multiplication>` takes it apart.
#
# What if the shapes differ?
# --------------------------
#
# A column of three numbers plus a row of four.
# Will it be an error, three numbers, four, or more?

column = torch.tensor([[10], [20], [30]])  # (3, 1)
row = torch.tensor([1, 2, 3, 4])  # (4,)

column + row

# %%
# Twelve: every number of the column met every number of the row.

from tutorial_utils.lessons.elementwise_and_broadcasting import draw_broadcast

draw_broadcast(column, row)

assert (column + row).numel() == 12

# sphinx_gallery_alt = "Three grids of three rows and four columns, joined by a plus and an equals sign. The first repeats the column 10, 20, 30 four times, the second repeats the row 1, 2, 3, 4 three times; stored numbers have a firm frame, repeated ones a dotted frame. The third holds the sums, from 11 to 34."

# %%
# Firm frames are numbers in memory, dotted ones are repeated without being copied.
# This is :term:`broadcasting`.
# Its rule reads two :term:`shapes <shape>` **from the right**: where the lengths are equal, all is well; where one of them is 1 or missing, it is repeated; anything else is an error.

for a, b in [((3, 1), (4,)), ((2, 3), (3,)), ((5, 1, 4), (3, 4))]:
    print(a, "and", b, "meet as", tuple((torch.ones(a) + torch.ones(b)).shape))

# %%
# Now two rows of three numbers, and two numbers, one for each row.
# Will they fit?

from textwrap import fill

table = torch.tensor([[1, 2, 3], [4, 5, 6]])  # (2, 3)

try:
    table + torch.tensor([10, 20])
except RuntimeError as error:
    print(fill(str(error), break_on_hyphens=False))

# %%
# They do not: read from the right, 3 stands above 2.
# An axis of length 1 cures it.
# ``[:, None]`` adds one, and the two numbers become a column.
# The new axis stands where ``None`` stands: for a matrix ``A`` of shape ``(n, d)``, ``A[:, None]`` has the shape ``(n, 1, d)``.

table + torch.tensor([10, 20])[:, None]  # (2, 3) + (2, 1)

# %%
# Which mean belongs to which row?
# --------------------------------
#
# Three students, three exams: one row for each student.
# We subtract each student's own mean, and then every row should have the mean 0.
# ``dim=1`` names the axis that is averaged away, here the exams: one mean for each student is left.

marks = torch.tensor([[1.0, 2.0, 6.0], [4.0, 4.0, 7.0], [0.0, 3.0, 9.0]])

print(marks.mean(dim=1))
print((marks - marks.mean(dim=1)).mean(dim=1))

# %%
# The rows do not have the mean 0, and nobody complained.
# The means have the shape ``(3,)``, which is a *row*: the first student's mean was subtracted from everybody's first exam.
# ``keepdim=True`` keeps the axis, with length 1, and the means stay a column:

means = marks.mean(dim=1, keepdim=True)  # (3, 1)
print(means)
print((marks - means).mean(dim=1))

# %%
# Can a model fail without an error?
# ----------------------------------
#
# Take 50 points on the line :math:`y = 3x + 1`, without noise.
# We start from zero and walk downhill, as in the :doc:`first lesson </lessons/1_tensors/plot_01_what_is_pytorch>`, on the mean of the squared errors.
# Data come as a table, one sample a row, so ``X`` has a second axis of length 1.

X = torch.linspace(-1, 1, 50)[:, None]  # (50, 1): 50 samples of one number
y = 3 * X[:, 0] + 1  # (50,): one label for each


def train(X, y):
    line = torch.zeros(2, requires_grad=True)  # slope and bias
    for step in range(200):
        prediction = line[0] * X + line[1]
        loss = ((prediction - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():  # a step is not part of the model
            line -= 0.3 * line.grad
        line.grad = None  # the next step starts from nothing
    slope, bias = line.tolist()
    return slope, bias, loss.item()


# %%
# The points lie on a line with the slope 3 and the bias 1.
# What will ``train()`` find?

slope, bias, loss = train(X, y)
print(f"slope {slope:.2f}, bias {bias:.2f}, loss {loss:.4f}")

# %%
# A flat line, a large loss, and no error at all.
# The cause is one subtraction.
# The predictions have the shape of ``X``, so ask what ``X - y`` has:

(X - y).shape

# %%
# All 50 predictions met all 50 :term:`labels <label>`, each with each.
# Every prediction has to be close to all labels at once, and the best it can be is their mean.
# So the loss that is left is the labels' mean squared distance from their mean, their variance:

variance = ((y - y.mean()) ** 2).mean()
print(f"mean {y.mean():.2f}, variance {variance:.4f}")

# %%
# The cure is to give the labels the shape of the predictions.

from tutorial_utils.lessons.elementwise_and_broadcasting import draw_fits

right_slope, right_bias, right_loss = train(X, y[:, None])
fits = {
    "(50, 1) - (50,)": (slope, bias),
    "(50, 1) - (50, 1)": (right_slope, right_bias),
}
draw_fits(X, y, fits)

assert abs(slope) < 1e-3
assert abs(bias - 1) < 1e-3
assert abs(loss - variance) < 1e-3
assert right_loss < 1e-6

# sphinx_gallery_alt = "Grey points on a rising line. A solid blue line, named (50, 1) - (50, 1), runs through all of them; a dashed blue line, named (50, 1) - (50,), lies flat at the height of their mean, 1."

# %%
# Same points, same loop; the lines differ by one axis of length 1.
# PyTorch's own loss function does say something, if you read warnings:

import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    torch.nn.functional.mse_loss(X, y)
print(fill(str(caught[0].message)))

# %%
# A difference that you write yourself warns nobody.
# So put ``assert prediction.shape == y.shape`` above it.
#
# .. admonition:: What broke elsewhere
#
#    The training scripts of a public course compared answers of shape ``(B, 1)`` with labels of shape ``(B,)``.
#    They ran without an error, until somebody read this warning in a log.
#    A whole comparison of models rested on those runs and had to be made again.
#
# Summary
# -------
#
# - ``+``, ``-``, ``*`` and ``/`` are element-wise; the product of matrices is ``@``.
# - Shapes are compared from the right: equal fits, 1 or missing is repeated, the rest is an error.
# - Shapes that fit can still be the wrong ones: keep an axis with ``keepdim=True``, add one with ``[:, None]``, and compare shapes before you subtract.
#
# Your turn
# ---------
#
# Two functions without a loop.
# ``standardize(X, dim)`` subtracts from a matrix its means along ``dim`` and divides by its standard deviations, ``std()``: with ``dim=0``, each column then has the mean 0 and the standard deviation 1.
# ``distances(A, B)`` takes ``n`` points and ``m`` points, one a row, and returns all their distances :math:`\sqrt{\sum_k (a_k - b_k)^2}` with the shape ``(n, m)``; ``sum(dim=-1)`` adds along the last axis, ``sqrt()`` takes roots.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.elementwise_and_broadcasting import check_broadcasting
#
#    def standardize(X, dim):
#        ...
#
#    def distances(A, B):  # (n, d), (m, d)
#        ...
#
#    check_broadcasting(standardize, distances)

# %%
# Solution
# --------
#
# ``keepdim=True`` makes one line do for rows and for columns.
# For the distances, ``A`` gets an axis where ``B`` has its rows; the last axis is summed away.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.elementwise_and_broadcasting import check_broadcasting


def standardize(X, dim):
    mean = X.mean(dim, keepdim=True)
    return (X - mean) / X.std(dim, keepdim=True)


def distances(A, B):
    differences = A[:, None] - B  # (n, 1, d) - (m, d) -> (n, m, d)
    return (differences**2).sum(dim=-1).sqrt()


check_broadcasting(standardize, distances)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_07_matrix_multiplication` writes ``@`` by hand, from products and sums.
# - :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` shows what it takes for two names to have the same numbers in memory.
