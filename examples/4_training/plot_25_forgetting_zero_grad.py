"""
Forgetting to zero the gradients
================================

A loop without ``zero_grad()`` runs, complains about nothing, and does not arrive.
We will watch it swing, and find that we have built a well-known machine: a pendulum without friction.
"""

# %%
# What does the missing line do?
# ------------------------------
#
# The :term:`loss` is :math:`w^2`, with its lowest point at 0, and ``w`` starts at 1.
# ``optimizer.step()`` takes ``lr`` times ``w.grad`` off ``w``; the option ``momentum`` has its turn later.

# sphinx_gallery_before = ["gradients_add_up"]
import torch


def train(*, clear, momentum=0.0):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=momentum)
    path = [w.item()]
    for step in range(200):
        if clear:
            optimizer.zero_grad()
        loss = w**2
        loss.backward()
        optimizer.step()
        path.append(w.item())
    return path


# %%
# We train once with the call and once without it, and print where ``w`` was at the start and after each of the first steps.
# Decide before you look: which of the two will be closer to 0 after 3 steps, and which after 200?

cleared = train(clear=True)
forgotten = train(clear=False)

print("cleared:  ", *[f"{w:5.2f}" for w in cleared[:7]])
print("forgotten:", *[f"{w:5.2f}" for w in forgotten[:7]])

round(cleared[3] ** 2, 4), round(forgotten[3] ** 2, 4)  # losses after 3 steps

# %%
# After 3 steps, the loop with the mistake is ahead: its loss is almost nothing.
# Now look further.

from tutorial_utils.lessons.forgetting_zero_grad import draw_paths, draw_phase

draw_paths({"forgotten": forgotten, "cleared": cleared}, until=60)

assert max(abs(w) for w in forgotten[-20:]) > 1

# sphinx_gallery_alt = "w against the step, up to step 60. An orange wave marked forgotten swings evenly between 1 and -1. A dashed green line marked cleared falls from 1 to 0 within 20 steps and stays there."

# %%
# After 200 steps it swings as far as at the beginning, and the cleared one has long been at rest.
# In each step ``w`` moves by the *sum* of all :term:`gradients <gradient>` so far.
# When it reaches 0, the gradient there is 0, but the sum is not: ``w`` runs on and climbs the other side until the new gradients have used up the old ones.
#
# Which optimizer is this?
# ------------------------
#
# Something that moves on by itself has :term:`momentum`.
# ``SGD`` has an option for it: it keeps a velocity ``v`` of its own and steps with that.
#
# .. math::
#
#    v \leftarrow \text{momentum} \cdot v + \text{gradient} \qquad w \leftarrow w - \text{lr} \cdot v
#
# Usual is 0.9: of the old velocity, this much is kept.
# With 1.0 all of it is kept, and ``v`` is the sum of all gradients.
# So here is a loop that does clear, with ``momentum=1.0``; by how much will it differ from ours at most?

heavy = train(clear=True, momentum=1.0)

(torch.tensor(forgotten) - torch.tensor(heavy)).abs().max()

# %%
# By nothing at all, to the last step.
# **Plain SGD that is never cleared is SGD with momentum 1.0.**
#
# Why does it never stop?
# -----------------------
#
# A pendulum comes to rest because of friction, and friction is what ``momentum=0.9`` has: in each step a tenth of the velocity is lost.
# Let us draw how far ``w`` moved in the last step against where it is.

damped = train(clear=True, momentum=0.9)

draw_phase({"momentum 1.0": heavy, "momentum 0.9": damped})

# sphinx_gallery_alt = "The last step against w. Orange points marked momentum 1.0 lie on a closed, tilted ellipse. A green line with points, marked momentum 0.9, begins on the ellipse and winds inwards to the middle."

# %%
# Without friction, the points go round and round on one closed curve: as far as it swings to one side, it swings to the other.
# With friction, they spiral into the middle.
#
# How do you notice?
# ------------------
#
# There is no message, and the loss falls at first.
# But ``grad`` itself knows: before ``backward()``, it must be ``None``, for that is what ``zero_grad()`` leaves.

w = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for step in range(3):
    print("is it clear?", w.grad is None)
    (w**2).backward()
    optimizer.step()

# %%
# It is sometimes said that PyTorch keeps gradients for safety, so that none is lost by accident.
# You have seen the other side: if ``backward()`` replaced the old ones, forgetting would do no harm.
# Adding is useful, and its price is that forgetting is silent.
#
# .. admonition:: What broke elsewhere
#
#    The first two examples of a published library lacked the call.
#    A reader who ran one of them saw the loss fall for five steps and rise for the next five.
#
# Summary
# -------
#
# - Without ``zero_grad()``, each step uses the sum of all gradients so far.
# - That is ``SGD`` with ``momentum=1.0``, a pendulum without friction: it swings for ever.
# - The loss falls at first. ``w.grad is None`` before ``backward()`` is the test.
#
# Your turn
# ---------
#
# Four loops of 20 steps over a leaf ``w``, its loss ``loss_fn(w)`` and an ``SGD``, each with one call of ``zero_grad()``, or so it seems.
# Three do not train as they should, one is right.
# Repair the three, and let each return its final loss as it does now; the :term:`checker` runs them on random losses.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.forgetting_zero_grad import check_loops
#
#    def first(w, loss_fn, optimizer):
#        for step in range(20):
#            loss_fn(w).backward()
#            optimizer.zero_grad()
#            optimizer.step()
#        return loss_fn(w).item()
#
#    def second(w, loss_fn, optimizer):
#        optimizer.zero_grad()
#        for step in range(20):
#            loss_fn(w).backward()
#            optimizer.step()
#        return loss_fn(w).item()
#
#    def third(w, loss_fn, optimizer):
#        for step in range(20):
#            loss = loss_fn(w)
#            optimizer.zero_grad()
#            loss.backward()
#            optimizer.step()
#        return loss_fn(w).item()
#
#    def fourth(w, loss_fn, optimizer):
#        for step in range(20):
#            optimizer.zero_grad
#            loss_fn(w).backward()
#            optimizer.step()
#        return loss_fn(w).item()
#
#    check_loops(first, second, third, fourth)

# %%
# Solution
# --------
#
# ``third`` was right: the :term:`forward pass` does not look at ``grad``, so the call may stand behind it.
# In ``first`` nothing is left for ``step()``, ``second`` clears once for all steps, and ``fourth`` names the method without calling it.
# Repaired, all four are the same loop.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.forgetting_zero_grad import check_loops


def third(w, loss_fn, optimizer):
    for step in range(20):
        loss = loss_fn(w)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss_fn(w).item()


check_loops(third, third, third, third)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_26_zero_or_none` looks at what clearing leaves behind.
