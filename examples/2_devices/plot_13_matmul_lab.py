"""
Lab: 1000×1000 matmul
=====================

“Deep learning runs on GPUs because they are much faster.”
One :term:`matrix multiplication` is enough to test that sentence, if the clock is read fairly.
We will time the product of two 1000×1000 matrices, find that the first answer cannot be trusted, and see when a fast :term:`device` is no help at all.
"""

# %%
# How long does one product take?
# -------------------------------
#
# Make a random matrix, move it to the :term:`accelerator` if there is one, multiply it by itself, print the :term:`elapsed time`.
# ``pick_device()`` picks like yours of the lesson on devices, and ``describe_device()`` gives the device's name:

# sphinx_gallery_parallel = False
# sphinx_gallery_before = ["matrix_multiplication", "timing_honestly"]
# sphinx_gallery_gpu = True
import time

import torch

from tutorial_utils.devices import describe_device, pick_device

device = pick_device()
x = torch.rand(1000, 1000).to(device)

start = time.perf_counter()
x @ x
elapsed = time.perf_counter() - start
print(f"{elapsed * 1000:.3f} ms on {describe_device(device)}")

# %%
# Can we believe this number?
# We repeat the product five times and change nothing.
# Decide before you read on: will it be the same number each time?

seconds = []
for _ in range(5):
    start = time.perf_counter()
    x @ x
    seconds.append(time.perf_counter() - start)
    print(f"{seconds[-1] * 1000:.3f} ms")

print(f"slowest / fastest = {max(seconds) / min(seconds):.2f}")

# %%
# The work was the same and the times are not: the last line compares the slowest with the fastest.
# The very first call, further up, also did what is done only once: starting threads, choosing a routine for this size and, on an accelerator, loading a whole library.
# A fair clock leaves that out, so it needs a :term:`warm-up`.
#
# On an accelerator there is a second mistake, and nothing on the screen gives it away.
# There ``x @ x`` only *asks* for the product and returns at once: the clock stops while the device has hardly begun.
# Before each look at the clock the program has to wait until the device is done: it has to :term:`synchronize`.
#
# .. admonition:: What broke elsewhere
#
#    A published tutorial prints 22 µs for a product on a GPU.
#    With ``synchronize()`` before the clock is read, the same product takes 181 µs.
#    The first number is the time it takes to ask.
#
# What would be a fair time?
# --------------------------
#
# ``measure()`` from this course's helpers warms up, synchronizes and repeats.
# Of the repeats it takes the :term:`median`: a computer is interrupted now and then, and a mean would count the interruptions in.

from tutorial_utils.timing import measure

timing = measure(lambda: x @ x, device=device)
print(timing)

# %%
# Half of the repeats lie between the two :term:`quartiles <quartile>`; if those are far apart, the machine was busy with something else.
# The rest of the line says what another measurement has to share with this one before the two may be compared.
# ``timing.median`` is the same number in seconds.
#
# A time belongs to one size; a rate can be compared across sizes.
# Each of the :math:`n^2` numbers in the product takes :math:`n` multiplications and :math:`n` additions, which makes :math:`2n^3` operations in all:

n = len(x)
operations = 2 * n**3
assert operations == 2_000_000_000

print(f"{operations / timing.median / 1e9:.1f} GFLOP/s")

# %%
# A GFLOP is a billion operations: GFLOP/s says how many billions of them this device does in a second.
#
# Is a small product cheap?
# -------------------------
#
# From :math:`n = 8` to :math:`n = 16` the number of operations grows eightfold.
# Does the time grow eightfold too?

from tutorial_utils.devices import list_devices


def time_product(n, device):
    x = torch.rand(n, n, device=device)  # made there, not made here and moved
    return measure(lambda: x @ x, device=device, repeats=15)


sizes = [2**power for power in range(3, 11)]
products = {
    device: {n: time_product(n, device) for n in sizes} for device in list_devices()
}

for device, timings in products.items():
    for n, timing in timings.items():
        rate = 2 * n**3 / timing.median / 1e9
        print(f"{device} n={n:4} {timing.median * 1e6:9.1f} µs {rate:9.1f} GFLOP/s")

# %%
# Compare the first two rows of a device: eight times the work, nowhere near eight times the time.
# However few the numbers are, each call has to pass through Python, find the routine for this data type and device, and make room for the result.
# For a small product that is nearly all there is to wait for.
# A row that is far out of line with its neighbours tells of a machine that was busy with something else: run it again.
# Two checks of what was said, from :math:`n = 8` to :math:`n = 16` and to :math:`n = 1024`:

