"""How the time to render grows with the number of lessons: `nox -s bench`."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from pipeline.project import Project  # noqa: E402 - found through the line above
from pipeline.render import Rendering, render  # noqa: E402 - likewise

PART = 20
COUNTS = (100, 400)
MADE = ("_build", "_results", "lessons", "__pycache__", "*.md")
BLOCK = """
Question {number}?
------------------

A sentence before the code, with ``code`` and a link to :func:`torch.tensor`.

.. code-block:: Python

    x = torch.tensor({number}.0, requires_grad=True)
    x

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    tensor({number}., requires_grad=True)

A sentence after the output.
"""


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def page(title: str, *rest: str) -> str:
    """Return a page of reStructuredText."""
    return "\n".join([title, "=" * len(title), "", *rest, ""])


def toctree(names: list[str]) -> str:
    """Return a list of contents."""
    return "\n".join([".. toctree::", "", *(f"   {name}" for name in names)])


def write_course(docs: Path, count: int) -> None:
    """Write `count` restored lessons in parts of 20."""
    parts = [f"lessons/{1 + n}_part" for n in range(count // PART)]
    write(docs / "index.rst", page("Home", toctree([f"{x}/index" for x in parts])))
    for part in parts:
        names = [f"plot_{n:02}" for n in range(PART)]
        write(docs / part / "index.rst", page("A part", toctree(names)))
        for name in names:
            blocks = [BLOCK.format(number=number) for number in range(1, 9)]
            text = page("A lesson of many", "It begins.", *blocks)
            write(docs / part / f"{name}.rst", text)
            for suffix in (".py", ".ipynb"):
                write(docs / part / f"{name}{suffix}", "")


def seconds_for(count: int) -> float:
    """Return how long one language of a course takes to render."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        ignored = shutil.ignore_patterns(*MADE)
        shutil.copytree(ROOT / "docs", project.docs, ignore=ignored)
        write_course(project.docs, count)
        project.work.mkdir(parents=True)
        start = time.perf_counter()
        render(project, Rendering(("en",)), project.site)
        return time.perf_counter() - start


if __name__ == "__main__":
    print("lessons  seconds  ms a lesson")
    for lessons in COUNTS:
        taken = seconds_for(lessons)
        print(f"{lessons:7}  {taken:7.1f}  {1000 * taken / lessons:11.0f}", flush=True)
