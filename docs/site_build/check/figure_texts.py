"""The words of a figure stay inside of it and apart from each other."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

import numpy as np
from matplotlib.transforms import Affine2D, Bbox, Transform

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


def figures_are_legible(content: Content) -> Iterator[Fault]:
    """No text is cut off or written over another one."""
    for lesson in content.sources:
        for name, figure in read_run(content, lesson).figures.items():
            for fault in find_collisions(figure):
                yield Fault(lesson.file, 0, f"figure {name}: {fault}")


def find_collisions(figure: bytes) -> Iterator[str]:
    """Yield what is wrong with the texts of an SVG as matplotlib draws it."""
    builder = ET.TreeBuilder(insert_comments=True)
    tree = ET.fromstring(figure, ET.XMLParser(target=builder))
    size = np.array([float(x) for x in tree.get("viewBox", "0 0 0 0").split()[2:]])
    boxes = list(text_boxes(tree))
    for text, box in boxes:
        beyond = np.max([-np.array(box.min), np.array(box.max) - size])
        if beyond > SLACK:
            cure = "shorten it, or give the figure room"
            yield f"{text!r} is cut off by {beyond:.0f} points; {cure}"
    for (text, one), (other, two) in combinations(boxes, 2):
        common = Bbox.intersection(one, two)
        smaller = min(np.prod(one.size), np.prod(two.size))
        if common and np.prod(common.size) > COVERED * smaller:
            yield f"{text!r} lies on {other!r}; move one of them"


def text_boxes(tree: ET.Element) -> Iterator[tuple[str, Bbox]]:
    """Yield each text, which is drawn as paths, and its rectangle in points."""
    letters = {f"#{x.get('id')}": corners(x) for x in tree.iter(f"{SVG}path")}
    for group in tree.iter(f"{SVG}g"):
        if group.get("id", "").startswith("text_"):
            drawn = list(drawn_letters(group, Affine2D(), letters))
            # matplotlib notes the words in a comment, whose tag is a function
            words = [str(x.text).strip() for x in group.iter() if callable(x.tag)]
            if drawn and words:
                yield words[0], around(np.concatenate(drawn))


def drawn_letters(
    element: ET.Element, outside: Transform, letters: Mapping[str, np.ndarray]
) -> Iterator[np.ndarray]:
    """Yield the corners of each letter below an element, in the figure's points."""
    place = transformation(element) + outside
    if (letter := letters.get(element.get(HREF, ""))) is not None:
        yield place.transform(letter)
    for child in element:
        if child.tag != f"{SVG}defs":
            yield from drawn_letters(child, place, letters)


def corners(path: ET.Element) -> np.ndarray:
    """Return the corners (4, 2) of the rectangle around a letter."""
    points = np.array(POINT.findall(path.get("d", "")) or [(0, 0)], float)
    return np.asarray(transformation(path).transform(around(points).corners()))


def around(points: np.ndarray) -> Bbox:
    """Return the rectangle around points (n, 2)."""
    return Bbox([points.min(axis=0), points.max(axis=0)])


def transformation(element: ET.Element) -> Affine2D:
    """Return the transformation that an element asks for: its last step comes first."""
    matrix = Affine2D()
    steps: dict[str, Callable[..., Affine2D]] = {
        "translate": matrix.translate,
        "scale": matrix.scale,
        "rotate": matrix.rotate_deg,
    }
    for name, values in reversed(STEP.findall(element.get("transform", ""))):
        steps[name](*map(float, re.split(r"[ ,]+", values)))
    return matrix
