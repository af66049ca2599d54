"""Draw the whole course as one route: a row a part, a stop a lesson.

``.. route::`` draws it from the pages that are there, in the language of the
build, as a picture whose stops are links.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from lesson_pages.course.course import course_of, number, title
from lesson_pages.later import Later, later

WIDTH = 380
MARGIN = 20
ROW = 84
TOP = 52
RADIUS = 15
TURN = 22
"""Sizes in pixels of the picture: at 390 px of screen it is drawn as it is."""


class Stop(NamedTuple):
    """A lesson on the route: where it is drawn, and its page."""

    x: float
    y: float
    page: str


@later()
def route(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the picture; nothing where there is no lesson."""
    if course_of(env).parts:
        yield nodes.raw("", "".join(draw(env)), format="html", decoration=True)


def stops(row: int, lessons: Sequence[str]) -> list[Stop]:
    """Spread a part's lessons over its row; odd rows run back, so the line goes on."""
    inset = MARGIN + TURN + RADIUS
    step = (WIDTH - 2 * inset) / max(1, len(lessons) - 1)
    forth = [round(inset + step * i, 1) for i in range(len(lessons))]
    xs = [round(WIDTH - x, 1) for x in forth] if row % 2 else forth
    return [Stop(x, TOP + row * ROW, y) for x, y in zip(xs, lessons, strict=True)]


def line(rows: list[list[Stop]]) -> str:
    """Return the path through all stops, with a turn at the end of each row."""
    first = rows[0][0]
    path = f"M{first.x} {first.y}"
    for index, (row, after) in enumerate(pairwise(rows)):
        edge, sweep = (MARGIN, 0) if index % 2 else (WIDTH - MARGIN, 1)
        inner = edge - TURN if sweep else edge + TURN
        arc = f"A{TURN} {TURN} 0 0 {sweep}"
        path += f"H{row[-1].x}H{inner}{arc} {edge} {row[0].y + TURN}"
        path += f"V{after[0].y - TURN}{arc} {inner} {after[0].y}"
    return f"{path}H{rows[-1][-1].x}"


def draw(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pieces of the picture for the page at hand.

    A stop says its number; its title is for a pointer and for the ear.
    """
    up, inset = "../" * env.docname.count("/"), MARGIN + TURN
    parts = course_of(env).parts
    rows = [stops(i, lessons) for i, lessons in enumerate(parts.values())]
    height = TOP + (len(rows) - 1) * ROW + RADIUS + 8
    yield f'<svg class="route" viewBox="0 0 {WIDTH} {height}" role="group"'
    yield f' aria-label="{escape(_("The route through the course"))}">'
    yield f'<path class="route-line" d="{line(rows)}"/>'
    for index, (part, row) in enumerate(zip(parts, rows, strict=True)):
        x, anchor = (WIDTH - inset, "end") if index % 2 else (inset, "start")
        yield f'<a href="{up}{part}.html"><text class="route-part" x="{x}" '
        yield f'y="{row[0].y - 26}" text-anchor="{anchor}">'
        yield f"{escape(title(env, part))}</text></a>"
        for stop in row:
            label, name = number(env, stop.page), escape(title(env, stop.page))
            yield f'<a class="route-stop" href="{up}{stop.page}.html">'
            yield f"<title>{label}. {name}</title>"
            yield f'<circle cx="{stop.x}" cy="{stop.y}" r="{RADIUS}"/>'
            yield f'<text x="{stop.x}" y="{stop.y}" dy="0.36em" text-anchor="middle">'
            yield f"{label}</text></a>"
    yield "</svg>\n"
