"""Report a comparison: a table, and a page with both sides."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gallery_store.drift.compare import Comparison
from gallery_store.drift.outputs import Figure, Output, Picture

TYPES = {"svg": "image/svg+xml", "webp": "image/webp", "png": "image/png"}


class Side(NamedTuple):
    """One side of a comparison, for its readers."""

    name: str  # this checkout, a store, a version
    ran: str  # on what its lessons ran, and when


def table(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """Yield the lines of the table for a terminal: one a lesson, aligned."""
    cells = rows(comparisons)
    names, labels = (max(len(row[i]) for row in cells) for i in (0, 1))
    for name, label, first in cells:
        yield f"{name:{names}}  {label:{labels}}  {first}".rstrip()


def rows(comparisons: Iterable[Comparison]) -> list[tuple[str, str, str]]:
    """Return the head of the table, then what it says on each lesson."""
    lines = [(x.lesson, x.label, x.first) for x in comparisons]
    return [("lesson", "outputs", "first difference"), *lines]


def write_report(
    folder: Path, comparisons: list[Comparison], sides: list[Side]
) -> Path:
    """Write the page, and the table in Markdown for an issue; return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "index.html"
    file.write_text(page(comparisons, sides), encoding="utf-8")
    head, *cells = rows(comparisons)
    lines = [head, ("---",) * len(head)]
    for name, label, first in cells:
        code = f"`` {first.replace('|', chr(92) + '|')} ``" if first else ""
        lines.append((name, label, code))
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    (folder / "table.md").write_text(text, encoding="utf-8")
    return file


def page(comparisons: list[Comparison], sides: list[Side]) -> str:
    """Return one HTML page that needs no other file."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters |= {"address": address}
    parts = {n: v for x in comparisons for n, v in x.changes.items() if "/" not in n}
    return templates.get_template("page.html").render(
        comparisons=comparisons,
        sides=sides,
        versions=dict(sorted(parts.items())),
        marked=marked,
        is_figure=lambda output: isinstance(output, Figure),
    )


def address(picture: Picture) -> str:
    """Return an address that holds the whole picture."""
    kind = TYPES[picture.name.rpartition(".")[2]]
    return f"data:{kind};base64,{b64encode(picture.data).decode()}"


def marked(output: Output | None, other: Output | None) -> list[tuple[str, bool]]:
    """Return the lines of a text, each with whether the other text lacks it."""
    lines, others = (
        x.splitlines() if isinstance(x, str) else [] for x in (output, other)
    )
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    same: set[int] = set()
    for match in matcher.get_matching_blocks():
        same.update(range(match.a, match.a + match.size))
    return [(line, i not in same) for i, line in enumerate(lines)]
