"""
Several losses, retaining the graph
===================================

A :term:`model` that learns two tasks at once (:term:`multi-task learning`) has two :term:`losses <loss>`, and their gradients have to be added.
The recipe that is copied for it says ``retain_graph=True``.
We will see when it is needed, what it costs, and which mistake it hides.
"""

# %%
# Do two losses need a kept graph?
# --------------------------------
#
# The recipe is ``loss1.backward(retain_graph=True)`` and then ``loss2.backward()``.
# Here are two losses of one number, and two plain calls.
# Decide before you run it: will there be an error, 4, 12 or 16?

# sphinx_gallery_before = ["graphs_are_used_once"]
# sphinx_gallery_parallel = False
import torch

x = torch.tensor(2.0, requires_grad=True)
loss1 = x**2
loss2 = x**3

loss1.backward()
loss2.backward()
x.grad

# %%
# No error: 4 came from the first loss, 12 from the second, and gradients add up.
# The graph of one loss has nothing to do with that of the other:

from tutorial_utils.lessons.several_losses import draw_two_losses

draw_two_losses(x**2, x**3, names={"x": x})

assert int(x.grad) == 4 + 12

# sphinx_gallery_alt = "A graph drawn from top to bottom. On top two boxes Pow side by side, loss1 = 4 and loss2 = 8; from each, a grey arrow leads down to the same box, x = 2. No frame is orange."

# %%
# Both arrows end in the leaf, but the two ways share no operation.
#
# When is it needed?
# ------------------
#
# Usually two losses begin with the same work: a common trunk, and a branch for each loss.
# Here the trunk is ``h``:

h = x**2
loss1 = 3 * h
loss2 = h**2

draw_two_losses(loss1, loss2, names={"x": x, "h": h})

# sphinx_gallery_alt = "Two boxes on top, Mul with loss1 = 12 and Pow with loss2 = 16. Arrows from both lead to one box Pow in the middle, h = 4, with a thick orange frame, beside it the words keeps self. From there one arrow leads to x = 2."

# %%
# The operation with the orange frame belongs to both graphs, and it keeps a tensor for the way back.
# What will the second ``backward()`` find there?

from textwrap import fill

x.grad = None
loss1.backward()
try:
    loss2.backward()
except RuntimeError as error:
    print(fill(str(error)))

# %%
# The first call had freed it.
# ``retain_graph=True`` tells a call to free nothing, so that the next one can follow:

h = x**2
loss1 = 3 * h
loss2 = h**2

x.grad = None
loss1.backward(retain_graph=True)
loss2.backward()
separate = x.grad.clone()
separate

# %%
# So you have to :term:`retain the graph` only if a later call comes through the same operation again, and if this operation keeps a tensor.
# A trunk alone is not yet a reason.
# An addition keeps no tensor; a product does, even ``3 * x``, which keeps its 3.
# Will two losses go through an addition one after the other?

h = x + 1
loss1 = 3 * h
loss2 = h**2

x.grad = None
loss1.backward()
loss2.backward()
x.grad

# %%
# Is there a way without it?
# --------------------------
#
# Add the losses instead of the gradients.
# Will the gradient of the sum be the same?

h = x**2
loss1 = 3 * h
loss2 = h**2

x.grad = None
(loss1 + loss2).backward()
print(x.grad, separate)

# %%
# It is, for the derivative of a sum is the sum of the derivatives.
# One call, no graph to keep; and with ``loss1 + weight * loss2`` you can say how much the second task should count.
#
# What does the second call cost?
# -------------------------------
#
# Now a trunk of eight layers and two small branches.
# Two calls of ``backward()`` go through the trunk twice.
# How much more work is that?

from torch import nn

torch.manual_seed(0)
layers = [layer for _ in range(8) for layer in (nn.Linear(128, 128), nn.ReLU())]
trunk, branch1, branch2 = nn.Sequential(*layers), nn.Linear(128, 1), nn.Linear(128, 1)
X = torch.rand(256, 128)


def losses():
    h = trunk(X)
    return branch1(h).mean(), branch2(h).square().mean()


def two_calls():
    loss1, loss2 = losses()
    loss1.backward(retain_graph=True)
    loss2.backward()


def one_call():
    loss1, loss2 = losses()
    (loss1 + loss2).backward()


# %%
# We count multiplications and additions, in units of one :term:`forward pass`, take the time, and compare the gradients:

from torch.utils.flop_counter import FlopCounterMode

from tutorial_utils.timing import measure


def work(function):
    with FlopCounterMode(display=False) as counter:
        function()
    return counter.get_total_flops()


def trunk_gradient(function):
    trunk.zero_grad()
    function()
    return trunk[0].weight.grad.clone()


