"""
The computation graph
=====================

PyTorch can find slopes because it takes notes while it computes.
We will read these notes: which operations ran, what each of them keeps, and in which order ``backward()`` uses them.
Some operations keep nothing at all, and you will see why.
"""

# %%
# Where are the notes?
# --------------------
#
# Here is the curve from :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` again.
# A tracked result knows the operation that made it, its ``grad_fn``; and every such note knows the notes before it, its ``next_functions``.

# sphinx_gallery_before = ["backward_and_the_number_7"]
import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 3 * x + 1

print(y.grad_fn.name())
for node, _ in y.grad_fn.next_functions:
    print("<-", node and node.name())

# %%
# The last operation was an addition, the ``+ 1``.
# One of its inputs came from another addition; the other, the constant, was never :term:`tracked <track>`, so there is ``None``.
# From note to note we can walk like this, always from a result to what it was computed from.
#
# How many notes are there?
# -------------------------
#
# Decide before you look: how many for ``x**2 + 3 * x + 1``, and how often does ``x`` appear?

from tutorial_utils.graph import read_graph
from tutorial_utils.graph_drawing import draw_graph

graph = read_graph(y, names={"x": x, "y": y})
draw_graph(graph)

[node.operation for node in graph.nodes]

# sphinx_gallery_alt = "A graph drawn from top to bottom with grey arrows. The box Add, marked y = 11, leads to another Add, which leads to Pow on the left and Mul on the right. Arrows from both end in the same box, x = 2."

# %%
# Four operations, and *one* note for ``x``, although the formula has it twice.
# Its name, ``AccumulateGrad``, says what it does: it adds what arrives to ``x.grad``.
# No arrow leads back to where it began, for nothing can be computed from its own result.
# This is a :term:`directed acyclic graph`, and here it is called the :term:`computation graph`.
#
# What does each operation keep?
# ------------------------------
#
# One often reads that the graph stores every operation with its inputs and its outputs.
# Look for yourself: what a note keeps has a name that begins with ``_saved_``.


def kept(result):
    node = result.grad_fn
    names = [name for name in dir(node) if name.startswith("_saved_")]
    values = {name.removeprefix("_saved_"): getattr(node, name) for name in names}
    return {
        name: value.tolist() if isinstance(value, torch.Tensor) else value
        for name, value in values.items()
    }


# %%
# Six operations on two tracked :term:`vectors <vector>`.
# Which of them will keep both inputs, which only one, and which none?

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)

print("a + b  ", kept(a + b))
print("a * b  ", kept(a * b))
print("a * 3  ", kept(a * 3))
print("a ** 2 ", kept(a**2))
print("a.exp()", kept(a.exp()))
print("a.sum()", kept(a.sum()))

# %%
# **An operation keeps what its own derivative needs, and nothing else.**
#
# - The slope of a sum is 1, whatever the numbers are: ``+`` keeps no tensor, only ``alpha``, a factor that PyTorch's addition can put before its second input and that is 1 here.
# - In a product, each factor is the slope of the other: ``*`` keeps both, but next to a constant only the constant.
# - :math:`a^2` has the slope :math:`2a`: ``**`` keeps its input and the exponent.
# - :math:`e^a` is its own slope: ``exp()`` keeps its *output*.
# - ``sum()`` only has to know how many numbers there were: it keeps the :term:`shape`.
#
# Is what is kept a copy?
# -----------------------
#
# If each :term:`saved tensor` were a copy, the graph would double the memory of a program.

e = a.exp()
e.grad_fn._saved_result.data_ptr() == e.data_ptr()

# %%
# It is the same memory.
# Keeping costs no copy, but as long as the graph is there, these numbers cannot be given back.
#
# It also means that you can spoil them.
# Both programs below add 1 to a result, in place.
# Decide before you read on: which of them still has its gradients?

from textwrap import fill

for operation in [torch.exp, torch.square]:
    result = operation(a)
    result += 1
    try:
        result.sum().backward()
        print(operation.__name__, "works")
    except RuntimeError as error:
        print(fill(str(error)))

