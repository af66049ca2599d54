"""
Graphs are used once
====================

Call ``backward()`` twice on the same result: sometimes PyTorch refuses, sometimes it does not.
We will see what the first call takes away, and from that you can tell beforehand.
Then we follow the advice in the error message, and get a wrong gradient.
"""

# %%
# Does it work a second time?
# ---------------------------
#
# The first call finds the slope :math:`2x`, which is 4 here; then comes the same line once more.
# Decide before you look: will ``x.grad`` stay 4, will it double, or will PyTorch complain?

# sphinx_gallery_before = ["the_computation_graph"]
from textwrap import fill

import torch

x = torch.tensor([2.0], requires_grad=True)
y = x**2
y.backward()
print(x.grad)

try:
    y.backward()
except RuntimeError as error:
    print(fill(str(error)))

# %%
# PyTorch refuses.
# Is the graph gone, then?
# The same with ``x + 1``:

x = torch.tensor([2.0], requires_grad=True)
y = x + 1
y.backward()
y.backward()
x.grad

# %%
# No complaint: the second call found a slope of 1 again and added it to what was in ``x.grad``.
# So it is not the second call as such that fails.
#
# What did the first call take away?
# ----------------------------------
#
# The message speaks of :term:`saved tensors <saved tensor>`, those that an operation keeps for its own :term:`derivative`.
# Here is one graph before and after ``backward()``; ``mark_freed`` tries to read again what each note had kept.

from tutorial_utils.graph import mark_freed, read_graph
from tutorial_utils.lessons.graphs_are_used_once import draw_freeing

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 1

before = read_graph(y, names={"x": x, "y": y})
y.backward()
draw_freeing(before, mark_freed(before, y))

# sphinx_gallery_alt = "The same graph twice, side by side: Add, marked y = 5, leads to Pow, and Pow to x = 2. On the left, before, Pow keeps self, in blue. On the right, after, the words are orange: self freed. Boxes and arrows are the same on both sides."

# %%
# The notes and the arrows are all still there.
# What is missing is the one tensor that ``Pow`` had kept: ``x`` is still there, but ``Pow`` no longer holds it, and without it cannot find the slope :math:`2x`.
# ``Add`` had kept no tensor, so it has lost nothing.
#
# **backward() frees the tensors that the operations saved.**
# **A second call fails where an operation on the way had saved one; where none had, it works.**
#
# The reason is memory: after the way back, nobody needs these tensors any more, and the next step wants the room.
#
# Which operations can run twice?
# -------------------------------
#
# ``works_twice`` tries it, and ``sum()`` makes one number out of three, as ``backward()`` wants it.
# Decide for each line before you look.


def works_twice(result):
    total = result.sum()
    total.backward()
    try:
        total.backward()
    except RuntimeError:
        return False
    return True


x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)

print("x + 3       ", works_twice(x + 3))
print("x.sum()     ", works_twice(x.sum()))
print("x.sin()     ", works_twice(x.sin()))
print("3 * x       ", works_twice(3 * x))
print("3 * (x + 1) ", works_twice(3 * (x + 1)))

# %%
# ``sum()`` keeps only the :term:`shape`, ``sin()`` keeps its input.
# The surprise is ``3 * x``: its slope is always 3, but this 3 was kept as a tensor, and that has been freed.
# In the last line the addition could run again; one multiplication on the way is enough to stop it.
#
# Is a refused call undone?
# -------------------------
#
# Two :term:`leaves <leaf tensor>`: the way to ``w`` leads through a square, the way to ``b`` only through the addition.
# The second call is refused.
# What will the two gradients be then?

w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
y = w**2 + b
y.backward()
print(w.grad, b.grad)

try:
    y.backward()
except RuntimeError:
    print(w.grad, b.grad)

# %%
# The gradient of ``w`` is still 6, but that of ``b`` has doubled: here it happened to be delivered before ``Pow`` found its tensor gone.
# Whoever catches this error and goes on, goes on with a wrong gradient.
#
# How do I get a second pass?
# ---------------------------
#
# Compute again: that makes a new graph, and training does it in every step.
# Or write ``retain_graph=True`` in the first call: it :term:`retains <retain the graph>` what was kept, and the last one, called as usual, frees it.

x = torch.tensor([2.0], requires_grad=True)
y = x**2
y.backward()
print(x.grad)

y = x**2
y.backward(retain_graph=True)
print(x.grad)

y.backward()
print(x.grad)

# %%
# Each call brought another 4, and ``x.grad`` adds them up: 8 with the new graph, 12 with the retained one.
#
# Is the advice in the message good?
# ----------------------------------
#
# It says ``Specify retain_graph=True``.
# The loop below adds up a :term:`loss` in each of three turns, and follows the advice.
# Three losses of slope 4 should make 12.

x = torch.tensor(2.0, requires_grad=True)
total = 0
for _ in range(3):
    total = total + x**2
    total.backward(retain_graph=True)
    print(x.grad.item(), "through", len(read_graph(total).nodes), "notes")

# %%
# The message is gone, and the gradient is 24.
# ``total`` hangs on to all earlier turns: the second call goes through the first square again, the third through both, and the graph grows.
# The cure is to call ``backward()`` on the new part alone:

x = torch.tensor(2.0, requires_grad=True)
for _ in range(3):
    loss = x**2
    loss.backward()

x.grad

# %%
# .. admonition:: What broke elsewhere
#
#    In question threads the usual answer to this message is ``retain_graph=True`` in every call.
#    Loops then drag all their earlier turns along: they get slower, they run out of memory, and nobody notices that old turns are counted again.
#    Ask first what still hangs on an earlier graph.
#
# Summary
# -------
#
# - ``backward()`` frees the saved tensors; the notes and the arrows stay.
# - A second call fails as soon as it meets an operation that had saved a tensor, and what it delivered before stays delivered.
# - Compute again rather than retain, and call ``backward()`` on what is new.
#
# Your turn
# ---------
#
# ``again(operation)`` gets one of eight operations as a string, such as ``"x + x"``, on a :term:`vector` ``x`` of three numbers.
# It returns ``True`` if ``backward()`` works twice on the sum of the result, else ``False``.
# Predict all eight first, from what each operation has to keep; then try them with ``works_twice()``.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.graphs_are_used_once import check_again
#
#    # x + x   x * x   -x   x / 2   x.exp()
#    # x.mean()   x - x.mean()   (x + 1) ** 2
#
#    def again(operation):
#        ...
#
#    check_again(again)

# %%
# Solution
# --------
#
# Sums, differences and means need no tensor for their slopes, only signs and counts.
# ``x / 2`` keeps the 2 as ``3 * x`` keeps the 3, and ``exp()`` keeps its output.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.graphs_are_used_once import check_again

TWICE = {"x + x", "-x", "x.mean()", "x - x.mean()"}


def again(operation):
    return operation in TWICE


check_again(again)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_18_many_variables` asks a graph for several gradients, which is where retaining it pays.
# - :meth:`torch.Tensor.backward` describes ``retain_graph``, and says that it is rarely needed.