busy = "the clock was disturbed: run this again on a quieter machine"

for timings in products.values():
    assert timings[16].median < 4 * timings[8].median, busy  # 8 times the work
    assert timings[1024].median < 128**3 * timings[8].median, busy

# %%
# What does the way to the device cost?
# -------------------------------------
#
# Before an accelerator can multiply a matrix that lies in the CPU's memory, the matrix has to be copied.
# Such a copy moves :math:`n^2` numbers.
# It can be timed on any machine, because ``copy=True`` copies even where the tensor is on the right device already.
# On a machine without an accelerator that is a copy within the CPU's memory, and only a hint of what the way costs.


def time_copy(n, device):
    x = torch.rand(n, n)
    return measure(lambda: x.to(device, copy=True), device=device, repeats=15)


copies = {device: {n: time_copy(n, device) for n in sizes} for device in products}

for device, timings in copies.items():
    for n in sizes[::3]:
        share = timings[n].median / products[device][n].median
        print(f"{device} n={n:4}: the copy takes {share:7.1%} of the product's time")
    assert timings[8].median > 0.3 * products[device][8].median, busy

# %%
# Wherever it says more than 100%, moving the numbers costs more than multiplying them.
# Small copies are no bargain either, for a copy is a call too.
# So make a tensor on the device where it will be used, and let it stay there for many operations.
#
# When does a GPU win?
# --------------------
#
# All sizes in one picture, both axes logarithmic.
# Blue is what the code above has measured; a number on a grey line leads to the machine and the day of a :term:`recorded measurement`.
# Where there is an accelerator it has two lines, and the dashed one counts the copy in.

from tutorial_utils.lessons.matmul_lab import draw_throughput, list_sources
from tutorial_utils.records import list_copies, read_records

records = read_records()
draw_throughput(products, copies, records)
print(list_sources(products, records))
print("pinned memory:", list_copies(records))

# sphinx_gallery_alt = "Line chart with logarithmic axes: GFLOP/s against the matrix size n. Blue, measured now from n = 8 to n = 1024, begins at the lower left and ends higher up on the right. Grey, for recorded machines, lies behind it."

# %%
# The printed list says which machines you are looking at, and the title what they show together.
# Where it has no accelerator, this lesson is the CPU's half of the test; run it on a machine with a GPU for the other.
# Memory is *pinned* if the operating system may not move it; what that does to the copy, the end of the list tells, once it was recorded.
#
# Every line begins low.
# At small ``n`` the price of a call decides, and no device can be fast; only a large product has enough independent work to keep a fast device busy.
# The sentence from the beginning needs a condition: GPUs are much faster **at large, parallel work on numbers that are already there**.
# How large is large?
# Wherever an accelerator is in the picture, look for the ``n`` at which its line crosses the CPU's.
#
# Summary
# -------
#
# - A fair time takes a warm-up, a synchronized clock and the median of many repeats.
# - Each call has a price of its own, so small products are slow on every device.
# - A fast device pays off when the work is large and the numbers are already there.
#
# Your turn
# ---------
#
# Write ``gflops(n, device, measure)``: multiply a random n×n matrix by itself on ``device`` and return the GFLOP/s.
# The function to measure with is handed in, and you call it as we did above.
# The :term:`checker` hands in one that makes up the times, and a device that only pretends to compute, so that it can judge your function on any machine.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.matmul_lab import check_gflops
#
#    def gflops(n, device, measure):
#        ...
#
#    check_gflops(gflops)

# %%
# Solution
# --------
#
# The matrix is made on the device, before any clock runs.
# What is measured is the product and nothing else.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.matmul_lab import check_gflops


def gflops(n, device, measure):
    x = torch.rand(n, n, device=device)
    timing = measure(lambda: x @ x, device=device)
    return 2 * n**3 / timing.median / 1e9


check_gflops(gflops)

# %%
# With the real ``measure`` the same function answers for the machine at hand:

print(f"{gflops(1000, pick_device(), measure):.1f} GFLOP/s")

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/3_autograd/plot_15_backward_and_the_number_7` leaves the clock alone and lets PyTorch find slopes.
# - :doc:`/measurements` explains how the recorded machines were measured, and how to add yours.
# - :class:`torch.utils.benchmark.Timer` is the clock inside ``measure()``; by default it uses one thread, and we let it use all that torch has.
