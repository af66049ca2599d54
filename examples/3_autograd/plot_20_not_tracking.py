"""
How to stop tracking
====================

:term:`Tracking <track>` costs memory, and it gets in the way when a weight is to change.
We will switch it off for a block and for one tensor, and count the bytes that this saves.
At the end stands something that looks like a switch and is none.
"""

# %%
# What does tracking cost?
# ------------------------
#
# A :term:`model` in its simplest form: 256 :term:`samples <sample>` go through eight matrices, and behind each of them ``relu()`` puts 0 in the place of negative numbers.

# sphinx_gallery_before = ["leaves_and_none"]
import torch

X = torch.randn(256, 512)  # 256 samples of 512 numbers
# divided by 16, so that the numbers keep their size from layer to layer
weights = [(torch.randn(512, 512) / 16).requires_grad_() for _ in range(8)]


def layers(X, weights):
    for W in weights:
        X = torch.relu(X @ W)
    return X


# %%
# :doc:`/lessons/3_autograd/plot_16_the_computation_graph` showed that operations keep tensors for ``backward()``.
# ``watch_saved()`` counts their bytes.
# Decide before you read on: how many tensors of the size of ``X`` will this model keep?

from tutorial_utils.saved import watch_saved

with watch_saved() as saved:
    loss = layers(X, weights).mean()

full = saved.nbytes()
print(f"{full:,} bytes, {full // X.nbytes} times X")

# %%
# Nine times as much as ``X``: each product keeps its left factor, the first one ``X``, the others the result of the ``relu()`` before them.
# Each ``relu()`` keeps its own result, too; where a product keeps the same tensor, it counts once.
# So ``X`` and the results of eight ``relu()`` wait for the way back.
# The weights are not counted; they are in memory anyway.
#
# How do I switch it off for a block?
# -----------------------------------
#
# Whoever wants the result and no :term:`gradients <gradient>` never goes back.
# Will the number change if nothing is kept?

with torch.no_grad(), watch_saved() as saved:
    quiet = layers(X, weights).mean()

off = saved.nbytes()
print(f"{off} bytes")
print(torch.allclose(quiet, loss), quiet.requires_grad, loss.requires_grad)

# %%
# The same number, and not one byte.
# **Nothing that runs in this block is written down**, although all eight weights ask for gradients.
# Use it wherever you only want to look: to test a model, to draw, to count.
#
# How do I take out a single tensor?
# ----------------------------------
#
# Now only the last four matrices are to learn.
# ``detach()`` makes a tensor with the same numbers and without their history; what comes after it is tracked again.

with watch_saved() as saved:
    hidden = layers(X, weights[:4]).detach()
    loss = layers(hidden, weights[4:]).mean()

half = saved.nbytes()
print(f"{half // X.nbytes} times X")

loss.backward()
[W.grad is not None for W in weights]

# %%
# For ``backward()`` the world begins at ``hidden``: the first four weights get nothing.
# What was kept before ``hidden`` is no longer needed, and it is given back at once:

from tutorial_utils.lessons.not_tracking import draw_saved

draw_saved({"tracked": full, "detach() half-way": half, "no_grad()": off})

# sphinx_gallery_alt = "Three horizontal bars: what is kept for the way back, in megabytes. tracked reaches 4.7 MB, detach() half-way a little more than half of it, 2.6 MB; no_grad() has no bar, only a 0."

# %%
# A little more than half is left, five tensors of nine, since ``hidden`` itself is kept, too.
#
# Is what comes out of ``detach()`` a :term:`copy`?

hidden.data_ptr() == hidden.detach().data_ptr()

# %%
# .. admonition:: What broke elsewhere
#
#    “``detach()`` creates a copy”, say published tutorials.
#    It is the same memory, and a write into it is seen under both names.
#    If you want to write and leave the original as it is, take ``detach().clone()``.
#
# How does a weight take its step?
# --------------------------------
#
# Training changes weights: a small step against the gradient, in place.
# Here is one, written down as one would first try it:

w = torch.tensor([1.0, 2.0], requires_grad=True)
(w**2).sum().backward()

