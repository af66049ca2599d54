"""Each figure of a lesson stands on its page for light and for dark, described."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from docutils.core import publish_doctree
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from PIL import Image
from sphinx.errors import ExtensionError
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from lesson_pages.figures import gallery
from lesson_pages.figures import scraper as figures
from lesson_pages.figures.dark_theme import darken

ALT = '# sphinx_gallery_alt = "A line that rises."\n'
BLUE = "#0072B2"


@pytest.fixture(autouse=True)
def plain_matplotlib() -> Iterator[None]:
    """Start from matplotlib's defaults without a window; leave no figure open."""
    mpl.use("agg")
    with mpl.rc_context():
        mpl.rcdefaults()
        yield
    plt.close("all")


LESSON = """\
'''
A lesson
========
'''

%s
# %%%%
# Words.
%s"""


def scrape(folder: Path, first: str = ALT, second: str = "") -> str:
    """Put the open figures on a page as sphinx-gallery does, after the first block."""
    lesson = folder / "examples" / "1_part" / "plot_2_title.py"
    lesson.parent.mkdir(parents=True, exist_ok=True)
    lesson.write_text(LESSON % (first, second), encoding="utf-8")
    images = folder / "images"
    images.mkdir(exist_ok=True)
    variables = {
        "src_file": str(lesson),
        "image_path_iterator": iter([images / f"fig_{n}.png" for n in (1, 2)]),
    }
    _, blocks = split_code_and_text_blocks(lesson)
    code = [block for block in blocks if block.type == "code"]
    return "".join(
        figures.scraper(block, variables, {"src_dir": str(folder)}) for block in code
    )


def named(rst: str) -> list[str]:
    """Return the files that a page names."""
    return re.findall(r"image:: /(\S+)", rst)


def draw() -> None:
    """Draw one small figure."""
    plt.figure(figsize=(4.8, 3.2))
    plt.plot([1, 2], [1, 3])


def test_each_figure_is_saved_for_both_themes_with_its_text(tmp_path: Path):
    """It gives two files and two images with text and size, one for each theme."""
    draw()
    draw()

    rst = scrape(tmp_path, ALT + ALT.replace("rises", "falls"))

    images = publish_doctree(rst).children
    rises, falls = "A line that rises.", "A line that falls."
    assert [x["alt"] for x in images] == [rises, rises, falls, falls]
    themes = [["figure", "only-light"], ["figure", "only-dark"]]
    assert [x["classes"] for x in images] == themes * 2
    assert {(x["width"], x["height"], x["loading"]) for x in images} == {
        ("480", "320", "lazy")
    }
    assert all((tmp_path / name).is_file() for name in named(rst))
    assert "#ffffff" not in (tmp_path / named(rst)[0]).read_text()  # transparent


COUNTED = "draws {} figure.* {} alternative.*# sphinx_gallery_alt = "
FAULTS = [
    ("plt.plot()\n", 1, COUNTED.format(1, 0)),
    (ALT, 2, COUNTED.format(2, 1)),
    *(
        (f"# sphinx_gallery_alt = {text}\n", 1, COUNTED.format(1, 0))
        for text in ('""', '" "', "A line", "3", 'b"A line"')
    ),
    (ALT + ALT, 1, COUNTED.format(1, 2)),
    *(
        (f"# sphinx_gallery_alt = {f'The curve {markup}.'!r}\n", 1, "as words")
        for markup in ("$x^2$", r"\frac{a}{b}", ":math:`x`", "``x``")
    ),
]


@pytest.mark.parametrize(("source", "drawn", "said"), FAULTS)
def test_each_figure_needs_a_text_of_its_own(tmp_path: Path, source, drawn, said):
    """The error names the lesson, the line of the block and the cure.

    A screen reader would read every character of markup.
    """
    for _ in range(drawn):
        draw()

    place = r"^examples/1_part/plot_2_title\.py:6: "
    with pytest.raises(ExtensionError, match=f"{place}.*{said}"):
        scrape(tmp_path, source)
    assert plt.get_fignums() == []  # none turns up below a later block


def test_faults_of_all_blocks_are_named_at_once(tmp_path: Path):
    """Each with its line, after the last block, so that one run is enough."""
    draw()

    with pytest.raises(ExtensionError) as caught:
        scrape(tmp_path, "x = 1\n", f"\n{ALT}x = 2\n")

    places = re.findall(r"^examples/\S+\.py:(\d+): ", str(caught.value), re.M)
    assert places == ["6", "11"]
    assert scrape(tmp_path, "1 + 1\n") == ""  # most blocks draw nothing


