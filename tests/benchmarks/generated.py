"""Generated courses of many small lessons, to see how the time grows with them."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import Run, measure

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))

from small_project import (  # noqa: E402 - found through the line above
    edit,
    write,
    write_catalogue,
    write_project,
)

COUNTS = (10, 100, 1000)
PART = 20
BUILD = [sys.executable, "-P", "-m", "site_build", "build"]
BLOCK = """
# %%
# Question {number}?
# ------------------
#
# A sentence before the code, with ``code`` in it.

x = {number} + {lesson}
x

# %%
# A sentence after the output.
"""
BLOCKS = 8


@dataclass(frozen=True)
class Course:
    """How long a course took to run and render, and then to render only."""

    lessons: int
    first: Run
    again: Run


def measure_courses(work: Path) -> Iterator[Course]:
    """Yield how long courses of growing size take to build, in both languages."""
    for count in COUNTS:
        root = work / f"generated-{count}"
        write_course(root, count)
        first = measure(BUILD, root)
        edit(root / "docs" / "index.md", "The start.", "The start.\n\n% rendered again")
        yield Course(count, first, measure(BUILD, root))


def write_course(root: Path, count: int) -> None:
    """Write a project of `count` lessons in parts of 20."""
    write_project(root)
    for path in root.glob("examples/1_part/*"):
        path.unlink()
    parts = [range(start, min(start + PART, count)) for start in range(0, count, PART)]
    names = [f"{number}_part" for number in range(1, len(parts) + 1)]
    for name, lessons in zip(names, parts, strict=True):
        write_part(root, name, lessons)
    contents = "\n".join(f"lessons/{name}/index" for name in names)
    edit(root / "docs" / "index.md", "lessons/1_part/index", contents)


def write_part(root: Path, name: str, lessons: range) -> None:
    """Write the lessons of one part, with their translations."""
    titles = [f"plot_{number:04}" for number in lessons]
    head = ["Part one", "========", "", ".. toctree::", ""]
    lines = [*head, *(f"   {title}" for title in titles), ""]
    write(root / f"examples/{name}/index.rst", "\n".join(lines))
    write_catalogue(root, f"lessons/{name}/index", {"Part one": "第一部分"})
    for title, number in zip(titles, lessons, strict=True):
        write(root / f"examples/{name}/{title}.py", lesson_text(number))
        write_catalogue(root, f"lessons/{name}/{title}", messages(number))


def lesson_text(number: int) -> str:
    """Return a lesson of eight questions."""
    title = f"Lesson {number} of many"
    head = f'"""\n{title}\n{"=" * len(title)}\n\nIt begins.\n"""\n'
    blocks = (BLOCK.format(number=n, lesson=number) for n in range(BLOCKS))
    return head + "".join(blocks)


def messages(number: int) -> dict[str, str]:
    """Return the translations of such a lesson."""
    questions = {f"Question {n}?": f"第 {n} 问？" for n in range(BLOCKS)}
    return questions | {
        f"Lesson {number} of many": f"许多课中的第 {number} 课",
        "It begins.": "开始。",
        "A sentence before the code, with ``code`` in it.": "代码 ``code`` 之前的话。",
        "A sentence after the output.": "输出之后的一句话。",
    }
