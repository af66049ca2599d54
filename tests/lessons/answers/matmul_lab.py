"""Known answers to gflops(n, device, measure)."""

import torch

from tutorial_utils.lessons import matmul_lab as lesson


def answer(
    product=lambda n, d, x: x @ x,
    *,
    make=lambda n, d: torch.rand(n, n, device=d),
    time=lambda f, d, measure: measure(f, device=d).median,
    rate=lambda n, s: 2 * n**3 / s / 1e9,
):
    def gflops(n, device, measure):
        x = make(n, device)
        return rate(n, time(lambda: product(n, device, x), device, measure))

    return gflops


def half_on_the_cpu(n, device, measure):
    a, b = torch.rand(n, n), torch.rand(n, n, device=device)
    return 2 * n**3 / measure(lambda: a @ b, device=device).median / 1e9


def fail(message):
    def time(f, d, measure):
        raise RuntimeError(message)

    return answer(time=time)


RIGHT = {
    "gflops": [
        answer(lambda n, d, x: torch.matmul(x, x)),
        answer(lambda n, d, x: torch.mm(x, x)),
        answer(lambda n, d, x: torch.einsum("ij,jk->ik", x, x)),
        answer(lambda n, d, x: x @ x.T),
        answer(make=lambda n, d: torch.rand(n, n).to(d)),
        answer(rate=lambda n, s: 2e-9 * n**3 / s),
        answer(rate=lambda n, s: torch.tensor(2 * n**3 / s / 1e9)),
    ]
}
MEASURED = [
    (answer(time=lambda f, d, m: f().sum() and 1e-3), lesson.NOT_MEASURED),
    (answer(time=lambda f, d, m: m(f(), device=d).median), lesson.NOT_A_FUNCTION),
    (answer(time=lambda f, d, m: m(f).median), lesson.NO_DEVICE),
    (answer(make=lambda n, d: torch.rand(n, n)), lesson.WRONG_DEVICE),
    (half_on_the_cpu, lesson.WRONG_DEVICE),
    (answer(make=lambda n, d: torch.rand(1000, 1000, device=d)), lesson.WRONG_SIZE),
    (answer(lambda n, d, x: x * x), lesson.NOT_MATMUL),
    (answer(lambda n, d, x: x**2), lesson.NOT_MATMUL),
    (answer(lambda n, d, x: x + x), lesson.NO_PRODUCT),
    (answer(lambda n, d, x: None), lesson.NO_PRODUCT),
    (answer(lambda n, d, x: x.to(d, copy=True) @ x), lesson.MORE_THAN_PRODUCT),
    (answer(lambda n, d, x: torch.rand(n, n, device=d) @ x), lesson.MORE_THAN_PRODUCT),
]
RATES = [
    (lambda n, s: n**3 / s / 1e9, lesson.HALF),
    (lambda n, s: 2 * n**2 / s / 1e9, lesson.SQUARE),
    (lambda n, s: s, lesson.SECONDS),
    (lambda n, s: 1e3 * s, lesson.SECONDS),
    (lambda n, s: s / (2 * n**3), lesson.UPSIDE_DOWN),
    (lambda n, s: 2 * n**3 / s, lesson.FLOPS),
    (lambda n, s: 2 * (n ^ 3) / s / 1e9, lesson.POWER),
    (lambda n, s: (2 * n ^ 3) / s / 1e9, lesson.POWER),
    (lambda n, s: 2 * n**3 / s / 1e12, lesson.UNITS),
    (lambda n, s: 2 * n**3 / (s / 1e3) / 1e9, lesson.UNITS),
    (lambda n, s: 7.0 * n / s, lesson.WRONG_RATE),
]
STOPS = [
    (answer(time=lambda f, d, m: m(f, device=d)), lesson.NO_NUMBER),
    (answer(time=lambda f, d, m: m(f, device=d).mean), lesson.NO_NUMBER),
    (answer(time=lambda f, d, m: m(f, d).median), lesson.BY_NAME),
    (answer(make=lambda n, d: torch.rand(3, 3, d)), lesson.BY_NAME),
    (fail("Torch not compiled with CUDA enabled"), lesson.ANOTHER_DEVICE),
    (
        fail("Cannot access accelerator device when none is available."),
        lesson.NO_WAITING,
    ),
    (answer(lambda n, d, x: (x @ x).cpu()), lesson.STAY_THERE),
    (answer(lambda n, d, x: (x @ x).sum().item()), lesson.STAY_THERE),
    (answer(lambda n, d, x: (x @ x).numpy()), lesson.STAY_THERE),
    (answer(rate=lambda n, s: 2 ^ (3 / 1.5)), lesson.POWER),
    (answer(lambda n, d, x: x @ x[:1]), "stops with RuntimeError: "),
]
WRONG = {
    "gflops": [*MEASURED, *((answer(rate=rate), hint) for rate, hint in RATES), *STOPS]
}
