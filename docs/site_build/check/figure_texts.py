"""The words of a figure stay inside of it and apart from each other."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import cos, radians, sin

from site_build.check.content import Content, Fault
from site_build.check.kept_run import read_run

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
STEP = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
SLACK = 1.0
"""How many points a text may reach over the edge: the blur of its last letter."""
COVERED = 0.15
"""Which share of the smaller text another one may cover."""

Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Box:
    """A text of a figure and the rectangle that it fills, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """How large it is; 0 if it is nowhere."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def common(self, other: "Box") -> float:
        """Return how much of it another text fills."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box("", left, top, right, bottom).area


def figures_are_legible(content: Content) -> Iterator[Fault]:
    """No text is cut off or written over another one."""
    for lesson in content.lessons:
        for name, figure in read_run(content, lesson).figures.items():
            for fault in find_collisions(figure):
                yield Fault(lesson.file, 0, f"figure {name}: {fault}")


def find_collisions(figure: bytes) -> Iterator[str]:
    """Yield what is wrong with the texts of an SVG as matplotlib draws it."""
    tree = ET.fromstring(figure, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    _, _, width, height = map(float, tree.get("viewBox", "0 0 0 0").split())
    boxes = list(text_boxes(tree))
    for box in boxes:
        beyond = max(-box.left, -box.top, box.right - width, box.bottom - height)
        if beyond > SLACK:
            cure = "shorten it, or give the figure room"
            yield f"{box.text!r} is cut off by {beyond:.0f} points; {cure}"
    for one, other in combinations(boxes, 2):
        if one.common(other) > COVERED * min(one.area, other.area):
            yield f"{one.text!r} lies on {other.text!r}; move one of them"


def text_boxes(tree: ET.Element) -> Iterator[Box]:
    """Yield the place of each text, which is drawn as paths."""
    glyphs = {
        f"#{path.get('id')}": corners(path.get("d", ""), matrix_of(path))
        for path in tree.iter(f"{SVG}path")
        if path.get("id")
    }
    for group in tree.iter(f"{SVG}g"):
        if group.get("id", "").startswith("text_"):
            points = list(drawn_points(group, UNCHANGED, glyphs))
            words = [str(x.text).strip() for x in group.iter() if x.tag is ET.Comment]
            if points and words:
                xs, ys = zip(*points, strict=True)
                yield Box(words[0], min(xs), min(ys), max(xs), max(ys))


def drawn_points(
    element: ET.Element, matrix: Matrix, glyphs: dict[str, list[tuple[float, float]]]
) -> Iterator[tuple[float, float]]:
    """Yield the corners of all letters below an element, in the figure's points."""
    matrix = product(matrix, matrix_of(element))
    for point in glyphs.get(element.get(HREF, ""), ()):
        yield apply(matrix, *point)
    for child in element:
        if isinstance(child.tag, str) and child.tag != f"{SVG}defs":
            yield from drawn_points(child, matrix, glyphs)


def corners(path: str, matrix: Matrix) -> list[tuple[float, float]]:
    """Return the corners of the rectangle around a path."""
    points = [apply(matrix, float(x), float(y)) for x, y in POINT.findall(path)]
    if not points:
        return []
    xs, ys = zip(*points, strict=True)
    return [(x, y) for x in (min(xs), max(xs)) for y in (min(ys), max(ys))]


def matrix_of(element: ET.Element) -> Matrix:
    """Return the transformation that an element asks for."""
    matrix = UNCHANGED
    for name, values in STEP.findall(element.get("transform", "")):
        x, y = ([float(value) for value in re.split(r"[ ,]+", values)] * 2)[:2]
        turn = radians(x)
        step = {
            "translate": (1, 0, 0, 1, x, y),
            "scale": (x, 0, 0, y, 0, 0),
            "rotate": (cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0),
        }[name]
        matrix = product(matrix, step)
    return matrix


def product(one: Matrix, other: Matrix) -> Matrix:
    """Return the transformation that does `other` first, then `one`."""
    a, b, c, d, e, f = one
    g, h, i, j, x, y = other
    turned = a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j
    return (*turned, a * x + c * y + e, b * x + d * y + f)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a transformation puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
