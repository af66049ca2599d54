"""Compare printed texts: words exactly, decimals within a lesson's tolerance."""

import math
import re
from collections.abc import Callable
from itertools import zip_longest

NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][-+]?\d+)?(?!\d|\.\d)"
)
PLACE = re.compile(r"\s*#\s*")
DECIMAL = re.compile(r"[.eE]")
UNIT = re.compile(r"#(?:ns|µs|us|ms|s)\b")
"""Behind the place of a number: a unit of time, which follows the number's size."""
SHORT = 60
"""Characters of a line that a table shows."""


def same_text(ours: str, theirs: str, tolerance: float) -> bool:
    """Tell whether two texts say the same.

    Two decimals may be apart by the tolerance, as a share of the larger or as it is;
    whole numbers have to be equal. 0 compares the texts exactly.
    """
    if ours == theirs or not tolerance:
        return ours == theirs
    pairs = zip(NUMBER.findall(ours), NUMBER.findall(theirs), strict=False)
    return words(ours) == words(theirs) and all(
        same_number(x, y, tolerance) for x, y in pairs
    )


def same_number(ours: str, theirs: str, tolerance: float) -> bool:
    """Tell whether two written numbers are equal; decimals within the tolerance."""
    if not (DECIMAL.search(ours) and DECIMAL.search(theirs)):
        return ours == theirs
    here, there = (float(x.replace(",", "")) for x in (ours, theirs))
    return math.isclose(here, there, rel_tol=tolerance, abs_tol=tolerance)


def words(text: str) -> str:
    """Return a text with `#` for each number, spaced evenly."""
    return " ".join(PLACE.sub("#", NUMBER.sub("#", text)).split())


def same_structure(ours: str, theirs: str) -> bool:
    """Tell whether two texts differ in nothing but numbers and units of time."""
    here, there = (UNIT.sub("#", words(x)) for x in (ours, theirs))
    return here == there


def first_difference(ours: str, theirs: str, same: Callable[[str, str], bool]) -> str:
    """Return the first lines that are not the `same`, as both sides have them."""
    lines = list(zip_longest(ours.splitlines(), theirs.splitlines(), fillvalue=""))
    here, there = next((x for x in lines if not same(*x)), lines[0])
    return f"here {shorten(here)}, there {shorten(there)}"


def shorten(line: str) -> str:
    """Return a line as a table shows it."""
    line = " ".join(line.split())
    return repr(line if len(line) <= SHORT else line[: SHORT - 1] + "…")
