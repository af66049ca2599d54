"""
Timing honestly
===============

How long does one product of two :term:`matrices <matrix>` take?
We will climb a ladder of five rungs, keep the number that each of them gives, and look back from the top at what was wrong with the others.
"""

# %%
# Rung 1: how long does one call take?
# ------------------------------------
#
# Multiply a 200×200 matrix by itself and read the clock before and after.
# :func:`time.perf_counter` is the clock for that: it counts seconds finely and is never set back.
# So small a product needs a single thread of the CPU; on a busy machine, several would wait for each other.

# sphinx_gallery_parallel = False
# sphinx_gallery_before = ["devices"]
# sphinx_gallery_gpu = True
import time

import torch

from tutorial_utils.devices import pick_device

torch.set_num_threads(1)
x = torch.rand(200, 200, device=pick_device())

start = time.perf_counter()
x @ x
seconds = [time.perf_counter() - start]
print(f"{seconds[0] * 1000:.3f} ms")

# %%
# Would you print this number in a report?
# Keep it in mind.
#
# Rung 2: is the device done?
# ---------------------------
#
# The CPU returns from ``x @ x`` with the product in its hands.
# An :term:`accelerator` works :term:`asynchronously <asynchronous>`: the program only puts the task into a queue and goes on.
# To see on any machine what a clock makes of that, here is a device that only pretends, with made-up times: the program takes 0.2 ms to hand over a task, and the device 2 ms to do it.
# Decide before you read on: what does the clock say once three tasks are handed over?

from tutorial_utils.lessons.timing_honestly import FakeDevice

ms = 1e-3
fake = FakeDevice(launch=0.2 * ms)
start = fake.clock()
for _ in range(3):
    fake.launch(2 * ms)
print(f"{(fake.clock() - start) / ms:.1f} ms")

# %%
# Three tasks were handed over, and not even the first of them is done.
# Now wait for the device, and read the clock once more:

fake.synchronize()
print(f"{(fake.clock() - start) / ms:.1f} ms")

# %%
# The timeline shows both readings, the first one dotted.

from tutorial_utils.lessons.timing_honestly import draw_timeline

draw_timeline(fake)

# sphinx_gallery_alt = "A timeline with two rows. The program hands over three tasks, one after the other, and then waits. The device begins after the first and works long after the last was handed over. A dotted line, the early reading, crosses the device's first task; the last line stands where its work ends."

# %%
# To wait is to :term:`synchronize`.
# The start needs it as well: what an earlier call left in the queue would be counted in.
# :func:`torch.accelerator.synchronize` waits for the real device, and raises an error where there is none, so ask first:


def sync():
    if torch.accelerator.is_available():
        torch.accelerator.synchronize()


def time_call():
    sync()
    start = time.perf_counter()
    x @ x
    sync()
    return time.perf_counter() - start


seconds.append(time_call())
print(f"{seconds[1] * 1000:.3f} ms")

# %%
# **Synchronize before each of the two readings.**
# A CPU is done when the call returns, and there the wait changes nothing; but the same lines are right everywhere.
#
# Rung 3: is the first call like the others?
# ------------------------------------------
#
# Thirty more calls, all timed in the same way.
# Where in the picture do you expect the first one?

seconds += [time_call() for _ in range(30)]

from tutorial_utils.lessons.timing_honestly import draw_calls

draw_calls(seconds)

# sphinx_gallery_alt = "The milliseconds of each call, in order. A dark diamond on the far left is labelled first call; to its right are the grey dots of the later calls, scattered about a green line, their median."

# %%
# The title compares the first call with the :term:`median` of the others.
# A first call also pays for what is done once: making a library ready, choosing a routine for this size, and on a GPU loading that library first.
# These costs are real, but they are not the price of a product, so some calls go first that do not count, until the times no longer fall: the :term:`warm-up`.

warm = seconds[10:]
print(f"{warm[0] * 1000:.3f} ms")

# %%
# Rung 4: which of many times?
# ----------------------------
#
# The work was the same each time, and still the dots are not at one height: other programs and the clock rate of the processor had their say.
# One time alone is chance.
# Here are three ways to make one number out of many (``fmean`` is the mean):

from statistics import fmean, median

for choose in (min, median, fmean):
    print(f"{choose.__name__:6} {choose(warm) * 1000:.3f} ms")

