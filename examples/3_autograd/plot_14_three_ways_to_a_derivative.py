"""
Three ways to a derivative
==========================

We will look for the slope of one curve three times: on paper, by trying, and with PyTorch.
Trying has a limit that no small step overcomes, and we will see it.
Then we count what each way costs when there is more than one number to adjust.
"""

# %%
# What does paper say?
# --------------------
#
# Training repeats four steps: compute a prediction, compute its :term:`loss`, find out how the loss changes with each :term:`parameter`, adjust the parameters.
# The third step asks for :term:`derivatives <derivative>`, and this lesson is about how to get them.
# For :math:`y = x^2 + 3x + 1` we know the answer from school: :math:`2x + 3`.

# sphinx_gallery_before = ["what_is_pytorch"]
import torch


def f(x):
    return x**2 + 3 * x + 1


def slope(x):
    return 2 * x + 3


slope(2.0)

# %%
# That is exact, and it costs next to nothing.
# But somebody has to find the formula, by hand, and can go wrong; for a model with a hundred layers nobody wants to.
# And if we change a sign in ``f`` tomorrow, ``slope`` goes on as before, and nothing tells us that the two no longer belong together.
#
# What if we only try?
# --------------------
#
# Go a small step to the right, look how much higher you are, and divide by the step.
# This is a :term:`finite difference`, and it needs nothing but ``f``.
# The second function goes as far to the left as to the right, a :term:`central difference`:


def one_sided(f, x, h):
    return (f(x + h) - f(x)) / h


