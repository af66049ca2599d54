"""
Zero, None, and who owns the parameter
======================================

There are three usual ways to clear :term:`gradients <gradient>`.
We will look at what they leave, see why an :term:`optimizer` moves on a gradient of zero and rests on none at all, and find gradients that ``zero_grad()`` does not reach.
"""

# %%
# What do three ways to clear leave?
# ----------------------------------
#
# The optimizer's method, the :term:`model`'s method, and a loop by hand.
# Decide before you read on: which of them leave zeros in ``grad``?

# sphinx_gallery_before = ["forgetting_zero_grad"]
import torch
from torch import nn

model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
X = torch.tensor([[1.0, 2.0]])


def by_hand():
    for p in model.parameters():
        p.grad = None


for clear in (optimizer.zero_grad, model.zero_grad, by_hand):
    model(X).sum().backward()
    clear()
    print(clear.__qualname__, model.weight.grad)

# %%
# Not one: all three leave ``None``.
# You may read that the loop by hand is more efficient.
# That was so before PyTorch 2.0: ``zero_grad()`` wrote zeros into each gradient, and ``backward()`` added to them; ``None`` saves both.
# Today both methods do the same, and who wants zeros has to ask:

model(X).sum().backward()
optimizer.zero_grad(set_to_none=False)
model.weight.grad

# %%
# Does step() see the difference?
# -------------------------------
#
# One real step, then we clear, then a second ``step()`` for which no new gradient has arrived.
# Decide again: with a :term:`momentum` of 0.9, how far will the second step move ``w`` on zeros, and on ``None``?

from torch.optim import SGD, Adam, AdamW


def idle_step(make, *, set_to_none, **options):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = make([w], lr=0.1, **options)  # make: a class, such as SGD
    (w**2).backward()
    optimizer.step()
    before = w.item()
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()  # nothing new to step with
    return abs(w.item() - before)


for set_to_none in (False, True):
    print(round(idle_step(SGD, set_to_none=set_to_none, momentum=0.9), 3))

# %%
# On zeros it moved by 0.18, with a gradient of 0.
# On ``None`` it stayed where it was.
# Now the same for five optimizers; ``weight_decay`` pulls ``w`` towards 0 in each step, and ``Adam`` and ``AdamW`` keep averages of earlier gradients.

from tutorial_utils.lessons.zero_or_none import draw_idle_steps

optimizers = {
    "SGD": (SGD, {}),
    "momentum": (SGD, {"momentum": 0.9}),
    "weight decay": (SGD, {"weight_decay": 0.1}),
    "Adam": (Adam, {}),
    "AdamW": (AdamW, {}),
}
draw_idle_steps(idle_step, optimizers)

# sphinx_gallery_alt = "Two bars for each of five optimizers: how far w moved on zeros and on None. On zeros, SGD moved 0, momentum 0.18, weight decay 0.008, Adam 0.067 and AdamW 0.068. On None, all five bars are 0."

# %%
# **Zero is a gradient. None means: leave this parameter alone.**
#
# On ``None``, ``step()`` passes the :term:`parameter` over.
# On zeros it goes to work: the old velocity moves on, and :term:`weight decay` pulls.
# Of the five, only plain ``SGD``, which has neither memory nor pull, cannot tell the two apart.
# It matters where a part of a model rests for a while, such as one of two outputs, when this :term:`batch` uses the other.
#
# Code that looks at gradients, as here at their length with ``norm()``, must be ready for ``None``, too:

model.zero_grad()

try:
    model.weight.grad.norm()
except AttributeError as error:
    print(error)

# %%
# Look before you clear, or skip what is ``None``: ``if p.grad is not None``.
#
# Whose gradients does the optimizer clear?
# -----------------------------------------
#
# In :term:`fine-tuning`, often only the last layer of a model is trained, so this optimizer is given its :term:`parameters <parameter>` alone.
# Decide before you read on: what is left in the first layer after each ``optimizer.zero_grad()``?

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
optimizer = SGD(model[1].parameters(), lr=0.1)
for step in range(3):
    model(X).square().sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    print(model[1].weight.grad, model[0].weight.grad.norm())

model.zero_grad()
model[0].weight.grad is None

# %%
# The optimizer clears only what it owns; in the first layer the gradients add up, step after step.
# Nobody uses them, until a second optimizer takes over the whole model: its first step is made with the sum of them all.
# ``model.zero_grad()`` clears every parameter of the model, whoever owns it.
#
# .. admonition:: What broke elsewhere
#
#    A published program searches for a good network by training one path of a large one at a time.
#    Zeros in ``grad`` moved the paths that were at rest, by momentum and weight decay.
#    Its authors found it and put ``None`` there by hand, years before it became the default.
#
# Summary
# -------
#
# - All three ways to clear leave ``None``; ``set_to_none=False`` asks for zeros.
# - On zeros, weight decay moves a parameter; momentum, ``Adam`` and ``AdamW`` do it after an earlier step. On ``None``, nothing does.
# - ``optimizer.zero_grad()`` clears what the optimizer was given, ``model.zero_grad()`` the whole model.
#
# Your turn
# ---------
#
# There are two parts.
# ``moves()`` says, with ``True`` or ``False``, whether the second step of our experiment moves ``w`` for an ``SGD`` with these options.
# ``fine_tune()`` trains the last of two layers for five steps, then the whole model for five more, and returns the final loss: find what it forgets, and repair it.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.zero_or_none import check_fine_tune
#
#    def moves(momentum, weight_decay, set_to_none):
#        ...
#
#    def fine_tune(model, loss_fn, X, y):
#        last = torch.optim.SGD(model[1].parameters(), lr=0.1)
#        whole = torch.optim.SGD(model.parameters(), lr=0.1)
#        for optimizer in (last, whole):
#            for step in range(5):
#                loss_fn(model(X), y).backward()
#                optimizer.step()
#                optimizer.zero_grad()
#        return loss_fn(model(X), y).item()
#
#    check_fine_tune(moves, fine_tune)

# %%
# Solution
# --------
#
# On zeros, whatever has a memory or a pull moves.
# While the last layer is trained, gradients pile up in the first; the model's own method clears them, too.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.zero_or_none import check_fine_tune


def moves(momentum, weight_decay, set_to_none):
    return not set_to_none and (momentum > 0 or weight_decay > 0)


def fine_tune(model, loss_fn, X, y):
    last = SGD(model[1].parameters(), lr=0.1)
    whole = SGD(model.parameters(), lr=0.1)
    for optimizer in (last, whole):
        for step in range(5):
            loss_fn(model(X), y).backward()
            optimizer.step()
            model.zero_grad()
    return loss_fn(model(X), y).item()


check_fine_tune(moves, fine_tune)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_27_micro_batches` does not clear for a while, on purpose, and gets it right.
