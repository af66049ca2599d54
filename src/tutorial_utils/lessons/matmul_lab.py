"""How fast devices multiply matrices, and the checker of gflops()."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, StrMethodFormatter
from torch.utils._python_dispatch import TorchDispatchMode

from tutorial_utils.checking import Case, Checker, Verdicts, first_hint
from tutorial_utils.devices import describe_device
from tutorial_utils.plotting import DATA, INK, MODEL, new_axes
from tutorial_utils.records import COPY, MATMUL, Record
from tutorial_utils.timing import Timing, summarize

Timings = Mapping[int, Timing]
"""Timings by the n of n×n matrices."""

COPIED = "dashed: with the copy to the device"

WIDTH = 48  # letters in a line of the key; a longer name goes on in the next


class Curve(NamedTuple):
    """A line of the figure: what one device does, alone or after the copy to it."""

    label: str
    machine: int  # number of the record, 0 for the machine at hand
    device: str
    products: Timings
    copies: Timings  # empty: without the copy

    def rates(self) -> dict[int, float]:
        """Return the GFLOP/s by n: a product of n×n matrices takes 2n³ operations."""
        seconds = {
            n: timing.median + (self.copies[n].median if self.copies else 0)
            for n, timing in self.products.items()
            if not self.copies or n in self.copies
        }
        return {n: 2 * n**3 / time / 1e9 for n, time in seconds.items()}


def draw_throughput(
    products: Mapping[torch.device, Timings],
    copies: Mapping[torch.device, Timings],
    records: Iterable[Record],
) -> Axes:
    """Draw the GFLOP/s of matrix products against their size, both logarithmic.

    Recorded machines are grey, behind the live ones.  An accelerator has a second
    line, the copy of one matrix to it included.
    """
    curves = list(_list_curves(products, copies, records))
    ax = new_axes(title=_finding(curves), xlabel="n, the size of the n×n matrices")
    numbers: dict[tuple[int, str], int] = {}
    for curve in curves:  # a line with the copy has the number of that without
        _draw(ax, curve, numbers.setdefault(curve[1:3], len(numbers) + 1))
    ax.set_xscale("log", base=2)
    ax.set(yscale="log", ylabel="GFLOP/s")
    ax.xaxis.set_major_locator(LogLocator(4))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.grid(visible=True)
    lines = ax.get_lines()
    keys = [line for line in lines if line.get_linestyle() == "-"]
    if len(keys) < len(lines):
        keys.append(Line2D([], [], color=INK, linestyle="--", label=COPIED))
    rows = sum(str(line.get_label()).count("\n") + 1 for line in keys)
    figure = ax.figure.figure
    figure.set_figheight(3.2 + 0.25 * rows)  # the names stand below
    figure.legend(handles=keys, loc="outside lower left", labelcolor="linecolor")
    return ax


def list_sources(
    products: Mapping[torch.device, Timings], records: Iterable[Record]
) -> str:
    """Say which machines the figure shows, one a line, and whether one is missing."""
    live = [f"measured now  {describe_device(device)}" for device in products]
    recorded = [
        f"recorded      {words}"
        for record in records
        for words in record.devices().values()
    ]
    known = len(products) > 1 or any(record.accelerator for record in records)
    missing = [] if known else ["accelerator   none here, none recorded"]
    return "\n".join([*live, *recorded, *missing])


def _list_curves(
    products: Mapping[torch.device, Timings],
    copies: Mapping[torch.device, Timings],
    records: Iterable[Record],
) -> Iterator[Curve]:
    """Yield the recorded lines, then the live; an accelerator's also with the copy."""
    curves = []
    for number, record in enumerate(records, 1):
        for device, words in record.devices().items():
            label = f"recorded on {_drawn(words, device)}, {record.date}"
            measured = (record.timings(what, device) for what in (MATMUL, COPY))
            curves.append(Curve(label, number, device, *measured))
    for here, timings in products.items():
        label = f"measured now on {_drawn(describe_device(here), here.type)}"
        curves.append(Curve(label, 0, here.type, timings, copies[here]))
    for curve in curves:
        yield curve._replace(copies={})
        if curve.device != "cpu" and curve.copies:
            yield curve


