"""
Leaves and None
===============

``backward()`` ran, nothing complained, and a ``grad`` is still ``None``.
We will see which tensors get a :term:`gradient` and which never do.
Then one goes missing, and we find the place where it was put.
"""

# %%
# Who gets a gradient?
# --------------------
#
# A small program with four tensors: numbers ``x``, weights ``w``, their product, and a loss.
# ``backward()`` starts at the loss and computes its way back.
# Decide before you read on: which of the four have a ``grad`` afterwards?

# sphinx_gallery_before = ["the_computation_graph"]
import torch

from tutorial_utils.leaves import draw_leaves

x = torch.tensor([3.0, 4.0])
w = torch.tensor([1.0, 2.0], requires_grad=True)
product = w * x
loss = product.sum()
loss.backward()

draw_leaves({"x": x, "w": w, "product": product, "loss": loss})

# sphinx_gallery_alt = "A table with a row for each of x, w, product and loss. is_leaf is True for x and w; requires_grad for w, product and loss; retains_grad for none. The last column, grad, says None in three rows and, in orange, [3.0, 4.0] for w."

# %%
# Only ``w``, the only row in which ``is_leaf`` *and* ``requires_grad`` say ``True``.
#
# - ``x`` is a :term:`leaf <leaf tensor>`: we made it. But nobody asked for its gradient.
# - ``product`` and ``loss`` are tracked, but an operation made them: they are :term:`non-leaf tensors <non-leaf tensor>`.
#
# **Only a leaf that asked gets a gradient.**
#
# What makes a tensor a leaf?
# ---------------------------
#
# “We made it” is a good first answer.
# Here it is tested four times: which of these are leaves?

for code in ["x * 2", "w * 2", "w[0]", "w.to(torch.float64)"]:
    print(eval(code).is_leaf, code)

# %%
# ``x * 2`` was computed and is a leaf all the same: ``x`` asks for no gradient, so nothing is :term:`tracked <track>` there, and a leaf is whatever no tracked operation has made.
# The other three come from ``w``, so even an index and a change of :term:`data type <dtype>` are operations and make a new tensor.
#
# Where did the other gradients go?
# ---------------------------------
#
# The gradient of ``product`` did exist: without it there would be none for ``w``.
# ``backward()`` used it and let it go, for in a large model there would be one for each result on the way, and no room for them all.
# If you want to see it, call ``retain_grad()`` before ``backward()``.
# The first line clears ``w.grad``, or the second call would add to what is there:

w.grad = None
product = w * x
product.retain_grad()
loss = product.sum()
loss.backward()

draw_leaves({"x": x, "w": w, "product": product, "loss": loss})

# sphinx_gallery_alt = "The same table. In the row of product, retains_grad is now True and grad is [1.0, 1.0]; w has [3.0, 4.0] as before, x and loss have None."

# %%
# The column ``retains_grad`` is for exactly this.
# ``loss`` was not asked to keep its gradient; PyTorch warns when we want to see it:

import warnings
from textwrap import fill

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    loss.grad

print(fill(str(caught[0].message).partition(" If you access")[0]))

# %%
# For ``x``, a leaf that did not ask, there is no warning, only ``None``.
#
# Can a weight lose its gradient?
# -------------------------------
#
# One weight, 2, which we want in ``float64``; the loss is :math:`w^2`.
# The gradient should be :math:`2w`, which is 4.

from tutorial_utils.graph import run_backward
from tutorial_utils.graph_drawing import draw_graph

w = torch.tensor(2.0, requires_grad=True).to(torch.float64)
loss = w**2

draw_graph(run_backward(loss, names={"w": w, "loss": loss}))
print("requires_grad:", w.requires_grad, " is_leaf:", w.is_leaf)

# sphinx_gallery_alt = "A graph drawn from top to bottom. loss = 4 is the box Pow; an orange arrow with a 4 leads to the box ToCopy, which is w = 2, and another 4 leads on to the box AccumulateGrad. Below that box, which has no name, stands grad 4."

# %%
# There is the 4, in a leaf without a name.
# ``torch.tensor()`` made that leaf, ``to()`` made ``w`` out of it, and then nobody held on to it but the graph.
# ``w`` asks, too, but it is no leaf, so its own ``grad`` stays ``None``.
# Following the notes, as in :doc:`/lessons/3_autograd/plot_16_the_computation_graph`, we reach the lost leaf; the ``variable`` of an ``AccumulateGrad`` is the leaf that it adds to:

node, _ = w.grad_fn.next_functions[0]
node.variable.grad

