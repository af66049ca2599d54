"""
Micro-batches done right
========================

A :term:`batch` that does not fit into memory is cut into :term:`micro-batches <micro-batch>`, whose gradients add up before one step: this is :term:`gradient accumulation`.
A loop that is often copied for it makes gradients four times too large, and some :term:`optimizers <optimizer>` hide that.
We will hold it against the gradient of the whole batch until the two agree.
"""

# %%
# What should come out?
# ---------------------
#
# Take 40 samples and a model with four weights.
# Going through all samples at once gives the gradient that we want.
# ``clone()`` keeps it, for ``grad`` itself will go on changing.

# sphinx_gallery_before = ["gradients_add_up"]
import torch
from torch import nn

torch.manual_seed(0)
X = torch.randn(40, 4)
y = X @ torch.tensor([[1.0], [-2.0], [3.0], [0.5]]) + 0.1 * torch.randn(40, 1)

model = nn.Linear(4, 1, bias=False)
loss_fn = nn.MSELoss()

loss_fn(model(X), y).backward()
full = model.weight.grad.clone()
full

# %%
# Does the usual loop give the same?
# ----------------------------------
#
# Now the memory holds 10 samples only.
# ``split(10)`` cuts a tensor into pieces of 10 rows, and since gradients add up, four calls of ``backward()`` put their sum into ``grad``.
# Decide before you run it: how does this sum compare with ``full``?

accum_steps = 4

model.zero_grad()
for X_part, y_part in zip(X.split(10), y.split(10), strict=True):
    loss = loss_fn(model(X_part), y_part)
    loss.backward()

model.weight.grad / full

# %%
# Four times too large, in every place.
# ``loss_fn`` returns a *mean*, here over 10 samples, and four means add up to four times the mean of all.
# Dividing each loss by ``accum_steps`` before ``backward()`` puts it right:

model.zero_grad()
for X_part, y_part in zip(X.split(10), y.split(10), strict=True):
    loss = loss_fn(model(X_part), y_part) / accum_steps
    loss.backward()

print((model.weight.grad - full).abs().max())
assert torch.allclose(model.weight.grad, full, rtol=1e-5)

# %%
# What is left is :term:`rounding error`.
#
# Would you notice the missing division?
# --------------------------------------
#
# We train both ways for 20 steps, first with SGD, then with Adam.
# A gradient four times too large acts like a :term:`learning rate` four times too large.
# Will both optimizers suffer?


def train(scale, optimizer_class, lr):
    model = nn.Linear(4, 1, bias=False)
    nn.init.zeros_(model.weight)
    optimizer = optimizer_class(model.parameters(), lr=lr)
    losses = []
    for _ in range(20):
        for X_part, y_part in zip(X.split(10), y.split(10), strict=True):
            (scale * loss_fn(model(X_part), y_part)).backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss_fn(model(X), y).item())
    return losses


# %%
# The scale is 1/4 with the division and 1 without it:

from tutorial_utils.lessons.micro_batches import draw_losses

sgd = [train(scale, torch.optim.SGD, lr=0.3) for scale in (1 / 4, 1)]
adam = [train(scale, torch.optim.Adam, lr=0.3) for scale in (1 / 4, 1)]

draw_losses({"SGD": sgd, "Adam": adam}, names=("/ accum_steps", "no division"))

assert sgd[0][-1] < 0.1
assert sgd[1][-1] > 1e9
assert abs(adam[0][-1] - adam[1][-1]) < 1e-4

# sphinx_gallery_alt = "Two charts with a logarithmic axis: the loss over 20 steps. With SGD, a solid green line, with the division, falls, and a dashed blue line, without it, climbs without end. With Adam, the dashed blue line lies on the solid green one from beginning to end."

