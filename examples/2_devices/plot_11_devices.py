"""
Devices
=======

The numbers of a :term:`tensor` lie in the memory of one :term:`device`: the processor's, a graphics card's.
We will ask tensors where they are, bring two together that refuse to be added, and make a matrix of four terabytes that takes no room at all.
"""

# %%
# Where is this tensor?
# ---------------------
#
# Ask for the fastest device of this machine, make a tensor, move it there.
# Then the tensor itself says where it is:

# sphinx_gallery_before = ["what_is_pytorch"]
# sphinx_gallery_gpu = True
import torch

accelerator = torch.accelerator.current_accelerator(check_available=True)
device = accelerator or torch.device("cpu")
print("Using device:", device)

x = torch.rand((2, 3)).to(device)
print(x.device)

# %%
# Each tensor has its :attr:`~torch.Tensor.device`.
# A program that says ``device`` instead of a fixed name runs on any machine.
#
# What if there is no accelerator?
# --------------------------------
#
# An :term:`accelerator` is a device built for many calculations at once, most often a GPU.
# Three ways to ask for one:

print(torch.accelerator.is_available())
print(torch.accelerator.device_count())
print(torch.accelerator.current_accelerator(check_available=True))

# %%
# With an accelerator they answer ``True``, how many there are, and which one is in use; without, ``False``, zero and ``None``, which counts as false, so the ``or`` above picks the CPU.
# Do not leave out ``check_available=True``: without it, PyTorch says what the installed version supports, and may name a GPU that your machine does not have.
#
# Many programs write ``torch.device("cuda" if torch.cuda.is_available() else "cpu")``.
# That is right on a machine with an NVIDIA GPU, and leaves Apple's and Intel's idle: their names are ``mps`` and ``xpu``.
#
# Which second device does everybody have?
# ----------------------------------------
#
# Two devices are needed to see what happens between them, and your machine may have only one.
# PyTorch brings another, ``meta``: a tensor there has a :term:`shape` and a :term:`data type <dtype>`, and no numbers.
# Decide before you read on: does a matrix of a million rows and a million columns fit?

n = 1_000_000
big = torch.empty(n, n, device="meta")

print(f"{big.nbytes:,} bytes")
print("address:", big.data_ptr())

# %%
# Its numbers would take 4,000,000,000,000 bytes, four terabytes.
# Yet the :term:`address` is 0, nowhere: not one byte was taken.
# From here on ``meta`` plays the part of the accelerator, and what we see on it holds for a GPU too, unless we say otherwise, except that a GPU has the numbers.
#
# Does to() move the tensor?
# --------------------------
#
# One tensor on the CPU is sent to ``meta``, and once to where it is already.
# Where is ``x`` afterwards, and how many tensors are there?

x = torch.arange(3.0)
y = x.to("meta")
same = x.to("cpu")

x.device, y.device, same is x

# %%
# ``x`` has stayed where it was.

from tutorial_utils.lessons.devices import draw_memories

draw_memories({"x": x, "same": same, "y": y})

# sphinx_gallery_alt = "Two boxes, one above the other. The upper one, cpu, holds three cells with numbers, named x, same. An arrow labelled copy leads down into the box meta, to three dotted, empty cells named y."

# %%
# :meth:`~torch.Tensor.to` is no :term:`in-place operation`: ``y`` is a :term:`copy`, made in the other memory.
# So a line ``x.to(device)`` alone does nothing that lasts; write ``x = x.to(device)``.
#
# And where there is nothing to do, nothing is copied: ``same`` is a second name for the tensor ``x``.
# So there are three names and two tensors.
#
# Can tensors on two devices be added?
# ------------------------------------
#
# ``a`` is on the CPU, ``b`` is not.
# Which of the two memories would the sum belong to?

from textwrap import fill

a = torch.tensor([1, 2, 3])
b = torch.tensor([4, 5, 6]).to("meta")

try:
    a + b
except RuntimeError as error:
    print(fill(str(error)))