def _drawn(words: str, device: str) -> str:
    """Return a device's name if the font of figures has its letters, else its kind."""
    return words if words.isascii() else device


def _draw(ax: Axes, curve: Curve, number: int) -> None:
    """Draw a live line with dots, a recorded one with the number of its device."""
    rates, live = curve.rates(), curve.machine == 0
    ax.plot(
        list(rates),
        list(rates.values()),
        color=MODEL if live else DATA,
        linestyle="--" if curve.copies else "-",
        linewidth=2 if live else 1,
        marker="os"[number % 2] if live else rf"$\mathbf{{{number}}}$",
        markersize=6 if live else 8,
        markerfacecolor=MODEL if live else INK,
        markeredgecolor="none",
        markevery=1 if live else (number % 3, 3),  # apart where lines meet
        label=fill(curve.label, WIDTH),
    )


def _finding(curves: list[Curve]) -> str:
    """Say where an accelerator leads the CPU beside it, or how slow it is at first."""
    alone = [curve for curve in curves if not curve.copies]
    cpus = {curve.machine: curve.rates() for curve in alone if curve.device == "cpu"}
    accelerators = [curve for curve in alone if curve.device != "cpu"]
    if accelerators:
        last = accelerators[-1]  # a live one comes last
        rates, beside = last.rates(), cpus[last.machine]
        ahead = [n for n in rates if n in beside and rates[n] > beside[n]]
        if not ahead:
            return f"The CPU stays ahead up to n = {max(rates)}"
        return f"The accelerator leads from n = {min(ahead)} on"
    rates = [*cpus.values()][-1]
    small, large = min(rates), max(rates)
    share = rates[small] / rates[large]
    return f"n = {small} reaches {share:.1%} of the speed of n = {large}"


PRODUCTS = {"mm", "bmm", "addmm", "baddbmm"}
ELEMENTWISE = {"mul", "pow"}
PREPARATIONS = {"rand", "randn", "ones", "zeros", "full", "_to_copy", "clone", "copy_"}

NOT_MEASURED = "the time has to come from the measure that the function is given."
NOT_A_FUNCTION = (
    "measure() was given the finished product; give it a function, such as "
    "lambda: x @ x, so that it can call it again and again."
)
NO_DEVICE = (
    "say device=device to measure() too, so that it knows which one to wait for."
)
NOT_MATMUL = "* multiplies element by element; the matrix product is @."
WRONG_DEVICE = "the tensor is not on the device asked for: make it with device=device."
MORE_THAN_PRODUCT = (
    "the measured function also makes or copies a tensor; do that before, and "
    "measure the product alone."
)
HALF = (
    "each of the n * n results takes n multiplications and n additions: "
    "2 * n**3 operations, not n**3."
)
SQUARE = "there are n * n results, and each of them takes 2 * n operations."
SECONDS = "that is the time; a rate is the operations divided by the time."
UPSIDE_DOWN = "upside down: the operations are divided by the time."
FLOPS = "that is in FLOP/s: divide by 10**9 once more, and it is in GFLOP/s."
UNITS = (
    "that is off by a power of ten: the median is in seconds, and a GFLOP is "
    "10**9 operations."
)
POWER = "a power is written with **; in Python, n^3 is another operation."
WRONG_RATE = "the product was right and the rate is not: divide operations by seconds."

BY_NAME = "the device goes by its name: device=device."
NO_WAITING = "measure() waits for the device by itself: leave synchronize() out."
ANOTHER_DEVICE = (
    "use the device that the function is given, and leave the waiting to measure()."
)
STAY_THERE = "only the time is asked for: leave the product on its device."

ERRORS = {
    "'Timing'": "what measure() returns is no number; its seconds are in .median.",
    "measure() takes": BY_NAME,
    "rand(): argument": BY_NAME,
    "Cannot access accelerator": NO_WAITING,
    "CUDA": ANOTHER_DEVICE,
    "NVIDIA": ANOTHER_DEVICE,
    "meta tensor": STAY_THERE,
    "meta device": STAY_THERE,
    "for ^": POWER,
}


