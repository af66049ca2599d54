"""Compare a machine with the recorded ones, in words and a table."""

from collections.abc import Iterable, Iterator

from tutorial_utils.records import MATMUL, Record
from tutorial_utils.timing import Timing

HEADER = f"{'n':>6} {'this machine':>13} {'recorded':>10} {'ratio':>7}"


def compare_with(record: Record, others: Iterable[Record]) -> str:
    """Compare a machine's products of matrices with those of recorded machines.

    An accelerator is compared with the machine's own, if it has one, and else with its
    CPU; a CPU with the CPU.

    Parameters
    ----------
    record
        This machine.
    others
        The recorded ones.

    Returns
    -------
    str
        A table for each recorded device: GFLOP/s by size, and this machine's as a
        multiple of the recorded.
    """
    pairs = ((other, device) for other in others for device in _devices(other))
    tables = [_table(record, other, device) for other, device in pairs]
    return "\n\n".join([*tables, _NOTE] if tables else ["No machine is recorded yet."])


_NOTE = (
    "GFLOP/s of n×n products in float32; ratio: this machine to the recorded one.\n"
    "~ marks times whose quartiles overlap: call neither of them faster."
)


def _devices(record: Record) -> list[str]:
    """Return the kinds of devices that a record has products of."""
    items = (item for item in record.measurements if item.what == MATMUL)
    return list(dict.fromkeys(item.timing.device for item in items))


def _table(record: Record, other: Record, theirs: str) -> str:
    mine = "cpu" if theirs == "cpu" else _devices(record)[-1]  # behind the CPU, if any
    return "\n".join(
        [
            f"this machine: {_label(record, mine)}",
            f"recorded:     {_label(other, theirs)}",
            HEADER,
            *_rows(record.timings(MATMUL, mine), other.timings(MATMUL, theirs)),
        ]
    )


def _label(record: Record, device: str) -> str:
    name = record.machine if device == "cpu" else record.accelerator
    return f"{name}, {record.date}, torch {record.torch}"


def _rows(mine: dict[int, Timing], theirs: dict[int, Timing]) -> Iterator[str]:
    for n in sorted(mine.keys() & theirs.keys()):
        rates = [2 * n**3 / timing.median / 1e9 for timing in (mine[n], theirs[n])]
        mark = "~" if _overlap(mine[n], theirs[n]) else ""
        ratio = mark + _short(rates[0] / rates[1])
        yield f"{n:6} {_short(rates[0]):>13} {_short(rates[1]):>10} {ratio:>7}"


def _short(number: float) -> str:
    """Write three digits, and all before the point."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _overlap(one: Timing, other: Timing) -> bool:
    return (
        one.lower_quartile <= other.upper_quartile
        and other.lower_quartile <= one.upper_quartile
    )
