"""Write the figures with a third fewer bytes: shorter numbers, no empty groups.

That takes a while, so what was made once is kept beside the site, by the
content of the figure and the version of the tool.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from lesson_pages.npm import package_file, run_node

PROGRAM = Path(__file__).with_name("minify_svg.mjs")
TOOL = "svgo/dist/svgo-node.cjs"
KEPT = Path("_build", "figures")


def lighten_figures(app: Sphinx, exception: Exception | None) -> None:
    """Replace every SVG figure of the site by a lighter one."""
    if exception or app.builder.format != "html":
        return
    figures = sorted(Path(app.outdir, app.builder.imagedir).glob("*.svg"))
    if figures:
        replace(figures, Path(app.srcdir) / KEPT)


def replace(figures: Iterable[Path], folder: Path) -> None:
    """Write the light form of figures in their place, making those that are new."""
    kept = {figure: folder / f"{digest(figure)}.svg" for figure in figures}
    new = [figure for figure, light in kept.items() if not light.is_file()]
    texts = [figure.read_text(encoding="utf-8") for figure in new]
    made = (
        json.loads(run_node(PROGRAM, json.dumps(texts), str(package_file(TOOL))))
        if new
        else []
    )
    folder.mkdir(parents=True, exist_ok=True)
    for figure, text in zip(new, made, strict=True):
        write_whole(kept[figure], text)
    for figure, light in kept.items():
        figure.write_bytes(light.read_bytes())


def digest(figure: Path) -> str:
    """Return a name for the light form of a figure."""
    tool = package_file("svgo/package.json").read_bytes() + PROGRAM.read_bytes()
    return hashlib.sha256(tool + figure.read_bytes()).hexdigest()[:32]


def write_whole(path: Path, text: str) -> None:
    """Write a file so that no other build ever reads a part of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