# %%
# With SGD the loss explodes; nobody overlooks that.
# Adam divides each gradient by the size that it has had lately, and a factor of four cancels.
# So the mistake can live in a program for years, until somebody changes the optimizer.
#
# What if the pieces differ in size?
# ----------------------------------
#
# Pieces are not always equal: the last is often smaller, and texts differ in length.
# This function accumulates over any pieces, whose sizes ``split()`` takes as a list, and weighs each loss as we tell it to.
# ``next(model.parameters())`` is the first parameter of a model; this one has no other.


def accumulated(model, sizes, weight):
    model.zero_grad()
    for X_part, y_part in zip(X.split(sizes), y.split(sizes), strict=True):
        loss = weight(len(X_part)) * loss_fn(model(X_part), y_part)
        loss.backward()
    return next(model.parameters()).grad.clone()


def relative_error(gradient, full):
    return ((gradient - full).norm() / full.norm()).item()


# %%
# Four pieces again, of 18, 18, 3 and 1 samples.
# Is dividing by ``accum_steps`` still right?

sizes = [18, 18, 3, 1]
recipes = {
    "no division": lambda n: 1,
    "/ accum_steps": lambda n: 1 / accum_steps,
    "n / N": lambda n: n / 40,
}
errors = {}
for name, weight in recipes.items():
    errors[name] = relative_error(accumulated(model, sizes, weight), full)
    print(f"{name:13} {errors[name]:.1e}")

# %%
# It is not: the one sample in the last piece got as much weight as the 18 in the first together.
# In ``full`` each sample counts 1/40, so a piece of ``n`` samples has to count ``n / N``, where ``N`` is the number of all samples that share the step.
# With :math:`L` for the mean loss of all samples and :math:`L_k` for that of piece :math:`k`, this is the whole rule; for equal pieces it *is* the division by ``accum_steps``:
#
# .. math::
#    \nabla L = \sum_k \frac{n_k}{N} \, \nabla L_k
#
# What if the last pieces do not fill a window?
# ---------------------------------------------
#
# The micro-batches between two steps are an :term:`accumulation window`.
# Here are 10 micro-batches and windows of four.
# How many steps will the usual loop take?

micro_batches = list(zip(X.split(4), y.split(4), strict=True))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
steps = 0

optimizer.zero_grad()
for i, (X_part, y_part) in enumerate(micro_batches):
    loss = loss_fn(model(X_part), y_part) / accum_steps
    loss.backward()
    if (i + 1) % accum_steps == 0:
        optimizer.step()
        optimizer.zero_grad()
        steps += 1

print(len(micro_batches), "micro-batches,", steps, "steps")
print("left in grad:", model.weight.grad)

# %%
# Two steps; the last two micro-batches moved nothing, and their gradient is still in ``grad``.
# If the next :term:`epoch` begins without clearing, it slips into a step where it does not belong; if it clears first, these samples were computed in vain.
# The cure is one more step at the end.
# The rule holds for this smaller window, too: its ``N`` is 8, not 16.
# The first ``backward()`` of a window needs ``N`` already, so take the window as a whole:

for start in range(0, len(micro_batches), accum_steps):
    window = micro_batches[start : start + accum_steps]
    print("N =", sum(len(X_part) for X_part, _ in window))

# %%
# What do we get for it?
# ----------------------
#
# Memory.
# The :term:`forward pass` keeps tensors for the way back, and ``backward()`` frees them before the next micro-batch comes.
# ``saved_bytes()`` counts what a model with three layers keeps, its parameters left out.
# How much will that be for a quarter of the samples?

from tutorial_utils.lessons.micro_batches import draw_saved_bytes, saved_bytes
from tutorial_utils.records import list_peaks, read_records

layers = [nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU()]
large = nn.Sequential(*layers, nn.Linear(256, 10))
saved = {n: saved_bytes(large, torch.rand(n, 64)) for n in (256, 128, 64, 32)}

draw_saved_bytes(saved)
print("peak on a GPU:", list_peaks(read_records()))

assert saved[256] == 4 * saved[64]

