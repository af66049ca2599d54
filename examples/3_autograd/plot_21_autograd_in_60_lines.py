"""
Autograd in 60 lines
====================

What ``backward()`` does fits on one page.
We will write it ourselves, for single numbers and without PyTorch: numbers that take notes, and a walk that reads them.
Then we put ``=`` where it says ``+=``, and a slope of 12 becomes 4.
"""

# %%
# What has to be remembered?
# --------------------------
#
# The file ``tutorial_utils/engine.py`` is what we are about to write.
# It knows nothing of PyTorch; can it find the slope of :math:`y = x^2 + 3x + 1` at 2?

# sphinx_gallery_before = ["backward_and_the_number_7", "the_computation_graph"]
from pathlib import Path

from tutorial_utils import engine

x = engine.Value(2.0)
y = x**2 + 3 * x + 1
y.backward()
print("value", y.data, "slope", x.grad)

lines = Path(engine.__file__).read_text(encoding="utf-8").splitlines()
code = [line for line in lines if line.strip() and '"""' not in line]
print(len(code), "lines of code")

# %%
# There is the 7 again.
# Its rule was: **along a path multiply; where paths meet, add**.
# To follow it, a number has to know its inputs, and the slope towards each of them: that is one *edge* of the :term:`graph <computation graph>`.


class Value:
    def __init__(self, data, edges=(), operation=""):
        self.data, self.edges, self.operation = data, edges, operation
        self.grad = 0.0


# %%
# ``edges`` is a list of pairs, an input and a slope; a leaf has none.
# ``operation`` is only a name for the figure.
#
# What does an operation do?
# --------------------------
#
# It computes its number, and notes an edge for each input.
# The slope of a sum is 1 on both sides; :math:`e^a` is its own slope.
# A constant, such as the 1 in ``x + 1``, becomes a ``Value``, too.

import math


def as_value(x):
    return Value(x) if isinstance(x, float | int) else x


def add(a, b):
    b = as_value(b)
    return Value(a.data + b.data, [(a, 1.0), (b, 1.0)], "Add")


def exp(a):
    result = math.exp(a.data)
    return Value(result, [(a, result)], "Exp")


x = Value(0.0)
result = exp(x)
result.data, result.edges[0][0] is x, result.edges[0][1]

# %%
# The value 1.0, an edge that leads to ``x``, and the slope 1.0 on it: both are :math:`e^0`, for the slope of :math:`e^a` is its own value.
# The graph grows while the program computes.
#
# In which order do gradients travel?
# -----------------------------------
#
# A note may pass its gradient on when everything that was computed from it has sent its share.
# So we list the inputs first and what was computed from them later, each value once; the way back reads this list from its end.


def in_order(end):
    values = []
    visited = set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for below, _ in value.edges:
                visit(below)
            values.append(value)

    visit(end)
    return values


# %%
# What does each value pass on?
# -----------------------------
#
# The end starts with a 1.
# Each value sends, along each edge, its own gradient times the slope, and what arrives is added.
# Only leaves keep their sums from call to call; results in between begin at 0.


def backward(end):
    values = in_order(end)
    for value in values:
        if value.edges:  # a result in between, not a leaf
            value.grad = 0.0
    end.grad += 1.0
    for value in reversed(values):
        for below, slope in value.edges:
            below.grad += value.grad * slope


# %%
# In Python, ``a + b`` calls ``__add__``, and ``1 + b`` calls ``__radd__``; we give our function to both.
# Three paths lead to ``x`` here: which slope do you expect at 0?

Value.__add__ = Value.__radd__ = add
Value.exp, Value.backward = exp, backward

y = x.exp() + x + x
y.backward()
x.grad

# %%
# One from each path: 3.
# This is a complete autograd; what it lacks are more operations.
# With ``*`` and ``**``, which you will write below, and ``-`` and ``/``, which are made of these, it is the file from the beginning.
#
# Is it the same graph?
# ---------------------
#
# We let the file and PyTorch run backward through the same curve:

import torch

from tutorial_utils.graph import run_backward
from tutorial_utils.lessons.autograd_in_60_lines import draw_beside, read_engine

