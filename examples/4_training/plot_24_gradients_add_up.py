"""
Gradients add up
================

``backward()`` does not replace what is in ``x.grad``: it adds to it.
We will put a gradient aside and find it changed, keep a ledger of who changed it, and see why PyTorch adds at all.
"""

# %%
# What does a second call leave?
# ------------------------------
#
# Two functions of one ``x``, with the slopes 2 and 3.
# After the first call of ``backward()``, ``x.grad`` holds 2.
# Decide before you read on: what will it hold after the second?

# sphinx_gallery_before = ["backward_and_the_number_7"]
import torch

x = torch.tensor(2.0, requires_grad=True)

y1 = x * 2
y1.backward()
print(x.grad)

y2 = x * 3
y2.backward()
print(x.grad)

# %%
# 5 is neither of the two slopes: it is :math:`2 + 3`.
# The same happens if one function comes twice.
# The slope of :math:`x^2` at 2 is 4, each time:

x = torch.tensor([2.0], requires_grad=True)

for call in range(2):
    y = x**2  # compute it again: backward() has used up its graph
    y.backward()
    print(x.grad)

# %%
# Which gradient did we put aside?
# --------------------------------
#
# We give the first gradient a name before the second call.
# Decide again: will ``first`` be 2 or 5 at the end?

x = torch.tensor(2.0, requires_grad=True)

(x * 2).backward()
first = x.grad

(x * 3).backward()
first

# %%
# It changed although no line wrote to ``first``.
# ``first`` is a second name for the tensor in ``x.grad``, and ``backward()`` adds :term:`in place <in-place operation>`:

first.data_ptr() == x.grad.data_ptr()

# %%
# To keep the number, keep a copy: ``x.grad.clone()``.
#
# How do we start again?
# ----------------------
#
# There are two ways to clear, and they differ in what becomes of the name we still have.

x.grad = None
(x * 4).backward()
print("after None: ", first, x.grad)

first = x.grad
x.grad.zero_()  # the _ at the end: in place
print("after zero_:", first, x.grad)

# %%
# ``x.grad = None`` lets go of the tensor: ``first`` kept its 5, and the next call made a new tensor for the 4.
# ``zero_()`` writes zeros into the tensor, and ``first`` lost its 4.
# In a :term:`training loop`, ``optimizer.zero_grad()`` sets ``grad`` to ``None`` for every parameter.
#
# Here is a ledger of a program that calls and clears by turns: grey is what was there before a line, orange is what it adds, and the number is what ``x.grad`` holds afterwards.

from tutorial_utils.lessons.gradients_add_up import draw_ledger, keep_ledger

x = torch.tensor(2.0, requires_grad=True)
program = """
(x * 2).backward()
(x * 3).backward()
x.grad = None
(x * 4).backward()
x.grad.zero_()
(x * x * x).backward()
"""
entries = keep_ledger(x, program)
draw_ledger(entries)

assert [entry.after for entry in entries] == [2, 5, None, 4, 0, 12]

# sphinx_gallery_alt = "A ledger of six lines of code, each with a bar. (x * 2).backward() adds 2 and holds 2. (x * 3).backward() adds 3 behind the grey 2 and holds 5. x.grad = None holds None. (x * 4).backward() adds 4 and holds 4. x.grad.zero_() holds 0. (x * x * x).backward() adds 12 and holds 12."

# %%
# **x.grad is the sum of all that arrived since it was last cleared.**
#
# Why does it add at all?
# -----------------------
#
# Look at the last line of the ledger.
# Three paths lead from ``x * x * x`` to ``x``, and each of them brings a 4.
# A single call already has to add: this is the :term:`chain rule`, and there is no 12 without it.
#
# Several calls go on adding, so together they leave what one call on the sum of the functions leaves:

x = torch.tensor(2.0, requires_grad=True)

(x * 2 + x * 3).backward()
x.grad

# %%
# The same 5 as from two calls.
# So a program may compute several :term:`losses <loss>` one after the other, or a large :term:`batch` in small pieces, and have the :term:`gradient` of the whole in the end.
#
# If you want a gradient by itself, ask :func:`torch.autograd.grad`.
# It returns a tuple with one gradient for each input and leaves ``x.grad`` alone:

x = torch.tensor(2.0, requires_grad=True)

(slope,) = torch.autograd.grad(x * 3, x)
slope, x.grad

# %%
# So the pieces could also be added up by hand, and some libraries leave that to you.
# PyTorch chose to add; the price is that you have to say when a new sum begins.
#
# .. admonition:: What broke elsewhere
#
#    A published :term:`optimizer` compares each gradient with the one before.
#    Its code kept the one before as ``previous = grad``, without ``clone()``.
#    At that time ``zero_grad()`` still wrote zeros into the same tensor, so from the second step on it compared a tensor with itself: the difference was always 0, and no error told its authors.
#
# Summary
# -------
#
# - ``backward()`` adds to ``x.grad``, in place: slopes of 2 and 3 leave 5.
# - A name for ``x.grad`` sees all that is added later; ``clone()`` keeps the number.
# - ``x.grad = None`` lets go of the tensor, ``zero_()`` overwrites it for every name.
#
# Your turn
# ---------
#
# Five programs, with two numbers ``a`` and ``b``; each starts with a new ``x = torch.tensor(3.0, requires_grad=True)``.
# What does ``kept`` hold at the end?
# For each program, write a formula of ``a`` and ``b`` in place of the dots.
# Predict first, run later: the :term:`checker` calls ``predict()`` with random ``a`` and ``b`` and compares with what the program does.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.gradients_add_up import check_predict
#
#    # A: (a * x).backward(); (b * x).backward(); (a * x).backward(); kept = x.grad
#    # B: (a * x).backward(); kept = x.grad; (b * x).backward()
#    # C: (a * x).backward(); kept = x.grad.clone(); (b * x).backward()
#    # D: (a * x).backward(); kept = x.grad; x.grad = None; (b * x).backward()
#    # E: (a * x).backward(); kept = x.grad; x.grad.zero_(); (b * x).backward()
#
#    def predict(program, a, b):
#        formulas = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ...}
#        return formulas[program]
#
#    check_predict(predict)

# %%
# Solution
# --------
#
# In ``B`` and ``E`` the name ``kept`` is tied to the tensor that the second call writes into; in ``C`` it names a copy, and in ``D`` a tensor that nobody writes into any more.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.gradients_add_up import check_predict


def predict(program, a, b):
    formulas = {"A": a + b + a, "B": a + b, "C": a, "D": a, "E": b}
    return formulas[program]


check_predict(predict)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` draws the three paths of ``x * x * x``.
# - :doc:`/lessons/4_training/plot_25_forgetting_zero_grad` leaves the clearing out, and watches what becomes of a training.
# - :doc:`/lessons/4_training/plot_27_micro_batches` uses the sum: small pieces stand in for a large batch.
# - :doc:`/why_gradients_accumulate` asks why it was built like this.
