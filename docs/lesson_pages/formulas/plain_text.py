"""A formula as one line of text, such as ``x²``: for titles, descriptions, scripts.

What one line cannot say without loss, such as a matrix, stays TeX.
"""

import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

RAISED = str.maketrans("0123456789+−n⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ")
SPACED = re.compile(r"[=+<>≠≤≥≈∈→←×·⋅⊙±−]|[a-z]+")
INVISIBLE = re.compile("[\u2061-\u2064]")
ACCENTS = dict(zip("ˆ‾~→˙¨", "\u0302\u0304\u0303\u20d7\u0307\u0308", strict=True))
PRIMES = re.compile("′+")
BRACES = frozenset("⏟⏞")
DERIVATIVE = "d∂"
"""The first letter of what stands above and below the line of a derivative."""


class LossError(ValueError):
    """One line of text would say something else."""


def plain_text(formula: Element, tex: str) -> str:
    """Return a formula in MathML as text; `tex` where that would say something else."""
    try:
        return " ".join(_row(formula).split())
    except LossError:
        return tex


def _items(element: Element) -> list[Element]:
    """Return what stands side by side, without the groups around it."""
    if element.tag not in ("mrow", "mstyle"):
        return [element]
    return [item for child in element for item in _items(child)]


def _row(element: Element) -> str:
    items = _items(element)
    pieces = [_piece(item) for item in items]
    for i, item in enumerate(items):
        near = [*items[max(0, i - 1) : i], *items[i + 1 : i + 2]]
        if item.tag == "mfrac" and any(x.tag != "mo" for x in near):
            pieces[i] = f"({pieces[i]})"
    text = ""
    for before, item, piece in zip(items[:1] + items, items, pieces, strict=False):
        touch = text[-1:].isalnum() and piece[:1].isalnum()
        text += f" {piece}" if touch and _apart(before, item) else piece
    return text


def _apart(before: Element, item: Element) -> bool:
    """Tell what would be read as one: names, and an index with what is behind it."""
    if len(before):
        return True
    named = any(x.tag == "mi" and len(x.text or "") > 1 for x in (before, item))
    return named or (before.tag == "mi" and item.tag == "msub")


def _piece(item: Element) -> str:
    if item.tag in LETTERS:
        return LETTERS[item.tag](item, INVISIBLE.sub("", item.text or ""))
    if item.tag not in WRITERS or item.get("linethickness"):
        raise LossError(item.tag)
    return WRITERS[item.tag](*item)


def _operator(item: Element, text: str) -> str:
    if item.get("linebreak"):
        raise LossError(text)
    if item.get("separator"):
        return f"{text} "
    return f" {text} " if SPACED.fullmatch(text) and not item.get("form") else text


def _space(item: Element, text: str) -> str:
    return " " if re.match(r"0\.[1-9]|[1-9]", item.get("width", "")) else ""


def _is_one(element: Element) -> bool:
    """Tell a letter, a number, and what fences hold together."""
    first, *others = _items(element) or [element]
    if others:
        return all(x.get("fence") for x in (first, others[-1]))
    return len(first) == 0 or first.tag in ("mover", "msub", "msqrt")


def _group(text: str, *, alone: bool) -> str:
    return text if alone else f"({text})"


def _base(element: Element) -> str:
    text = _row(element)
    if not text.strip():
        raise LossError(text)
    return _group(text, alone=_is_one(element))


def _index(element: Element) -> str:
    text = _row(element).strip()
    letters = text.isalnum() and not any(map(len, _items(element)))
    return f"_{_group(text, alone=letters)}"


def _power(element: Element) -> str:
    text = _row(element).strip()
    small = text.replace(" ", "").translate(RAISED)
    if PRIMES.fullmatch(text):
        return text
    if not set(small) & set(text):
        return small
    return f"^{_group(text, alone=_is_one(element))}"


def _fraction(top: Element, bottom: Element) -> str:
    above, below = _row(top).strip(), _row(bottom).strip()
    derives = below[:1] in DERIVATIVE and " " not in below
    below = _group(below, alone=derives or _is_one(bottom))
    return f"{_group(above, alone=not set(' /') & set(above))}/{below}"


def _limits(base: Element, *scripts: Element) -> str:
    signs = [_row(base), *map(_row, scripts)]
    whole = all(x.strip() for x in signs) and not BRACES & set("".join(signs))
    if len(base) or not whole:
        raise LossError("".join(signs))
    low, *high = scripts
    above = (f"^{_group(_row(x).strip(), alone=_is_one(x))}" for x in high)
    return f"{signs[0]}{_index(low)}{''.join(above)} "


def _accent(base: Element, sign: Element) -> str:
    text = _row(base)
    if len(text) != 1 or sign.text not in ACCENTS:
        raise LossError(text)
    return unicodedata.normalize("NFC", text + ACCENTS[sign.text])


def _scripts(base: Element, low: Element, high: Element) -> str:
    if (base.text or "") in "∑∏∫⋃⋂":
        return _limits(base, low, high)
    return f"{_base(base)}{_index(low)}{_power(high)}"


LETTERS: dict[str, Callable[[Element, str], str]] = {
    "mi": lambda item, text: text,
    "mn": lambda item, text: text,
    "mtext": lambda item, text: text,
    "mo": _operator,
    "mspace": _space,
}
WRITERS: dict[str, Callable[..., str]] = {
    "msup": lambda base, power: _base(base) + _power(power),
    "msub": lambda base, index: _base(base) + _index(index),
    "msubsup": _scripts,
    "munderover": _limits,
    "munder": _limits,
    "mover": _accent,
    "mfrac": _fraction,
    "msqrt": lambda *parts: f"√({''.join(map(_row, parts))})",
    "mroot": lambda base, index: f"{_root(index)}({_row(base)})",
}


def _root(index: Element) -> str:
    small = _row(index).translate(RAISED)
    if small == _row(index):
        raise LossError(small)
    return f"{small}√"
