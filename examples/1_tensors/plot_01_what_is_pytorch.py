"""
What PyTorch is
===============

PyTorch is a framework for deep learning: NumPy's arrays, plus GPUs, plus automatic differentiation.
We will write one line of arithmetic and use it three times, once for each part.
The third time, it will find its own lowest point.
"""

# %%
# Is it NumPy?
# ------------
#
# Here is the line, in a function, and a NumPy array to try it on.

import numpy as np


def f(x):
    return x**2 + 3 * x + 1


f(np.array([-3.0, -2.0, -1.0, 0.0]))

# %%
# NumPy computed all four values at once.
# Now the same numbers from PyTorch.
# Decide before you read on: does ``f`` have to change?

import torch

f(torch.tensor([-3.0, -2.0, -1.0, 0.0]))

# %%
# It does not: ``f`` never asks what ``x`` is.
# What :func:`torch.tensor` makes is a :term:`tensor`, a table of numbers: a single number, a row, a :term:`matrix`, or more :term:`dimensions <dimension>`.
# In deep learning almost everything is a tensor: the inputs, the weights, the outputs.
#
# Keep one thing in mind for later: ``f`` is equally high at -2 and at -1, so its lowest point must lie between them.
#
# Where does it compute?
# ----------------------
#
# A NumPy array lives on the CPU.
# A tensor has a :term:`device`, and what is computed from it stays there.
# This statement asks for an :term:`accelerator`, usually a GPU, and takes the CPU where there is none:

device = torch.accelerator.current_accelerator(check_available=True) or "cpu"

x = torch.tensor([-3.0, -2.0, -1.0, 0.0], device=device)
f(x).device

# %%
# That is the device of the machine that ran these lines, and again ``f`` stayed as it was.
# Whether a GPU pays off depends on how much there is to compute; a :doc:`later lesson </lessons/2_devices/plot_13_matmul_lab>` measures it.
#
# Can it find its own lowest point?
# ---------------------------------
#
# Now for the third part.
# Start at 2, ask for the slope, take a small step downhill, and again.
# ``requires_grad=True`` says that we are going to ask for slopes at this ``x``, ``item()`` takes the number out of a tensor, and what stands below ``with torch.no_grad():`` does not count as part of ``f``.
# No line below contains the answer: where will ``x`` stop?

x = torch.tensor(2.0, device=device, requires_grad=True)
path = [x.item()]

for step in range(100):
    y = f(x)
    y.backward()  # puts the slope at x into x.grad
    with torch.no_grad():  # the step itself is not part of f
        x -= 0.1 * x.grad
    x.grad = None  # the next slope starts from nothing
    path.append(x.item())

print(f"x = {x.item():.2f}, f(x) = {f(x).item():.2f}")

# %%
# It stopped at -1.5, halfway between -2 and -1, where ``f`` is -1.25.
# The same expression that filled a table has become a solver.

from tutorial_utils.lessons.what_is_pytorch import draw_descent

draw_descent(f, path)

assert abs(x.item() + 1.5) < 1e-3
assert abs(f(x).item() + 1.25) < 1e-3

# sphinx_gallery_alt = "A blue parabola. Orange points walk down its right side from the start at x = 2, y = 11, closer and closer together, and pile up at the lowest point, x = -1.5, y = -1.25."

# %%
# Look at the points: the steps shrink by themselves, because the slope does.
# What is left of it at the end?

y = f(x)
y.backward()
x.grad

# %%
# Nothing worth a step.
# On paper the slope is :math:`2x + 3`, which is 0 at :math:`x = -1.5`.
# PyTorch found the point without that formula: it :term:`tracks <track>` what happens to ``x`` and works out the slope, the :term:`gradient`, by itself.
# This part is called :term:`autograd`.
#
# **Step against the gradient until there is none left.**
# A neural network learns in the same way.
# There ``y`` is the :term:`loss`, which says how wrong the answers are, and ``x`` is all the weights together.
#
# What if one line is missing?
# ----------------------------
#
# ``x.grad = None`` looks like housekeeping.
# Leave it out and guess again where ``x`` will stop.

from tutorial_utils.lessons.what_is_pytorch import draw_steps

x = torch.tensor(2.0, device=device, requires_grad=True)
path = [x.item()]

for step in range(100):
    f(x).backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
    path.append(x.item())

draw_steps(path, goal=-1.5)

assert max(path[50:]) > 1.9

# sphinx_gallery_alt = "x against the number of the step. An orange wave swings evenly between about 2 and -5, around a dashed green line at the lowest point, -1.5. After 100 steps it swings as far as at the start."

# %%
# It does not stop: ``x`` swings past the lowest point and back, always as far as at the start, and no error tells us.
# Four calls of ``backward()`` show why:

x = torch.tensor(1.0, requires_grad=True)

for call in range(4):
    y = 5 * x
    y.backward()
    print(x.grad.item())

# %%
# The slope of ``5 * x`` is 5 each time, but ``backward()`` *adds* to what ``x.grad`` already holds.
# So it has to be cleared before the next step.
#
# .. admonition:: What broke elsewhere
#
#    A published lesson says that gradients add up, and prints ``5 5 5 5`` below.
#    Its code, run for real, prints the four lines above.
#    Trust an output only if the code beside it has made it.
#
# Summary
# -------
#
# - A tensor computes like a NumPy array, and the same code runs on the CPU and on a GPU.
# - With ``requires_grad=True``, ``y.backward()`` puts the gradient into ``x.grad``: no formula needed.
# - Step against the gradient, clear it, repeat: this loop finds the lowest point.
#
# Your turn
# ---------
#
# Turn the loop into a tool.
# Write ``lowest(f)``, which takes a function of one number and returns the ``x`` at which it is lowest, to three decimals.
# Where it starts is up to you.
# Try it on :math:`(x - 4)^2 + 2` first; the :term:`checker` starts with this one and goes on with others.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.what_is_pytorch import check_lowest
#
#    def lowest(f):  # f = lambda x: (x - 4)**2 + 2
#        ...
#
#    check_lowest(lowest)

# %%
# Solution
# --------
#
# Where the walk starts does not matter on a curve with a single valley, so 0 will do.
# What comes back is ``x``, where the lowest point lies, and not ``y``, how low it is.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.what_is_pytorch import check_lowest


def lowest(f):
    x = torch.tensor(0.0, requires_grad=True)
    for step in range(100):
        f(x).backward()
        with torch.no_grad():
            x -= 0.1 * x.grad
        x.grad = None
    return x


check_lowest(lowest)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` shows how close tensors and NumPy arrays really are.
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` takes the same curve and watches ``backward()`` at work.
