"""Figures are written with fewer bytes and show the same."""

import gzip
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from lesson_pages import npm as node
from lesson_pages.figures.minify_svg import replace

NUMBERS = " ".join(f"L {i}.123456789 {i}.987654321" for i in range(50))
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" '
    f'viewBox="0 0 10 20"><g><g/></g><path d="M 0 0 {NUMBERS}" fill="red"/></svg>'
)


@pytest.fixture
def figure(tmp_path: Path) -> Path:
    """Return a figure with more digits than anyone sees."""
    path = tmp_path / "figure.svg"
    path.write_text(FIGURE, encoding="utf-8")
    return path


def size(text: str) -> int:
    """Return how many bytes are sent for a text."""
    return len(gzip.compress(text.encode(), mtime=0))


def test_figure_gets_lighter(figure: Path, tmp_path: Path):
    """Digits that nobody sees go; size and drawing stay."""
    replace([figure], tmp_path / "kept")
    text = figure.read_text(encoding="utf-8")
    root = ET.fromstring(text)

    assert size(text) < 0.75 * size(FIGURE)
    assert (root.get("width"), root.get("viewBox")) == ("10", "0 0 10 20")
    assert [x.get("fill") for x in root.iter() if x.tag.endswith("path")] == ["red"]


def test_figure_is_made_once(figure: Path, tmp_path: Path, monkeypatch):
    """A second build takes what the first has made, and starts no program."""
    replace([figure], tmp_path / "kept")
    light = figure.read_text(encoding="utf-8")
    figure.write_text(FIGURE, encoding="utf-8")
    monkeypatch.setattr("lesson_pages.figures.minify_svg.run_node", None)
    replace([figure], tmp_path / "kept")

    assert figure.read_text(encoding="utf-8") == light


def test_broken_figure_fails_the_build(figure: Path, tmp_path: Path):
    """A figure that is none is not passed on."""
    figure.write_text("<svg><path", encoding="utf-8")

    with pytest.raises(ExtensionError, match=r"lighten\.mjs"):
        replace([figure], tmp_path / "kept")


def test_missing_tool_is_named(figure: Path, tmp_path: Path, monkeypatch):
    """The message says what to run."""
    monkeypatch.setattr(node, "FOLDER", tmp_path)

    with pytest.raises(ExtensionError, match=r"svgo.* run `nox -s env`"):
        replace([figure], tmp_path / "kept")
