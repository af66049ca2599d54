"""
Cheat sheet
===========

The course on one sheet: every line was run, and below each block stands its last value.
Printed, it fills one side of A4.
"""

# %%
# Make
# ----
#
# From lists, filled, counted, drawn.

# sphinx_gallery_tolerance = 1e-6
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
zeros, ones = torch.zeros(2, 3), torch.ones_like(x)
drawn = torch.rand(2, 3)
torch.arange(6), torch.eye(2, dtype=torch.int64)

# %%
# Look
# ----
#
# ``item()`` hands one number back to Python, ``tolist()`` all of them.

x.shape, x.ndim, x.numel(), x.dtype, x[1, 0].item()

# %%
# Convert
# -------
#
# ``to()`` returns the same tensor if there is nothing to do.

x.long(), x.to(torch.float64).dtype

# %%
# Shape
# -----
#
# ``view()`` and ``T`` share the memory, ``reshape()`` copies if it has to.

t = torch.arange(6)
assert t.view(2, 3).T.shape == (3, 2)
assert t[None].shape == t.unsqueeze(0).shape == (1, 6)
assert torch.cat([x, x]).shape == (4, 2)
assert torch.stack([x, x]).shape == (2, 2, 2)
t.view(2, -1), t.view(2, 3).mT.reshape(6)

# %%
# Compute
# -------
#
# ``+ - * / **`` go element by element, ``@`` multiplies matrices.

x * x, x @ x

# %%
# Choose
# ------
#
# A slice is a view; a list or a mask copies.

x[0], x[:, 1], x[[1, 0]], x[x > 2]

# %%
# Reduce
# ------
#
# ``dim`` disappears, unless ``keepdim=True``.

x.sum(), x.mean(dim=0), x.amax(dim=1, keepdim=True)

# %%
# Broadcast
# ---------
#
# Shapes are compared from the right: equal, 1 or missing.

column, row = torch.ones(4, 1), torch.ones(3)
(column + row).shape, (x - x.mean(dim=0)).shape

# %%
# Share or copy
# -------------
#
# A change in place is seen through every name of the same memory.

import numpy as np

array = np.zeros(2)
shared = torch.from_numpy(array)
copied = torch.tensor(array)
array += 1
shared.tolist(), copied.tolist(), x.clone() is x

# %%
# Device
# ------
#
# Model and data go to the same one.

from torch import accelerator

found = accelerator.current_accelerator(check_available=True)
device = found or torch.device("cpu")
x = x.to(device)
y = torch.zeros(2, 2, device=device)
(x + y).cpu()

# %%
# Gradient
# --------
#
# Each ``backward()`` adds to ``grad`` and frees the graph.

w = torch.tensor(2.0, requires_grad=True)
(w**2 + 3 * w + 1).backward()
first = w.grad.item()
w.grad = None
(w**2).backward()
first, w.grad, w.detach(), w.is_leaf

# %%
# Without tracking
# ----------------
#
# For steps, for measuring, for showing.

with torch.no_grad():
    w -= 0.1 * w.grad
w, (2 * w.detach()).requires_grad

# %%
# Train
# -----
#
# Forward, loss, backward, step; clear before the next.

X = torch.linspace(-1, 1, 64).unsqueeze(1)
y = 3 * X + 1
torch.manual_seed(0)
model = torch.nn.Linear(1, 1)
loss_fn = torch.nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
for _ in range(200):
    optimizer.zero_grad()
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
model.weight.item(), model.bias.item()

# %%
# Accumulate
# ----------
#
# Weigh each micro-batch by its share of the examples.

optimizer.zero_grad()
parts = list(zip(X.split(24), y.split(24), strict=True))
for X_part, y_part in parts:
    share = len(X_part) / len(X)
    loss = loss_fn(model(X_part), y_part) * share
    loss.backward()
optimizer.step()
[len(X_part) for X_part, y_part in parts]
