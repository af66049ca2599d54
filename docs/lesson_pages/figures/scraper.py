"""Put every matplotlib figure of a lesson on its page, for light and for dark.

Each figure is saved twice with a transparent background.  It is an SVG while that
is small, else a WebP at double density.  Two runs of one lesson write the same bytes.
"""

import ast
import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError
from sphinx_gallery.py_source_parser import (
    INFILE_CONFIG_PATTERN,
    split_code_and_text_blocks,
)

from lesson_pages.figures.dark_theme import darken

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG_LIMIT = 48_000  # bytes after gzip
CSS_PIXELS = 100  # per inch of a figure

WITHOUT_EFFECT = {
    *("thumbnail_number", "thumbnail_path", "failing_thumbnail", "multi_image")
}
"""What sphinx-gallery reads of a comment and this site does not show."""
MARKUP = re.compile(r"[`$\\]")
IMAGE = """
.. image:: /{path}
   :class: figure {theme}
   :alt: {alt}
   :width: {width}
   :height: {height}
   :loading: lazy
"""


def scraper(
    block: tuple[str, str, int],
    block_vars: dict[str, Any],
    gallery_conf: dict[str, Any],
    **_: object,
) -> str:
    """Save the figures that are open after a block of code; return what shows them.

    Raises
    ------
    sphinx.errors.ExtensionError
        After the last block, if one does not describe each of its figures in plain
        words; a line for each.
    """
    from matplotlib import pyplot as plt

    figures = [plt.figure(number) for number in plt.get_fignums()]
    plt.close("all")
    code, line = block[1:]
    alts = alternative_texts(code)
    source = Path(block_vars["src_file"])
    first = line + len(code) - len(code.lstrip("\n"))
    faults: list[str] = block_vars.setdefault("faults of figures", [])
    names = vars(block_vars.get("fake_main", object))
    for fault in (
        *_faults(alts, len(figures)),
        *_fault_of_value(code, names.get("___")),
        *_losses(code, names.values(), figures),
    ):
        faults.append(f"examples/{'/'.join(source.parts[-2:])}:{first}: {fault}")
    _, blocks = split_code_and_text_blocks(source)
    if faults and line == max(x.lineno for x in blocks if x.type == "code"):
        raise ExtensionError("\n".join(faults))
    root, paths = Path(gallery_conf["src_dir"]), block_vars["image_path_iterator"]
    return "".join(
        _directives(figure, Path(path).with_suffix(""), alt, root)
        for figure, alt, path in zip(figures, alts, paths, strict=False)
    )


def alternative_texts(source: str) -> list[str]:
    """Return what ``# sphinx_gallery_alt = "..."`` says of figures, in order."""
    found = []
    for comment in INFILE_CONFIG_PATTERN.finditer(source):
        if comment[1] == "alt":
            with suppress(SyntaxError, TypeError, ValueError):  # it is no text
                found.append(" ".join(str.split(ast.literal_eval(comment[3]))))
    return list(filter(None, found))


def _faults(alts: list[str], figures: int) -> Iterator[str]:
    """Yield what keeps a reader from hearing what each figure shows."""
    if len(alts) != figures:
        yield (
            f"this block draws {figures} figure(s) and has {len(alts)} "
            "alternative text(s); write one line for each figure into the block: "
            '# sphinx_gallery_alt = "What a person would see."'
        )
    if marked := [alt for alt in alts if MARKUP.search(alt)]:
        yield (
            f"a screen reader would spell out the markup of {marked[0]!r}; "
            "write code and formulas as words"
        )


def _fault_of_value(code: str, value: object) -> Iterator[str]:
    """Yield what lets a notebook show the last value otherwise than the page."""
    statements = ast.parse(code).body
    shows = bool(statements) and isinstance(statements[-1], ast.Expr)
    drawing = type(value).__module__.startswith("matplotlib.")  # is shown nowhere
    if shows and not drawing and callable(getattr(value, "_repr_html_", None)):
        yield "a notebook shows its last value in HTML, and the page as text; print it"


def _losses(
    code: str, values: Iterable[object], figures: list["Figure"]
) -> Iterator[str]:
    """Yield what sphinx-gallery would show and this site would not."""
    for comment in INFILE_CONFIG_PATTERN.finditer(code):
        if comment[1] in WITHOUT_EFFECT:
            yield f"sphinx_gallery_{comment[1]} has no effect on this site; delete it"
    if animation := sys.modules.get("matplotlib.animation"):
        moving = (x for x in list(values) if isinstance(x, animation.Animation))
        if any(vars(x).get("_fig") in figures for x in moving):
            yield "a page shows an animation as one picture; draw its moments instead"


def _directives(figure: "Figure", path: Path, alt: str, root: Path) -> str:
    """Save a figure for both themes, in one format; return what shows it."""
    width, height = (round(inches * CSS_PIXELS) for inches in figure.get_size_inches())
    size = {"alt": alt, "width": width, "height": height}
    draw, suffix, first = _svg, ".svg", _svg(figure, path.name)
    if len(gzip.compress(first)) >= SVG_LIMIT:
        draw, suffix, first = _webp, ".webp", _webp(figure)
    path.with_name(f"{path.name}{suffix}").write_bytes(first)
    darken(figure)
    dark = f"{path.name}_dark"
    path.with_name(f"{dark}{suffix}").write_bytes(draw(figure, dark))
    place = path.relative_to(root).as_posix()
    return "".join(
        IMAGE.format(path=f"{place}{end}{suffix}", theme=theme, **size)
        for end, theme in (("", "only-light"), ("_dark", "only-dark"))
    )


def _webp(figure: "Figure", salt: str = "") -> bytes:
    """Draw a figure as WebP."""
    buffer = io.BytesIO()
    options = {"quality": 82, "method": 4}  # 6: thirty times as long, 2 % smaller
    figure.savefig(
        buffer, format="webp", dpi=2 * CSS_PIXELS, transparent=True, pil_kwargs=options
    )
    return buffer.getvalue()


def _svg(figure: "Figure", salt: str) -> bytes:
    """Draw a figure as SVG: text as paths, no date, ids from the salt."""
    from matplotlib import rc_context

    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None}
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    return buffer.getvalue()
