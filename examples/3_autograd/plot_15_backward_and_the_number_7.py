"""
backward() and the number 7
===========================

One call of ``backward()`` finds the slope of a curve: 7.
No line of our program holds a 7, and none holds a formula for slopes.
We will watch the 7 being put together, out of a 4 and a 3.
"""

# %%
# How steep is the curve at 2?
# ----------------------------
#
# The curve is :math:`y = x^2 + 3x + 1` once more.
# On paper its :term:`derivative` is :math:`2x + 3`; PyTorch is told only how to compute :math:`y`.
# Decide before you read on: what will ``x.grad`` hold at :math:`x = 2`?

# sphinx_gallery_before = ["what_is_pytorch"]
import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 3 * x + 1

y.backward()
x.grad

# %%
# The same number as on paper: :math:`2 \cdot 2 + 3 = 7`.
# ``requires_grad=True`` asks PyTorch to :term:`track` every step that starts from ``x``.
# :meth:`~torch.Tensor.backward` then goes through these steps from ``y`` back to ``x``, computes :math:`dy/dx` and stores it in ``x.grad``.
#
# What does the 7 say about the curve?
# ------------------------------------

from tutorial_utils.lessons.backward_and_the_number_7 import draw_tangent


def f(x):
    return x**2 + 3 * x + 1


draw_tangent(f, x)

# sphinx_gallery_alt = "A blue curve rises from left to right. An orange straight line touches it at x = 2, y = 11. From there, a dotted step goes 1 to the right and 7 up, back to the line."

# %%
# Take one step to the right along the line that touches the curve, and you climb by 7.
# That is all a :term:`gradient` says: how fast ``y`` changes when ``x`` moves a little.
#
# Where does the 7 come from?
# ---------------------------
#
# Nobody gave PyTorch the formula :math:`2x + 3`.
# It knows the slope of each single operation, and while it computed ``y`` it linked the operations to a :term:`computation graph`.
# ``run_backward`` calls ``y.backward()`` on a fresh graph and writes down every number that passes:

from tutorial_utils.graph import run_backward
from tutorial_utils.graph_drawing import draw_graph

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 3 * x + 1

graph = run_backward(y, names={"x": x, "y": y})
draw_graph(graph)

# sphinx_gallery_alt = "A graph drawn from top to bottom. y = 11 is the box Add, which leads to another Add and from there to two boxes: Pow on the left, Mul on the right. Arrows from both end in one box, x = 2. The arrows carry 1, then 1 and 1, then 4 from Pow and 3 from Mul. Below x stands grad 7."

# %%
# Read it from the top.
# ``Add``, ``Pow`` and ``Mul`` stand for ``+``, ``**`` and ``*``, numbered in the order in which the walk reaches them.
# The walk starts at ``y`` with a 1, because ``y`` changes exactly as fast as itself.
# ``Add`` hands on what it gets; the constant ``1`` has no arrow, since nothing is tracked there.
# ``Pow`` multiplies by its own slope, :math:`2x = 4`, and ``Mul`` by 3.
#
# Now look at the bottom: ``x`` was used twice, and still there is *one* box for it.
# What arrives there is added up:

parts = [edge.gradient.item() for edge in graph.edges_into("x")]
print(parts, "->", x.grad.item())

# %%
# **Along a path multiply; where paths meet, add.**
# This is the :term:`chain rule`, and it is all that ``backward()`` does.
#
# ``x`` is a :term:`leaf <leaf tensor>`: we made it, no operation did.
# Only leaves keep what arrives; the numbers on the other arrows are dropped as soon as they are used.

x.is_leaf, y.is_leaf

# %%
# Does the rule hold for x * x * x?
# ---------------------------------
#
# On paper the slope is :math:`3x^2`, which is 12 at 2.
# How many paths lead to ``x`` this time, and what does each one carry?

x = torch.tensor(2.0, requires_grad=True)
cube = x * x * x

graph = run_backward(cube, names={"x": x, "cube": cube})
draw_graph(graph)
[edge.gradient.item() for edge in graph.edges_into("x")], x.grad

# sphinx_gallery_alt = "cube = 8 is a box Mul at the top. One arrow carries 2 to a second Mul below it, a long arrow carries 4 past it to the box x = 2. Two more arrows lead from the second Mul to x, each with a 4. Below x stands grad 12."

# %%
# Three paths, with 4 on each.
# In a product, the slope of one factor is the other factor: the long arrow carries ``x * x``, which is 4, and skips the second ``Mul``; the other two pass both and collect :math:`2 \cdot 2` on the way.
# The 3 of :math:`3x^2` is nothing but the number of paths.
#
# What if nobody asks for gradients?
# ----------------------------------
#
# The first program again, without ``requires_grad=True``.
# Which line will complain?

x = torch.tensor(2.0)
y = x**2 + 3 * x + 1
print(y, y.requires_grad)

try:
    y.backward()
except RuntimeError as error:
    print(error)

# %%
# The value is still 11, but nothing was written down on the way, so there is no way back.
# The message blames ``backward()``; the cure is further up, where ``x`` is made.
#
# Add ``requires_grad=True`` and lose one dot, and the next message appears:

try:
    torch.tensor(2, requires_grad=True)
except RuntimeError as error:
    print(error)

# %%
# ``2`` makes a tensor of integers, and an integer cannot move a little: after 2 comes 3.
# Write ``2.0``.
#
# .. admonition:: What broke elsewhere
#
#    A published diagram shows ``y = f(x)`` with ``requires_grad=True``, computed from inputs that are all ``False``.
#    The output above says otherwise: a result is tracked only if at least one of its inputs is.
#
# Summary
# -------
#
# - ``y.backward()`` computes :math:`dy/dx` and stores it in ``x.grad``.
# - Along a path multiply; where paths meet, add: 7 = 4 + 3.
# - Nothing is tracked unless a floating-point leaf asks for it with ``requires_grad=True``.
#
# Your turn
# ---------
#
# Now you are ``backward()``.
# Take a pencil, draw the paths from ``x`` to the result, and write the derivative of each function.
# The :term:`checker` compares them with PyTorch's, one after the other, and says which path or factor is missing.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.backward_and_the_number_7 import check_derivatives
#
#    def df(x):  # f(x) = x**3 - 5 * x + 4
#        ...
#
#    def dg(x):  # g(x) = torch.sin(x**2)
#        ...
#
#    def dh(x):  # h(x) = x**2 * torch.sin(x)
#        ...
#
#    check_derivatives(df, dg, dh)

# %%
# Solution
# --------
#
# In ``f`` two paths meet, and the constant has none.
# ``g`` is a single path of two operations, so two slopes are multiplied.
# ``h`` has two paths, and on each of them one factor waits as it is.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.backward_and_the_number_7 import check_derivatives


def df(x):
    return 3 * x**2 - 5


def dg(x):
    return torch.cos(x**2) * 2 * x


def dh(x):
    return 2 * x * torch.sin(x) + x**2 * torch.cos(x)


check_derivatives(df, dg, dh)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_16_the_computation_graph` draws the graph that ``backward()`` walks along.
# - :doc:`/lessons/1_tensors/plot_01_what_is_pytorch` follows such a slope downhill, step by step, to the lowest point of the same curve.
# - :func:`torch.autograd.gradcheck` is a checker for functions of your own: it compares ``backward()`` with :term:`finite differences <finite difference>`. Give it ``float64`` inputs.
