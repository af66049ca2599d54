"""
Capstone: five planted bugs
===========================

Here is a complete training program, and it has five bugs.
Each of them is from an earlier lesson, and on a CPU none of them stops the program.
We will run it, ask it five questions, and see which of your repairs make the loss fall.
"""

# %%
# What should it learn?
# ---------------------
#
# A :term:`sample` is a pair of grey levels, as a camera stores them: ``uint8``, from 0 to 255.
# Its :term:`label` is computed from the two, with a little noise.
# A straight line fits perfectly, up to the noise; whatever fits it leaves a :term:`loss` of about 0.01.

# sphinx_gallery_before = ["micro_batches"]
import torch

from tutorial_utils.lessons.five_planted_bugs import make_greys

X, y = make_greys(torch.Generator().manual_seed(0))

print(X.shape, X.dtype, X[0])
print(X.dtype, "ends at", torch.iinfo(X.dtype).max)
print(y.shape, y.dtype, y[0])
print(f"the noise, squared: {0.1**2:.2f}")

# %%
# Where are the five?
# -------------------
#
# ``train()`` centres the grey levels, fits ``nn.Linear(2, 1)``, and takes one step for ``accum_steps`` :term:`micro-batches <micro-batch>` of 10 samples.
# It returns the loss after each :term:`epoch`; the two lines that measure it are right.
# Read it as you would read a colleague's program, before you run it.
# One bug is about the :term:`dtype`, one about :term:`broadcasting`, one about the :term:`device`, one about ``zero_grad()``, and one about :term:`gradient accumulation`.

from torch import nn


def train(X, y, device, lr=0.2, num_epochs=3, accum_steps=4):
    torch.manual_seed(0)

    # the data
    X = X.to(device)  # (N, 2)
    y = y.to(device)  # (N,)
    X = X - 128
    scale = torch.tensor([64.0, 64.0])
    X = X / scale  # from -2 to 2

    # the model
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    # the loop
    losses = []
    for epoch in range(num_epochs):
        micro_batches = zip(X.split(10), y.split(10), strict=True)
        for i, (X_part, y_part) in enumerate(micro_batches):
            prediction = model(X_part)  # (10, 1)
            error = prediction - y_part
            loss = (error**2).mean()
            loss.backward()
            if (i + 1) % accum_steps == 0:
                optimizer.step()

        with torch.no_grad():
            losses.append(((model(X)[:, 0] - y) ** 2).mean())

    return torch.stack(losses)


# %%
# Does it learn?
# --------------
#
# The labels' variance is the loss of a model that always says their mean.
# Will three epochs get below that?

cpu = torch.device("cpu")
found = train(X, y, cpu)

print(f"variance {y.var():.1f}")
print(found)

# %%
# No error, no warning, and a loss that has more digits after each epoch.
# It does not say which line is wrong, and it comes from several lines at once.
#
# What to ask a program that does not learn?
# ------------------------------------------
#
# Five questions, to be asked of each line; for most of them a ``print()`` will do:
#
# - **dtype**: which numbers can this type hold, and does the result fit?
# - **shape**: does each number meet the one that it is meant for?
# - **device**: is everything that is made here where the data is?
# - **grad**: what is in ``grad`` before ``backward()``?
# - **size**: is this the gradient of one mean, or of a sum of means?
#
# The third cannot be answered by running on the CPU, where all is in one place.
# On ``meta``, a device that has shapes but no numbers, it can, on any machine:

try:
    train(X, y, torch.device("meta"))
except RuntimeError as error:
    print(error)