x, t = engine.Value(2.0), torch.tensor(2.0, requires_grad=True)
ours, theirs = x**2 + 3 * x + 1, t**2 + 3 * t + 1
ours.backward()

_ = draw_beside(
    read_engine(ours, names={"x": x, "y": ours}),
    run_backward(theirs, names={"x": t, "y": theirs}),
)

# sphinx_gallery_alt = "Two graphs side by side, headed ours: 7 = 4 + 3 and PyTorch: 7 = 4 + 3. Both have the boxes 1. Add, 2. Add, 3. Mul, 4. Pow and x = 2 with grad 7, and the same numbers on the arrows. Only the left one has two boxes more, the constants 1 and 3, with an arrow to each."

# %%
# The same operations in the same order, with the same numbers on the arrows.
# Ours has two boxes more, the constants 1 and 3, and it computes gradients for them that nobody asked for.
# PyTorch saves that work: this is what ``requires_grad`` is for.
#
# What if = stood in place of +=?
# -------------------------------
#
# ``overwrite`` adds nothing up: whatever arrives replaces what was there.
# At 2, the slope of :math:`x^3` is 12; what will ``overwrite`` find?


def overwrite(end):
    end.grad = 1.0
    for value in reversed(engine.in_order(end)):
        for below, slope in value.edges:
            below.grad = value.grad * slope


def slope_of_cube(run, *, calls=1):
    x = engine.Value(2.0)
    cube = x * x * x
    for _ in range(calls):
        run(cube)
    return x.grad


print("+=", slope_of_cube(engine.backward))
print("= ", slope_of_cube(overwrite))

# %%
# Each of the three paths brings 4, and the last one to arrive wipes out the others.
# **Adding up is the chain rule itself**: without ``+=``, every number that is used twice gets a wrong slope.
#
# .. admonition:: What broke elsewhere
#
#    A small engine from which many learn does not clear the results in between.
#    Its first ``backward()`` is right; the second, on the same graph, counts their old gradients once more.
#    Two calls should bring 12 each, as in PyTorch:


def forgetful(end):
    end.grad = 1.0
    for value in reversed(engine.in_order(end)):
        for below, slope in value.edges:
            below.grad += value.grad * slope


print("ours", slope_of_cube(engine.backward, calls=2))
print("that", slope_of_cube(forgetful, calls=2))

# %%
# Summary
# -------
#
# - A result notes its inputs and the slope towards each; that is the graph.
# - ``backward()`` goes through it from the end, multiplies along edges and adds where they meet.
# - With ``=`` in place of ``+=``, ``x * x * x`` at 2 has the slope 4 and not 12.
#
# Your turn
# ---------
#
# Finish the engine: write ``mul(a, b)`` and ``power(a, n)``, which return a ``Value`` with its edges, as ``add`` does.
# ``a`` is always a ``Value``, ``b`` may be a number; ``n`` is a number, such as 3 or -1, and gets no edge.
# The :term:`checker` tries each alone, then both on two hundred random graphs, and compares the gradients with PyTorch's.
#
# .. code-block:: python
#
#    from tutorial_utils.engine import Value, as_value
#    from tutorial_utils.lessons.autograd_in_60_lines import check_engine
#
#    def mul(a, b):
#        b = as_value(b)
#        ...
#
#    def power(a, n):
#        ...
#
#    check_engine(mul, power)

# %%
# Solution
# --------
#
# In a product, each factor is the slope towards the other.
# The slope of :math:`a^n` is :math:`n a^{n-1}`.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.autograd_in_60_lines import check_engine


def mul(a, b):
    b = as_value(b)
    return Value(a.data * b.data, [(a, b.data), (b, a.data)], "Mul")


def power(a, n):
    return Value(a.data**n, [(a, n * a.data ** (n - 1))], "Pow")


check_engine(mul, power)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_22_the_training_loop` puts slopes to work: a model learns to read digits.
# - :doc:`/lessons/3_autograd/plot_16_the_computation_graph` shows what PyTorch keeps to find its slopes; with tensors there would be one slope for each pair of an input number and an output number, too many to keep.
# - :doc:`/why_gradients_accumulate` asks why PyTorch adds up not only paths, but also calls.
