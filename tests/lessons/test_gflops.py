"""The checker of the matmul lab: right answers pass, each mistake has its hint."""

import time

import pytest
import torch

from tutorial_utils.lessons import matmul_lab as exercise
from tutorial_utils.lessons.matmul_lab import check_gflops
from tutorial_utils.timing import measure as real_measure


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


RIGHT = {
    "solution": reference,
    "torch.matmul": measured(lambda n, d, x: lambda: torch.matmul(x, x)),
    "torch.mm": measured(lambda n, d, x: lambda: torch.mm(x, x)),
    "einsum": measured(lambda n, d, x: lambda: torch.einsum("ij,jk->ik", x, x)),
    "transposed": measured(lambda n, d, x: lambda: x @ x.T),
    "rounded": changed_rate(lambda n, s: 2e-9 * n**3 / s),
    "tensor": changed_rate(lambda n, s: torch.tensor(2 * n**3 / s / 1e9)),
}


@pytest.mark.parametrize("gflops", RIGHT.values(), ids=RIGHT)
def test_check_gflops_passes_a_right_answer(capsys, gflops):
    """Every way to write the product is right."""
    check_gflops(gflops)

    assert capsys.readouterr().out == "gflops: all 3 cases right\n"


def moved(n, device, measure):
    """Return the GFLOP/s with the matrix made on the CPU and moved, as one may."""
    x = torch.rand(n, n).to(device)
    return 2 * n**3 / measure(lambda: x @ x, device=device).median / 1e9


def test_check_gflops_passes_a_matrix_that_is_moved_first(capsys):
    """Moving it is no mistake, as long as the clock is not running."""
    check_gflops(moved)

    assert capsys.readouterr().out == "gflops: all 3 cases right\n"


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


MISTAKES = {
    "own clock": (own_clock, exercise.NOT_MEASURED),
    "finished product": (finished_product, exercise.NOT_A_FUNCTION),
    "nothing to wait for": (no_device, exercise.NO_DEVICE),
    "matrix on the CPU": (on_the_cpu, exercise.WRONG_DEVICE),
    "one matrix on the CPU": (half_on_the_cpu, exercise.WRONG_DEVICE),
    "always 1000": (always_1000, exercise.WRONG_SIZE),
    "element-wise": (measured(lambda n, d, x: lambda: x * x), exercise.NOT_MATMUL),
    "a power": (measured(lambda n, d, x: lambda: x**2), exercise.NOT_MATMUL),
    "a sum": (measured(lambda n, d, x: lambda: x + x), exercise.NO_PRODUCT),
    "nothing": (measured(lambda n, d, x: lambda: None), exercise.NO_PRODUCT),
    "copies too": (
        measured(lambda n, d, x: lambda: x.to(d, copy=True) @ x),
        exercise.MORE_THAN_PRODUCT,
    ),
    "makes it too": (
        measured(lambda n, d, x: lambda: torch.rand(n, n, device=d) @ x),
        exercise.MORE_THAN_PRODUCT,
    ),
    "n cubed": (changed_rate(lambda n, s: n**3 / s / 1e9), exercise.HALF),
    "n squared": (changed_rate(lambda n, s: 2 * n**2 / s / 1e9), exercise.SQUARE),
    "seconds": (changed_rate(lambda n, s: s), exercise.SECONDS),
    "milliseconds": (changed_rate(lambda n, s: 1e3 * s), exercise.SECONDS),
    "upside down": (changed_rate(lambda n, s: s / (2 * n**3)), exercise.UPSIDE_DOWN),
    "FLOP": (changed_rate(lambda n, s: 2 * n**3 / s), exercise.FLOPS),
    "circumflex": (changed_rate(lambda n, s: 2 * (n ^ 3) / s / 1e9), exercise.POWER),
    "it first": (changed_rate(lambda n, s: (2 * n ^ 3) / s / 1e9), exercise.POWER),
    "TFLOP": (changed_rate(lambda n, s: 2 * n**3 / s / 1e12), exercise.UNITS),
    "as if milliseconds": (
        changed_rate(lambda n, s: 2 * n**3 / (s / 1e3) / 1e9),
        exercise.UNITS,
    ),
    "something else": (changed_rate(lambda n, s: 7.0 * n / s), exercise.WRONG_RATE),
}