# %%
# So there is a tensor that stays on the CPU; on a GPU, the program would stop.
# The other four bugs stay silent everywhere.
#
# .. admonition:: What broke elsewhere
#
#    A program with several bugs often gets *worse* when one of them is repaired, and the right repair is taken back.
#    Repair what is wrong, whatever the loss says in between; *Solution* shows how far it can climb.
#
# Summary
# -------
#
# - A wrong dtype, shape, gradient or size may raise no error; the loss says that something is wrong, not what.
# - Ask each line for its dtype, its shape, its device, its ``grad`` and its size.
# - ``meta`` finds device bugs on any machine.
#
# Your turn
# ---------
#
# Copy ``train()`` from above and repair it, with its arguments and what it returns as they are.
# The :term:`checker` runs it on new data, compares its losses with those of the program with each combination of bugs, and lists which of the five are left.
# Without any bug, the loss ends close to 0.01.
# Hand it the program as it is first, and then after each repair.
#
# .. code-block:: python
#
#    import torch
#    from torch import nn
#    from tutorial_utils.lessons.five_planted_bugs import check_train
#
#    def train(X, y, device, lr=0.2, num_epochs=3, accum_steps=4):
#        ...
#
#    check_train(train)

# %%
# Solution
# --------
#
# - **dtype**: ``uint8`` has no negative numbers, so ``100 - 128`` is 228. Convert first: ``X.float() - 128``.
# - **broadcasting**: ``(10, 1) - (10,)`` is ``(10, 10)``. Give the labels the shape of the predictions: ``y_part[:, None]``.
# - **device**: make ``scale`` where the data is, with ``device=device``.
# - **zero_grad**: ``optimizer.zero_grad()`` after each step.
# - **accumulation**: a window adds up ``accum_steps`` means of equal pieces; divide each by ``accum_steps``.
#
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.five_planted_bugs import check_train


def repaired(X, y, device, lr=0.2, num_epochs=3, accum_steps=4):
    torch.manual_seed(0)
    X = X.to(device)
    y = y.to(device)
    X = X.float() - 128
    scale = torch.tensor([64.0, 64.0], device=device)
    X = X / scale

    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    losses = []
    for epoch in range(num_epochs):
        micro_batches = zip(X.split(10), y.split(10), strict=True)
        for i, (X_part, y_part) in enumerate(micro_batches):
            prediction = model(X_part)
            error = prediction - y_part[:, None]  # (10, 1), not (10, 10)
            loss = (error**2).mean() / accum_steps
            loss.backward()
            if (i + 1) % accum_steps == 0:
                optimizer.step()
                optimizer.zero_grad()

        with torch.no_grad():
            losses.append(((model(X)[:, 0] - y) ** 2).mean())

    return torch.stack(losses)


check_train(repaired)

# %%
# We repair ``train()`` as it stands above, one bug after the other; the device goes last, since it changes no number on the CPU.

import inspect

from tutorial_utils.lessons.five_planted_bugs import draw_fixes

fixes = {
    "dtype": ("X - 128", "X.float() - 128"),
    "broadcasting": ("- y_part", "- y_part[:, None]"),
    "zero_grad": ("optimizer.step()", "optimizer.step(); optimizer.zero_grad()"),
    "accumulation": ("(error**2).mean()", "(error**2).mean() / accum_steps"),
    "device": ("[64.0, 64.0]", "[64.0, 64.0], device=device"),
}
program = inspect.getsource(train)
losses = {"as found": found[-1].item()}
for bug, (wrong, right) in fixes.items():
    program = program.replace(wrong, right)
    exec(program)
    losses[bug] = train(X, y, cpu)[-1].item()

draw_fixes(losses)
print(losses)

assert torch.equal(train(X, y, cpu), repaired(X, y, cpu))
assert losses["broadcasting"] > losses["dtype"]
assert losses["device"] < 0.02
assert torch.tensor(100, dtype=torch.uint8) - 128 == 228

# sphinx_gallery_alt = "Six points from top to bottom on a logarithmic axis, the last loss before and after each fix. As found it is far to the right. The dtype fix brings it a long way to the left; after broadcasting it moves to the right again, after zero_grad it hardly moves, after accumulation it jumps to about 0.01. The device fix leaves it there."

# %%
# Look at the third point: two bugs are repaired, and the loss is *worse* than with one.
# Only the last repair that the CPU can see brings it down to the noise.
#
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_10_reading_errors` reads the messages of bugs that do stop the program.
# - :doc:`/lessons/4_training/plot_27_micro_batches` has more ways to accumulate wrongly.
# - :class:`torch.utils.data.DataLoader` and :class:`torch.nn.Module` are what your own programs will begin with.
