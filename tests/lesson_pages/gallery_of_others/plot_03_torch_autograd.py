"""
What a graph remembers
======================

Each result knows the function that made it.
"""

###############################################################################
# A long row of signs begins a block, too.

import torch

x = torch.ones(2, requires_grad=True)
y = (x + 2).sum()
print(y.grad_fn.name())

######################################################################
# .. note::
#     ``requires_grad`` is inherited by results.
#
# 1. Make a leaf.
# 2. Call ``backward()``.

y.backward()
x.grad