# %%
# What makes this treacherous: it depends on the :term:`device`.
# Here ``meta`` stands in for a GPU; it has shapes and no numbers.

for device in ["cpu", "meta"]:
    w = torch.ones(2, requires_grad=True).to(device)
    print(device, w.is_leaf)

# %%
# Where nothing has to be moved, ``to()`` hands back the same tensor, and all is well.
# On another device the same line loses the gradient.
# The cure is to ask last, when the tensor is what it should be:

w = torch.ones(2).to(torch.float64).requires_grad_()
w.is_leaf, w.requires_grad

# %%
# .. admonition:: What broke elsewhere
#
#    A published overview says that ``requires_grad_()`` without an argument switches tracking off.
#    The last output says otherwise: it switches it on.
#
# What if it is a leaf and did ask?
# ---------------------------------
#
# Two leaves, and both ask.
# Still there are three ``None`` among these four gradients:

w = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)

loss = w * b.item()
print(w.grad, b.grad)

loss.backward()
print(w.grad, b.grad)

# %%
# The first line came too early: before ``backward()`` there is nothing.
# In the second, ``b`` is missing for another reason: ``item()`` hands out a Python number, and no path of the graph leads from ``loss`` to ``b``.
#
# Summary
# -------
#
# - ``backward()`` fills ``grad`` of leaves with ``requires_grad=True``, and of non-leaf tensors only after ``retain_grad()``.
# - After ``requires_grad=True``, an index or a product makes another tensor, which is no leaf; so does ``to()`` if it has to change something. Ask last, with ``requires_grad_()``.
# - Why ``None``? Did it ask, is it a leaf, does a path lead there, has ``backward()`` run?
#
# Your turn
# ---------
#
# Six functions, and each returns ``None`` in the place of a gradient.
# Ask the four questions, then change one line or two so that it returns what its comment says.
# The :term:`checker` runs them with vectors ``x`` of three numbers.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.leaves_and_none import check_missing
#
#    def bias(x):  # the gradient of b
#        w, b = torch.ones(3, requires_grad=True), torch.ones(3)
#        ((w * x + b) ** 2).sum().backward()
#        return b.grad
#
#    def double(x):  # the gradient of w, which is to be float64
#        w = torch.ones(3, requires_grad=True).to(torch.float64)
#        ((w * x) ** 2).sum().backward()
#        return w.grad
#
#    def between(x):  # the gradient of h
#        w = torch.ones(3, requires_grad=True)
#        h = w * x
#        (h**2).sum().backward()
#        return h.grad
#
#    def early(x):  # the gradient of w
#        w = torch.ones(3, requires_grad=True)
#        gradient = w.grad
#        ((w * x) ** 2).sum().backward()
#        return gradient
#
#    def element(x):  # the first number of the gradient of w
#        w = torch.ones(3, requires_grad=True)
#        ((w * x) ** 2).sum().backward()
#        return w[0].grad
#
#    def scale(x):  # the gradient of s
#        w, s = torch.ones(3, requires_grad=True), torch.tensor(2.0, requires_grad=True)
#        ((s.item() * w * x) ** 2).sum().backward()
#        return s.grad
#
#    check_missing(bias, double, between, early, element, scale)

# %%
# Solution
# --------
#
# ``bias()`` did not ask, ``double()`` asked too soon, ``between()`` did not say that it wants to keep.
# ``early()`` looked before ``backward()``, ``element()`` looked at a new tensor, and in ``scale()`` the path was cut.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.leaves_and_none import check_missing


def bias(x):
    w, b = torch.ones(3, requires_grad=True), torch.ones(3, requires_grad=True)
    ((w * x + b) ** 2).sum().backward()
    return b.grad


def double(x):
    w = torch.ones(3, dtype=torch.float64, requires_grad=True)
    ((w * x) ** 2).sum().backward()
    return w.grad


def between(x):
    h = torch.ones(3, requires_grad=True) * x
    h.retain_grad()
    (h**2).sum().backward()
    return h.grad


def early(x):
    w = torch.ones(3, requires_grad=True)
    ((w * x) ** 2).sum().backward()
    return w.grad


def element(x):
    w = torch.ones(3, requires_grad=True)
    ((w * x) ** 2).sum().backward()
    return w.grad[0]


def scale(x):
    w, s = torch.ones(3, requires_grad=True), torch.tensor(2.0, requires_grad=True)
    ((s * w * x) ** 2).sum().backward()
    return s.grad


check_missing(bias, double, between, early, element, scale)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_20_not_tracking` changes a weight and leaves it a leaf.
# - :meth:`torch.Tensor.register_hook` looks at a gradient on its way without keeping it.
