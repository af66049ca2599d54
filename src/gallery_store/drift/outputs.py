"""The outputs of a lesson, read from the page that sphinx-gallery wrote."""

import io
import re
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from gallery_store.bundle import Bundle

INDENTED = r"(?:    .*\n|[ \t]*\n)+"
PIECE = re.compile(
    r"^\.\. GENERATED FROM PYTHON SOURCE LINES (?P<line>\d+)-\d+$"
    rf"|^\.\. code-block:: Python\n(?P<code>{INDENTED})"
    r"|^\.\. rst-class:: sphx-glr-script-out\n\n \.\. code-block:: none\n"
    rf"(?P<text>{INDENTED})"
    r"|^\.\. image(?:-sg)?:: (?P<image>/\S+)\n(?P<options>(?: +:.*\n)+)",
    re.M,
)
OPTION = re.compile(r"^ +:(\w+): (.*)$", re.M)


class Picture(NamedTuple):
    """A file of a figure, and the size at which pages show it."""

    name: str
    data: bytes
    width: int  # CSS pixels, as the height
    height: int


class Figure(NamedTuple):
    """A figure with what it looks like on a light and on a dark page."""

    alt: str  # its alternative text
    light: Picture
    dark: Picture | None = None


Output = str | Figure
"""What stands below a block of code: printed text, or a figure."""


class Block(NamedTuple):
    """A block of code with its outputs."""

    line: int  # where it begins in the lesson
    code: str  # as the page shows it
    outputs: list[Output]


def printed_texts(page: str) -> Iterator[tuple[int, str]]:
    """Yield what blocks of code printed, with the line in which its block begins."""
    line = 0
    for piece in PIECE.finditer(page):
        line = int(piece["line"] or line)
        if piece["text"] is not None:
            yield line, dedent(piece["text"]).strip("\n")


def read_blocks(bundle: Bundle) -> list[Block]:
    """Return the blocks of a lesson in their order."""
    page = bundle.files[f"{bundle.lesson}.rst"].decode()
    blocks: list[Block] = []
    line = 0
    for piece in PIECE.finditer(page):
        if piece["line"]:
            line = int(piece["line"])
        elif piece["code"] is not None:
            blocks.append(Block(line, dedent(piece["code"]).strip(), []))
        elif blocks and piece["text"] is not None:
            blocks[-1].outputs.append(dedent(piece["text"]).strip("\n"))
        elif blocks:
            add_image(blocks[-1].outputs, bundle, piece)
    return blocks


def add_image(outputs: list[Output], bundle: Bundle, piece: re.Match[str]) -> None:
    """Append a light image as a new figure; join a dark one to the last figure."""
    options = dict(OPTION.findall(piece["options"]))
    own = (x for x in bundle.files if piece["image"].endswith(f"/{x}"))
    if (name := next(own, None)) is None:
        return  # a picture of the site, in prose
    data = bundle.files[name]
    if "width" in options:
        size = int(options["width"]), int(options["height"])
    else:
        from PIL import Image

        size = Image.open(io.BytesIO(data)).size
    picture = Picture(name.rpartition("/")[2], data, *size)
    last = outputs[-1] if outputs else None
    if "only-dark" in options.get("class", "") and isinstance(last, Figure):
        outputs[-1] = Figure(last.alt, last.light, picture)
    else:
        outputs.append(Figure(options.get("alt", ""), picture))
