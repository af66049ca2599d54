"""What the tests of drift compare: bundles as sphinx-gallery's pages give them."""

import io
from textwrap import indent
from typing import TYPE_CHECKING

from gallery_store.bundle import Bundle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LESSON = "1_part/plot_01_first"
CPU = {"torch": "2.13.0+cpu", "machine": "AMD EPYC, 2 threads", "accelerator": None}
RAN = CPU | {"date": "2026-11-23", "start": 1.0, "end": 2.0, "seconds": 1.0}
RAN["warnings"] = []
CODE = "\n.. code-block:: Python\n\n\n{}\n\n"
TEXT = "\n.. rst-class:: sphx-glr-script-out\n\n .. code-block:: none\n\n{}\n\n"
IMAGE = """
.. image:: /lessons/{path}
   :class: figure only-{theme}
   :alt: A line.
   :width: {width}
   :height: {height}
   :loading: lazy

"""

Cell = tuple[str, *tuple[object, ...]]
"""Source of a block of code, then its outputs: texts, or figures as SVG."""


def bundle(
    *cells: Cell,
    lesson: str = LESSON,
    source: str = "",
    parts: dict[str, str] | None = None,
    **ran: object,
) -> Bundle:
    """Return what is left of a lesson of some blocks with their outputs."""
    files: dict[str, bytes] = {f"{lesson}.py": source.encode()}
    page = ""
    for line, (code, *outputs) in enumerate(cells, start=1):
        page += f"\n.. GENERATED FROM PYTHON SOURCE LINES {10 * line}-{10 * line + 5}\n"
        page += CODE.format(indent(code, "    "))
        page += "".join(show(lesson, files, output) for output in outputs)
    files[f"{lesson}.rst"] = page.encode()
    own = {f"examples/{lesson}.py": source, "torch": "2.13.0"}
    return Bundle(lesson, own | (parts or {}), RAN | ran, files)


def show(lesson: str, files: dict[str, bytes], output: object) -> str:
    """Return the lines of a page that show an output; add a figure's files."""
    if isinstance(output, str):
        return TEXT.format(indent(output, "    "))
    assert isinstance(output, bytes)
    part, _, stem = lesson.partition("/")
    text = ""
    for theme in ("light", "dark"):
        path = f"{part}/images/{stem}_{len(files):03}.svg"
        files[path] = output
        text += IMAGE.format(path=path, theme=theme, width=480, height=320)
    return text


def draw(
    *, shift: float = 0, title: str = "0.51", salt: str = "a", format: str = "svg"
) -> bytes:
    """Return a figure of a sine curve on 480 × 320 pixels.

    Parameters
    ----------
    shift : float
        How far up the curve is moved, in pixels.
    title, salt, format : str
        What stands above it, what its ids are made of, and the kind of file.
    """
    import numpy as np
    from matplotlib import pyplot as plt
    from matplotlib import rc_context

    figure, ax = plt.subplots(figsize=(4.8, 3.2))
    ax.set_ylim(-2, 2)
    pixel = 4 / (3.2 * 100 * ax.get_position().height)
    x = np.linspace(0, 6, 100)
    ax.plot(x, np.sin(x) + shift * pixel)
    ax.set_title(title)
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": salt}):
        data = save(figure, format)
    plt.close(figure)
    return data


def save(figure: "Figure", format: str) -> bytes:
    """Return a figure as a file, as the site's scraper makes it."""
    buffer = io.BytesIO()
    webp = {"pil_kwargs": {"quality": 82}}
    options = webp if format == "webp" else {"metadata": {"Date": None}}
    figure.savefig(buffer, format=format, dpi=200, transparent=True, **options)
    return buffer.getvalue()
