"""No picture without words, and none with more bytes than it needs."""

import gzip
import re
import xml.etree.ElementTree as ET

import pytest
from pages import catalogue, titled
from sphinx.errors import ExtensionError

NUMBERS = " ".join(f"L {i}.123456789 {i}.987654321" for i in range(50))
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" '
    f'viewBox="0 0 10 20"><g><g/></g><path d="M 0 0 {NUMBERS}" fill="red"/></svg>'
)
FILES = {"index.rst": titled("Home", ".. image:: pic.svg\n   :alt: A line.\n")}
MESSAGE = "WARNING: pic.svg has no alternative text"


@pytest.mark.parametrize(
    ("page", "text", "translation", "count"),
    [
        ("a.md", "![](pic.svg)", "", 1),
        ("a.md", "```{image} pic.svg\n```", "", 1),
        ("a.md", "```{figure} pic.svg\n:alt: ' '\n```", "", 1),
        ("a.rst", ".. image:: pic.svg", "", 1),
        ("a.md", "See ![a line](pic.svg) here.", "", 0),
        ("a.md", "See ![a line](pic.svg) here.", "看![一条线](pic.svg)。", 0),
        ("a.md", "See ![a line](pic.svg) here.", "看![](pic.svg)。", 1),
    ],
)
def test_picture_without_text_is_named(build, page, text, translation, count):
    """The strict build fails with page, line and picture, of a translation, too."""
    files = {"index.md": "# Home\n", "pic.svg": FIGURE, page: titled("T", f"{text}\n")}
    files |= catalogue("a", (text, translation)) if translation else {}
    language = "zh_CN" if translation else "en"

    found = build(files, ["myst_parser"], language=language).warnings

    named = re.findall(rf"/{page}:4:\S* {MESSAGE}", found)
    assert len(named) == count == found.count(MESSAGE)


def written(build, figure: str = FIGURE) -> str:
    """Build a page with a figure; return the figure as the site has it."""
    out = build(FILES | {"pic.svg": figure}).out
    return (out / "_images" / "pic.svg").read_text(encoding="utf-8")


def test_figure_gets_lighter(build, tmp_path):
    """Digits that nobody sees go; size and drawing stay, in a later build, too."""
    light = written(build)
    root = ET.fromstring(light)
    sizes = [len(gzip.compress(x.encode(), mtime=0)) for x in (light, FIGURE)]

    assert sizes[0] < 0.75 * sizes[1]
    assert (root.get("width"), root.get("viewBox")) == ("10", "0 0 10 20")
    assert [x.get("fill") for x in root.iter() if x.tag.endswith("path")] == ["red"]
    (copy,) = tmp_path.glob("built/**/_images/pic.svg")
    copy.write_text("<svg/>", encoding="utf-8")
    assert written(build) == light


def test_broken_figure_fails_the_build(build):
    """A figure that is none is not passed on."""
    with pytest.raises(ExtensionError, match=r"^minify_svg\.mjs: "):
        written(build, "<svg><path")