# %%
# PyTorch does not guess, and it does not carry ``b`` across by itself.
# With a GPU in the place of ``meta`` the same mistake has other words; these were recorded on a machine with an NVIDIA GPU:
#
# .. code-block:: text
#
#    Expected all tensors to be on the same device,
#    but found at least two devices, cuda:0 and cpu!
#
# The cure is the same: bring one to the other first.

total = a.to(b.device) + b
total.device, total.shape

# %%
# **All tensors of an operation have to be on one device, and the result stays there.**
#
# If you try more operations yourself, stay with element-wise ones, such as ``+`` and ``*``.
# A product with ``@`` of a tensor on the CPU and one on ``meta`` may pass without an error, and its result means nothing.
#
# .. admonition:: What broke elsewhere
#
#    A published example of this mistake moves ``b`` with ``.to("cuda")``.
#    Where PyTorch was installed for the CPU alone, it stops one line too early and never gets to the sum: ``AssertionError: Torch not compiled with CUDA enabled``.
#    A device that is written down by name ties a program to machines that have it.
#
# Is a single number an exception?
# --------------------------------
#
# A single number on the CPU, of shape ``()``, meets three on ``meta``:

ones = torch.ones(3, device="meta")
(torch.tensor(2.0) + ones).device

# %%
# No error.
# Now the same number with the shape ``(1,)``:

try:
    torch.full((1,), 2.0) + ones
except RuntimeError as error:
    print(fill(str(error)))

# %%
# A :term:`scalar` from the CPU may meet a tensor on any device, just like the plain Python number ``2.0``: it is handed over with the operation.
# With a :term:`dimension` more it is a :term:`vector`, and the rule holds.
#
# Where should a new tensor be made?
# ----------------------------------
#
# ``torch.rand((2, 3)).to(device)``, as at the top of this lesson, takes two steps: the numbers are made on the CPU, then copied.
# With ``device=`` they are made where they belong:

x = torch.rand((2, 3), device=device)
big = torch.rand(n, n, device="meta")

x.device, big.shape

# %%
# That ``big`` could be made at all shows that nothing passed through the CPU.
# ``torch.rand(n, n).to("meta")`` would be the same tensor in the end, if only the CPU could find four terabytes for it first.
#
# How do the numbers come back?
# -----------------------------
#
# NumPy reads the CPU's memory and no other, and ``y`` is on ``meta``:

try:
    y.numpy()
except TypeError as error:
    print(fill(str(error)))

# %%
# For a tensor on a GPU the message is the same, with its name in the place of ``meta``.
# It names the cure, :meth:`~torch.Tensor.cpu`, which is short for ``to("cpu")`` and costs nothing where the tensor is there already.
# From ``meta`` nothing can come back, so we take ``x``, which is on ``device``:

x.cpu().numpy().shape

# %%
# Summary
# -------
#
# - Choose ``device`` once, at the top, with ``current_accelerator(check_available=True)`` or else the CPU; make tensors there with ``device=device``.
# - ``to()`` leaves its tensor where it is and returns a copy elsewhere, or the very same tensor if there is nothing to do.
# - All tensors of an operation share one device; only a scalar on the CPU may join tensors on any device.
#
# Your turn
# ---------
#
# Write ``pick_device()``: it returns the accelerator, of whatever make, if there is one that can be used, else the CPU.
# And ``move_all(batch, device)``: ``batch`` is a dictionary of tensors; return a new one with the same names and each tensor on ``device``, and no copy of a tensor that is there already.
# The :term:`checker` pretends that your machine has other accelerators than it has, and takes ``meta`` for one of them.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.devices import check_placement
#
#    def pick_device():
#        ...
#
#    def move_all(batch, device):
#        ...
#
#    check_placement(pick_device, move_all)

# %%
# Solution
# --------
#
# ``to()`` itself knows what is there already.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.devices import check_placement


def pick_device():
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    return accelerator or torch.device("cpu")


def move_all(batch, device):
    return {name: tensor.to(device) for name, tensor in batch.items()}


check_placement(pick_device, move_all)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/2_devices/plot_12_timing_honestly` finds out how long a device takes, and how easily a clock misleads.
# - :doc:`/lessons/1_tensors/plot_04_one_memory_two_names` explains what it means that ``same`` is another name: a write through one is seen through both.