# sphinx_gallery_alt = "Bar chart: kilobytes kept for the backward pass against the micro-batch size. From 256 to 128, 64 and 32 samples, each bar is half as high as the one before."

# %%
# Exactly a quarter.
# The peak on a GPU, once it was recorded, also counts the parameters and the samples, which stay as they are.
# Time is not saved: all samples still go through the model.
#
# Is it always the same as a large batch?
# ---------------------------------------
#
# It is, as long as the loss of each sample depends on that sample alone.
# :term:`Batch normalization <batch normalization>` subtracts the mean of the batch that it sees, and that is now the micro-batch.
# Is the right weight still enough?

from tutorial_utils.lessons.micro_batches import draw_errors

normalized = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 1))
whole = accumulated(normalized, [40], lambda n: 1)
equal = accumulated(normalized, [10] * 4, lambda n: n / 40)
errors["n / N,\nBatchNorm"] = relative_error(equal, whole)

draw_errors(errors)

assert errors["n / N"] < 1e-6
assert min(error for name, error in errors.items() if name != "n / N") > 0.1

# sphinx_gallery_alt = "Four recipes on a logarithmic axis, the relative error of the gradient. No division, / accum_steps, and n / N with BatchNorm lie close together on the right. n / N alone, in green, lies far to the left, at one ten-millionth."

# %%
# No weight can cure this: the model itself computed something else, although the pieces were equal.
# The same goes for losses that compare the samples of a batch with each other; and :term:`dropout` draws other numbers in each micro-batch.
#
# .. admonition:: What broke elsewhere
#
#    Programs that train language models divided by ``accum_steps`` for a long time, although their losses are means over words, and texts differ in length: there, ``n`` and ``N`` count words.
#    Then somebody compared a run with micro-batches and one without: the losses, which should have been equal, were not.
#    Several widely used programs had to be corrected, and in at least one the correction lost the division again.
#
# Summary
# -------
#
# - Means add up to too much: weigh each loss with ``n / N``; for equal pieces that means dividing by ``accum_steps``.
# - ``N`` belongs to the window: the last, smaller one gets its own ``N`` and its own step.
# - Adam hides a wrong factor, and batch normalization breaks the equality; what is saved is memory, not time.
#
# Your turn
# ---------
#
# Write ``accumulate(model, loss_fn, optimizer, micro_batches, accum_steps)``: one epoch, with a step after every ``accum_steps`` micro-batches and one for what is left over.
# ``micro_batches`` is a list of pairs ``(X, y)`` of any sizes, and ``loss_fn`` returns a mean.
# At each step, ``grad`` must be the gradient of the whole window; what ``grad`` holds before the call does not count.
# Return how many steps you took.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.micro_batches import check_accumulate
#
#    def accumulate(model, loss_fn, optimizer, micro_batches, accum_steps):
#        ...
#
#    check_accumulate(accumulate)

# %%
# Solution
# --------
#
# A slice takes one window out of the list, and at the end of the list it takes what is there.
# So the last window needs no line of its own, and ``N`` is known before the first ``backward()``.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.micro_batches import check_accumulate


def accumulate(model, loss_fn, optimizer, micro_batches, accum_steps):
    starts = range(0, len(micro_batches), accum_steps)
    for start in starts:
        window = micro_batches[start : start + accum_steps]
        N = sum(len(X) for X, _ in window)
        optimizer.zero_grad()
        for X, y in window:
            loss = loss_fn(model(X), y) * len(X) / N
            loss.backward()
        optimizer.step()
    return len(starts)


check_accumulate(accumulate)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_28_several_losses` adds up the gradients of several losses instead of several pieces.
# - :doc:`/lessons/3_autograd/plot_16_the_computation_graph` shows what each operation keeps for the way back.
# - :class:`torch.autograd.graph.saved_tensors_hooks` is how ``saved_bytes()`` sees what is kept.
