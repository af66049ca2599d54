"""How fast devices multiply matrices: GFLOP/s against size, live over recorded."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, StrMethodFormatter

from tutorial_utils.devices import describe_device
from tutorial_utils.plotting import DATA, INK, MODEL, new_axes
from tutorial_utils.records import COPY, MATMUL, Record
from tutorial_utils.timing import Timing

Timings = Mapping[int, Timing]
"""Timings by the n of n×n matrices."""

COPIED = "dashed: with the copy to the device"

WIDTH = 48
"""Letters in a line of the key; a longer name goes on in the next."""


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
    """Draw the GFLOP/s of matrix products against their size.

    Parameters
    ----------
    products
        Live timings of an n×n product, by device and n.
    copies
        Live timings of the copy of one n×n matrix to the device, likewise.  With an
        accelerator the product is drawn a second time, the copy included.
    records
        Recorded machines, drawn in grey behind the live ones.

    Returns
    -------
    Axes
        Both axes are logarithmic.
    """
    curves = [*_recorded(records), *_live(products, copies)]
    ax = new_axes()
    numbers: dict[tuple[int, str], int] = {}
    for curve in curves:  # a line with the copy has the number of that without
        _draw(ax, curve, numbers.setdefault(curve[1:3], len(numbers) + 1))
    _label_axes(ax)
    ax.set_title(_finding(curves))
    _add_key(ax)
    return ax


def list_sources(
    products: Mapping[torch.device, Timings], records: Iterable[Record]
) -> str:
    """Say which machines the figure shows, one a line, and whether one is missing."""
    live = [f"measured now  {describe_device(device)}" for device in products]
    recorded = [
        f"recorded      {words}"
        for record in records
        for words in filter(None, [record.machine, record.accelerator])
    ]
    known = len(products) > 1 or any(record.accelerator for record in records)
    missing = [] if known else ["accelerator   none here, none recorded"]
    return "\n".join([*live, *recorded, *missing])


def _recorded(records: Iterable[Record]) -> Iterator[Curve]:
    for number, record in enumerate(records, 1):
        for device in dict.fromkeys(item.timing.device for item in record.measurements):
            words = record.machine if device == "cpu" else record.accelerator
            label = f"recorded on {words}, {record.date}"
            products = record.timings(MATMUL, device)
            copies = record.timings(COPY, device)
            yield from _with_copies(Curve(label, number, device, products, copies))


def _live(
    products: Mapping[torch.device, Timings], copies: Mapping[torch.device, Timings]
) -> Iterator[Curve]:
    for device, timings in products.items():
        label = f"measured now on {describe_device(device)}"
        curve = Curve(label, 0, device.type, timings, copies[device])
        yield from _with_copies(curve)


def _with_copies(curve: Curve) -> Iterator[Curve]:
    """Yield the curve without the copy and, for an accelerator, also with it."""
    yield curve._replace(copies={})
    if curve.device != "cpu" and curve.copies:
        yield curve


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


def _add_key(ax: Axes) -> None:
    """Name the lines below the figure, which grows by the key's height."""
    lines = ax.get_lines()
    keys = [line for line in lines if line.get_linestyle() == "-"]
    if len(keys) < len(lines):
        keys.append(Line2D([], [], color=INK, linestyle="--", label=COPIED))
    rows = sum(str(line.get_label()).count("\n") + 1 for line in keys)
    figure = ax.figure.figure
    figure.set_figheight(3.2 + 0.25 * rows)
    figure.legend(handles=keys, loc="outside lower left", labelcolor="linecolor")


def _label_axes(ax: Axes) -> None:
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.xaxis.set_major_locator(LogLocator(4))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.set(xlabel="n, the size of the n×n matrices", ylabel="GFLOP/s")
    ax.grid(visible=True)


def _finding(curves: list[Curve]) -> str:
    """Say where an accelerator overtakes its CPU, else how slow small products are."""
    cpus = [curve for curve in curves if curve.device == "cpu"]
    accelerators = [curve for curve in curves if curve.device != "cpu"]
    if accelerators:
        last = accelerators[-1]._replace(copies={})  # a live one comes last
        return _crossover(last, cpus)
    rates = cpus[-1].rates()
    small, large = min(rates), max(rates)
    share = rates[small] / rates[large]
    return f"n = {small} reaches {share:.1%} of the speed of n = {large}"


def _crossover(accelerator: Curve, cpus: list[Curve]) -> str:
    """Compare an accelerator with the CPU of its own machine."""
    rates = accelerator.rates()
    beside = next(cpu for cpu in cpus if cpu.machine == accelerator.machine).rates()
    ahead = [n for n in rates if n in beside and rates[n] > beside[n]]
    if not ahead:
        return f"The CPU stays ahead up to n = {max(rates)}"
    return f"The accelerator leads from n = {min(ahead)} on"
