"""The words of a figure stay inside of it and apart from each other."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import cos, radians, sin
from typing import TypeAlias

import numpy as np

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

Array: TypeAlias = np.ndarray
"""A matrix (3, 3) of a transformation, or points (3, n) with ones below."""


@dataclass(frozen=True)
class Box:
    """A text of a figure and two corners of its rectangle, in points."""

    text: str
    first: Array
    last: Array

    @property
    def area(self) -> float:
        """How large it is."""
        return float(np.prod(self.last - self.first))

    def common(self, other: "Box") -> float:
        """Return how much of it another text fills."""
        first = np.maximum(self.first, other.first)
        return float(np.prod((np.minimum(self.last, other.last) - first).clip(0)))


def figures_are_legible(content: Content) -> Iterator[Fault]:
    """No text is cut off or written over another one."""
    for lesson in content.lessons:
        for name, figure in read_run(content, lesson).figures.items():
            for fault in find_collisions(figure):
                yield Fault(lesson.file, 0, f"figure {name}: {fault}")


def find_collisions(figure: bytes) -> Iterator[str]:
    """Yield what is wrong with the texts of an SVG as matplotlib draws it."""
    builder = ET.TreeBuilder(insert_comments=True)
    tree = ET.fromstring(figure, ET.XMLParser(target=builder))
    size = np.array([float(x) for x in tree.get("viewBox", "0 0 0 0").split()[2:]])
    boxes = list(text_boxes(tree))
    for box in boxes:
        beyond = max(*-box.first, *(box.last - size))
        if beyond > SLACK:
            cure = "shorten it, or give the figure room"
            yield f"{box.text!r} is cut off by {beyond:.0f} points; {cure}"
    for one, other in combinations(boxes, 2):
        if one.common(other) > COVERED * min(one.area, other.area):
            yield f"{one.text!r} lies on {other.text!r}; move one of them"


def text_boxes(tree: ET.Element) -> Iterator[Box]:
    """Yield the place of each text, which is drawn as paths."""
    glyphs = {
        f"#{path.get('id')}": corners(path)
        for path in tree.iter(f"{SVG}path")
        if path.get("id")
    }
    for group in tree.iter(f"{SVG}g"):
        if group.get("id", "").startswith("text_"):
            drawn = list(drawn_points(group, np.eye(3), glyphs))
            words = [str(x.text).strip() for x in group.iter() if not is_element(x)]
            if drawn and words:
                points = np.concatenate(drawn, axis=1)[:2]
                yield Box(words[0], points.min(axis=1), points.max(axis=1))


def is_element(node: ET.Element) -> bool:
    """Tell an element from a comment, in which matplotlib notes the words."""
    return isinstance(node.tag, str)


def drawn_points(
    element: ET.Element, matrix: Array, glyphs: Mapping[str, Array]
) -> Iterator[Array]:
    """Yield the corners of each letter below an element, in the figure's points."""
    matrix = matrix @ matrix_of(element)
    if (letter := glyphs.get(element.get(HREF, ""))) is not None:
        yield matrix @ letter
    for child in element:
        if is_element(child) and child.tag != f"{SVG}defs":
            yield from drawn_points(child, matrix, glyphs)


def corners(path: ET.Element) -> Array:
    """Return the corners (3, 4) of the rectangle around a letter."""
    points = POINT.findall(path.get("d", "")) or [(0, 0)]
    (left, top), (right, bottom) = (
        [extreme(map(float, axis)) for axis in zip(*points, strict=True)]
        for extreme in (min, max)
    )
    rectangle = [[left, right, left, right], [top, top, bottom, bottom], [1] * 4]
    drawn: Array = matrix_of(path) @ np.array(rectangle)
    return drawn


def matrix_of(element: ET.Element) -> Array:
    """Return the transformation that an element asks for."""
    matrix = np.eye(3)
    for name, values in STEP.findall(element.get("transform", "")):
        x, y = ([float(value) for value in re.split(r"[ ,]+", values)] * 2)[:2]
        turn = radians(x)
        matrix = (
            matrix
            @ {
                "translate": np.array([[1, 0, x], [0, 1, y], [0, 0, 1]]),
                "scale": np.diag([x, y, 1]),
                "rotate": np.array(
                    [[cos(turn), -sin(turn), 0], [sin(turn), cos(turn), 0], [0, 0, 1]]
                ),
            }[name]
        )
    return matrix