try:
    w -= 0.1 * w.grad
except RuntimeError as error:
    print(error)

# %%
# ``Variable`` is an old name for a tracked tensor.
# If this :term:`in-place operation` were tracked, ``w`` would be the result of an operation and no :term:`leaf <leaf tensor>` any more.
# So PyTorch refuses, and there are three ways on.
# Which of them leaves a weight that can take the next step?

from tutorial_utils.leaves import draw_leaves

tracked = w - 0.1 * w.grad
with torch.no_grad():
    fresh = w - 0.1 * w.grad
    w -= 0.1 * w.grad

draw_leaves({"tracked": tracked, "fresh": fresh, "w": w})

# sphinx_gallery_alt = "A table with a row for each of tracked, fresh and w. tracked is no leaf and requires a gradient, fresh is a leaf and requires none, w is a leaf and requires one. retains_grad is False everywhere; only w has a grad, [2.0, 4.0]."

# %%
# All three hold the same numbers, and only ``w`` is still a weight.
#
# - ``tracked`` is no leaf: its ``grad`` will stay ``None``, and each further step makes the graph longer.
# - ``fresh`` no longer asks: what is computed from it is not tracked, and ``backward()`` refuses.
# - ``w`` was changed in place and unseen. **A step is written into the weight, untracked.**

assert torch.allclose(tracked, w)
assert torch.allclose(fresh, w)

# %%
# Does where() stop tracking?
# ---------------------------
#
# Roots of positive numbers, and 0 for all others: ``torch.where(condition, a, b)`` chooses for each element.
# At 0 it does not choose the root.
# What will the two slopes be?

x = torch.tensor([0.0, 4.0], requires_grad=True)
y = torch.where(x > 0, x.sqrt(), 0.0)
y.sum().backward()

y, x.grad

# %%
# The values are right, and one slope is ``nan``, not a number.
# ``where()`` chose between results that were both there: ``sqrt()`` ran on the 0 as well, and it was tracked.
# At 0 the root is infinitely steep.
# On the way back ``where()`` sends a 0 to what it did not choose, and the :term:`chain rule` multiplies:

0.0 * torch.inf

# %%
# ``where()`` hides values and stops nothing.
# The cure is to keep the 0 away from the root, too:

x.grad = None
safe = torch.where(x > 0, x, 1.0)
torch.where(x > 0, safe.sqrt(), 0.0).sum().backward()

x.grad

# %%
# Summary
# -------
#
# - Inside ``no_grad()`` nothing is tracked and nothing is kept; the numbers are the same.
# - ``detach()`` takes one tensor out of the graph and shares its memory.
# - A weight takes its step in place and untracked; ``where()`` is no switch.
#
# Your turn
# ---------
#
# Write ``sgd_step(loss_fn, w, lr)``, the step of ``torch.optim.SGD``, PyTorch's simplest :term:`optimizer`.
# ``loss_fn(w)`` is the :term:`loss`, a tensor of shape ``()``; ``w`` is a weight that asks for its gradient, and ``lr``, the :term:`learning rate`, says how much of the gradient to subtract.
# Change ``w`` itself, leave no gradient for the next call (``w.grad = None``), and return the loss from before the step as a Python ``float`` (``loss.item()``).
# The :term:`checker` takes ten steps beside ``torch.optim.SGD``, three times over, and compares after each of them.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.not_tracking import check_sgd_step
#
#    def sgd_step(loss_fn, w, lr):
#        ...
#
#    check_sgd_step(sgd_step)

# %%
# Solution
# --------
#
# Only one line stands below ``no_grad()``: the loss needs its graph.
# ``item()`` returns a number that holds no graph.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.not_tracking import check_sgd_step


def sgd_step(loss_fn, w, lr):
    loss = loss_fn(w)
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
    return loss.item()


check_sgd_step(sgd_step)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_21_autograd_in_60_lines` builds the machine that tracks, in plain Python.
# - :class:`torch.optim.SGD` takes the same step for a whole list of weights.
# - :class:`torch.inference_mode` is a stricter ``no_grad()``: what is made inside it can never be tracked later.
