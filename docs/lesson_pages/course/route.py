"""Draw the whole course as one route: a row a part, a stop a lesson.

``.. route::`` draws it from the pages that are there, in the language of the
build, as a picture whose stops are links.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from lesson_pages.course.course import course_of, number, title
from lesson_pages.later import Later, LaterDirective

WIDTH = 380
MARGIN = 20
ROW = 84
TOP = 52
RADIUS = 15
TURN = 22
"""Sizes in pixels of the picture: at 390 px of screen it is drawn as it is."""


@dataclass(frozen=True)
class Stop:
    """A lesson on the route: where it is drawn, and its page."""

    x: float
    y: float
    page: str


class Route(LaterDirective):
    """``.. route::``."""


def make_route(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the picture."""
    yield nodes.raw("", "".join(draw(env)), format="html", decoration=True)


def stops(row: int, lessons: tuple[str, ...]) -> list[Stop]:
    """Spread a part's lessons over its row; odd rows run back, so the line goes on."""
    y = TOP + row * ROW
    inset = MARGIN + TURN + RADIUS
    step = (WIDTH - 2 * inset) / max(1, len(lessons) - 1)
    forth = [round(inset + step * i, 1) for i in range(len(lessons))]
    xs = [round(WIDTH - x, 1) for x in forth] if row % 2 else forth
    return [Stop(x, y, page) for x, page in zip(xs, lessons, strict=True)]


def line(rows: list[list[Stop]]) -> str:
    """Return the path through all stops, with a turn at the end of each row."""
    first = rows[0][0]
    path = f"M{first.x} {first.y}"
    for index, (row, after) in enumerate(pairwise(rows)):
        edge, sweep = (MARGIN, 0) if index % 2 else (WIDTH - MARGIN, 1)
        path += f"H{row[-1].x}{turn(edge, sweep, row[0].y, after[0].y)}"
    return f"{path}H{rows[-1][-1].x}"


def turn(edge: float, sweep: int, above: float, below: float) -> str:
    """Return a turn at the edge, from one row down to the next."""
    inwards = -TURN if sweep else TURN
    arc = f"A{TURN} {TURN} 0 0 {sweep}"
    return (
        f"H{edge + inwards}{arc} {edge} {above + TURN}"
        f"V{below - TURN}{arc} {edge + inwards} {below}"
    )


def draw(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pieces of the picture for a page; nothing where there is no lesson."""
    course = course_of(env).parts
    if not course:
        return
    rows = [stops(i, part.lessons) for i, part in enumerate(course)]
    height = TOP + (len(rows) - 1) * ROW + RADIUS + 8
    yield f'<svg class="route" viewBox="0 0 {WIDTH} {height}" role="group"'
    yield f' aria-label="{escape(_("The route through the course"))}">'
    yield f'<path class="route-line" d="{line(rows)}"/>'
    for index, (part, row) in enumerate(zip(course, rows, strict=True)):
        address = address_of(env, part.page)
        yield draw_name(index, title(env, part.page), address)
        for stop in row:
            address = address_of(env, stop.page)
            yield draw_stop(
                stop, number(env, stop.page), title(env, stop.page), address
            )
    yield "</svg>\n"


def address_of(env: BuildEnvironment, page: str) -> str:
    """Return where a page is, seen from the one at hand."""
    return f"{'../' * env.docname.count('/')}{page}.html"


def draw_name(row: int, name: str, address: str) -> str:
    """Return the name of a part, above the beginning of its row."""
    inset = MARGIN + TURN
    x, anchor = (WIDTH - inset, "end") if row % 2 else (inset, "start")
    return (
        f'<a href="{address}"><text class="route-part" x="{x}" '
        f'y="{TOP + row * ROW - 26}" text-anchor="{anchor}">{escape(name)}</text></a>'
    )


def draw_stop(stop: Stop, label: int, name: str, address: str) -> str:
    """Return a lesson: its number; its title for a pointer and for the ear."""
    return (
        f'<a class="route-stop" href="{address}">'
        f"<title>{label}. {escape(name)}</title>"
        f'<circle cx="{stop.x}" cy="{stop.y}" r="{RADIUS}"/>'
        f'<text x="{stop.x}" y="{stop.y}" dy="0.36em" text-anchor="middle">'
        f"{label}</text></a>"
    )