def _cases() -> Iterator[Case]:
    generator = np.random.default_rng(11)
    for device in map(torch.device, ("cpu", "meta", "meta")):
        n, seconds = int(generator.integers(100, 300)), generator.uniform(1e-4, 1e-2)
        stopwatch = _Stopwatch(n, device, seconds)
        yield Case(
            inputs=(n, device, stopwatch.as_measure()),
            expected=2 * n**3 / seconds / 1e9,
            hint=partial(_explain, stopwatch),
            errors=ERRORS,
        )


def _explain(stopwatch: "_Stopwatch", answer: np.ndarray) -> Verdicts:
    """Recognise a wrong rate: compare it with what each mistake gives."""
    yield stopwatch.problem, stopwatch.problem
    n, seconds, found = stopwatch.n, stopwatch.seconds, answer.item()
    rate = 2 * n**3 / seconds / 1e9
    powers = [10.0**power for power in (-9, -6, -3, 3, 6, 9)]
    mistakes = {
        HALF: [rate / 2],
        SQUARE: [rate / n],
        SECONDS: [seconds * power for power in (1, 1e3, 1e6)],
        UPSIDE_DOWN: [power / rate for power in (1, *powers)],
        FLOPS: [rate * 1e9],
        POWER: [x / seconds / 1e9 for x in ((2 * n) ^ 3, 2 * (n ^ 3), n ^ 3)],
        UNITS: [rate * power for power in powers],
    }
    for hint, values in mistakes.items():
        yield any(math.isclose(found, value, rel_tol=1e-5) for value in values), hint
    yield True, WRONG_RATE


class _Stopwatch(TorchDispatchMode):  # type: ignore[no-untyped-call] # torch's
    """Judges what is measured, and makes up its time: nan for what is wrong.

    While it is entered it notes every operation that torch carries out, and the
    matrices of products.
    """

    def __init__(self, n: int, device: torch.device, seconds: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # torch's
        self.n, self.device, self.seconds = n, device, seconds
        self.problem: str | None = NOT_MEASURED
        self.names: set[str] = set()
        self.products: list[torch.Tensor] = []

    def as_measure(self) -> Callable[..., Timing]:
        """Return a function that is called like ``timing.measure``."""

        def measure(function: object, *, device: object = None, **_: object) -> Timing:
            self.problem = first_hint(self._judge(function, device))
            seconds = math.nan if self.problem else self.seconds
            return summarize([seconds], calls=1, device=str(device))

        measure.__qualname__ = "measure"  # what an error calls it
        return measure

    def _judge(self, function: Any, device: object) -> Verdicts:
        """Call the function once and name what is wrong, if anything is."""
        yield not callable(function), NOT_A_FUNCTION
        yield device is None, NO_DEVICE
        with self:
            function()
        yield not self.products and self.names & ELEMENTWISE, NOT_MATMUL
        yield not self.products, "the measured function multiplies no matrices."
        devices = {tensor.device.type for tensor in self.products}
        yield devices != {self.device.type}, WRONG_DEVICE
        sizes = {tuple(tensor.shape[-2:]) for tensor in self.products}
        yield sizes != {(self.n, self.n)}, "the matrices are not n by n."
        yield self.names & PREPARATIONS, MORE_THAN_PRODUCT

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        name = func.overloadpacket.__name__
        self.names.add(name)
        if name in PRODUCTS:
            self.products += [item for item in args if isinstance(item, torch.Tensor)]
        return func(*args, **(kwargs or {}))


check_gflops = Checker("gflops", gflops=_cases)
"""Checks ``gflops(n, device, measure)``, which returns the GFLOP/s of a product.

The function gets a `measure` that calls what it is given once, looks at what torch does
meanwhile, and makes up the time.  The device ``meta`` stands in for an accelerator: it
has shapes and no numbers, and every machine has it.
"""