# %%
# ``square()`` keeps its input, and nobody touched that.
# ``exp()`` keeps its output, which is no longer :math:`e^a`.
# PyTorch counts the changes of each tensor, its version, and refuses rather than return a wrong slope.
# The cure is ``result = result + 1``, which makes a new tensor.
#
# In which order does backward() go?
# ----------------------------------
#
# Now the same graph while ``y.backward()`` runs through it.
# A :term:`hook` on each note writes down when its turn came; beside the boxes stand the tensors that they keep.

from tutorial_utils.graph import run_backward

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 3 * x + 1

graph = run_backward(y, names={"x": x, "y": y})
draw_graph(graph, saved=True)

# sphinx_gallery_alt = "The same graph, now with orange arrows and numbers for the order: 1. Add, 2. Add, 3. Mul, 4. Pow, and the box x = 2 at the bottom with grad 7. Pow keeps self, Mul keeps other, the two Add keep nothing. The arrows carry 1, 1, 1, then 4 from Pow and 3 from Mul."

# %%
# The last operation comes first, and ``x`` comes last; behind each name stands the gradient that it was sent:

for node in sorted(graph.nodes, key=lambda node: node.order):
    print(node.order, node.operation, node.gradient.item())

# %%
# A result may have been used several times: its note has its turn when all who used it have sent their gradients.
# So ``AccumulateGrad`` waits for ``Pow`` *and* for ``Mul``, and runs once, with the sum: 7.
# Where several are ready, the one that was written down last goes first, as ``Mul`` before ``Pow``.
#
# Does the graph know about loops?
# --------------------------------
#
# Ten times, a number is added to itself.
# How many notes does that make, and how many paths lead from the end to ``x``?

x = torch.tensor(1.0, requires_grad=True)
total = x
for _ in range(10):
    total = total + total

total.backward()
print(len(read_graph(total).nodes), "notes")
print(int(x.grad), "paths")

# %%
# The graph has no loop: it has the ten additions that ran, and the leaf.
# It is written anew each time the program computes, so ``if`` and ``for`` may do as they like.
#
# Each addition doubles the paths, and since each path carries a 1, the gradient counts them: 1024.
# That is why each note has to run only once.
# Whoever follows every path has much more to do:


def count_visits(node):
    below = [target for target, _ in node.next_functions if target is not None]
    return 1 + sum(count_visits(target) for target in below)


count_visits(total.grad_fn)

# %%
# .. admonition:: What broke elsewhere
#
#    A function that prints the graph in this way has been copied from page to page for years: it calls itself for each of the ``next_functions`` and forgets where it has been.
#    For the 11 notes above it would print 2047 lines, and with each further turn of the loop twice as many.

assert len(read_graph(total).nodes) == 11
assert count_visits(total.grad_fn) == 2047

# %%
# Summary
# -------
#
# - ``grad_fn`` leads from a result to the operation that made it, ``next_functions`` leads on to the leaves.
# - An operation keeps what its derivative needs: ``+`` nothing, ``*`` both factors, ``exp()`` its output.
# - ``backward()`` runs each note once, when everything that it will receive has arrived.
#
# Your turn
# ---------
#
# Write ``walk(grad_fn)``: how many notes can be reached from there, counting ``grad_fn`` itself and the leaves, and each of them once?
# The :term:`checker` calls it on random expressions; for the curve above, the right answer is 5.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.the_computation_graph import check_walk
#
#    def walk(grad_fn):
#        ...
#
#    check_walk(walk)

# %%
# Solution
# --------
#
# The list of notes grows while we go through it, and the loop ends when there is nothing new.
# Asking whether a note is already in the list keeps us from going down twice.

from tutorial_utils.lessons.the_computation_graph import check_walk


def walk(grad_fn):
    nodes = [grad_fn]
    for node in nodes:
        for target, _ in node.next_functions:
            if target is not None and target not in nodes:
                nodes.append(target)
    return len(nodes)


assert walk(y.grad_fn) == 5

check_walk(walk)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_17_graphs_are_used_once` asks what happens to the kept tensors after ``backward()``.
# - :doc:`/lessons/3_autograd/plot_14_three_ways_to_a_derivative` shows what all this bookkeeping saves.
# - :class:`torch.autograd.graph.saved_tensors_hooks` lets you watch, or change, what operations keep.