# %%
# The mean counts each interruption in, and a single long one is enough to move it.
# The smallest is the luckiest call, which the next user will not get.
# The median has half of the calls below it and half above, and does not care how far away the slowest was.
#
# Rung 5: what was measured?
# --------------------------
#
# A time means something only with its conditions.
# Each of the :math:`n^2` numbers of the product takes :math:`n` multiplications and :math:`n` additions, :math:`2n^3` operations in all, which turns the time into a rate.
# The lines below it are the conditions, which anyone needs who wants to compare:

from tutorial_utils.devices import describe_device

operations = 2 * len(x) ** 3
print(f"{operations / median(warm) / 1e9:.1f} GFLOP/s")
print(f"{tuple(x.shape)} {x.dtype} on {describe_device(x.device)}")
print(f"torch {torch.__version__}")
print(f"precision of float32 products: {torch.get_float32_matmul_precision()}")

# %%
# A GFLOP is a billion operations.
# ``highest`` says that float32 is multiplied as float32; with other settings some GPUs first round the numbers to a shorter type named TF32, which is faster.
#
# How much may a condition matter?
# One size, one CPU, three data types; and, below, a GPU in a :term:`recorded measurement`, if there is one:

from tutorial_utils.records import list_precisions, list_waits, read_records
from tutorial_utils.timing import measure

for dtype in (torch.float32, torch.float64, torch.int64):
    X = torch.ones(500, 500, dtype=dtype)
    print(dtype, measure(lambda X=X: X @ X, device="cpu", repeats=5))
print("GPU:", list_precisions(read_records()))

# %%
# ``measure()`` comes with this course and does all that is on this page; behind each time it writes two quartiles, between which half of the times lie, and how it was taken.
# Compare the first number of each line: the size alone does not say how long a product takes.
#
# What did each rung say?
# -----------------------
#
# The same product, five rungs, the wrong numbers included, and below them the first two on a recorded GPU, if there is one:

ladder = {
    "1 one call": seconds[0],
    "2 synchronized": seconds[1],
    "3 warm": warm[0],
    "4 median of many": median(warm),
}
for rung, time_of_call in ladder.items():
    rate = operations / time_of_call / 1e9
    print(f"{rung:16} {time_of_call * 1000:9.3f} ms {rate:9.1f} GFLOP/s")
print("5 and the conditions, printed above")
print("GPU:", list_waits(read_records()))

# %%
# If the second rung is lower than the first, the wait has not made the product faster: the first was also the first call.
# On an accelerator the first may be the lowest, for it is only the time to ask.
# The third has neither mistake and is still one time alone; the fourth can be measured again.
#
# .. admonition:: What broke elsewhere
#
#    A published exercise moves a matrix to the GPU, multiplies it once, prints the time, and wants you to see how much faster that was than the CPU.
#    That is the first rung: one call, the first, and on the GPU only the time to hand it over.
#    All three mistakes stand in a single number, and none of them shows.
#
# Summary
# -------
#
# - Synchronize before both readings of the clock, or on an accelerator you measure how long it takes to hand over the task.
# - Call once or more to warm up, then time many calls and take the median.
# - A time goes with its conditions: size, data type, device, threads, version, settings.
#
# Your turn
# ---------
#
# Write ``bench(fn, sync)``, which returns the seconds of one call of ``fn``.
# Warm up with a call before you first read the clock, time at least seven calls one by one, wait with ``sync`` before each reading, and return the median.
# The :term:`checker` hands in the tasks of a fake device, and while it runs, ``time.perf_counter`` is the clock of that device: each mistake shows, on any machine.
#
# .. code-block:: python
#
#    import time
#    from tutorial_utils.lessons.timing_honestly import check_bench
#
#    def bench(fn, sync):
#        ...
#
#    check_bench(bench)

# %%
# Solution
# --------
#
# The call before the loop is the warm-up, and the first ``sync()`` waits for it.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.timing_honestly import check_bench


def bench(fn, sync):
    fn()
    seconds = []
    for _ in range(15):
        sync()
        start = time.perf_counter()
        fn()
        sync()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


check_bench(bench)

# %%
# With the real clock and the real device, the same function times our product:

print(f"{bench(lambda: x @ x, sync) * 1000:.3f} ms")

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/2_devices/plot_13_matmul_lab` times products of many sizes, and the way to the device as well.
# - :doc:`/measurements` tells how the times on all pages are taken, and how far to trust them.
# - :class:`torch.utils.benchmark.Timer` is PyTorch's own ``bench()``, with more settings.
