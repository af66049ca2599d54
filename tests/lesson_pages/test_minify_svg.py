"""Figures are written with fewer bytes and show the same."""

import gzip
import xml.etree.ElementTree as ET

import pytest
from sphinx.errors import ExtensionError

NUMBERS = " ".join(f"L {i}.123456789 {i}.987654321" for i in range(50))
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" '
    f'viewBox="0 0 10 20"><g><g/></g><path d="M 0 0 {NUMBERS}" fill="red"/></svg>'
)
PAGE = "T\n=\n\n.. image:: figure.svg\n   :alt: A line.\n"


def written(build, figure: str = FIGURE) -> str:
    """Build a page with a figure; return the figure as the site has it."""
    files = {"index.rst": PAGE, "figure.svg": figure}
    out = build(files).out
    return (out / "_images" / "figure.svg").read_text(encoding="utf-8")


def test_figure_gets_lighter(build):
    """Digits that nobody sees go; size and drawing stay."""
    light = written(build)
    root = ET.fromstring(light)
    sizes = [len(gzip.compress(x.encode(), mtime=0)) for x in (light, FIGURE)]

    assert sizes[0] < 0.75 * sizes[1]
    assert (root.get("width"), root.get("viewBox")) == ("10", "0 0 10 20")
    assert [x.get("fill") for x in root.iter() if x.tag.endswith("path")] == ["red"]


def test_figure_of_a_later_build_is_the_same(build, tmp_path):
    """It is made from the figure, not from what an earlier build has written."""
    light = written(build)
    (copy,) = tmp_path.glob("built/**/_images/figure.svg")
    copy.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")

    assert written(build) == light


def test_broken_figure_fails_the_build(build):
    """A figure that is none is not passed on."""
    with pytest.raises(ExtensionError, match=r"^minify_svg\.mjs: "):
        written(build, "<svg><path")
