"""Say a formula in plain text, for a window's title or a description.

>>> plain(ElementTree.fromstring("<msup><mi>x</mi><mn>2</mn></msup>"))
'x²'
"""

import re
from collections.abc import Callable
from xml.etree import ElementTree

RAISED = str.maketrans("0123456789+−n⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ")
SPACED = re.compile(r"[=+<>≠≤≥≈∈→←×·⋅⊙±−]")
INVISIBLE = re.compile("[\u2061-\u2064]")


def plain(element: ElementTree.Element) -> str:
    """Return what a MathML element shows as one line of text."""
    parts = [plain(child) for child in element]
    if write := WRITERS.get(element.tag):
        return write(*parts)
    text = INVISIBLE.sub("", element.text or "")
    if element.tag == "mo" and SPACED.fullmatch(text):
        text = f" {text} "
    return text + "".join(parts)


def raised(base: str, power: str) -> str:
    """Write a power with small digits where there are any for it."""
    compact = power.replace(" ", "")
    small = compact.translate(RAISED)
    unchanged = set(small) & set(compact)
    return f"{base}^{grouped(power)}" if unchanged else base + small


def grouped(text: str) -> str:
    """Put what has several terms into parentheses."""
    return f"({text})" if " " in text else text


def limits(base: str, low: str, high: str) -> str:
    """Write an operator with what stands below and above it."""
    return f"{base}_{grouped(low)}^{grouped(high)} "


WRITERS: dict[str, Callable[..., str]] = {
    "msup": raised,
    "msub": lambda base, index: f"{base}_{grouped(index)}",
    "msubsup": limits,
    "munderover": limits,
    "munder": lambda base, low: f"{base}_{grouped(low)} ",
    "mover": lambda base, _: base,
    "mfrac": lambda top, bottom: f"{grouped(top)}/{grouped(bottom)}",
    "msqrt": lambda *parts: f"√({''.join(parts)})",
}