@pytest.mark.parametrize("limit", [figures.SVG_LIMIT, 0], ids=["svg", "webp"])
def test_two_runs_write_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
):
    """A figure's file depends on nothing but the figure."""
    monkeypatch.setattr(figures, "SVG_LIMIT", limit)
    written = []
    for run in (tmp_path / "one", tmp_path / "two"):
        run.mkdir()
        draw()
        scrape(run)
        written.append([p.read_bytes() for p in sorted(run.rglob("fig_*"))])

    assert len(written[0]) == 2
    assert written[0] == written[1]


def test_dense_scatter_becomes_a_sharp_webp_in_both_themes(tmp_path: Path):
    """Thousands of points are lighter as pixels, two for each of CSS.

    A grey line of two CSS pixels keeps its ink, ends within a pixel or two, and is
    dark where the theme is light.
    """
    x, y = np.random.default_rng(0).normal(size=(2, 4000))
    _, ax = plt.subplots(figsize=(4.8, 3.2))
    ax.set_axis_off()
    ax.scatter(x, y, s=4, color=BLUE)
    ax.plot([8, 8], [-4, 4], color="0.2", linewidth=2)

    paths = [tmp_path / name for name in named(scrape(tmp_path))]
    pictures = [np.asarray(Image.open(path)) for path in paths]
    rows = [picture[320, 700:] for picture in pictures]
    greys = [int(row[row[:, 3] > 250][:, 0].mean()) for row in rows]

    assert [path.suffix for path in paths] == [".webp", ".webp"]
    assert [picture.shape for picture in pictures] == [(640, 960, 4)] * 2
    assert all(path.stat().st_size < 100_000 for path in paths)
    assert all((row[:, 3] > 128).sum() <= 7 for row in rows)
    assert greys[0] < 90
    assert greys[1] > 150


def test_dark_inverts_greys_and_keeps_hues_and_data():
    """Ink turns light on the dark page; blue stays blue, and a grey heat map grey.

    A word in a line's colour has the contrast that reading needs: 4.5 to 1.
    """
    figure, ax = plt.subplots()
    (line,) = ax.plot([1, 2], color=BLUE)
    (grid,) = ax.plot([2, 1], color="0.2")
    word = ax.text(0, 0, "model", color=BLUE)
    image = ax.imshow([[0, 1], [2, 3]], cmap="gray")

    darken(figure)

    assert to_rgb(line.get_color()) == to_rgb(BLUE)
    assert to_rgb(grid.get_color())[0] > 0.6
    assert to_rgb(ax.xaxis.label.get_color())[0] > 0.8
    assert contrast(to_rgb(word.get_color()), to_rgb("#1b1e23")) > 4.5
    assert image.get_cmap().name == "gray"


def test_dark_reaches_what_matplotlib_lists_nowhere():
    """An arrow, lines of equal height in one colour, the words of a table, a box."""
    _, ax = plt.subplots()
    note = ax.annotate("here", (1, 1), (0, 0), arrowprops={"arrowstyle": "->"})
    boxed = ax.text(0, 1, "box", bbox={"facecolor": "white"})
    lines = ax.contour([[0, 1], [1, 0]], colors="black")
    cell = ax.table(cellText=[["1"]])[0, 0]

    darken(ax.figure)

    shown = [note.arrow_patch.get_edgecolor(), lines.get_edgecolor()[0]]
    shown += [boxed.get_color(), cell.get_text().get_color()]
    assert all(to_rgb(color)[0] > 0.8 for color in shown)
    assert boxed.get_bbox_patch().get_facecolor()[0] < 0.1


def test_words_on_what_stays_pale_stay_dark():
    """Numbers of a heat map, words in a yellow box and on a bar; not those beside."""
    _, ax = plt.subplots()
    ax.imshow([[0.1, 0.2], [0.15, 0.9]], cmap="Blues", vmin=0, vmax=1)
    ax.axvspan(1.6, 3, color="lightyellow")
    dark = [ax.text(*place, "1", ha="center") for place in ((0, 0), (1, 0), (2, 0))]
    dark.append(ax.text(0, 1, "note", bbox={"facecolor": "yellow"}))
    light = [ax.text(1, 1, "9", ha="center"), ax.text(-2, 0, "beside")]

    darken(ax.figure)

    assert {text.get_color() for text in dark} == {"black"}
    assert all(to_rgb(text.get_color())[0] > 0.8 for text in light)


def contrast(*colors: tuple[float, ...]) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    luminance = [np.dot([*map(linear, x)], (0.2126, 0.7152, 0.0722)) for x in colors]
    dark, light = sorted(luminance)
    return (light + 0.05) / (dark + 0.05)


def test_warning_is_shown_without_file_and_line(monkeypatch: pytest.MonkeyPatch):
    """A page says what was warned of; where the file lay is nobody's business."""
    monkeypatch.setattr(warnings, "formatwarning", warnings.formatwarning)

    gallery.plain_warnings({}, "plot_1.py")

    text = warnings.formatwarning("old", UserWarning, "/tmp/a.py", 3)
    assert text == "UserWarning: old\n"