for function in (two_calls, one_call):
    forwards = work(function) / work(losses)
    print(f"{function.__name__}: {forwards:.1f} forward passes")
    print("   ", measure(function, device="cpu", repeats=5))

gradients = trunk_gradient(two_calls), trunk_gradient(one_call)
print("same gradient:", torch.allclose(*gradients, rtol=1e-4, atol=1e-7))

assert work(two_calls) > 1.5 * work(one_call)
assert torch.allclose(*gradients, rtol=1e-4, atol=1e-7)

# %%
# The same gradient, and much more work.
# The way back costs about twice the way forward: going it once makes nearly three forward passes in all, going it twice nearly five.
# On a quiet machine the times show it, too.
#
# A retained graph also keeps its tensors for as long as somebody holds the loss.
# This one is never used again, and it is still there:

loss = x.exp()
loss.backward(retain_graph=True)
loss.grad_fn._saved_result

# %%
# So the last call should not retain, least of all if the losses go into a list.
#
# What if the message comes in a training loop?
# ---------------------------------------------
#
# The error message recommends ``retain_graph=True``, and there is another situation in which it appears.
# A program reads a sequence and carries a state ``h`` from step to step, and the state remembers where it comes from.
# We follow the advice and count the notes in the graph:

from tutorial_utils.graph import read_graph

w = torch.tensor(0.5, requires_grad=True)

h = torch.tensor(1.0)
for step in range(4):
    h = torch.tanh(w * h + 1)
    loss = (h - 0.3) ** 2
    print(step, len(read_graph(loss).nodes), "notes")
    loss.backward(retain_graph=True)

# %%
# No error here, where nothing changes ``w``, but each step goes back to the very first one: the graph grows, and with it time and memory.
# :meth:`~torch.Tensor.detach` hands on the number without its history, and then nothing has to be retained.
# The gradient is another one, too: it counts what ``w`` does in this step, and no longer in those before:

h = torch.tensor(1.0)
for step in range(4):
    h = torch.tanh(w * h.detach() + 1)
    loss = (h - 0.3) ** 2
    print(step, len(read_graph(loss).nodes), "notes")
    loss.backward()

# %%
# .. admonition:: What broke elsewhere
#
#    Under questions about this message, a frequent answer is to add ``retain_graph=True``.
#    The message may go away, and the training gets slower with every step until the memory is full.
#    Ask first which tensor from an earlier step is still in use: a state, or a sum of losses that is never cut.
#
# Summary
# -------
#
# - ``retain_graph=True`` is needed if a later ``backward()`` comes through an operation that keeps tensors; never on the last call.
# - ``(loss1 + loss2).backward()`` gives the same gradient in one pass.
# - If the message comes in a loop, cut the graph with ``detach()`` instead of keeping it.
#
# Your turn
# ---------
#
# For each of the six pairs: does ``loss1.backward()`` need ``retain_graph=True`` before ``loss2.backward()``?
# Write ``True`` or ``False`` for each; ``w`` is a vector with ``requires_grad=True``.
# The :term:`checker` runs the pairs and compares.
#
# .. code-block:: python
#
#    from tutorial_utils.lessons.several_losses import check_needs_retain
#
#    def needs_retain():
#        return (
#            ...,  # loss1 = w.exp().sum(); loss2 = w.exp().sum()
#            ...,  # h = w.exp(); loss1 = h.sum(); loss2 = (h * h).sum()
#            ...,  # h = w + 1; loss1 = (h * h).sum(); loss2 = h.exp().sum()
#            ...,  # h = 3 * w; loss1 = h.sum(); loss2 = (h * h).sum()
#            ...,  # h = w.exp(); loss1 = h.sum(); loss2 = (w * h.detach()).sum()
#            ...,  # loss1 = (w * w).sum(); loss2 = 2 * loss1
#        )
#
#    check_needs_retain(needs_retain)

# %%
# Solution
# --------
#
# - Computed twice, ``exp()`` has two notes; computed once and used twice, it has one, and that one keeps its output.
# - ``w + 1`` keeps no tensor, ``3 * w`` keeps the 3 as one: that makes the difference between the third pair and the fourth.
# - ``detach()`` cuts the way through ``exp()``, and the last two losses share everything.
#
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.several_losses import check_needs_retain


def needs_retain():
    return False, True, False, True, False, True


check_needs_retain(needs_retain)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_29_five_planted_bugs` gives you a whole training script, with five bugs in it.
# - :doc:`/lessons/3_autograd/plot_16_the_computation_graph` shows what each operation keeps, and why ``+`` keeps nothing.
# - :meth:`torch.Tensor.backward` says what else ``backward()`` accepts.
