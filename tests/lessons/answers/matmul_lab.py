"""Known answers to gflops(n, device, measure)."""

import time

import torch

from tutorial_utils.lessons import matmul_lab as lesson


def reference(n, device, measure):
    """Return the GFLOP/s as the lesson's solution does."""
    x = torch.rand(n, n, device=device)
    timing = measure(lambda: x @ x, device=device)
    return 2 * n**3 / timing.median / 1e9


def changed_rate(change):
    """Return an answer whose measurement is right and whose rate is not."""

    def gflops(n, device, measure):
        return change(n, 2 * n**3 / reference(n, device, measure) / 1e9)

    return gflops


def measured(make_function):
    """Return an answer that measures another function of n, device and matrix."""

    def gflops(n, device, measure):
        x = torch.rand(n, n, device=device)
        timing = measure(make_function(n, device, x), device=device)
        return 2 * n**3 / timing.median / 1e9

    return gflops


def moved(n, device, measure):
    """Return the GFLOP/s with the matrix made on the CPU and moved, as one may."""
    x = torch.rand(n, n).to(device)
    return 2 * n**3 / measure(lambda: x @ x, device=device).median / 1e9


def own_clock(n, device, measure):
    """Forget about measure()."""
    x = torch.rand(n, n, device=device)
    start = time.perf_counter()
    x @ x
    return 2 * n**3 / (time.perf_counter() - start) / 1e9


def finished_product(n, device, measure):
    """Give measure() a tensor."""
    x = torch.rand(n, n, device=device)
    return 2 * n**3 / measure(x @ x, device=device).median / 1e9


def no_device(n, device, measure):
    """Give measure() nothing to wait for."""
    x = torch.rand(n, n, device=device)
    return 2 * n**3 / measure(lambda: x @ x).median / 1e9


def on_the_cpu(n, device, measure):
    """Forget the device when making the matrix."""
    x = torch.rand(n, n)
    return 2 * n**3 / measure(lambda: x @ x, device=device).median / 1e9


def half_on_the_cpu(n, device, measure):
    """Forget the device of one of two matrices, which meta does not notice."""
    a, b = torch.rand(n, n), torch.rand(n, n, device=device)
    return 2 * n**3 / measure(lambda: a @ b, device=device).median / 1e9


def always_1000(n, device, measure):
    """Forget n."""
    x = torch.rand(1000, 1000, device=device)
    return 2 * n**3 / measure(lambda: x @ x, device=device).median / 1e9


def measured_with(call):
    """Return an answer that hands the matrix and the device to something else."""

    def gflops(n, device, measure):
        x = torch.rand(n, n, device=device)
        return 2 * n**3 / call(x, device, measure) / 1e9

    return gflops


def fail(message):
    """Return what raises as torch 2.13 does where there is no accelerator."""

    def call(x, device, measure):
        raise RuntimeError(message)

    return call


RIGHT = {
    "gflops": [
        measured(lambda n, d, x: lambda: torch.matmul(x, x)),
        measured(lambda n, d, x: lambda: torch.mm(x, x)),
        measured(lambda n, d, x: lambda: torch.einsum("ij,jk->ik", x, x)),
        measured(lambda n, d, x: lambda: x @ x.T),
        changed_rate(lambda n, s: 2e-09 * n**3 / s),
        changed_rate(lambda n, s: torch.tensor(2 * n**3 / s / 1000000000.0)),
        moved,
    ]
}
WRONG = {
    "gflops": [
        (own_clock, lesson.NOT_MEASURED),
        (finished_product, lesson.NOT_A_FUNCTION),
        (no_device, lesson.NO_DEVICE),
        (on_the_cpu, lesson.WRONG_DEVICE),
        (half_on_the_cpu, lesson.WRONG_DEVICE),
        (always_1000, lesson.WRONG_SIZE),
        (measured(lambda n, d, x: lambda: x * x), lesson.NOT_MATMUL),
        (measured(lambda n, d, x: lambda: x**2), lesson.NOT_MATMUL),
        (measured(lambda n, d, x: lambda: x + x), lesson.NO_PRODUCT),
        (measured(lambda n, d, x: lambda: None), lesson.NO_PRODUCT),
        (
            measured(lambda n, d, x: lambda: x.to(d, copy=True) @ x),
            lesson.MORE_THAN_PRODUCT,
        ),
        (
            measured(lambda n, d, x: lambda: torch.rand(n, n, device=d) @ x),
            lesson.MORE_THAN_PRODUCT,
        ),
        (changed_rate(lambda n, s: n**3 / s / 1e9), lesson.HALF),
        (changed_rate(lambda n, s: 2 * n**2 / s / 1e9), lesson.SQUARE),
        (changed_rate(lambda n, s: s), lesson.SECONDS),
        (changed_rate(lambda n, s: 1e3 * s), lesson.SECONDS),
        (changed_rate(lambda n, s: s / (2 * n**3)), lesson.UPSIDE_DOWN),
        (changed_rate(lambda n, s: 2 * n**3 / s), lesson.FLOPS),
        (changed_rate(lambda n, s: 2 * (n ^ 3) / s / 1e9), lesson.POWER),
        (changed_rate(lambda n, s: (2 * n ^ 3) / s / 1e9), lesson.POWER),
        (changed_rate(lambda n, s: 2 * n**3 / s / 1e12), lesson.UNITS),
        (
            changed_rate(lambda n, s: 2 * n**3 / (s / 1e3) / 1e9),
            lesson.UNITS,
        ),
        (changed_rate(lambda n, s: 7.0 * n / s), lesson.WRONG_RATE),
        (measured_with(lambda x, d, m: m(lambda: x @ x, device=d)), lesson.NO_NUMBER),
        (
            measured_with(lambda x, d, m: m(lambda: x @ x, device=d).mean),
            lesson.NO_NUMBER,
        ),
        (measured_with(lambda x, d, m: m(lambda: x @ x, d).median), lesson.BY_NAME),
        (measured_with(lambda x, d, m: torch.rand(3, 3, d)), lesson.BY_NAME),
        (
            measured_with(fail("Torch not compiled with CUDA enabled")),
            lesson.ANOTHER_DEVICE,
        ),
        (
            measured_with(
                fail("Cannot access accelerator device when none is available.")
            ),
            lesson.NO_WAITING,
        ),
        (
            measured_with(lambda x, d, m: m(lambda: (x @ x).cpu(), device=d).median),
            lesson.STAY_THERE,
        ),
        (
            measured_with(
                lambda x, d, m: m(lambda: (x @ x).sum().item(), device=d).median
            ),
            lesson.STAY_THERE,
        ),
        (
            measured_with(lambda x, d, m: m(lambda: (x @ x).numpy(), device=d).median),
            lesson.STAY_THERE,
        ),
        (measured_with(lambda x, d, m: 2 ^ (3 / 1.5)), lesson.POWER),
        (lambda n, device, measure: "fast", "gflops() returns str"),
        (measured(lambda n, device, x: lambda: x @ x[:1]), "stops with RuntimeError: "),
    ]
}