def central(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


x = torch.tensor(2.0)
print(f"{one_sided(f, x, 0.1):.4f}")
print(f"{central(f, x, 0.1):.4f}")

# %%
# One step to the right finds 7.1: on the way the curve gets steeper.
# The central difference finds 7.0, because what the right side has too much, the left side has too little.
# So we stay with the central one.
#
# Is a smaller step better?
# -------------------------
#
# In a textbook, ``h`` goes to 0 and the difference, divided by the step, becomes the derivative.
# Decide before you read on: what will eight ever smaller steps find?

for h in [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]:
    print(f"h = {h:.0e}: {central(f, x, h):.3f}")

# %%
# The smaller the step, the worse: 6.995, then 4.768, and in the end a slope of 0.
# No formula is wrong here.
# What fails are the numbers:

low, high = f(x - 1e-7), f(x + 1e-7)
print(low.item(), high.item())
print(torch.equal(torch.nextafter(low, high), high))
print(torch.equal(x + 1e-8, x))

# %%
# These two heights are neighbours: a ``float32`` has no number in between.
# Their difference is this one gap, 0.00000095, where it should be 0.0000014.
# With ``1e-8`` we have not even left: ``x + h`` is rounded back to ``x``.
# Whoever subtracts two numbers that are nearly equal keeps little but their :term:`rounding errors <rounding error>`.

assert abs((high - low).item() - 0.00000095) < 1e-8
assert abs(2e-7 * slope(2.0) - 0.0000014) < 1e-8

# %%
# Is there a way without a step?
# ------------------------------
#
# The third way is PyTorch's, :term:`autograd`: automatic gradients.
# While ``f`` computes, PyTorch writes down each operation, in a :term:`computation graph`.
# ``backward()`` goes through it from the end and applies the rules from school, operation by operation, to numbers instead of formulas.

x = torch.tensor(2.0, requires_grad=True)
f(x).backward()
x.grad

# %%
# No ``h``, no subtraction of near neighbours, and no formula from us.
# If we change ``f``, the answer changes with it.
#
# How far off is each of them?
# ----------------------------
#
# A parabola flatters the central difference, since its two errors cancel exactly.
# So we take :math:`e^x`, which bends more and more, and is its own derivative: the right answer is known.
# Of 64 points we keep the largest relative error.

points = torch.linspace(0.5, 2, 64)
truth = points.double().exp()


def worst_error(slopes):
    return ((slopes.double() - truth) / truth).abs().max().item()


steps = [10.0**-k for k in range(13)]
errors = {
    "float32": [worst_error(central(torch.exp, points, h)) for h in steps],
    "float64": [worst_error(central(torch.exp, points.double(), h)) for h in steps],
}

# %%
# And the same 64 points with autograd, in ``float32``.
# ``sum()`` makes one number of them, as ``backward()`` wants it; each point still gets its own slope.

from tutorial_utils.lessons.three_ways_to_a_derivative import draw_errors

leaf = points.clone().requires_grad_()
leaf.exp().sum().backward()

draw_errors(steps, errors, autograd=worst_error(leaf.grad))

# sphinx_gallery_alt = "Chart with logarithmic axes: relative error against the step h. Two blue lines have the shape of a V. The dashed one, float64, reaches much deeper than the solid one, float32, and its lowest point lies further to the left. An orange level line, autograd in float32, passes far below the tip of the solid V."

# %%
# Read each V from the right: a step ten times smaller makes the error a hundred times smaller.
# Then rounding takes over, and the error climbs again.
# The best :term:`step <step size h>` lies in between and depends on the :term:`data type <dtype>`.
# Autograd has no V: in ``float32`` it is better than any step.
# (The dashed line dips below it, for ``float64`` has more digits; at the far left no step is taken, and no slope is found.)

float32, float64 = errors.values()
assert 90 < float64[1] / float64[2] < 110
assert worst_error(leaf.grad) < min(float32) / 20

best = steps[float64.index(min(float64))]
print(f"the best step in float64 is {best:.0e}, its error {min(float64):.0e}")

# %%
# What does a gradient cost?
# --------------------------
#
# One slope takes two runs of ``f``.
# A :term:`model` has many parameters, and each of them wants its slope: with :math:`n` parameters, differences take :math:`2n` runs.
# How many should autograd take?
# We count its multiplications and additions of matrices, forward and back, in a small model with three matrices.

from torch.utils.flop_counter import FlopCounterMode

X = torch.rand(64, 8)  # 64 samples of 8 numbers


def gradient_cost(width):
    shapes = [(8, width), (width, width), (width, 1)]
    A, B, C = (torch.rand(shape, requires_grad=True) for shape in shapes)
    with FlopCounterMode(display=False) as forward:
        loss = (X @ A @ B @ C).mean()
    with FlopCounterMode(display=False) as backward:
        loss.backward()
    parameters = A.numel() + B.numel() + C.numel()
    return parameters, 1 + backward.get_total_flops() / forward.get_total_flops()


measured = [gradient_cost(width) for width in [2, 4, 8, 16, 32, 64]]
sizes, costs = zip(*measured, strict=True)
print(sizes)

# %%
# The last of these models has 4672 parameters.
# We draw what one whole gradient costs, in runs forward through the model:

from tutorial_utils.lessons.three_ways_to_a_derivative import draw_cost

draw_cost(sizes, [2 * n for n in sizes], costs)

assert max(costs) < 3

# sphinx_gallery_alt = "Chart with logarithmic axes: forward passes for one gradient against the number of parameters. A blue line, differences, climbs steadily to 9,344 at 4,672 parameters. An orange line, autograd, stays level, below 3."

# %%
# Autograd stays below 3, however many parameters there are.
# On the way forward each matrix product is made once; on the way back it becomes two, one for the :term:`gradient` of either factor, and the data need no gradient.
# This one orange line is why large models can be trained.
# The price is memory: the numbers from the way forward have to be kept for the way back.
#
# What are differences still good for?
# ------------------------------------
#
# They know nothing of rules, so they catch a rule that is wrong.
# Here is an operation of our own, “times 5”, with its derivative written by hand, and a mistake in it:


class TimesFive(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 5 * x

    @staticmethod
    def backward(ctx, gradient):
        return gradient


x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
y = TimesFive.apply(x)
y.backward()
print(y.item(), x.grad.item())

# %%
# The value is right; the slope should be 5 and is 1, and nobody complains.
# :func:`torch.autograd.gradcheck` compares ``backward()`` with central differences, and does complain:

try:
    torch.autograd.gradcheck(TimesFive.apply, x)
except RuntimeError as error:
    print(error)

# %%
# “Numerical” is what the differences found, “analytical” what ``backward()`` said.
# Give such a :term:`gradient check` inputs in ``float64``; the V says why.
#
# .. admonition:: What broke elsewhere
#
#    This operation comes from a published tutorial: times 5 on the way forward, and on the way back the gradient goes through as it came.
#    Whoever trained with it trained with gradients five times too small.
#
# Summary
# -------
#
# - Paper is exact, but the formula does not follow when the function changes.
# - A difference needs only the function; its best step is neither large nor tiny, and each parameter costs two runs.
# - Autograd is as exact as the numbers allow, at a cost below three runs for all parameters together.
#
# Your turn
# ---------
#
# Write ``numgrad(f, x)``: the gradient of ``f`` at ``x`` by central differences.
# ``x`` is a ``float64`` tensor of any shape, ``()`` included, ``f(x)`` one number that depends on all of ``x``; the result has the shape and the data type of ``x``, and ``x`` is the same afterwards.
# Choose ``h`` from the figure: the :term:`checker` wants eight correct digits.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.three_ways_to_a_derivative import check_numgrad
#
#    def numgrad(f, x):
#        ...
#
#    check_numgrad(numgrad)

# %%
# Solution
# --------
#
# One number of ``x`` moves at a time, and a fresh ``step`` says which.
# ``view(-1)`` counts through a tensor of any shape; ``zeros_like()`` and ``empty_like()`` take over the shape and the data type.

from tutorial_utils.lessons.three_ways_to_a_derivative import check_numgrad


def numgrad(f, x):
    h = 1e-5
    gradient = torch.empty_like(x)
    for i in range(x.numel()):
        step = torch.zeros_like(x)
        step.view(-1)[i] = h
        gradient.view(-1)[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


check_numgrad(numgrad)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` watches the 7 being put together, operation by operation.
# - :func:`torch.autograd.gradcheck` has the step and the :term:`tolerance` it uses in its documentation, as ``eps`` and ``atol``.
