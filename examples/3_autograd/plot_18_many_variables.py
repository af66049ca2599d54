"""
Many variables
==============

So far we mostly looked at the slope of one number.
Now a function gets several numbers, and returns several: we will see which shape the answer has, which way it points, and what the ``sum()`` in front of ``backward()`` decides.
In one place it decides that every gradient is 0.
"""

# %%
# How many slopes does a function of two numbers have?
# ----------------------------------------------------
#
# ``x`` holds two numbers, and :math:`y = x_1^2 + x_2^2` adds up their squares.
# Decide before you look: what will ``x.grad`` be?

# sphinx_gallery_before = ["graphs_are_used_once"]
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x**2).sum()
y.backward()
x.grad

# %%
# One slope for each number: :math:`2x_1` and :math:`2x_2`.
# Each is a :term:`partial derivative`: how fast ``y`` grows when this number moves and the other stays.
# All of them together are the :term:`gradient`.
# What if the numbers stand in a :term:`matrix`?

W = torch.ones(2, 3, requires_grad=True)
(W**2).sum().backward()
W.grad

# %%
# **The gradient has the shape of what it belongs to**, a slope in the place of each number.
# So it can be subtracted from it, and that is what training does.
#
# Which way does a gradient point?
# --------------------------------
#
# The two numbers can also be two :term:`leaves <leaf tensor>`.
# On paper, :math:`f(x, y) = x^2 y + y` has the slopes :math:`2xy` and :math:`x^2 + 1`; at (2, 3) these are 12 and 5.


def f(x, y):
    return x**2 * y + y


x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(3.0, requires_grad=True)
f(x, y).backward()
x.grad, y.grad

# %%
# Read these two numbers as an arrow, 12 to the right and 5 up, and draw such an arrow at many points.
# Blue lines join points of equal height, as on a map.

from tutorial_utils.lessons.many_variables import draw_gradients

draw_gradients(f, at=(2.0, 3.0), xs=range(-2, 3), ys=range(1, 4))

# sphinx_gallery_alt = "A map: blue level lines, labelled 1.5 to 25.5, climb to the left and to the right of a valley in the middle. At each of 15 points an orange arrow stands at right angles to the level lines and points to the higher one. Where lines are dense, arrows are long; in the valley they are tiny. At a dot on the line 15, at x = 2, y = 3, the arrow points to the right and a little up."

# %%
# Each arrow crosses the lines at a right angle, uphill, and it is longest where the ground is steepest.
# Is that really the steepest way?
# We take one small step from (2, 3) in each of 360 directions and see which climbs most (``argmax()`` says which one, ``atan2()`` turns the arrow into an angle):

angles = torch.arange(360, dtype=torch.float64)
step_x, step_y = (
    0.001 * torch.cos(angles.deg2rad()),
    0.001 * torch.sin(angles.deg2rad()),
)

print("by trying:", f(2 + step_x, 3 + step_y).argmax().item(), "degrees")
print("gradient: ", torch.atan2(y.grad, x.grad).rad2deg().round().item(), "degrees")

# %%
# Both say 23 degrees.
# Training wants a :term:`loss` to fall, and therefore walks against the gradient.
#
# Why is there a sum()?
# ---------------------
#
# The first example again, without ``sum()``:

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x**2

try:
    y.backward()
except RuntimeError as error:
    print(error)

# %%
# ``y`` has two numbers: the slope of which of them?
# We can say so with a factor for each number of ``y``; these factors, which have nothing to do with a model's weights, are called ``v`` and stand in the brackets of ``backward()``.
# :func:`torch.autograd.grad` does the same but hands the gradient back, instead of adding it to ``x.grad``.
# Its result is a tuple with one gradient for each input; ``(gradient,)`` takes it out.

y.backward(torch.tensor([1.0, 1.0]), retain_graph=True)
print(x.grad)

for v in [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]:
    (gradient,) = torch.autograd.grad(y, x, torch.tensor(v), retain_graph=True)
    print(v, gradient)

# %%
# With factors of 1 it is the gradient of the sum; so **sum() is a choice of v**, one among many.
# A single 1 asks for the slopes of one number of ``y``.
# All four calls go through the same graph, hence ``retain_graph=True``.
#
# What does v choose from?
# ------------------------
#
# Here each of three results depends on up to two inputs.
# The table of all slopes has a row for each result and a column for each input, and is called the :term:`Jacobian`; PyTorch can write it down for us.


def g(x):
    return torch.stack([x[0] * x[1], x[0] ** 2, 3 * x[1]])


x = torch.tensor([2.0, 3.0], requires_grad=True)
torch.autograd.functional.jacobian(g, x)

# %%
# Factors of 1, 0, 0 should ask for its first row, and 1, 1, 1 for the sum of all rows:

y = g(x)

for v in [[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]:
    (gradient,) = torch.autograd.grad(y, x, torch.tensor(v), retain_graph=True)
    print(v, gradient)

# %%
# They do: each row is multiplied by its factor, and the rows are added up.
# This is a :term:`vector-Jacobian product`, and one backward pass computes it without ever writing the table down.
# The table of a model with a million parameters and one loss has one row: one pass gets it all.
#
# When does the sum hide everything?
# ----------------------------------
#
# Three amounts, as shares of their total.
# How does the sum of the shares change when one amount grows?

x = torch.tensor([1.0, 2.0, 1.0], requires_grad=True)
shares = x / x.sum()
print(shares)

shares.sum().backward()
print(x.grad)

# %%
# Zero everywhere, and that is correct: shares always add up to 1, whatever the amounts are.
# The single shares do change, as their table shows:

torch.autograd.functional.jacobian(lambda x: x / x.sum(), x)

# %%
# Each column adds up to 0: what one share wins, the others lose together.
# For ``x**2`` the sum lost nothing, because each result depends on one input alone; here it loses everything.
#
# .. admonition:: What broke elsewhere
#
#    Many answers to the message above say: write ``y.backward(torch.ones_like(y))``, and you get the derivative of ``y``.
#    What you get is the gradient of the sum; and for outputs that add up to 1, such as probabilities, that is 0.
#
# Summary
# -------
#
# - A gradient has the shape of its input and points uphill, the steepest way.
# - The Jacobian has a row for each result; ``backward()`` adds up its rows, weighted by ``v``.
# - ``sum()`` is the choice of ones, and can hide what the single results do.
#
# Your turn
# ---------
#
# Write ``jacobian(f, x)``, row by row.
# ``x`` is a vector of ``float64`` numbers, made with ``requires_grad=True``; ``f(x)`` is a vector, often of another length.
# Return a matrix with a row for each number of ``f(x)`` and a column for each number of ``x``, with the help of :func:`torch.autograd.grad`; ``torch.stack(rows)`` makes a matrix of a list of vectors.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.many_variables import check_jacobian
#
#    def jacobian(f, x):
#        ...
#
#    check_jacobian(jacobian)

# %%
# Solution
# --------
#
# ``v`` is all zeros but for a 1 in the place of the row.
# The rows share one graph, so each call retains it.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.many_variables import check_jacobian


def jacobian(f, x):
    y = f(x)
    rows = []
    for i in range(len(y)):
        v = torch.zeros_like(y)
        v[i] = 1
        (row,) = torch.autograd.grad(y, x, v, retain_graph=True)
        rows.append(row)
    return torch.stack(rows)


check_jacobian(jacobian)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_19_leaves_and_none` finds out why a ``grad`` is sometimes ``None``.
# - :func:`torch.autograd.functional.jacobian` is the ready-made one; its documentation tells how to take all rows at once.
