"""Write marks as Markdown asks for them, and words so that none is taken for one."""

import re
import unicodedata
from textwrap import indent

SPECIAL = re.compile(
    r"[\\`*\[\]<$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=[#\w]+;)"  # also a_ and _a
)
LINE_START = re.compile(
    r"^(\d+(?=[.)])|)(>|[-+#=.)](?=[-+#=\s]|$))",
    re.MULTILINE,  # a list, a title
)
EMPHASIS = {"strong": ("**", "strong"), "emphasis": ("*", "em")}


def escape(text: str) -> str:
    """Return words without a character that Markdown would take for a mark."""
    return SPECIAL.sub(r"\\\g<0>", text)


def emphasize(kind: str, text: str, before: str = "", after: str = "") -> str:
    """Mark a text that is strong or emphasized; return another as it is.

    Markdown takes ``**`` for no mark between a full stop and a letter, which
    happens in Chinese at the end of every strong sentence: those get a tag.
    """
    if kind not in EMPHASIS or not text:
        return text
    mark, tag = EMPHASIS[kind]
    if is_seen(text[0], before) and is_seen(text[-1], after):
        return f"{mark}{text}{mark}"
    return f"<{tag}>{text}</{tag}>"


def is_seen(edge: str, outside: str) -> bool:
    """Tell whether a mark between two characters is one."""
    if outside == "*" or edge.isspace():
        return False
    return not is_punctuation(edge) or not outside or not outside.isalnum()


def is_punctuation(character: str) -> bool:
    """Tell punctuation and symbols from letters, digits and spaces."""
    return unicodedata.category(character)[0] in "PS"


def fence(code: str, language: str) -> str:
    """Return code between fences."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{ticks}{language}\n{code}\n{ticks}"


def quote(text: str) -> str:
    """Return blocks as a quotation."""
    return indent(text, "> ", lambda line: True).replace("> \n", ">\n")


def item(mark: str, text: str) -> str:
    """Return an item of a list."""
    inside = " " * (len(mark) + 1)
    return mark + indent(text, inside)[len(mark) :]


def target(address: str) -> str:
    """Return an address as links have it."""
    return f"<{address}>" if re.search(r"[\s()]", address) else address