@pytest.mark.parametrize(("gflops", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_check_gflops_has_a_hint_for_each_mistake(capsys, gflops, hint):
    """The hint names what the reader has mixed up."""
    check_gflops(gflops)

    assert capsys.readouterr().out == f"not yet: {hint}\n"


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


RAISING = {
    "the timing itself": (lambda x, d, m: m(lambda: x @ x, device=d), "NO_NUMBER"),
    "its mean": (lambda x, d, m: m(lambda: x @ x, device=d).mean, "NO_NUMBER"),
    "device without name": (lambda x, d, m: m(lambda: x @ x, d).median, "BY_NAME"),
    "a matrix likewise": (lambda x, d, m: torch.rand(3, 3, d), "BY_NAME"),
    "cuda": (fail("Torch not compiled with CUDA enabled"), "ANOTHER_DEVICE"),
    "waiting twice": (
        fail("Cannot access accelerator device when none is available."),
        "NO_WAITING",
    ),
    "to the CPU": (
        lambda x, d, m: m(lambda: (x @ x).cpu(), device=d).median,
        "STAY_THERE",
    ),
    "one number of it": (
        lambda x, d, m: m(lambda: (x @ x).sum().item(), device=d).median,
        "STAY_THERE",
    ),
    "an array of it": (
        lambda x, d, m: m(lambda: (x @ x).numpy(), device=d).median,
        "STAY_THERE",
    ),
    "circumflex": (lambda x, d, m: 2 ^ (3 / 1.5), "POWER"),
}


@pytest.mark.parametrize(("call", "hint"), RAISING.values(), ids=RAISING)
def test_check_gflops_has_a_hint_behind_a_known_exception(capsys, call, hint):
    """The exception's line stays, and what it means here follows."""
    check_gflops(measured_with(call))

    out = capsys.readouterr().out
    assert out.startswith("not yet: gflops() stops with ")
    assert out.endswith(f" (Hint: {getattr(exercise, hint)})\n")


UNFINISHED = {
    "stub": (lambda n, device, measure: ..., "gflops() returns nothing yet."),
    "no return": (lambda n, device, measure: None, "gflops() returns nothing yet."),
    "a word": (lambda n, device, measure: "fast", "gflops() returns str"),
    "raises": (lambda n, device, measure: 1 / 0, "gflops() stops with ZeroDivision"),
    "other inputs": (lambda n: n, "gflops() stops with TypeError"),
}


@pytest.mark.parametrize(("gflops", "said"), UNFINISHED.values(), ids=UNFINISHED)
def test_check_gflops_survives_an_unfinished_answer(capsys, gflops, said):
    """One sentence, no traceback."""
    check_gflops(gflops)

    out = capsys.readouterr().out
    assert out.startswith(f"not yet: {said}")
    assert out.count("\n") == 1


def test_check_gflops_reports_an_error_inside_of_the_product(capsys):
    """What goes wrong while measuring is the answer's error, in one line."""
    check_gflops(measured(lambda n, device, x: lambda: x @ x[:1]))

    out = capsys.readouterr().out
    assert out.startswith("not yet: gflops() stops with RuntimeError: ")
    assert out.count("\n") == 1


@pytest.mark.parametrize(("gflops", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_check_gflops_speaks_chinese(capsys, monkeypatch, gflops, hint):
    """Each hint has its Chinese."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    check_gflops(gflops)

    out = capsys.readouterr().out
    assert hint not in out
    assert out.startswith("还差一点：")


def test_made_up_measure_is_called_like_the_real_one():
    """What passes the checker runs with the real measure() too."""
    assert reference(8, torch.device("cpu"), real_measure) > 0
